"""Tell an integration: an event on the bus, which the account's own rules pick up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.flows.effects import Emit
from chalicelib.flows.events import ActionDone, Event
from chalicelib.flows.graph import Part
from chalicelib.flows.nodes.base import (
    ERROR,
    Flaw,
    Go,
    Move,
    NodeFailed,
    NodeKind,
    Template,
    Turn,
)
from chalicelib.flows.nodes.shapes import Pair

OK = "ok"


class IntegrationData(Part):
    """action: the event's name for who listens, such as lead.captured. payload: texts with
    variables."""

    action: Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9._-]*$")] = ""
    payload: Annotated[tuple[Pair, ...], Field(max_length=50)] = ()


class Integration(NodeKind[IntegrationData]):
    name: ClassVar[str] = "integration"
    data = IntegrationData

    def ports(self, data: IntegrationData) -> tuple[str, ...]:
        return (OK, ERROR)

    def needed(self, data: IntegrationData) -> tuple[str, ...]:
        return (OK,)

    def enter(self, data: IntegrationData, turn: Turn) -> Move:
        stay = turn.call("action")
        turn.effects.append(
            Emit(
                node=turn.at.node,
                call_id=stay.waiting.call_id,
                action=data.action,
                payload={each.name: turn.fill(each.value) for each in data.payload},
            )
        )
        return stay

    def resume(self, data: IntegrationData, turn: Turn, event: Event) -> Move | None:
        if not isinstance(event, ActionDone):
            return None
        if event.error:
            raise NodeFailed("action", event.error[:200])
        return Go(OK)

    def flaws(self, data: IntegrationData) -> Iterator[Flaw]:
        if not data.action:
            yield Flaw("action", "missing", "has no name of what happened")
        for index, each in enumerate(data.payload):
            if not each.name:
                yield Flaw(f"payload.{index}.name", "missing", "needs a name")

    def templates(self, data: IntegrationData) -> Iterator[Template]:
        for index, each in enumerate(data.payload):
            yield Template(f"payload.{index}.value", each.value)
