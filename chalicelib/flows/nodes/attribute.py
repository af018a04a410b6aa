"""Write something down about the contact, or about the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.conversations.model import PRIORITIES
from chalicelib.flows import values
from chalicelib.flows.effects import SetAttribute
from chalicelib.flows.graph import Part
from chalicelib.flows.nodes.base import Flaw, Go, Move, NodeFailed, NodeKind, Template, Turn
from chalicelib.flows.nodes.shapes import Text

MOST = {"contact": 1000, "conversation": 200}  # characters; conversations/attributes.py


class AttributeData(Part):
    """scope=contact: name, email, phone and language are the contact's own fields, other names the
    account's attributes. scope=conversation: priority is its own field, other names its attributes.
    value: a text with variables."""

    scope: Literal["contact", "conversation"] = "contact"
    name: Annotated[str, Field(max_length=60)] = ""
    value: Text = ""


class Attribute(NodeKind[AttributeData]):
    name: ClassVar[str] = "attribute"
    data = AttributeData

    def enter(self, data: AttributeData, turn: Turn) -> Move:
        value = _checked(data, turn.fill(data.value).strip(), turn)
        effect = SetAttribute(node=turn.at.node, scope=data.scope, name=data.name, value=value)
        turn.effects.append(effect)
        return Go()

    def flaws(self, data: AttributeData) -> Iterator[Flaw]:
        if not data.name.strip():
            yield Flaw("name", "missing", "needs a name")

    def templates(self, data: AttributeData) -> Iterator[Template]:
        yield Template("value", data.value)


def _checked(data: AttributeData, value: str, turn: Turn) -> str:
    if data.scope == "conversation" and data.name == "priority" and value not in PRIORITIES:
        raise NodeFailed("priority", "there is no such priority")
    if data.scope == "contact" and value and data.name in ("email", "phone"):
        read = (
            values.email(value)
            if data.name == "email"
            else values.phone(value, turn.env.phone_region)
        )
        if not read:
            raise NodeFailed(data.name, f"what should be the contact's {data.name} is none")
        return read
    return value[: MOST[data.scope]]
