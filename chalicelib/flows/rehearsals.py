"""Test conversations of a flow: kept with it, played against a draft, and before it is published.

The draft is played by the step function that runs the real thing. Nothing is sent or called: what
the world answers is part of the test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.flows import testing
from chalicelib.flows.graph import Graph
from chalicelib.flows.model import KeptTest
from chalicelib.flows.ports import FlowPorts
from chalicelib.flows.scripting import Played, Stage, play
from chalicelib.flows.simulating import env_of
from chalicelib.flows.testing import MOST_TEST, MOST_TESTS, FlowTest, Miss
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Saved:
    id: str
    version: int
    test: FlowTest


@dataclass(frozen=True, slots=True)
class Result:
    """misses: none = it passed. played: one for each turn of the test."""

    saved: Saved
    played: Sequence[Played]
    misses: Sequence[Miss]


def of_flow(p: FlowPorts, *, account_id: str, flow_id: str) -> list[Saved]:
    """In the order in which they were made. Raises NotFound."""
    _there(p, account_id, flow_id)
    return _kept(p, account_id, flow_id)


def add(p: FlowPorts, *, account_id: str, flow_id: str, test: FlowTest, graph: Graph) -> Saved:
    """Keep what this draft answers as what is expected. Raises NotFound, or InvalidInput (turns):
    the draft waits for something else than what the test brings."""
    _there(p, account_id, flow_id)
    if len(p.store.tests(account_id, flow_id)) >= MOST_TESTS:
        raise InvalidInput(f"there are {MOST_TESTS} already", field="name")
    made = KeptTest(new_id(p.clock()), 1, _data(_recorded(p, account_id, test, graph)))
    p.store.save_test(account_id, flow_id, made)
    return _saved(made)


def change(
    p: FlowPorts,
    *,
    account_id: str,
    flow_id: str,
    test_id: str,
    version: int,
    test: FlowTest,
    graph: Graph | None,
) -> Saved:
    """graph: the draft whose answers are expected from now on; None: what the test says is. Raises
    NotFound, InvalidInput, or Conflict if another was faster. The same again changes nothing."""
    _there(p, account_id, flow_id)
    stands = next((one for one in p.store.tests(account_id, flow_id) if one.id == test_id), None)
    if stands is None:
        raise NotFound("no such test")
    wish = _recorded(p, account_id, test, graph) if graph else _asked(p, test)
    after = KeptTest(test_id, version + 1, _data(wish))
    if stands != after and not p.store.save_test(account_id, flow_id, after):
        raise Conflict("somebody changed this test meanwhile", field="version")
    return _saved(after)


def remove(p: FlowPorts, *, account_id: str, flow_id: str, test_id: str) -> None:
    """Raises NotFound."""
    _there(p, account_id, flow_id)
    if not p.store.remove_test(account_id, flow_id, test_id):
        raise NotFound("no such test")


def run(p: FlowPorts, *, account_id: str, flow_id: str, graph: Graph) -> list[Result]:
    """Each of the flow's tests with that draft. Raises NotFound."""
    _there(p, account_id, flow_id)
    return results(p, account_id=account_id, flow_id=flow_id, graph=graph)


def results(p: FlowPorts, *, account_id: str, flow_id: str, graph: Graph) -> list[Result]:
    """As `run`, of a flow that is known to be there."""
    found = []
    for saved in _kept(p, account_id, flow_id):
        played = _played(p, account_id, saved.test, graph)
        found.append(Result(saved, played, testing.misses(saved.test, played)))
    return found


def _played(p: FlowPorts, account_id: str, test: FlowTest, graph: Graph) -> list[Played]:
    now = test.world.at or p.clock()
    stage = Stage(graph=graph, env=env_of(p, account_id, test.world), now=now)
    return play(stage, [turn.given for turn in test.turns])


def _recorded(p: FlowPorts, account_id: str, test: FlowTest, graph: Graph) -> FlowTest:
    """A test has its own time: what it expects may depend on it."""
    asked = _asked(p, test)
    played = _played(p, account_id, asked, graph)
    for place, each in enumerate(played):
        if each.unfit == "over":
            raise InvalidInput("the flow is over by then", field=f"turns.{place}")
        if each.unfit:
            raise InvalidInput("it is not waited for", field=f"turns.{place}")
    return testing.recorded(asked, played)


def _asked(p: FlowPorts, test: FlowTest) -> FlowTest:
    name = " ".join(test.name.split())
    if not name:
        raise InvalidInput("a name is needed", field="name")
    if not testing.begins(test.turns):
        raise InvalidInput("a conversation begins once, and first", field="turns")
    at = test.world.at or p.clock()
    if at.tzinfo is None:
        raise InvalidInput("a time needs its zone", field="world.at")
    world = test.world.model_copy(update={"at": at})
    return test.model_copy(update={"name": name, "world": world})


def _data(test: FlowTest) -> dict[str, Any]:
    """Raises InvalidInput (turns) for what is too large to be kept."""
    if len(test.model_dump_json(exclude_defaults=True).encode()) > MOST_TEST:
        raise InvalidInput(f"at most {MOST_TEST // 1000} KB", field="turns")
    data: dict[str, Any] = test.model_dump(mode="json", exclude_defaults=True)
    for turn, kept in zip(test.turns, data["turns"], strict=True):
        kept["given"]["type"] = turn.given.type  # a default, and what tells them apart
    return data


def _kept(p: FlowPorts, account_id: str, flow_id: str) -> list[Saved]:
    return [_saved(each) for each in p.store.tests(account_id, flow_id)]


def _saved(kept: KeptTest) -> Saved:
    return Saved(kept.id, kept.version, FlowTest.model_validate(kept.data))


def _there(p: FlowPorts, account_id: str, flow_id: str) -> None:
    if p.store.flow(account_id, flow_id) is None:
        raise NotFound("no such flow")
