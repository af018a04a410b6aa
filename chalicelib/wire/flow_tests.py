"""Test conversations of a service flow, and replays of what was said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.flows.effects import Outcome
from chalicelib.flows.graph import Graph
from chalicelib.flows.replaying import MOST_REPLAYED
from chalicelib.flows.testing import Check, FlowTest
from chalicelib.wire.common import Moment, Wire


class FlowTestView(Wire):
    """version: raised by each change."""

    id: str
    version: int
    test: FlowTest


class FlowTestList(Wire):
    tests: list[FlowTestView]


class NewFlowTest(Wire):
    """What the graph answers becomes what is expected; what the test says of it is not read."""

    test: FlowTest
    graph: Graph


class FlowTestSave(Wire):
    """version: of the test that was changed. graph: its answers are expected from now on; None:
    what the test says."""

    test: FlowTest
    version: int
    graph: Graph | None = None


class FlowTestRun(Wire):
    graph: Graph


class FlowTestMiss(Wire):
    """turn: of the test, counted from 0. node: where the flow was. check: 'fit' = what came in
    (`expected`) was not waited for, but `got` ('over' = nothing). name: of the variable."""

    turn: int
    check: Check | Literal["fit"]
    node: str
    expected: str
    got: str
    name: str = ""


class FlowTestPlayed(Wire):
    """What one turn led to."""

    says: list[str]
    ways: list[str]


class FlowTestResult(Wire):
    """misses: none = it passed. outcome, variables: as the run left them."""

    id: str
    name: str
    misses: list[FlowTestMiss]
    played: list[FlowTestPlayed]
    outcome: Outcome | Literal[""] = ""
    variables: dict[str, JsonValue] = {}


class FlowTestResults(Wire):
    results: list[FlowTestResult]


class FlowReplay(Wire):
    """last: how many of the conversations that ended, the newest first."""

    graph: Graph
    last: Annotated[int, Field(ge=1, le=MOST_REPLAYED)] = MOST_REPLAYED


class FlowExchange(Wire):
    """wrote: by the contact, '' = no word of his. then, now: what was answered, and what the draft
    answers. guessed: what a server or a survey said is not on record, and was made up."""

    at: Moment
    wrote: str
    then: list[str]
    now: list[str]
    same: bool
    guessed: bool = False


class FlowReplayed(Wire):
    """number: the version that it ran on. outcome: what became of it then; now: '' = the draft
    waits for more. same: all that was said is said again."""

    conversation_id: str
    contact_id: str
    contact_name: str = ""
    number: int
    began_at: Moment
    at: Moment
    outcome: str
    outcome_now: Outcome | Literal[""] = ""
    same: bool
    exchanges: list[FlowExchange]


class FlowReplays(Wire):
    conversations: list[FlowReplayed]
