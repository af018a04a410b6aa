"""What differs between two versions of a flow."""

from __future__ import annotations

import pytest

from chalicelib.flows.diff import Changed, diff
from chalicelib.flows.graph import Fallback, Trigger, Variable
from tests.unit.flows.building import graph, node

pytestmark = pytest.mark.feature("6.4")

BASE = graph(
    [
        node("a", "buttons", text="?", choices=[{"id": "y", "title": "Yes"}]),
        node("b", "message", text="b"),
        node("c", "message", text="c"),
    ],
    "a.y>b",
    "b>c",
)


def test_the_same_differs_in_nothing() -> None:
    assert not diff(BASE, BASE.model_copy(deep=True))


def test_a_node_that_was_only_moved_is_the_same() -> None:
    moved = tuple(each.model_copy(update={"x": 99.0}) for each in BASE.nodes)
    assert not diff(BASE, BASE.model_copy(update={"nodes": moved}))


def test_nodes_come_go_and_change() -> None:
    after = graph(
        [
            node("a", "buttons", text="!", choices=[{"id": "y", "title": "Yeah"}]),
            node("c", "message", text="c").model_copy(update={"title": "Last"}),
            node("d", "end"),
        ],
        "a.y>c",
        "c>d",
    )
    told = diff(BASE, after)
    assert (told.added, told.removed, told.settings) == (("d",), ("b",), ())
    assert told.changed == (
        Changed("a", ("text", "choices.0.title"), ("y",)),
        Changed("c", ("title",), ("out",)),
    )


def test_the_settings_are_compared_too() -> None:
    after = BASE.model_copy(
        update={
            "start": "b",
            "priority": 3,
            "fallback": Fallback(queue_id="q"),
            "variables": (Variable(name="x"),),
            "triggers": (Trigger(kind="every_message"),),
        }
    )
    wanted = ("start", "fallback", "priority", "triggers", "variables")
    assert diff(BASE, after).settings == wanted
    assert diff(after, BASE).settings == wanted


def test_triggers_in_another_order_are_the_same() -> None:
    one, two = Trigger(kind="every_message"), Trigger(kind="keyword", words=("a",))
    before = BASE.model_copy(update={"triggers": (one, two)})
    assert not diff(before, BASE.model_copy(update={"triggers": (two, one)}))
