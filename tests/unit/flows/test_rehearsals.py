"""Test conversations: recorded from a draft, played against another, and asked before it is
published."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.flows import rehearsals, service
from chalicelib.flows.graph import Graph
from chalicelib.flows.scripting import Began, Input, Served, Wrote
from chalicelib.flows.testing import MOST_TEST, MOST_TESTS, FlowTest, TestTurn, World
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.5")
SUNDAY = datetime(2026, 11, 22, 3, tzinfo=UTC)


def drawn(words: str = "Thanks, {{ name }}", *, hours: bool = False) -> Graph:
    """Asks for a name, and thanks; or goes by the hours."""
    ask: dict[str, Any] = {"text": "Who are you?", "answer": "text", "variable": "name"}
    nodes: list[dict[str, Any]] = [
        {"id": "q", "kind": "question", "data": ask},
        {"id": "t", "kind": "message", "data": {"text": words}},
        {"id": "z", "kind": "message", "data": {"text": "We are closed"}},
        {"id": "h", "kind": "hours", "data": {}},
    ]
    edges = [("q", "out", "t"), ("h", "open", "q"), ("h", "closed", "z")]
    return Graph.model_validate(
        {
            "start": "h" if hours else "q",
            "nodes": nodes if hours else nodes[:2],
            "edges": [
                {"source": source, "port": port, "target": target}
                for source, port, target in edges[: 3 if hours else 1]
            ],
            "triggers": [{"kind": "first_message"}],
        }
    )


def asked(*given: Input, **more: Any) -> FlowTest:
    turns = tuple(TestTurn(given=each) for each in given)
    return FlowTest(**{"name": "Ana comes", "turns": turns, **more})


ANA = (Began(kind="first_message", content=text("hi")), Wrote(content=text("Ana")))


class Desk:
    """One flow, whose author keeps tests."""

    def __init__(self, graph: Graph | None = None) -> None:
        self.talk = Talk()
        self.ports = self.talk.authors()
        made = service.add(self.ports, account_id=ACCOUNT, name="F", graph=graph or drawn(), by="x")
        self.ids = {"account_id": ACCOUNT, "flow_id": made.flow.id}

    def add(self, test: FlowTest, graph: Graph | None = None) -> rehearsals.Saved:
        return rehearsals.add(self.ports, **self.ids, test=test, graph=graph or drawn())

    def run(self, graph: Graph) -> rehearsals.Result:
        return rehearsals.run(self.ports, **self.ids, graph=graph)[0]

    def draft(self, graph: Graph, version: int) -> None:
        service.save_draft(self.ports, **self.ids, graph=graph, version=version, name=None, by="x")

    def publish(self, version: int) -> int:
        flow = service.publish(self.ports, **self.ids, version=version, note="", by="x")
        return flow.published


def test_a_test_expects_what_the_draft_answered_when_it_was_made() -> None:
    desk = Desk()
    test = desk.add(asked(*ANA)).test
    assert [turn.says for turn in test.turns] == [("Who are you?",), ("Thanks, Ana",)]
    assert test.turns[1].ways == ("q|out", "t|out")
    assert (test.outcome, test.stands, test.variables) == ("ended", "", {"name": "Ana"})
    assert test.world.at == desk.talk.scene.clock()
    (kept,) = rehearsals.of_flow(desk.ports, **desk.ids)
    assert kept.test == test
    assert desk.run(drawn()).misses == []


def test_what_is_answered_otherwise_is_told_with_its_step() -> None:
    desk = Desk()
    desk.add(asked(*ANA))
    (miss,) = desk.run(drawn("Bye, {{ name }}")).misses
    assert (miss.turn, miss.check, miss.node) == (1, "words", "t")
    assert (miss.expected, miss.got) == ("Thanks, Ana", "Bye, Ana")


def test_only_what_is_to_be_checked_is() -> None:
    desk = Desk()
    kept = desk.add(asked(*ANA))
    wish = kept.test.model_copy(update={"checks": ("variables", "end")})
    ids = {**desk.ids, "test_id": kept.id}
    after = rehearsals.change(desk.ports, **ids, version=1, test=wish, graph=None)
    assert desk.run(drawn("Bye, {{ name }}")).misses == []
    wish = wish.model_copy(update={"variables": {"name": "Bob"}, "outcome": "resolved"})
    rehearsals.change(desk.ports, **ids, version=after.version, test=wish, graph=None)
    found = desk.run(drawn()).misses
    assert {(each.check, each.name, each.expected, each.got) for each in found} == {
        ("end", "", "resolved", "ended"),
        ("variables", "name", "Bob", "Ana"),
    }


def test_a_way_that_is_not_taken_is_told() -> None:
    desk = Desk()
    desk.add(asked(*ANA, checks=("ways",)))
    graph = drawn().model_copy(update={"edges": ()})
    (miss,) = desk.run(graph).misses
    assert (miss.check, miss.node, miss.expected, miss.got) == ("ways", "t", "out", "")


def test_what_does_not_fit_is_told_and_the_rest_is_not_judged() -> None:
    desk = Desk()
    desk.add(asked(*ANA))
    straight = drawn().model_copy(update={"start": "t"})
    found = desk.run(straight).misses
    assert [(each.turn, each.check) for each in found] == [(0, "words"), (1, "fit")]
    assert (found[1].expected, found[1].got) == ("wrote", "over")


def test_a_draft_that_fails_a_test_is_not_published_until_the_test_is_recorded_anew() -> None:
    desk = Desk()
    kept = desk.add(asked(*ANA))
    assert desk.publish(1) == 1
    desk.draft(drawn("Bye, {{ name }}"), 1)
    with pytest.raises(service.TestsFail) as refusal:
        desk.publish(2)
    (result,) = refusal.value.results
    assert (result.saved.id, result.misses[0].got) == (kept.id, "Bye, Ana")
    rehearsals.change(
        desk.ports,
        **desk.ids,
        test_id=kept.id,
        version=1,
        test=kept.test,
        graph=drawn("Bye, {{ name }}"),
    )
    assert desk.publish(2) == 2


def test_the_way_back_asks_no_tests() -> None:
    desk = Desk()
    desk.publish(1)
    other = drawn("Bye, {{ name }}")
    desk.draft(other, 1)
    desk.publish(2)
    desk.add(asked(*ANA), other)
    back = service.rollback(desk.ports, **desk.ids, to=1, note="", by="x")
    assert back.flow.published == 3


def test_a_test_keeps_its_time_and_may_go_by_the_working_hours() -> None:
    desk = Desk(drawn(hours=True))
    world = World(hours="calendar", at=SUNDAY)
    hello = Began(kind="first_message", content=text("hi"))
    test = desk.add(asked(hello, world=world), drawn(hours=True)).test
    assert (test.turns[0].says, test.outcome) == (("We are closed",), "ended")
    desk.talk.scene.clock.tick(days=1)
    assert desk.run(drawn(hours=True)).misses == []


@pytest.mark.parametrize(
    ("test", "field"),
    [
        (asked(*ANA, name="  "), "name"),
        (asked(ANA[1]), "turns"),
        (asked(ANA[0], ANA[0]), "turns"),
        (asked(*ANA, ANA[1]), "turns.2"),  # the flow is over by then
        (asked(ANA[0], Served(status=200)), "turns.1"),
        (asked(*ANA, world=World(at=datetime(2026, 1, 1))), "world.at"),
        (asked(ANA[0], *[Wrote(content=text("x" * 4000))] * 7), "turns.2"),
    ],
)
def test_what_is_no_test_is_refused(test: FlowTest, field: str) -> None:
    desk = Desk()
    with pytest.raises(InvalidInput) as refusal:
        desk.add(test)
    assert refusal.value.field == field
    assert rehearsals.of_flow(desk.ports, **desk.ids) == []


def test_tests_are_bounded() -> None:
    desk = Desk()
    for _ in range(MOST_TESTS):
        desk.talk.scene.clock.tick(seconds=1)
        desk.add(asked(*ANA))
    with pytest.raises(InvalidInput):
        desk.add(asked(*ANA))
    large = asked(*ANA, variables={"a": "x" * MOST_TEST})
    kept = rehearsals.of_flow(desk.ports, **desk.ids)[0]
    with pytest.raises(InvalidInput):
        rehearsals.change(
            desk.ports, **desk.ids, test_id=kept.id, version=1, test=large, graph=None
        )


def test_of_two_who_change_a_test_one_is_told_and_the_same_again_is_no_conflict() -> None:
    desk = Desk()
    kept = desk.add(asked(*ANA))
    ids: dict[str, Any] = {**desk.ids, "test_id": kept.id, "version": 1, "graph": None}
    mine = kept.test.model_copy(update={"name": "Mine"})
    for _ in range(2):
        assert rehearsals.change(desk.ports, **ids, test=mine).version == 2
    with pytest.raises(Conflict):
        rehearsals.change(desk.ports, **ids, test=kept.test)


def test_a_removed_test_is_gone_and_so_are_those_of_a_removed_flow() -> None:
    desk = Desk()
    first, second = desk.add(asked(*ANA)), None
    desk.talk.scene.clock.tick(seconds=1)
    second = desk.add(asked(*ANA))
    rehearsals.remove(desk.ports, **desk.ids, test_id=first.id)
    assert [each.id for each in rehearsals.of_flow(desk.ports, **desk.ids)] == [second.id]
    with pytest.raises(NotFound):
        rehearsals.remove(desk.ports, **desk.ids, test_id=first.id)
    service.remove(desk.ports, **desk.ids)
    assert desk.talk.store.kept_tests == {}
    with pytest.raises(NotFound):
        rehearsals.of_flow(desk.ports, **desk.ids)
