"""Routing's ports, tied to other domains' services. Imports are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.accounts.model import AccountPage
    from chalicelib.automation.model import Happening, Work
    from chalicelib.conversations.model import Conversation
    from chalicelib.hours.model import Schedule
    from chalicelib.routing.ports import Here
    from chalicelib.timers.model import Timer

MOST_BEFORE = 4  # of a contact's conversations, looked at for who served him last


def react(happening: Happening) -> bool:
    from chalicelib import wiring_automation
    from chalicelib.routing import service

    return service.react(wiring_automation.routing_ports(), happening)


def on_agent(work: Work) -> None:
    from chalicelib import wiring_automation
    from chalicelib.routing import people

    people.agent(wiring_automation.routing_ports(), work)


def on_gone(work: Work) -> None:
    from chalicelib import wiring_automation
    from chalicelib.routing import people

    people.gone(wiring_automation.routing_ports(), work)


def on_queue(work: Work) -> None:
    from chalicelib import wiring_automation
    from chalicelib.routing import people

    people.queue(wiring_automation.routing_ports(), work)


def page(account_id: str, fresh: bool) -> AccountPage:
    from chalicelib import wiring
    from chalicelib.accounts import service

    ports = wiring.account_ports()
    if fresh:
        ports.pages.forget(account_id)
    return service.site(ports, account_id=account_id)


def here(account_id: str) -> Here:
    from chalicelib import wiring
    from chalicelib.realtime import presence
    from chalicelib.routing.ports import Here

    shown = presence.agents_shown(wiring.realtime_ports(), account_id=account_id)
    return Here(
        takes=frozenset(agent for agent, what in shown.items() if what == "online"),
        connected=frozenset(agent for agent, what in shown.items() if what != "offline"),
    )


def poke(account_id: str, conversation_ids: Sequence[str]) -> None:
    from chalicelib import wiring_automation
    from chalicelib.automation import model
    from chalicelib.routing.service import ROUTE_TIMER
    from chalicelib.shared.clock import to_text

    now = to_text(wiring_automation.system_clock())
    wiring_automation.to_automation(
        [
            model.on_timer(account_id, id, ROUTE_TIMER, now, {"conversation_id": id})
            for id in conversation_ids
        ]
    )


def look_again(account_id: str, queue_id: str, due: datetime) -> None:
    _schedule(account_id, f"queue-{queue_id}", due, "queue", {"queue_id": queue_id})


def look_at_all(account_id: str, queue_id: str, due: datetime) -> None:
    """At what is in the queue, whether it waits already or not."""
    payload = {"queue_id": queue_id, "all": "1"}
    _schedule(account_id, f"queue-all-{queue_id}", due, "queue", payload)


def when_gone(account_id: str, agent_id: str, due: datetime, grace: int) -> None:
    payload = {"agent_id": agent_id, "grace": str(grace)}
    _schedule(account_id, f"gone-{agent_id}-{grace}", due, "gone", payload)


def _schedule(
    account_id: str, identifier: str, due: datetime, kind: str, payload: Mapping[str, str]
) -> None:
    from chalicelib import wiring
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    timer = Timer(account_id, identifier, due, kind, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def on_account_timer(timer: Timer) -> None:
    """A timer of an agent or of a queue: handled in its order."""
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account
    from chalicelib.shared.clock import to_text

    wiring_automation.to_automation(
        [on_account(timer.account_id, timer.kind, timer.payload, once=to_text(timer.due))]
    )


def agent_came_or_went(account_id: str, agent_id: str) -> None:
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account
    from chalicelib.shared.clock import to_text

    now = to_text(wiring_automation.system_clock())
    wiring_automation.to_automation(
        [on_account(account_id, "agent", {"agent_id": agent_id}, once=now)]
    )


def last_agent(head: Conversation) -> str:
    from chalicelib import wiring

    store = wiring.conversation_ports().store
    before = store.pointers(head.account_id, head.contact_id, MOST_BEFORE)
    others = store.heads(head.account_id, [id for id in before if id != head.id])
    return next((each.assignee_id for each in others if each.assignee_id), "")


def schedule(account_id: str, queue_id: str) -> Schedule:
    from chalicelib import wiring_automation
    from chalicelib.hours import service

    return service.schedule_for(
        wiring_automation.hours_ports(), account_id=account_id, queue_id=queue_id
    )


def say_position(head: Conversation, kind: str, values: Mapping[str, str], dedup: str) -> None:
    """Under the account's name; that a contact waits stays as it was."""
    from dataclasses import replace

    from chalicelib import wiring
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.saying import Line, speak
    from chalicelib.routing import telling
    from chalicelib.shared import content

    account = page(head.account_id, False).account
    contact = wiring.contact_ports().store.get(head.account_id, head.contact_id)
    language = (contact.language if contact else "") or account.language
    text = telling.words(language, kind, dict(values))
    waiting = head.waiting_since
    speak(
        wiring.conversation_ports(),
        head,
        [Line(content.text(text), dedup)],
        author=Author(AuthorKind.BOT, name=account.name),
        after=max(0, head.seq - BEHIND),
        patch=lambda before: replace(before, waiting_since=before.waiting_since or waiting),
    )


BEHIND = 20  # messages in which a position that was told before is looked for
