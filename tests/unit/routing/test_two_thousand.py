"""Two thousand contacts at once: nobody has more than he can, nobody is passed over, and every
assignment says why, whoever comes and goes and whatever dies between any two calls."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from chalicelib.automation.model import Work
from chalicelib.conversations import changing, handing
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Status
from chalicelib.conversations.values import Change
from tests.unit.routing.fakes import ACME, Office
from tests.unit.routing.interleaving import Switch

pytestmark = [pytest.mark.feature("4.1"), pytest.mark.feature("4.4"), pytest.mark.feature("12")]

ARRIVALS = int(os.environ.get("TERTULIA_ARRIVALS", "2000"))
CHAOS = ARRIVALS // 8


class Crowd(Office):
    """An office where everything happens at once."""

    def __init__(self, seed: int, *, kills: float = 0.0, **rules: Any) -> None:
        super().__init__(**{"offer_seconds": 0, **rules})
        self.random = Random(seed)
        self.switch = Switch(self.random, kills=kills)
        self.switch.between = self._between
        self.given: list[str] = []
        self.open: dict[str, set[str]] = {}
        self.most: dict[str, int] = {}
        ports = self.ports
        self.ports = replace(
            ports,
            store=self.switch.watched(self.store),
            conversations=replace(ports.conversations, store=self.switch.watched(self.talks)),
        )

    def _between(self) -> None:
        self.clock.tick(milliseconds=1)
        for _, item in self.talks.announced[self.told :]:
            if isinstance(item, Conversation):
                self._count(item)
        self.hear()
        for work in self.work:
            group = work.conversation_id or f"{work.name}{sorted(work.payload.items())}"
            self.switch.add(group, lambda work=work: self.do(work))  # type: ignore[misc]
        self.work.clear()

    def _count(self, head: Conversation) -> None:
        """Nobody may ever have more than he can: all of it came by routing."""
        owner = head.assignee_id if head.status is Status.OPEN else ""
        for agent, has in self.open.items():
            if agent != owner:
                has.discard(head.id)
        if owner and head.id not in self.open.setdefault(owner, set()):
            self.given.append(head.id)
            self.open[owner].add(head.id)
            limit = self.agents[owner].capacity
            assert len(self.open[owner]) <= limit, f"{owner} has {len(self.open[owner])}"

    def go(self) -> None:
        self.switch.go()

    def minutes(self, count: int = 1) -> None:
        for _ in range(count):
            self.clock.tick(minutes=1)
            due = sorted(timer for timer in self.timers if timer[0] <= self.clock.now)
            for timer in due:
                self.timers.remove(timer)
                self._fire(*timer)
            self.go()

    def _fire(self, due: Any, kind: str, payload: dict[str, str]) -> None:
        if kind == "offer":
            name = payload["conversation_id"]
            self.switch.add(
                f"hand {name}",
                lambda: handing.lapse(
                    self.ports.conversations, account_id=ACME, conversation_id=name, due=due
                ),
            )
        else:
            self.work.append(Work("account", ACME, "", name=kind, payload=payload))
            self._between()

    def settle(self) -> None:
        """Nothing is done at once here."""

    def by(self, agent: str, name: str, how: str) -> None:
        """As the agent's console asks for: beside all works."""
        who = Author(AuthorKind.AGENT, agent, agent)
        at = {"account_id": ACME, "conversation_id": name, "actor": who}

        def resolve() -> None:
            changing.change(self.ports.conversations, **at, change=Change(status=Status.RESOLVED))  # type: ignore[arg-type]

        def decline() -> None:
            handing.decline(self.ports.conversations, **at)  # type: ignore[arg-type]

        self.switch.add(f"{how} {name}", resolve if how == "resolve" else decline)

    def explained(self) -> None:
        for head in self.talks.heads_by_key.values():
            lines = [
                line
                for line in self.lines_of.get(head.id, [])
                if line.content.event == "conversation.assigned"
            ]
            for line in lines:
                told = json.loads((line.content.data or {})["why"])
                assert told["agents"][0][0] == (line.content.data or {})["assignee_id"]
                assert told["agents"][0][1] == "chosen"
                assert told["why"]

    @property
    def lines_of(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for (_, id, _), message in self.talks.messages_by_key.items():
            found.setdefault(id, []).append(message)
        return found


def waiting(here: Crowd) -> list[str]:
    rows = here.store.waiting(ACME, "sales", 10_000)
    return [row.conversation_id for row in rows]


@pytest.mark.parametrize("kills", [0.0, 0.01])
def test_two_thousand_at_once_are_served_in_their_order(kills: float) -> None:
    here = Crowd(1, kills=kills)
    for number in range(20):
        here.agent(f"agent{number:02}", capacity=5 + number % 3)
    places = sum(agent.capacity for agent in here.agents.values())
    names = [f"c{number:04}" for number in range(ARRIVALS)]
    for name in names:
        here.arrive(name)
    here._between()
    here.go()
    here.minutes(2)
    assert waiting(here) == names[places:]
    for name in names[: places // 2]:
        here.by("boss", name, "resolve")
    here.go()
    here.minutes(2)
    assert waiting(here) == names[places + places // 2 :]
    assert here.switch.killed > 0 or not kills
    here.explained()


@pytest.mark.parametrize("seed", range(2))
def test_everybody_is_served_whoever_comes_goes_and_declines(seed: int) -> None:
    here = Crowd(seed, kills=0.005, grace_seconds=60, offer_seconds=30)
    for number in range(12):
        here.agent(f"agent{number:02}", capacity=4)
    names = [f"c{number:04}" for number in range(CHAOS)]
    left, served = list(names), set[str]()
    for _ in range(400):
        for _ in range(here.random.randint(0, 25)):
            if left:
                here.arrive(left.pop(0))
        agent = here.random.choice(list(here.agents))
        here.show(agent, here.random.choice(["online", "online", "offline", "busy"]))
        for owner, has in here.open.items():
            for name in sorted(has):
                chance = here.random.random()
                if chance < 0.4:
                    here.by(owner, name, "resolve")
                    served.add(name)
                elif chance < 0.6:
                    here.by(owner, name, "decline")
        here._between()
        here.minutes()
        if len(served) == len(names):
            break
        for agent in here.agents:
            if here.random.random() < 0.2:
                here.show(agent, "online")
    unserved = [name for name in names if here.head(name).status is not Status.RESOLVED]
    assert not unserved
    assert here.switch.killed > 0
    here.explained()
