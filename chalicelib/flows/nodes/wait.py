"""Wait: for a time, for working time, or for the contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from chalicelib.flows import effects, values
from chalicelib.flows.events import Event, Replied, TimerFired
from chalicelib.flows.graph import Name, OptionalId, Part, Time
from chalicelib.flows.nodes.base import (
    ERROR,
    NO_ANSWER,
    OUT,
    Flaw,
    Go,
    Move,
    NodeKind,
    Reference,
    Stay,
    Turn,
)
from chalicelib.flows.state import Waiting

REPLIED = "replied"
MOST_DAYS = 90


class WaitData(Part):
    """mode=reply: `replied` when the contact writes, `no_answer` after `time` (0 = never).
    queue_id: whose working hours; '' = the account's. variable: keeps the words of the reply."""

    mode: Literal["duration", "working", "reply"] = "duration"
    time: Time = Time()
    queue_id: OptionalId = ""
    variable: Name = ""


class Wait(NodeKind[WaitData]):
    name: ClassVar[str] = "wait"
    data = WaitData
    pauses = True

    def ports(self, data: WaitData) -> tuple[str, ...]:
        return (REPLIED, NO_ANSWER, ERROR) if data.mode == "reply" else (OUT, ERROR)

    def needed(self, data: WaitData) -> tuple[str, ...]:
        return (REPLIED,) if data.mode == "reply" else ()

    def enter(self, data: WaitData, turn: Turn) -> Move:
        if data.mode == "reply":
            return turn.stay("reply", data.time)
        wait_id = turn.new_wait()
        span = timedelta(seconds=data.time.seconds)
        working = data.mode == "working"
        turn.effects.append(
            effects.Wait(
                node=turn.at.node,
                wait_id=wait_id,
                until=None if working else turn.env.now + span,
                working=max(1, data.time.seconds // 60) if working else 0,
                queue_id=data.queue_id if working else "",
            )
        )
        return Stay(Waiting(kind="time", wait_id=wait_id))

    def resume(self, data: WaitData, turn: Turn, event: Event) -> Move | None:
        if isinstance(event, TimerFired):
            if data.mode != "reply":
                return Go()
            turn.count("dropped")
            return Go(NO_ANSWER, "no answer in time")
        if data.mode == "reply" and isinstance(event, Replied):
            turn.count("answered")
            turn.set(data.variable, values.words(event.content))
            return Go(REPLIED)
        return None

    def flaws(self, data: WaitData) -> Iterator[Flaw]:
        if data.mode != "reply" and not data.time.amount:
            yield Flaw("time", "missing", "has no time to wait")
        if data.time.seconds > MOST_DAYS * 86_400:
            yield Flaw("time", "invalid", f"is longer than {MOST_DAYS} days")
        if data.mode == "working" and data.time.unit == "seconds":
            yield Flaw("time", "invalid", "working time is counted in minutes")

    def references(self, data: WaitData) -> Iterator[Reference]:
        if data.mode == "working" and data.queue_id:
            yield Reference("queue_id", "queue", data.queue_id)

    def names(self, data: WaitData) -> Iterator[tuple[str, str]]:
        if data.mode == "reply" and data.variable:
            yield "variable", data.variable
