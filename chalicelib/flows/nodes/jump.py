"""Go on elsewhere: at another node, or in another flow that comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from chalicelib.flows.graph import OptionalId, Part
from chalicelib.flows.nodes.base import ERROR, OUT, Enter, Flaw, Move, NodeKind, Reference, To, Turn


class JumpData(Part):
    to: Literal["node", "flow"] = "node"
    node_id: OptionalId = ""
    flow_id: OptionalId = ""


class Jump(NodeKind[JumpData]):
    name: ClassVar[str] = "jump"
    data = JumpData

    def ports(self, data: JumpData) -> tuple[str, ...]:
        return (OUT, ERROR) if data.to == "flow" else ()

    def enter(self, data: JumpData, turn: Turn) -> Move:
        return To(data.node_id) if data.to == "node" else Enter(data.flow_id)

    def flaws(self, data: JumpData) -> Iterator[Flaw]:
        if data.to == "node" and not data.node_id:
            yield Flaw("node_id", "missing", "leads nowhere")
        if data.to == "flow" and not data.flow_id:
            yield Flaw("flow_id", "missing", "has no flow to call")

    def references(self, data: JumpData) -> Iterator[Reference]:
        if data.to == "node" and data.node_id:
            yield Reference("node_id", "node", data.node_id)
        if data.to == "flow" and data.flow_id:
            yield Reference("flow_id", "flow", data.flow_id)
