"""Where a contact stands in the queue, told to him in his words."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

from chalicelib.accounts.model import Queue
from chalicelib.conversations.model import Conversation
from chalicelib.routing.ports import Route, RoutingPorts, Turn
from chalicelib.shared.clock import to_milliseconds, to_text

NOT_BEFORE = timedelta(minutes=2)  # he hears of the next step
MOST_PLACES = 100
LONGEST = 120  # minutes that are told as a number

WORDS = {
    "en": {
        "first": "You are next. Somebody will be with you shortly.",
        "place": "You are number {place} in the queue.",
        "wait": "You are number {place} in the queue. The wait is about {minutes} min.",
    },
    "es": {
        "first": "Eres el siguiente. Enseguida te atenderá alguien.",
        "place": "Eres el número {place} en la cola.",
        "wait": "Eres el número {place} en la cola. La espera es de unos {minutes} min.",
    },
    "pt-BR": {
        "first": "Você é o próximo. Alguém vai atender você em instantes.",
        "place": "Você é o número {place} na fila.",
        "wait": "Você é o número {place} na fila. A espera é de cerca de {minutes} min.",
    },
}


def position(p: RoutingPorts, queue: Queue, head: Conversation, route: Route) -> Route:
    """Tell it once it waits, and again when it is better, though not at every step."""
    now = to_milliseconds(p.clock())
    if not queue.rules.tell_position or route.since is None:
        return route
    if route.told_at is not None and now - route.told_at < NOT_BEFORE:
        return route
    rows = p.store.waiting(head.account_id, queue.id, MOST_PLACES)
    place = next((at for at, row in enumerate(rows, 1) if row.conversation_id == head.id), 0)
    if not place or (route.position and place >= route.position):
        return route
    turn = p.store.loads(head.account_id).turns.get(queue.id, Turn())
    minutes = expected(place, turn)
    kind = "first" if place == 1 else "wait" if minutes else "place"
    entered = to_text(route.entered) if route.entered else ""
    values = {"place": str(place), "minutes": str(minutes)}
    p.say(head, kind, values, f"position:{entered}:{place}")
    return replace(route, position=place, told_at=now)


def expected(place: int, turn: Turn) -> int:
    """Minutes, rounded up; 0: not known, or so long that a number would promise too much."""
    if not turn.pace:
        return 0
    minutes = math.ceil(place * turn.pace / 60)
    return minutes if minutes <= LONGEST else 0


def words(language: str, kind: str, values: dict[str, str]) -> str:
    known = WORDS.get(language) or WORDS.get(language[:2]) or WORDS["en"]
    if language.startswith("pt"):
        known = WORDS["pt-BR"]
    return known[kind].format(**values)
