"""Give the conversation to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import JsonValue

from chalicelib.flows.effects import HandOff
from chalicelib.flows.graph import OptionalId, Part
from chalicelib.flows.nodes.base import (
    ERROR,
    Flaw,
    Go,
    Leave,
    Move,
    NodeKind,
    Reference,
    Template,
    Turn,
)
from chalicelib.flows.nodes.shapes import Text, as_text
from chalicelib.shared import content

NOBODY = "nobody"


class HandOffData(Part):
    """to=queue with queue_id '': the common inbox. text: what the contact is told first, '' =
    nothing. nobody_way: whether `nobody` is taken while no agent of the queue is online."""

    to: Literal["queue", "agent"] = "queue"
    queue_id: OptionalId = ""
    agent_id: OptionalId = ""
    text: Text = ""
    nobody_way: bool = False


class Hand(NodeKind[HandOffData]):
    name: ClassVar[str] = "hand_off"
    data = HandOffData

    def ports(self, data: HandOffData) -> tuple[str, ...]:
        return (NOBODY, ERROR) if data.nobody_way and data.to == "queue" else (ERROR,)

    def needed(self, data: HandOffData) -> tuple[str, ...]:
        return self.ports(data)[:-1]

    def enter(self, data: HandOffData, turn: Turn) -> Move:
        to_queue = data.to == "queue"
        if to_queue and data.nobody_way and turn.env.agents_online(data.queue_id) <= 0:
            return Go(NOBODY, "nobody is online")
        if words := turn.fill(data.text).strip():
            turn.say(content.text(words))
        turn.effects.append(
            HandOff(
                node=turn.at.node,
                queue_id=data.queue_id if to_queue else "",
                agent_id="" if to_queue else data.agent_id,
                learned=learned(turn.variables),
            )
        )
        return Leave("handed_off")

    def flaws(self, data: HandOffData) -> Iterator[Flaw]:
        if data.to == "agent" and not data.agent_id:
            yield Flaw("agent_id", "missing", "has no agent")

    def templates(self, data: HandOffData) -> Iterator[Template]:
        yield Template("text", data.text)

    def references(self, data: HandOffData) -> Iterator[Reference]:
        if data.to == "queue" and data.queue_id:
            yield Reference("queue_id", "queue", data.queue_id)
        if data.to == "agent" and data.agent_id:
            yield Reference("agent_id", "agent", data.agent_id)


def learned(variables: Mapping[str, JsonValue]) -> dict[str, str]:
    """What the bot knows, in the order of asking; at most 20 values of 200 characters."""
    told = ((name, as_text(value)[:200]) for name, value in variables.items())
    return dict([pair for pair in told if pair[1]][:20])
