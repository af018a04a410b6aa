"""What the nodes do that decide, tell and wait."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.flows.effects import (
    AskSurvey,
    CallHttp,
    Count,
    Emit,
    Ended,
    Failed,
    HandOff,
    Note,
    Resolve,
    SetAttribute,
    Tag,
    Wait,
)
from chalicelib.flows.env import Called
from chalicelib.flows.events import ActionDone, HttpAnswered, SurveyEnded
from tests.unit.flows.building import (
    NOW,
    Talk,
    env,
    graph,
    node,
    of,
    one,
    only,
    said,
    waits,
)

pytestmark = pytest.mark.feature("6.1")

HOUR = {"amount": 1, "unit": "hours"}


@pytest.mark.parametrize(
    ("match", "rules", "way"),
    [
        ("all", [("contact.email", "is_filled", ""), ("size", "greater", "5")], "big"),
        ("all", [("contact.email", "is_empty", ""), ("size", "greater", "5")], "else"),
        ("any", [("contact.email", "is_empty", ""), ("size", "greater", "5")], "big"),
        ("all", [("contact.tags", "contains", "VIP")], "big"),
        ("all", [("contact.attributes.plan", "is", "{{ plan }}")], "big"),
        ("all", [("nothing", "is", "x")], "else"),
    ],
)
def test_a_condition_takes_the_first_branch_that_holds(
    match: str, rules: list[tuple[str, str, str]], way: str
) -> None:
    told = [dict(zip(("field", "operator", "value"), rule, strict=True)) for rule in rules]
    branches = [
        {"id": "big", "match": "all", "groups": [{"match": match, "rules": told}]},
        {"id": "late", "match": "all", "groups": [{"rules": [told[0]]}]},
    ]
    flow = one("condition", "big", "else", branches=branches).model_copy(
        update={"variables": (_variable("size", 7), _variable("plan", "Gold"))}
    )
    if way == "else":
        branches.pop()
        flow = one("condition", "big", "else", branches=branches)
    assert said(Talk(flow).last) == [f"went {way}"]


def _variable(name: str, value: object) -> Any:
    from chalicelib.flows.graph import Variable

    return Variable.model_validate({"name": name, "value": value})


@pytest.mark.feature("6.2")
def test_variables_are_set_one_after_another() -> None:
    assignments = [
        {"name": "a", "value": "{{ contact.first_name }}"},
        {"name": "b", "value": "{{ a | upcase }}"},
        {"name": "c", "value": "{{ 2 | plus: 3 }}", "kind": "number"},
        {"name": "d", "value": "yes", "kind": "boolean"},
    ]
    talk = Talk(one("set_variable", "out", assignments=assignments))
    assert talk.variables == {"a": "Ana", "b": "ANA", "c": 5, "d": True}


def test_what_should_be_a_number_and_is_none_fails() -> None:
    assignments = [{"name": "a", "value": "many", "kind": "number"}]
    assert said(Talk(one("set_variable", "out", "error", assignments=assignments)).last) == [
        "went error"
    ]


def test_tags_are_put_on_and_taken_off() -> None:
    talk = Talk(one("tags", "out", add=["t1"], remove=["t2"]))
    assert only(talk.last, Tag) == Tag(node="n", add=("t1",), remove=("t2",))
    assert said(talk.last) == ["went out"]


@pytest.mark.parametrize("kind", ["open", "closed", "break", "holiday"])
def test_hours_have_a_way_each(kind: str) -> None:
    flow = one("hours", "open", "closed", "break", "holiday", queue_id="q1")
    world = env(hours=lambda queue: kind if queue == "q1" else "open")
    assert said(Talk(flow, world).last) == [f"went {kind}"]


@pytest.mark.parametrize("kind", ["break", "holiday"])
def test_a_break_or_holiday_without_a_way_is_closed(kind: str) -> None:
    talk = Talk(one("hours", "open", "closed"), env(hours=lambda queue: kind))
    assert said(talk.last) == ["went closed"]


def test_a_hand_off_says_what_the_bot_learned_and_ends_the_flow() -> None:
    flow = graph(
        [
            node("a", "question", text="?", variable="name"),
            node("b", "hand_off", queue_id="q1", text="One moment, {{ name }}"),
        ],
        "a>b",
    )
    talk = Talk(flow)
    step = talk.write("Eva")
    assert said(step) == ["One moment, Eva"]
    assert only(step, HandOff) == HandOff(node="b", queue_id="q1", learned={"name": "Eva"})
    assert step.effects[-1] == Ended(outcome="handed_off")
    assert talk.write("hello?").effects == ()


def test_a_hand_off_to_an_agent() -> None:
    talk = Talk(one("hand_off", to="agent", agent_id="rui", queue_id="q1"))
    assert only(talk.last, HandOff) == HandOff(node="n", agent_id="rui")


@pytest.mark.parametrize(("online", "way"), [(0, ["went nobody"]), (1, [])])
def test_a_hand_off_may_go_elsewhere_while_nobody_is_online(online: int, way: list[str]) -> None:
    flow = one("hand_off", "nobody", queue_id="q1", nobody_way=True)
    assert said(Talk(flow, env(agents_online=lambda queue: online)).last) == way


@pytest.mark.parametrize(
    ("event", "way", "kept"),
    [
        (SurveyEnded(answered=True, score=9), "out", {"score": 9}),
        (SurveyEnded(answered=False), "no_answer", {}),
        (None, "no_answer", {}),
    ],
)
def test_a_survey_is_asked_and_its_end_waited_for(
    event: SurveyEnded | None, way: str, kept: dict[str, int]
) -> None:
    talk = Talk(one("survey", "out", "no_answer", survey_id="s1", variable="score"))
    assert only(talk.last, AskSurvey).survey_id == "s1"
    assert waits(talk.last)[0].until == NOW + timedelta(days=1)
    assert talk.write("9").effects == ()  # the survey's to read
    assert said(talk.send(event) if event else talk.time_passes()) == [f"went {way}"]
    assert talk.variables == kept


def test_a_survey_without_a_time_ends_all_the_same() -> None:
    talk = Talk(one("survey", "out", "no_answer", survey_id="s1", limit={"amount": 0}))
    assert only(talk.last, Wait).wait_id


def test_a_note_is_for_the_team() -> None:
    talk = Talk(one("note", "out", text="Called {{ contact.phone }}"))
    assert only(talk.last, Note).text == "Called +5511987654321"


@pytest.mark.parametrize(
    ("scope", "name", "value", "kept"),
    [
        ("contact", "plan", "{{ contact.attributes.plan | upcase }}", "GOLD"),
        ("contact", "email", " eva@Example.com ", "eva@example.com"),
        ("contact", "phone", "+55 (11) 98765-4321", "+5511987654321"),
        ("contact", "email", "", ""),
        ("conversation", "priority", "high", "high"),
        ("conversation", "reason", "a gift", "a gift"),
    ],
)
def test_attributes_are_written_down(scope: str, name: str, value: str, kept: str) -> None:
    talk = Talk(one("attribute", "out", scope=scope, name=name, value=value))
    assert only(talk.last, SetAttribute) == SetAttribute.model_validate(
        {"node": "n", "scope": scope, "name": name, "value": kept}
    )


@pytest.mark.parametrize(
    ("scope", "name", "value"),
    [
        ("contact", "email", "nobody"),
        ("contact", "phone", "x"),
        ("conversation", "priority", "now"),
    ],
)
def test_an_attribute_that_cannot_be_is_not_written(scope: str, name: str, value: str) -> None:
    talk = Talk(one("attribute", "out", "error", scope=scope, name=name, value=value))
    assert said(talk.last) == ["went error"]
    assert of(talk.last, SetAttribute) == []


class TestHttp:
    data: dict[str, Any] = {
        "method": "POST",
        "url": "https://example.com/a/{{ contact.name }}?q={{ contact.email }}",
        "headers": [{"name": "X-Name", "value": "{{ contact.name }}"}],
        "body_kind": "json",
        "body": '{"name": "{{ contact.name }}", "plan": {{ contact.attributes.plan }}}',
        "picks": [{"path": "$.order.items[1].name", "variable": "item"}],
        "ways": [{"id": "gone", "statuses": [404, 410]}],
        "status_variable": "status",
        "timeout": 3,
    }
    ports = ("gone", "2xx", "4xx", "5xx", "error")

    def answered(self, status: int = 200, body: str = "{}", error: str = "", **data: Any) -> Talk:
        talk = Talk(one("http", *self.ports, **{**self.data, **data}))
        talk.send(HttpAnswered(node="n", status=status, body=body, error=error))
        return talk

    def test_escapes_each_value_for_its_place(self) -> None:
        facts = {
            "contact": {"name": 'A&"B\r\nX: y', "email": "a/b@c", "attributes": {"plan": '"}'}}
        }
        call = only(Talk(one("http", **self.data), env(facts=facts)).last, CallHttp)
        assert call.url == "https://example.com/a/A%26%22B%0D%0AX%3A%20y?q=a%2Fb%40c"
        assert call.headers == (("X-Name", 'A&"B X: y'), ("Content-Type", "application/json"))
        assert call.body == '{"name": "A&\\"B\\r\\nX: y", "plan": "\\"}"}'
        assert (call.method, call.timeout) == ("POST", 3)

    def test_keeps_what_was_picked_from_the_answer(self) -> None:
        talk = self.answered(body='{"order": {"items": [{}, {"name": "hat"}]}}')
        assert talk.variables == {"status": 200, "item": "hat"}
        assert said(talk.last) == ["went 2xx"]

    @pytest.mark.parametrize(
        ("status", "way"),
        [(201, "2xx"), (404, "gone"), (410, "gone"), (400, "4xx"), (302, "4xx"), (503, "5xx")],
    )
    def test_goes_by_the_status(self, status: int, way: str) -> None:
        assert said(self.answered(status).last) == [f"went {way}"]

    @pytest.mark.parametrize("error", ["timeout", "private", "too_large"])
    def test_no_answer_takes_the_failure_branch(self, error: str) -> None:
        assert said(self.answered(0, error=error).last) == ["went error"]

    @pytest.mark.parametrize(
        "body", ["<html>", "{", '{"a": NaN}', '{"a": -Infinity}', '{"a": "\\ud800"}', "[" * 9999]
    )
    def test_an_answer_that_is_no_json_takes_the_failure_branch(self, body: str) -> None:
        assert said(self.answered(body=body).last) == ["went error"]
        assert said(self.answered(500, body="<html>").last) == ["went 5xx"]

    def test_a_value_that_is_too_large_takes_the_failure_branch(self) -> None:
        body = '{"order": {"items": [0, {"name": [%s 1]}]}}' % ("1," * 5000)
        assert said(self.answered(body=body).last) == ["went error"]

    @pytest.mark.parametrize("status", [400, 500])
    def test_a_status_without_a_way_takes_the_failure_branch(self, status: int) -> None:
        talk = Talk(one("http", "2xx", "error", **self.data))
        step = talk.send(HttpAnswered(node="n", status=status, body="{}"))
        assert said(step) == ["went error"]

    def test_an_answer_to_an_earlier_call_is_not_this_one(self) -> None:
        talk = Talk(one("http", *self.ports, **self.data))
        stale = HttpAnswered(node="n", call_id="w7", status=200)
        assert talk.send(stale).effects == ()

    def test_a_form(self) -> None:
        form = [{"name": "a b", "value": "{{ contact.name }}&x"}]
        call = only(
            Talk(one("http", **{**self.data, "body_kind": "form", "form": form})).last, CallHttp
        )
        assert call.body == "a%20b=Ana%20Souza&x"


@pytest.mark.parametrize(("error", "way"), [("", "ok"), ("no bus", "error")])
def test_an_integration_is_told(error: str, way: str) -> None:
    payload = [{"name": "who", "value": "{{ contact.name }}"}]
    talk = Talk(one("integration", "ok", "error", action="lead.captured", payload=payload))
    told = only(talk.last, Emit)
    assert (told.action, told.payload) == ("lead.captured", {"who": "Ana Souza"})
    assert said(talk.send(ActionDone(node="n", error=error))) == [f"went {way}"]


@pytest.mark.feature("6.7")
def test_a_wait_goes_on_when_its_time_is_over_and_not_before() -> None:
    talk = Talk(one("wait", "out", mode="duration", time=HOUR))
    assert only(talk.last, Wait).until == NOW + timedelta(hours=1)
    assert talk.write("hello?").effects == ()
    assert said(talk.time_passes()) == ["went out"]


def test_a_wait_of_working_time_is_told_as_such() -> None:
    time = {"amount": 3, "unit": "hours"}
    wait = only(Talk(one("wait", "out", mode="working", time=time, queue_id="q1")).last, Wait)
    assert (wait.until, wait.working, wait.queue_id) == (None, 180, "q1")


@pytest.mark.parametrize(("answers", "way"), [(True, "replied"), (False, "no_answer")])
def test_a_wait_for_a_reply_has_an_end(answers: bool, way: str) -> None:
    talk = Talk(one("wait", "replied", "no_answer", mode="reply", time=HOUR, variable="it"))
    assert said(talk.write("here") if answers else talk.time_passes()) == [f"went {way}"]
    assert talk.variables == ({"it": "here"} if answers else {})


def test_a_jump_goes_on_at_another_node() -> None:
    flow = graph([node("a", "jump", to="node", node_id="b"), node("b", "message", text="there")])
    assert said(Talk(flow).last) == ["there"]


class TestCalling:
    called = graph(
        [node("q", "question", text="How old?", answer="number", variable="age")],
        variables=(_variable("unit", "years"),),
    )
    caller = graph(
        [
            node("a", "jump", to="flow", flow_id="f2"),
            node("b", "message", text="{{ age }} {{ unit }}"),
            node("c", "message", text="no flow"),
        ],
        "a>b",
        "a.error>c",
    )

    def test_another_flow_is_called_and_comes_back_with_what_it_kept(self) -> None:
        versions: list[int] = []

        def flow(id: str, version: int) -> Called | None:
            versions.append(version)
            return Called(4, self.called) if id == "f2" else None

        talk = Talk(self.caller, env(flow=flow))
        assert said(talk.last) == ["How old?"]
        assert of(talk.last, Count)[-1] == Count(node="q", what="reached", flow_id="f2", version=4)
        step = talk.write("30")
        assert said(step) == ["30 years"]
        assert step.effects[-1] == Ended(outcome="ended")
        assert versions == [0, 4]  # it stays on the version that it began with

    def test_one_that_is_not_published_fails(self) -> None:
        assert said(Talk(self.caller).last) == ["no flow"]

    def test_one_that_is_gone_meanwhile_falls_back(self) -> None:
        talk = Talk(self.caller, env(flow=lambda id, version: Called(4, self.called)))
        talk.env = env()
        assert talk.write("30").effects[-1] == Ended(outcome="failed")

    def test_its_own_end_comes_back_but_a_resolution_ends_all(self) -> None:
        for outcome, told in (("end", ["back"]), ("resolve", [])):
            inner = graph([node("x", "end", outcome=outcome)])
            caller = graph(
                [node("a", "jump", to="flow", flow_id="f"), node("b", "message", text="back")],
                "a>b",
            )
            talk = Talk(caller, env(flow=lambda id, version, inner=inner: Called(1, inner)))
            assert said(talk.last) == told

    def test_flows_that_call_each_other_for_ever_stop(self) -> None:
        me = graph([node("a", "jump", to="flow", flow_id="me")])
        talk = Talk(me, env(flow=lambda id, version: Called(1, me)))
        assert only(talk.last, Failed).code == "calls"
        assert talk.last.effects[-1] == Ended(outcome="failed")


def test_a_split_sends_the_same_contact_always_the_same_way() -> None:
    flow = one("split", "a", "b", shares=[{"id": "a", "weight": 1}, {"id": "b", "weight": 3}])
    ways = {id: said(Talk(flow, env(contact_id=id)).last)[0] for id in map(str, range(1000))}
    assert {id: said(Talk(flow, env(contact_id=id)).last)[0] for id in ways} == ways
    assert 200 < Counter(ways.values())["went a"] < 300


@pytest.mark.parametrize(
    ("outcome", "effect", "ended"),
    [
        ("resolve", Resolve(node="n"), "resolved"),
        ("hand_over", HandOff(node="n", queue_id="q1"), "handed_off"),
        ("end", None, "ended"),
    ],
)
def test_an_end(outcome: str, effect: object, ended: str) -> None:
    talk = Talk(one("end", outcome=outcome, queue_id="q1", text="Bye {{ contact.first_name }}"))
    assert said(talk.last) == ["Bye Ana"]
    assert effect is None or effect in talk.last.effects
    assert talk.last.effects[-1] == Ended.model_validate({"outcome": ended})


def test_what_is_kept_of_a_conversation_is_short() -> None:
    talk = Talk(one("attribute", scope="conversation", name="why", value="x" * 900))
    assert len(only(talk.last, SetAttribute).value) == 200
