"""Take the first way whose conditions hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.flows import conditions
from chalicelib.flows.conditions import Operator
from chalicelib.flows.graph import Part, Title
from chalicelib.flows.nodes.base import ERROR, Flaw, Go, Move, NodeKind, Template, Turn
from chalicelib.flows.nodes.shapes import PortId, Short

ELSE = "else"
Match = Literal["all", "any"]


class Rule(Part):
    """field: a variable or a fact, such as contact.email. value: a text with variables; for one_of,
    separated by commas; unused by is_empty and is_filled."""

    field: Annotated[str, Field(max_length=120)] = ""
    operator: Operator = "is"
    value: Short = ""


class Group(Part):
    match: Match = "all"
    rules: Annotated[tuple[Rule, ...], Field(max_length=20)] = ()


class Branch(Part):
    """id: its way out. match: of its groups."""

    id: PortId = ""
    title: Title = ""
    match: Match = "all"
    groups: Annotated[tuple[Group, ...], Field(max_length=10)] = ()


class ConditionData(Part):
    branches: Annotated[tuple[Branch, ...], Field(max_length=20)] = ()


class Condition(NodeKind[ConditionData]):
    name: ClassVar[str] = "condition"
    data = ConditionData

    def ports(self, data: ConditionData) -> tuple[str, ...]:
        return (*(each.id for each in data.branches if each.id), ELSE, ERROR)

    def needed(self, data: ConditionData) -> tuple[str, ...]:
        return (*(each.id for each in data.branches if each.id), ELSE)

    def enter(self, data: ConditionData, turn: Turn) -> Move:
        values = turn.values()
        for branch in data.branches:
            joined = all if branch.match == "all" else any
            if branch.groups and joined(_holds(group, turn, values) for group in branch.groups):
                return Go(branch.id, branch.title)
        return Go(ELSE)

    def flaws(self, data: ConditionData) -> Iterator[Flaw]:
        if not data.branches:
            yield Flaw("branches", "missing", "has no conditions")
        seen: set[str] = set()
        for index, branch in enumerate(data.branches):
            where = f"branches.{index}"
            if not branch.id:
                yield Flaw(f"{where}.id", "missing", "has no id")
            elif branch.id in seen or branch.id in (ELSE, ERROR):
                yield Flaw(f"{where}.id", "duplicate", f"the id {branch.id} is taken", branch.id)
            seen.add(branch.id)
            if not any(group.rules for group in branch.groups):
                yield Flaw(f"{where}.groups", "missing", "has no conditions")

    def templates(self, data: ConditionData) -> Iterator[Template]:
        for where, rule in _rules(data):
            yield Template(f"{where}.value", rule.value)

    def paths(self, data: ConditionData) -> Iterator[tuple[str, str]]:
        for where, rule in _rules(data):
            yield f"{where}.field", rule.field


def _rules(data: ConditionData) -> Iterator[tuple[str, Rule]]:
    for b, branch in enumerate(data.branches):
        for g, group in enumerate(branch.groups):
            for r, rule in enumerate(group.rules):
                yield f"branches.{b}.groups.{g}.rules.{r}", rule


def _holds(group: Group, turn: Turn, values: dict[str, object]) -> bool:
    joined = all if group.match == "all" else any
    return bool(group.rules) and joined(
        conditions.holds(conditions.find(values, rule.field), rule.operator, turn.fill(rule.value))
        for rule in group.rules
    )
