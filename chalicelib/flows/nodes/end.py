"""The end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from chalicelib.flows.effects import HandOff, Resolve
from chalicelib.flows.graph import OptionalId, Part
from chalicelib.flows.nodes.base import Leave, Move, NodeKind, Reference, Template, Turn
from chalicelib.flows.nodes.hand_off import learned
from chalicelib.flows.nodes.shapes import Text
from chalicelib.shared import content


class EndData(Part):
    """outcome=end: in a called flow, back to its caller. text: what the contact is told, '' =
    nothing. queue_id: with hand_over; '' = the common inbox."""

    outcome: Literal["resolve", "hand_over", "end"] = "end"
    queue_id: OptionalId = ""
    text: Text = ""


class End(NodeKind[EndData]):
    name: ClassVar[str] = "end"
    data = EndData

    def ports(self, data: EndData) -> tuple[str, ...]:
        return ()

    def enter(self, data: EndData, turn: Turn) -> Move:
        if words := turn.fill(data.text).strip():
            turn.say(content.text(words))
        if data.outcome == "resolve":
            turn.effects.append(Resolve(node=turn.at.node))
            return Leave("resolved")
        if data.outcome == "hand_over":
            told = learned(turn.variables)
            turn.effects.append(HandOff(node=turn.at.node, queue_id=data.queue_id, learned=told))
            return Leave("handed_off")
        return Leave("ended", returns=True)

    def templates(self, data: EndData) -> Iterator[Template]:
        yield Template("text", data.text)

    def references(self, data: EndData) -> Iterator[Reference]:
        if data.outcome == "hand_over" and data.queue_id:
            yield Reference("queue_id", "queue", data.queue_id)
