"""Whatever was drawn and whatever happens: a flow never breaks, never runs for ever, never leaves
anybody alone, and always does the same thing again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.flows import engine
from chalicelib.flows.effects import CallHttp, Emit, Ended, Failed, HandOff, Wait
from chalicelib.flows.env import Called
from chalicelib.flows.events import (
    ActionDone,
    Event,
    HttpAnswered,
    Replied,
    Started,
    Stopped,
    SurveyEnded,
    TimerFired,
)
from chalicelib.flows.graph import Edge, Graph, Node
from chalicelib.flows.nodes.registry import KINDS
from chalicelib.flows.state import State, Step
from chalicelib.flows.validate import validate
from chalicelib.flows.ways import unreachable
from chalicelib.shared.content import Content, Kind, Media, Option, text
from tests.unit.flows.building import CHOICE, GOOD, env

pytestmark = pytest.mark.feature("6.7")

NAMES = [f"n{i}" for i in range(8)]
PORTS = ["out", "error", "y", "z", "invalid", "no_answer", "else", "open", "2xx", "ok", "replied"]
words = st.sampled_from(
    ["yes", "1", "2", "", "hm", "ana@example.com", "24/12/2026", "+34600123456", "{{ x }}", "⭐"]
) | st.text(max_size=20)
junk = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | words,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "title", "name", "value", "text"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
# Right, right with something else in it, and anything at all.
MORE: dict[str, list[dict[str, Any]]] = {
    "question": [
        {"text": "{{ x }}?", "variable": "x", "answer": answer, "choices": [CHOICE], "retries": 1}
        for answer in ("number", "email", "phone", "date", "choice", "file", "rating")
    ],
    "wait": [
        {"mode": mode, "time": {"amount": 2, "unit": "days"}} for mode in ("working", "reply")
    ],
    "jump": [{"to": "node", "node_id": "n0"}, {"to": "node", "node_id": "gone"}],
    "hand_off": [{"nobody_way": True}],
    "message": [{"text": "{{ x | divided_by: 0 }}"}, {"text": "{{"}, {"text": "{{ x.y.z }}"}],
}


@st.composite
def nodes(draw: st.DrawFn, id: str) -> Node:
    kind = draw(st.sampled_from(sorted(KINDS)))
    data = dict(draw(st.sampled_from([GOOD[kind], *MORE.get(kind, [])])))
    if draw(st.integers(0, 4)) == 0:
        data[draw(st.sampled_from([*KINDS[kind].data.model_fields, "odd"]))] = draw(junk)
    return Node.model_validate({"id": id, "kind": kind, "data": data})


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph: loops, loose ends and nonsense included."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    made = [draw(nodes(name)) for name in names]
    ways = draw(
        st.lists(
            st.tuples(
                st.sampled_from(names), st.sampled_from(PORTS), st.sampled_from([*names, "gone"])
            ),
            max_size=20,
        )
    )
    edges = tuple(Edge(source=source, port=port, target=target) for source, port, target in ways)
    return Graph(start=names[0], nodes=tuple(made), edges=edges)


@st.composite
def sound_graphs(draw: st.DrawFn) -> Graph:
    """Graphs that may be published: every way leads on, backwards only from what waits."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    kinds = [draw(st.sampled_from(sorted(set(KINDS) - {"jump"}))) for _ in names[1:]] + ["end"]
    made = [
        Node.model_validate({"id": n, "kind": k, "data": GOOD[k]})
        for n, k in zip(names, kinds, strict=True)
    ]
    edges = []
    for place, node in enumerate(made):
        kind = KINDS[node.kind]
        for port in kind.ports(kind.data.model_validate(node.data)):
            waits = kind.pauses and port != "error"
            target = draw(st.sampled_from(names if waits else names[place + 1 :]))
            edges.append(Edge(source=node.id, port=port, target=target))
    whole = Graph(start=names[0], nodes=tuple(made), edges=tuple(edges))
    gone = set(unreachable(whole, {}))
    return Graph(
        start=names[0],
        nodes=tuple(node for node in made if node.id not in gone),
        edges=tuple(edge for edge in edges if edge.source not in gone),
    )


events = st.one_of(
    words.map(lambda each: Replied(content=text(each))),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["y", "z", "3"])).map(
        lambda each: Replied(content=Content(Kind.CHOICE, choice=Option(".".join(each), "Yes")))
    ),
    st.just(Replied(content=Content(Kind.IMAGE, media=(Media("image/png", key="k"),)))),
    st.integers(1, 9).map(lambda each: TimerFired(wait_id=f"w{each}")),
    st.builds(
        HttpAnswered,
        node=st.sampled_from(NAMES),
        status=st.sampled_from([0, 200, 302, 404, 500]),
        body=st.sampled_from(
            ["", "{}", "[1]", "<html>", "[" * 3000, '{"a": NaN, "b": "\\\\ud800"}']
        ),
        error=st.sampled_from(["", "timeout"]),
    ),
    st.builds(ActionDone, node=st.sampled_from(NAMES), error=st.sampled_from(["", "no"])),
    st.builds(SurveyEnded, answered=st.booleans(), score=st.none() | st.integers(0, 10)),
    st.just("awaited"),
    st.sampled_from([Started(), Stopped(reason="assigned")]),
)
INNER = Graph(start="n0", nodes=(Node(id="n0", kind="question", data=GOOD["question"]),))
hours = st.sampled_from(["open", "closed", "break", "holiday"])
world = st.builds(
    env,
    hours=st.sampled_from(["open", "closed", "break", "holiday"]).map(
        lambda kind: lambda queue: kind
    ),
    agents_online=st.integers(0, 1).map(lambda count: lambda queue: count),
    flow=st.sampled_from([None, Called(2, INNER)]).map(lambda called: lambda id, version: called),
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def awaited(state: State | None) -> Event:
    """What the state waits for, so that random events get anywhere."""
    waiting = state.waiting if state else None
    if state is None or waiting is None:
        return Started()
    if waiting.kind == "http":
        return HttpAnswered(node=state.at.node, call_id=waiting.call_id, status=200, body="{}")
    if waiting.kind == "action":
        return ActionDone(node=state.at.node)
    if waiting.wait_id:
        return TimerFired(wait_id=waiting.wait_id)
    return Replied(content=text("1"))


def check(step: Step, before: State | None) -> None:
    """What holds after every step."""
    state, effects = step.state, step.effects
    assert len(step.trace) <= engine.MOST_IN_A_STEP + 1
    assert Step.model_validate_json(step.model_dump_json()) == step
    ended = [each for each in effects if isinstance(each, Ended)]
    if not effects:
        assert before is not None
        return
    if state.outcome:
        assert effects[-1:] == tuple(ended) == (Ended(outcome=state.outcome),)
        assert state.waiting is None
        handed = [each for each in effects if isinstance(each, HandOff)]
        assert len(handed) == (state.outcome in ("handed_off", "failed"))
        return
    assert ended == []
    waiting = state.waiting
    assert waiting is not None
    calls = [each.call_id for each in effects if isinstance(each, CallHttp | Emit)]
    assert calls == ([waiting.call_id] if waiting.call_id else [])
    waits = [each.wait_id for each in effects if isinstance(each, Wait)]
    assert waits[-1:] == ([waiting.wait_id] if waiting.wait_id else [])
    if waiting.kind in ("time", "survey"):
        assert waiting.wait_id  # it ends, whatever else happens


def late(event: Event, state: State) -> bool:
    """Of a wait that is over."""
    now = state.waiting.wait_id if state.waiting else ""
    return isinstance(event, TimerFired) and event.wait_id != now


def run(flow: Graph, told: list[Any], here: Any) -> list[Step]:
    state: State | None = None
    steps = []
    for each in (Started(), *told):
        event = awaited(state) if each == "awaited" else each
        step = engine.step(flow, state, event, here)
        check(step, state)
        if state is not None and (state.outcome or late(event, state)):
            assert step.effects == ()
        steps.append(step)
        state = step.state
    return steps


@quick
@given(graphs(), st.lists(events, max_size=12), world)
def test_nothing_breaks_it_and_nobody_is_left_alone(
    flow: Graph, told: list[Any], here: Any
) -> None:
    run(flow, told, here)


@quick
@given(graphs(), st.lists(events, max_size=8), world)
def test_it_does_the_same_again_from_what_was_stored(
    flow: Graph, told: list[Any], here: Any
) -> None:
    once = run(flow, told, here)
    stored = Graph.model_validate_json(flow.model_dump_json())
    state: State | None = None
    for step, each in zip(once, (Started(), *told), strict=True):
        event = awaited(state) if each == "awaited" else each
        again = engine.step(stored, state, event, here)
        assert again == step
        state = State.model_validate(json.loads(again.state.model_dump_json()))


@quick
@given(sound_graphs(), st.lists(events, max_size=20), world)
def test_a_flow_that_may_be_published_fails_for_outside_reasons_alone(
    flow: Graph, told: list[Any], here: Any
) -> None:
    assert validate(flow) == []
    for step in run(flow, told, here):
        for each in step.effects:
            assert not isinstance(each, Failed) or not each.fatal


@quick
@given(graphs())
def test_checking_never_breaks_and_names_what_is_there(flow: Graph) -> None:
    ids = {node.id for node in flow.nodes} | {edge.source for edge in flow.edges} | {""}
    for each in validate(flow):
        assert each.node in ids
        assert each.code
        assert each.message
