"""A conversation is played from what came in, whatever the ids of calls and waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.flows.graph import Graph
from chalicelib.flows.scripting import (
    Acted,
    Began,
    Input,
    Rated,
    Served,
    Stage,
    Waited,
    Wrote,
    play,
    spoken,
)
from chalicelib.shared.content import Content, Kind, Media, Option, text
from tests.unit.flows.building import NOW, env, graph, node

pytestmark = pytest.mark.feature("6.5")


def stage(flow: Graph) -> Stage:
    return Stage(graph=flow, env=lambda now: env(now=now), now=NOW)


def order(**more: Any) -> Graph:
    """Asks for an order, asks an address about it, and says what came."""
    picks = [{"path": "state", "variable": "state"}]
    return graph(
        [
            node("q", "question", text="Which order?", variable="order", **more),
            node("h", "http", url="https://example.com/{{ order }}", picks=picks),
            node("ok", "message", text="It is {{ state }}"),
            node("no", "message", text="Not found"),
        ],
        "q.out>h",
        "q.no_answer>no",
        "h.2xx>ok",
        "h.4xx>no",
    )


def test_what_is_said_and_the_ways_are_told_turn_by_turn() -> None:
    given: list[Input] = [
        Began(),
        Wrote(content=text("42")),
        Served(status=200, body='{"state": "sent"}'),
    ]
    began, wrote, served = play(stage(order()), given)
    assert (began.says, began.ways, began.at) == (("Which order?",), (), "q")
    assert (wrote.says, wrote.ways) == ((), ("q|out",))
    assert (served.says, served.ways) == (("It is sent",), ("h|2xx", "ok|out"))
    assert served.state is not None
    assert (served.state.outcome, served.state.variables["order"]) == ("ended", "42")


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        (Served(status=200), "reply"),
        (Acted(), "reply"),
        (Rated(), "reply"),
        (Waited(), "reply"),  # nothing limits the wait
    ],
)
def test_what_is_not_waited_for_changes_nothing(given: Input, instead: str) -> None:
    _, odd, wrote = play(stage(order()), [Began(), given, Wrote(content=text("42"))])
    assert (odd.unfit, odd.says, odd.at) == (instead, (), "q")
    assert wrote.unfit == ""


def test_nothing_fits_before_the_beginning_nor_after_the_end() -> None:
    late = Wrote(content=text("more"))
    first, _, _, _, last = play(
        stage(order()), [late, Began(), Wrote(content=text("1")), Served(status=404), late]
    )
    assert (first.unfit, last.unfit) == ("began", "over")


def test_a_wait_that_is_over_moves_the_time() -> None:
    flow = order(no_answer={"amount": 2, "unit": "hours"})
    now, played = stage(flow).told(Began())
    assert played.says == ("Which order?",)
    after, over = now.told(Waited())
    assert (over.says, over.ways) == (("Not found",), ("q|no_answer", "no|out"))
    assert after.now - now.now == timedelta(hours=2)


def test_a_button_of_a_step_that_is_gone_counts_as_its_words() -> None:
    flow = graph(
        [node("b", "buttons", text="?", choices=[{"id": "y", "title": "Yes"}]), node("e", "end")],
        "b.y>e",
    )
    for id in ("b.y", "gone.x"):
        pressed = Content(Kind.CHOICE, text="Yes", choice=Option(id, "Yes"))
        _, answered = play(stage(flow), [Began(), Wrote(content=pressed)])
        assert answered.ways == ("b|y",)


def test_what_is_said_is_shown_in_lines() -> None:
    options = (Option("b.y", "Yes"), Option("b.n", "No"))
    assert spoken(Content(Kind.OPTIONS, text=" Well? ", options=options)) == "Well?\n[Yes]\n[No]"
    assert spoken(Content(Kind.FILE, media=(Media("image/png", name="a.png"),))) == "(a.png)"
