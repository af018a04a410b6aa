"""Keep values under names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue

from chalicelib.flows import values
from chalicelib.flows.graph import Name, Part
from chalicelib.flows.nodes.base import Flaw, Go, Move, NodeFailed, NodeKind, Template, Turn
from chalicelib.flows.nodes.shapes import Text

_TRUE = ("true", "yes", "1", "on")


class Assignment(Part):
    """value: a text with variables. kind: what it becomes."""

    name: Name = ""
    value: Text = ""
    kind: Literal["text", "number", "boolean"] = "text"


class SetVariableData(Part):
    assignments: Annotated[tuple[Assignment, ...], Field(max_length=20)] = ()


class SetVariable(NodeKind[SetVariableData]):
    name: ClassVar[str] = "set_variable"
    data = SetVariableData

    def enter(self, data: SetVariableData, turn: Turn) -> Move:
        for each in data.assignments:
            turn.set(each.name, _value(each.kind, turn.fill(each.value)))
        return Go()

    def flaws(self, data: SetVariableData) -> Iterator[Flaw]:
        if not data.assignments:
            yield Flaw("assignments", "missing", "sets nothing")
        for index, each in enumerate(data.assignments):
            if not each.name:
                yield Flaw(f"assignments.{index}.name", "missing", "needs a name")

    def templates(self, data: SetVariableData) -> Iterator[Template]:
        for index, each in enumerate(data.assignments):
            yield Template(f"assignments.{index}.value", each.value)

    def names(self, data: SetVariableData) -> Iterator[tuple[str, str]]:
        for index, each in enumerate(data.assignments):
            if each.name:
                yield f"assignments.{index}.name", each.name


def _value(kind: str, text: str) -> JsonValue:
    if kind == "boolean":
        return text.strip().lower() in _TRUE
    if kind == "number":
        number = values.number(text)
        if number is None:
            raise NodeFailed("number", "what should be a number is none")
        return number
    return text
