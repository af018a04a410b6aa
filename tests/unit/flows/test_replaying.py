"""What was said is told to a draft: where it would answer otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.flows import replaying
from chalicelib.flows.env import Env
from chalicelib.flows.events import HttpAnswered
from chalicelib.flows.graph import Graph
from chalicelib.flows.model import Flow
from chalicelib.shared.errors import NotFound
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.flows.memory import Talk

pytestmark = pytest.mark.feature("6.5")


def drawn(thanks: str = "Thanks", lost: str = "It is lost") -> dict[str, Any]:
    """Asks, asks an address, and says what became of it."""
    ask = {
        "text": "Which order?",
        "answer": "number",
        "variable": "order",
        "retry_text": "A number",
    }
    return {
        "start": "q",
        "nodes": [
            {"id": "q", "kind": "question", "data": ask},
            {"id": "h", "kind": "http", "data": {"url": "https://example.com/{{ order }}"}},
            {"id": "t", "kind": "message", "data": {"text": thanks}},
            {"id": "l", "kind": "message", "data": {"text": lost}},
        ],
        "edges": [
            {"source": "q", "port": "out", "target": "h"},
            {"source": "h", "port": "2xx", "target": "t"},
            {"source": "h", "port": "4xx", "target": "l"},
        ],
        "triggers": [{"kind": "first_message"}],
    }


@pytest.fixture
def talk() -> Talk:
    return Talk()


def said(talk: Talk, status: int = 200) -> Flow:
    """A conversation that has ended."""
    flow = talk.flow(drawn())
    talk.answers = [HttpAnswered(node="", status=status, body="{}")]
    talk.says("hello")
    talk.says("no idea")
    talk.says("42")
    assert talk.session.outcome == "ended"
    return flow


def replayed(talk: Talk, flow: Flow, graph: dict[str, Any], last: int = 10) -> Any:
    scene = talk.scene
    ports = replaying.ReplayPorts(
        store=talk.store,
        conversations=scene.ports,
        env=lambda head, now: Env(now=now, contact_id=head.contact_id, facts=talk._known(head)),
    )
    return replaying.replay(
        ports, account_id=ACCOUNT, flow_id=flow.id, graph=Graph(**graph), last=last
    )


@pytest.mark.parametrize("status", [200, 404])
def test_a_draft_that_did_not_change_says_the_same(status: int, talk: Talk) -> None:
    (only,) = replayed(talk, said(talk, status), drawn())
    assert only.same
    assert [each.wrote for each in only.exchanges] == ["hello", "no idea", "42"]
    assert [each.guessed for each in only.exchanges] == [False, False, True]
    assert only.exchanges[2].now == (("Thanks",) if status == 200 else ("It is lost",))
    assert (only.outcome, only.ended.number) == ("ended", 1)


def test_where_a_draft_answers_otherwise_is_told(talk: Talk) -> None:
    (only,) = replayed(talk, said(talk), drawn("Thank you"))
    assert not only.same
    assert [each.same for each in only.exchanges] == [True, True, False]
    last = only.exchanges[2]
    assert (last.then, last.now) == (("Thanks",), ("Thank you",))


def test_a_draft_that_ends_sooner_has_nothing_to_say(talk: Talk) -> None:
    flow = said(talk)
    short = drawn() | {"start": "t"}
    (only,) = replayed(talk, flow, short)
    assert [each.now for each in only.exchanges] == [("Thanks",), (), ()]
    assert not only.same


def test_nothing_happens(talk: Talk) -> None:
    flow = said(talk)
    before = (len(talk.scene.thread), len(talk.called), len(talk.timers), talk.session)
    replayed(talk, flow, drawn("Bye"))
    assert before == (len(talk.scene.thread), len(talk.called), len(talk.timers), talk.session)


def test_only_what_ended_and_no_more_than_asked_is_told(talk: Talk) -> None:
    flow = talk.flow(drawn() | {"triggers": [{"kind": "every_message"}]})
    talk.says("hello")
    assert replayed(talk, flow, drawn()) == []
    for order in ("1", "2"):
        talk.answers = [HttpAnswered(node="", status=200)]
        talk.says(order)
        talk.says("again")
    assert len(replayed(talk, flow, drawn())) == 2
    (newest,) = replayed(talk, flow, drawn(), last=1)
    assert newest.exchanges[-1].wrote == "2"
    with pytest.raises(NotFound):
        replaying.replay(
            replaying.ReplayPorts(talk.store, talk.scene.ports, lambda head, now: Env(now=now)),
            account_id="other",
            flow_id=flow.id,
            graph=Graph(),
            last=1,
        )


def test_a_wait_that_ran_out_runs_out_again(talk: Talk) -> None:
    graph = drawn()
    graph["nodes"][0]["data"]["no_answer"] = {"amount": 1, "unit": "hours"}
    graph["edges"].append({"source": "q", "port": "no_answer", "target": "l"})
    flow = talk.flow(graph)
    talk.says("hello")
    talk.wait(hours=2)
    assert talk.said() == ["Which order?", "It is lost"]
    (only,) = replayed(talk, flow, graph)
    assert only.same
    (only,) = replayed(talk, flow, drawn())
    assert only.exchanges[0].now == ("Which order?",)
