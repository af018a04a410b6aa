"""Go by working hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.flows.graph import OptionalId, Part
from chalicelib.flows.nodes.base import ERROR, Go, Move, NodeKind, Reference, Turn

OPEN, CLOSED, BREAK, HOLIDAY = "open", "closed", "break", "holiday"


class HoursData(Part):
    """queue_id: whose hours; '' = the account's."""

    queue_id: OptionalId = ""


class Hours(NodeKind[HoursData]):
    """A break or a holiday without a way of its own takes that of closed (engine.py)."""

    name: ClassVar[str] = "hours"
    data = HoursData

    def ports(self, data: HoursData) -> tuple[str, ...]:
        return (OPEN, CLOSED, BREAK, HOLIDAY, ERROR)

    def needed(self, data: HoursData) -> tuple[str, ...]:
        return (OPEN, CLOSED)

    def enter(self, data: HoursData, turn: Turn) -> Move:
        kind = turn.env.hours(data.queue_id)
        return Go(kind if kind in (OPEN, BREAK, HOLIDAY) else CLOSED, kind)

    def references(self, data: HoursData) -> Iterator[Reference]:
        if data.queue_id:
            yield Reference("queue_id", "queue", data.queue_id)
