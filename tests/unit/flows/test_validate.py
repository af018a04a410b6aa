"""What keeps a flow from being published, and where it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.flows.graph import Edge, Graph, Trigger, Variable
from chalicelib.flows.nodes.registry import KINDS
from chalicelib.flows.validate import Catalogue, validate
from tests.unit.flows.building import CHOICE, GOOD, graph, node

pytestmark = pytest.mark.feature("6.1")

SAYS = node("a", "message", text="Hi")

CATALOGUE = Catalogue(
    queues={"q1"}, agents={"rui"}, tags={"t1"}, surveys={"s1"}, flows={"f1"}, channels={"ch1"}
)


def found(flow: Graph, **more: Any) -> list[tuple[str, str, str, str]]:
    return [(each.code, each.node, each.port, each.field) for each in validate(flow, **more)]


def whole(kind: str, **data: Any) -> Graph:
    """A node of that kind, all of whose ways lead on."""
    made = KINDS[kind]
    ports = made.ports(made.data.model_validate(data))
    ends = [node(f"e{i}", "end") for i in range(len(ports))]
    return graph([node("n", kind, **data), *ends], *(f"n.{p}>e{i}" for i, p in enumerate(ports)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_that_is_right_has_no_problems(kind: str) -> None:
    assert found(whole(kind, **GOOD[kind]), catalogue=CATALOGUE) == []


def test_there_is_a_kind_for_each_name() -> None:
    from typing import get_args

    from chalicelib.flows.graph import NodeKindName

    assert set(KINDS) == set(get_args(NodeKindName)) == set(GOOD)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"hours", "end", "hand_off"}))
def test_a_node_that_was_only_dropped_on_the_canvas_says_what_it_misses(kind: str) -> None:
    assert "missing" in {code for code, *_ in found(whole(kind))}


@pytest.mark.parametrize(
    ("kind", "data", "code", "field"),
    [
        ("message", {"text": " "}, "missing", "text"),
        ("message", {"kind": "image"}, "missing", "file"),
        ("message", {"kind": "image", "file": {"url": "http://x"}}, "invalid", "file.url"),
        ("message", {"kind": "contact", "card": {"name": "A"}}, "missing", "card"),
        ("message", {"text": "{{ nobody }}"}, "unknown_variable", "text"),
        ("message", {"text": "{{ contact.nme }}"}, "unknown_variable", "text"),
        ("message", {"text": "{{ name"}, "template", "text"),
        ("message", {"text": "x" * 5000}, "invalid", "text"),
        ("message", {"txt": "x"}, "invalid", "txt"),
        ("buttons", {"text": "?", "choices": [{"id": "y"}]}, "missing", "choices.0.title"),
        ("buttons", {"text": "?", "choices": [CHOICE, CHOICE]}, "duplicate", "choices.1.id"),
        (
            "buttons",
            {"text": "?", "choices": [{"id": "error", "title": "a"}]},
            "duplicate",
            "choices.0.id",
        ),
        ("question", {"text": "?", "variable": "my name"}, "bad_name", "variable"),
        ("question", {"text": "?", "variable": "contact"}, "bad_name", "variable"),
        ("question", {"text": "?", "variable": "x", "answer": "choice"}, "missing", "choices"),
        (
            "question",
            {"text": "?", "variable": "x", "minimum": 3, "maximum": 2},
            "invalid",
            "maximum",
        ),
        (
            "condition",
            {"branches": [{"id": "y", "groups": [{"rules": [{"field": "nobody"}]}]}]},
            "unknown_variable",
            "branches.0.groups.0.rules.0.field",
        ),
        (
            "condition",
            {"branches": [{"id": "y", "groups": [{"rules": [{"field": ""}]}]}]},
            "missing",
            "branches.0.groups.0.rules.0.field",
        ),
        ("tags", {"add": ["t9"]}, "unknown_tag", "add.0"),
        ("tags", {"add": ["t1"], "remove": ["t1"]}, "invalid", "remove"),
        ("hours", {"queue_id": "q9"}, "unknown_queue", "queue_id"),
        ("hand_off", {"queue_id": "q9"}, "unknown_queue", "queue_id"),
        ("hand_off", {"to": "agent", "agent_id": "eva"}, "unknown_agent", "agent_id"),
        ("survey", {"survey_id": "s9"}, "unknown_survey", "survey_id"),
        ("http", {"url": "ftp://x"}, "invalid", "url"),
        ("http", {"url": "https://x", "body_kind": "json", "body": "{"}, "json", "body"),
        ("http", {"url": "https://x", "timeout": 60}, "invalid", "timeout"),
        ("http", {"url": "https://x", "headers": [{"name": "a b"}]}, "invalid", "headers.0.name"),
        (
            "http",
            {"url": "https://x", "ways": [{"id": "2xx", "statuses": [200]}]},
            "duplicate",
            "ways.0.id",
        ),
        ("wait", {"time": {"amount": 100, "unit": "days"}}, "invalid", "time"),
        ("jump", {"node_id": "gone"}, "unknown_node", "node_id"),
        ("jump", {"to": "flow", "flow_id": "f9"}, "unknown_flow", "flow_id"),
        (
            "split",
            {"shares": [{"id": "y", "weight": 0}, {"id": "z", "weight": 0}]},
            "invalid",
            "shares",
        ),
    ],
)
def test_what_is_wrong_in_a_node(kind: str, data: dict[str, Any], code: str, field: str) -> None:
    flow = graph([node("n", kind, **data)])
    assert (code, "n", "", field) in [
        (c, n, "", f) for c, n, _, f in found(flow, catalogue=CATALOGUE)
    ]


def test_a_variable_that_is_set_anywhere_or_declared_is_known() -> None:
    text = "{{ a }} {{ b.name }} {{ c }} {{ trigger.x }} {{ contact.attributes.plan }}"
    flow = graph(
        [
            node("m", "message", text=text),
            node("q", "question", text="?", variable="a"),
            node("h", "http", url="https://x", picks=[{"path": "b", "variable": "b"}]),
        ],
        "m>q",
        "q>h",
        "h.2xx>m",
        variables=(Variable(name="c"),),
    )
    assert found(flow) == []


@pytest.mark.parametrize(
    ("flow", "problem"),
    [
        (Graph(), ("empty", "", "", "")),
        (Graph(start="b", nodes=(SAYS,)), ("no_start", "", "", "start")),
        (Graph(start="a", nodes=(SAYS, SAYS)), ("duplicate_node", "a", "", "")),
        (graph([SAYS], "a>gone"), ("dangling_edge", "a", "out", "")),
        (graph([SAYS], "gone>a"), ("dangling_edge", "gone", "out", "")),
        (graph([SAYS, node("b", "end")], "a.left>b"), ("no_such_port", "a", "left", "")),
        (graph([node("b", "end"), SAYS], "b>a"), ("no_such_port", "b", "out", "")),
        (
            graph([SAYS, node("b", "end"), node("c", "end")], "a>b", "a>c"),
            ("duplicate_edge", "a", "out", ""),
        ),
        (graph([node("n", "buttons", **GOOD["buttons"])]), ("open_way", "n", "y", "")),
        (graph([SAYS, node("b", "message", text="x")]), ("unreachable", "b", "", "")),
        (
            Graph(start="a", nodes=(SAYS,), variables=(Variable(name="a b"),)),
            ("bad_name", "", "", "variables.0.name"),
        ),
        (
            Graph.model_validate({"start": "a", "nodes": [SAYS], "fallback": {"queue_id": "q9"}}),
            ("unknown_queue", "", "", "fallback.queue_id"),
        ),
    ],
)
def test_what_is_wrong_in_a_flow(flow: Graph, problem: tuple[str, str, str, str]) -> None:
    assert problem in found(flow, catalogue=CATALOGUE)


@pytest.mark.feature("6.3")
@pytest.mark.parametrize(
    ("trigger", "problem"),
    [
        ({"kind": "keyword", "words": [" "]}, ("missing", "triggers.0.words")),
        ({"kind": "button"}, ("missing", "triggers.0.buttons")),
        ({"kind": "webhook"}, ("missing", "triggers.0.webhook_id")),
        ({"kind": "tag"}, ("missing", "triggers.0.tag_ids")),
        ({"kind": "tag", "tag_ids": ["t9"]}, ("unknown_tag", "triggers.0.tag_ids")),
        ({"kind": "event"}, ("missing", "triggers.0.event")),
        ({"kind": "schedule", "moments": {"at": "25:00"}}, ("invalid", "triggers.0.moments.at")),
        ({"kind": "schedule", "moments": {"zone": "Mars"}}, ("invalid", "triggers.0.moments.zone")),
        ({"kind": "schedule", "moments": {"zone": "../x"}}, ("invalid", "triggers.0.moments.zone")),
        (
            {"kind": "first_message", "channel_ids": ["x"]},
            ("unknown_channel", "triggers.0.channel_ids"),
        ),
    ],
)
def test_what_a_trigger_misses(trigger: dict[str, Any], problem: tuple[str, str]) -> None:
    flow = graph([SAYS], triggers=(Trigger.model_validate(trigger),))
    assert [(code, field) for code, *_, field in found(flow, catalogue=CATALOGUE)] == [problem]


def test_what_the_catalogue_does_not_tell_is_not_checked() -> None:
    assert found(graph([node("n", "hand_off", queue_id="q9")])) == []


def loop(*ways: str, **kinds: Any) -> list[str]:
    data = {
        "wait": GOOD["wait"],
        "question": GOOD["question"],
        "message": GOOD["message"],
        "http": GOOD["http"],
        "jump": {"node_id": "a"},
    }
    nodes = [node(id, kind, **data[kind]) for id, kind in kinds.items()]
    flow = graph(nodes, *ways)
    return [each.node for each in validate(flow) if each.code == "endless_loop"]


def test_a_loop_needs_something_from_outside() -> None:
    assert loop("a>b", "b>a", a="message", b="message") == ["a"]
    assert loop("a>b", "b>c", "c>b", a="message", b="message", c="message") == ["b"]
    assert loop("a>a", a="message") == ["a"]
    assert loop("a>b", a="message", b="jump") == ["a"]
    assert loop("a>b", "b>a", a="message", b="question") == []
    assert loop("a>b", "b>a", a="message", b="wait") == []
    assert loop("a>b", "b.2xx>a", a="message", b="http") == ["a"]
    assert loop("a>b", "b.error>a", a="message", b="question") == ["a"]


def test_each_loop_is_told_once() -> None:
    told = loop(
        "a>b", "b>a", "b.error>c", "c>d", "d>c", a="message", b="message", c="message", d="message"
    )
    assert told == ["a", "c"]


def test_a_flow_that_calls_itself_is_found() -> None:
    flow = graph([node("n", "jump", to="flow", flow_id="f1")])
    assert [each.code for each in validate(flow, flow_id="f1")] == ["calls_itself"]


def test_one_that_is_too_large_is_refused() -> None:
    nodes = [node(f"n{i}", "note", text="x" * 4000) for i in range(70)]
    flow = graph(nodes, *(f"n{i}>n{i + 1}" for i in range(69)))
    assert [each.code for each in validate(flow)] == ["too_large"]


def test_a_flow_of_the_largest_size_is_checked_in_no_time() -> None:
    import time

    nodes = [node(f"n{i}", "note", text="{{ contact.name }}") for i in range(300)]
    edges = [
        Edge(source=f"n{i}", port=p, target=f"n{(i * k + 1) % 300}")
        for i in range(300)
        for p, k in (("out", 1), ("error", 7))
    ]
    began = time.perf_counter()
    validate(Graph(start="n0", nodes=tuple(nodes), edges=tuple(edges)))
    assert time.perf_counter() - began < 2


def test_a_developers_machine_may_call_itself_without_encryption() -> None:
    flow = whole("http", url="http://127.0.0.1:9/x")
    assert [code for code, *_ in found(flow)] == ["invalid"]
    assert found(flow, catalogue=Catalogue(plain_http=True)) == []
