"""A test conversation of a flow: what comes in, and what is expected. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.flows.effects import Outcome, Say
from chalicelib.flows.graph import Part
from chalicelib.flows.scripting import MOST_SAID, Began, Input, Played

MOST_TESTS = 30  # a flow
MOST_TURNS = 40  # a test
MOST_TEST = 24_000  # bytes of one as JSON

Check = Literal["words", "ways", "variables", "end"]
HoursName = Literal["open", "closed", "break", "holiday", "calendar"]
_Line = Annotated[str, Field(max_length=MOST_SAID)]


class World(Part):
    """Whom the flow meets. hours: 'calendar' = as the account's working hours say at `at`. at: when
    it is; None = now. agents_online: in each queue."""

    language: Annotated[str, Field(max_length=20)] = ""
    contact: dict[str, Annotated[str, Field(max_length=500)]] = Field(default_factory=dict)
    hours: HoursName = "open"
    agents_online: Annotated[int, Field(ge=0, le=1000)] = 1
    at: datetime | None = None


class TestTurn(Part):
    """One thing that comes in, what is said to it, and the ways ("{node}|{port}") that are
    taken."""

    __test__ = False
    given: Input
    says: Annotated[tuple[_Line, ...], Field(max_length=50)] = ()
    ways: Annotated[tuple[Annotated[str, Field(max_length=120)], ...], Field(max_length=60)] = ()


class FlowTest(Part):
    """checks: what of it must be so. outcome: '' = it goes on, waiting at `stands`."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    world: World = Field(default_factory=World)
    turns: Annotated[tuple[TestTurn, ...], Field(min_length=1, max_length=MOST_TURNS)]
    outcome: Outcome | Literal[""] = ""
    stands: Annotated[str, Field(max_length=60)] = ""
    variables: dict[str, JsonValue] = Field(default_factory=dict)
    checks: tuple[Check, ...] = ("words", "variables", "end")


@dataclass(frozen=True, slots=True)
class Miss:
    """turn: whose, counted from 0; what is told of the end: the last one. node: where the flow was.
    check: 'fit' = what came in was not waited for. name: of the variable."""

    turn: int
    check: Check | Literal["fit"]
    node: str
    expected: str
    got: str
    name: str = ""


def recorded(test: FlowTest, played: Sequence[Played]) -> FlowTest:
    """The test, expecting what was played."""
    turns = tuple(
        turn.model_copy(update={"says": each.says, "ways": each.ways})
        for turn, each in zip(test.turns, played, strict=True)
    )
    state = played[-1].state
    return test.model_copy(
        update={
            "turns": turns,
            "outcome": state.outcome if state else "",
            "stands": state.at.node if state and not state.outcome else "",
            "variables": dict(state.variables) if state else {},
        }
    )


def misses(test: FlowTest, played: Sequence[Played]) -> list[Miss]:
    """What is not as expected, in its order. What comes after something that did not fit is not
    judged."""
    found: list[Miss] = []
    for place, (turn, each) in enumerate(zip(test.turns, played, strict=True)):
        if each.unfit:
            return [*found, Miss(place, "fit", each.at, turn.given.type, each.unfit)]
        found += _of_turn(test, place, turn, each)
    return found + _of_end(test, played[-1])


def _of_turn(test: FlowTest, place: int, turn: TestTurn, played: Played) -> list[Miss]:
    found = []
    if "words" in test.checks and not _same(turn.says, played.says):
        told = ["\n\n".join(says) for says in (turn.says, played.says)]
        found.append(Miss(place, "words", _speaker(turn, played), told[0], told[1]))
    if "ways" in test.checks:
        for way in turn.ways:
            if way not in played.ways:
                node, _, port = way.rpartition("|")
                taken = [each for each in played.ways if each.rpartition("|")[0] == node]
                got = taken[0].rpartition("|")[2] if taken else ""
                found.append(Miss(place, "ways", node, port, got))
    return found


def _speaker(turn: TestTurn, played: Played) -> str:
    """Who said the first thing that was not expected."""
    speakers = [each.node for each in played.effects if isinstance(each, Say)]
    for place, speaker in enumerate(speakers):
        if not _same(turn.says[place : place + 1], played.says[place : place + 1]):
            return speaker
    return played.at


def _of_end(test: FlowTest, last: Played) -> list[Miss]:
    state, place = last.state, len(test.turns) - 1
    if state is None:
        return []
    found = []
    node = state.at.node
    if "end" in test.checks:
        if test.outcome != state.outcome:
            found.append(Miss(place, "end", node, test.outcome, state.outcome))
        elif not test.outcome and test.stands and test.stands != node:
            found.append(Miss(place, "end", node, test.stands, node))
    if "variables" in test.checks:
        for name, value in test.variables.items():
            if state.variables.get(name) != value:
                told = _told(value), _told(state.variables.get(name))
                found.append(Miss(place, "variables", node, *told, name=name))
    return found


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [" ".join(each.split()) for each in one] == [" ".join(each.split()) for each in other]


def _told(value: JsonValue) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def begins(turns: Sequence[TestTurn]) -> bool:
    """A conversation begins once, and first."""
    return [isinstance(each.given, Began) for each in turns] == [True] + [False] * (len(turns) - 1)
