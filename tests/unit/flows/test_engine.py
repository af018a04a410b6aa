"""How a flow runs: it stops for what it needs, never for ever, and never loses anybody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.flows import engine
from chalicelib.flows.effects import Count, Ended, Failed, HandOff, Say
from chalicelib.flows.events import HttpAnswered, Replied, Started, Stopped, TimerFired
from chalicelib.flows.graph import Fallback, Graph, Variable
from chalicelib.flows.state import State, Step
from chalicelib.shared.content import text
from tests.unit.flows.building import Talk, env, graph, node, of, one, only, said, wrote

pytestmark = pytest.mark.feature("6.7")

ASKS = graph(
    [
        node("a", "question", text="Name?", variable="name"),
        node("b", "message", text="Hello {{ name }}"),
        node("c", "buttons", text="More?", choices=[{"id": "y", "title": "Yes"}]),
    ],
    "a>b",
    "b>c",
    "c.y>a",
)


def test_it_runs_until_it_needs_an_answer() -> None:
    talk = Talk(ASKS)
    assert said(talk.last) == ["Name?"]
    assert said(talk.write("Eva")) == ["Hello Eva", "More?"]
    assert said(talk.press("y", "c")) == ["Name?"]
    assert [each.node for each in talk.steps[1].trace] == ["a", "b", "c"]
    assert [each.port for each in talk.steps[1].trace] == ["out", "out", ""]


def test_state_and_step_are_small_json() -> None:
    talk = Talk(ASKS)
    talk.write("Eva")
    assert Step.model_validate_json(talk.last.model_dump_json()) == talk.last
    assert talk.state is not None
    assert len(talk.state.model_dump_json()) < 400


def test_a_state_from_the_table_goes_on_as_if_nothing_had_been() -> None:
    talk = Talk(ASKS)
    assert talk.state is not None
    kept = State.model_validate(json.loads(talk.state.model_dump_json()))
    once = engine.step(ASKS, talk.state, wrote("Eva"), env())
    again = engine.step(ASKS, kept, wrote("Eva"), env())
    assert once == again


def test_the_same_step_twice_is_the_same_and_leaves_its_state_alone() -> None:
    talk = Talk(ASKS)
    assert talk.state is not None
    before = talk.state.model_dump_json()
    steps = {engine.step(ASKS, talk.state, wrote("Eva"), env()).model_dump_json() for _ in range(3)}
    assert len(steps) == 1
    assert talk.state.model_dump_json() == before


@pytest.mark.parametrize(
    "event",
    [
        TimerFired(wait_id="w9"),
        TimerFired(wait_id=""),
        HttpAnswered(node="a", status=200),
        Started(),
    ],
)
def test_what_nobody_waits_for_changes_nothing(event: Any) -> None:
    talk = Talk(ASKS)
    step = talk.send(event)
    assert step.effects == ()
    assert step.state == talk.steps[0].state


def test_every_node_is_counted_once_each_time_it_is_reached() -> None:
    talk = Talk(ASKS)
    talk.write("Eva")
    counted = [(each.node, each.what) for each in talk.effects if isinstance(each, Count)]
    assert counted == [("a", "reached"), ("a", "answered"), ("b", "reached"), ("c", "reached")]


def test_whoever_is_taken_over_is_counted_as_dropped() -> None:
    talk = Talk(ASKS)
    step = talk.send(Stopped(reason="assigned"))
    assert step.effects == (Count(node="a", what="dropped"), Ended(outcome="stopped"))
    assert talk.write("Eva").effects == ()


def test_where_nothing_follows_the_flow_ends() -> None:
    talk = Talk(graph([node("a", "message", text="Hi")]))
    assert talk.last.effects[-1] == Ended(outcome="ended")


@pytest.mark.parametrize("size", [2, 60])
def test_a_loop_without_an_input_stops_at_a_limit_and_goes_to_people(size: int) -> None:
    nodes = [node(f"n{i}", "note", text="x") for i in range(size)]
    flow = graph(nodes, *(f"n{i}>n{(i + 1) % size}" for i in range(size)))
    step = Talk(flow).last
    assert only(step, Failed).code == "loop"
    assert only(step, Failed).fatal
    assert step.effects[-2:] == (HandOff(node=step.state.at.node), Ended(outcome="failed"))
    assert len(step.trace) == engine.MOST_IN_A_STEP + 1


def test_a_session_that_goes_round_for_ever_stops_too() -> None:
    flow = graph([node("a", "wait", mode="duration", time={"amount": 1, "unit": "hours"})], "a>a")
    talk = Talk(flow)
    for _ in range(engine.MOST_IN_A_SESSION + 5):
        if talk.state and talk.state.outcome:
            break
        talk.time_passes()
    assert only(talk.last, Failed).code == "loop"
    assert only(talk.last, HandOff)


class TestFailing:
    def failing(self, *ways: str, **more: Any) -> Graph:
        nodes = [
            node("n", "message", text="{{ 1 | divided_by: 0 }}"),
            node("e", "message", text="oh"),
        ]
        return graph(nodes, *ways, **more)

    def test_takes_the_way_that_its_author_drew(self) -> None:
        step = Talk(self.failing("n.error>e")).last
        assert said(step) == ["oh"]
        assert not only(step, Failed).fatal

    def test_or_goes_to_people_and_says_so(self) -> None:
        fallback = Fallback(queue_id="q9", text="A colleague will help.")
        step = Talk(self.failing(fallback=fallback)).last
        assert said(step) == ["A colleague will help."]
        assert only(step, Failed).fatal
        assert step.effects[-2:] == (HandOff(node="n", queue_id="q9"), Ended(outcome="failed"))

    @pytest.mark.parametrize(
        "flow",
        [
            Graph(),
            Graph(start="nowhere"),
            graph([node("a", "message", text="x")], "a>gone"),
            graph([node("a", "jump", node_id="gone")]),
            graph([node("a", "message", colour="red")]),
            graph([node("a", "hand_off", nobody_way=1, queue_id={"no": "id"})]),
            graph([node("a", "split", shares=[])]),
        ],
    )
    def test_whatever_was_drawn_nobody_is_left_alone(self, flow: Graph) -> None:
        step = Talk(flow).last
        assert of(step, HandOff)
        assert step.effects[-1] == Ended(outcome="failed")

    def test_an_answer_that_was_wrong_too_often_without_a_way_goes_to_people(self) -> None:
        flow = one("question", text="?", answer="number", variable="n", retries=0)
        step = Talk(flow).write("x")
        assert step.effects[-1] == Ended(outcome="failed")
        assert only(step, HandOff)

    def test_more_than_can_be_kept_goes_to_people(self) -> None:
        big = "x" * 4000
        nodes = [
            node(f"n{i}", "set_variable", assignments=[{"name": f"v{i}", "value": big}])
            for i in range(20)
        ]
        flow = graph(nodes, *(f"n{i}>n{i + 1}" for i in range(19)))
        talk = Talk(flow)
        assert only(talk.last, Failed).code == "too_large"
        assert of(talk.last, HandOff)

    def test_a_message_never_begins_what_has_ended(self) -> None:
        talk = Talk(self.failing())
        assert talk.write("hello?").effects == ()


def test_a_flow_knows_what_began_it_and_its_own_variables() -> None:
    nodes = [node("a", "message", text="{{ trigger.text }} {{ trigger.order.id }} {{ shop }}")]
    flow = graph(nodes, variables=(Variable(name="shop", value="Acme"),))
    began = Started(kind="webhook", content=text("Hi"), data={"order": {"id": 7}})
    step = engine.step(flow, None, began, env())
    assert said(step) == ["Hi 7 Acme"]


def test_a_long_answer_is_cut_and_shown_as_it_is() -> None:
    talk = Talk(ASKS)
    step = talk.write("<script>‮" + "x" * 10_000)
    assert len(talk.variables["name"]) == 4000
    assert said(step)[0].startswith("Hello <script>‮x")


def test_a_photograph_is_no_text_answer() -> None:
    from chalicelib.shared.content import Content, Kind, Media

    photo = Content(Kind.IMAGE, media=(Media("image/png", key="k"),))
    assert said(Talk(ASKS).send(Replied(content=photo))) == ["Name?"]


def test_what_is_said_is_in_the_order_of_the_nodes() -> None:
    nodes = [node(f"n{i}", "message", text=str(i)) for i in range(10)]
    flow = graph(nodes, *(f"n{i}>n{i + 1}" for i in range(9)))
    assert said(Talk(flow).last) == [str(i) for i in range(10)]
    assert all(isinstance(each, Say | Count | Ended) for each in Talk(flow).last.effects)


def test_a_trigger_that_brings_too_much_brings_nothing() -> None:
    flow = graph([node("a", "message", text="{{ trigger.order | default: 'none' }}")])
    began = Started(kind="webhook", data={"order": "x" * 20_000})
    assert said(engine.step(flow, None, began, env())) == ["none"]
