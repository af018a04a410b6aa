"""The way of a message through the real functions: webhook, queue, stream, screens, provider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from tests.support.api import new_visitor, say
from tests.support.pipeline import Pipeline, telegram

ALL_DONE: dict[str, Any] = {"batchItemFailures": []}


class Provider:
    """Answers each call with the next of `answers`, else as Telegram answers a good one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.calls: list[Any] = []
        ports = replace(wiring.outbound_ports(), call=self._call)
        monkeypatch.setattr(wiring, "outbound_ports", lambda: ports)

    def _call(self, request: ProviderRequest) -> ProviderResponse:
        self.calls.append(dict(request.json or {}))
        good = {"ok": True, "result": {"message_id": 900 + len(self.calls)}}
        status, body = self.answers.pop(0) if self.answers else (200, good)
        return ProviderResponse(status, {}, json.dumps(body).encode())


def _inbound(here: Pipeline, update_id: int, text: str) -> str:
    """A message from Telegram, stored and announced. Returns its conversation."""
    bot = telegram(here)
    bot.says(update_id, text)
    assert here.drain("inbound.fifo", "inbound") == ALL_DONE
    assert here.announce() == ALL_DONE
    (row,) = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    return str(row["id"])


@pytest.mark.feature("2.1")
def test_a_telegram_message_reaches_the_agents_screen_in_one_push(here: Pipeline) -> None:
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    conversation_id = _inbound(here, 1, "hello")
    assert len(here.pushed["ana-1"]) == 1
    created = [e for e in here.shown("ana-1") if e["type"] == "message.created"]
    assert [e["message"]["content"]["text"] for e in created] == ["hello"]
    page = here.acme.agent.get(f"/conversations/{conversation_id}").ok()
    assert page["messages"] == [e["message"] for e in created]


def test_a_record_that_lambda_repeats_stores_nothing_twice(here: Pipeline) -> None:
    bot = telegram(here)
    bot.says(1, "hello")
    records = here.waiting("inbound.fifo")
    for _ in range(3):
        assert here.invoke("inbound", {"Records": records}) == ALL_DONE
    stored = [r for r in here.changes() if r["eventName"] == "INSERT"]
    messages = [r for r in stored if r["dynamodb"]["NewImage"]["sk"]["S"].startswith("m#")]
    assert len(messages) == 1


@pytest.mark.feature("2.1")
def test_an_agents_reply_goes_out_and_comes_back_as_sent(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(monkeypatch)
    conversation_id = _inbound(here, 1, "hello")
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    here.acme.agent.post(f"/conversations/{conversation_id}/messages", say("hi there")).ok()
    here.announce()
    assert here.drain("outbound.fifo", "outbound") == ALL_DONE
    here.announce()
    assert [call["text"] for call in provider.calls] == ["hi there"]
    updates = [e["message"] for e in here.shown("ana-1") if e["type"] == "message.updated"]
    assert updates[-1]["delivery"]["state"] == "sent"


def test_the_same_outbound_record_again_sends_nothing(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(monkeypatch)
    conversation_id = _inbound(here, 1, "hello")
    here.acme.agent.post(f"/conversations/{conversation_id}/messages", say("hi there")).ok()
    here.announce()
    records = here.waiting("outbound.fifo")
    for _ in range(3):
        assert here.invoke("outbound", {"Records": records}) == ALL_DONE
    assert len(provider.calls) == 1


def test_a_message_whose_last_try_fails_by_our_fault_is_not_on_its_way_for_ever(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(monkeypatch)
    conversation_id = _inbound(here, 1, "hello")
    here.acme.agent.post(f"/conversations/{conversation_id}/messages", say("hi there")).ok()
    here.announce()
    (record,) = here.waiting("outbound.fifo")
    path = f"/conversations/{conversation_id}/messages"

    def delivery() -> dict[str, Any]:
        found: dict[str, Any] = here.acme.agent.get(path).ok()["messages"][-1]["delivery"]
        return found

    with monkeypatch.context() as patch:
        patch.setattr("chalicelib.channels.telegram.Telegram.render", {}.__getitem__)
        for receives, state in ((4, "sending"), (5, "failed")):
            record["attributes"]["ApproximateReceiveCount"] = str(receives)
            answer = here.invoke("outbound", {"Records": [record]})
            assert [each["itemIdentifier"] for each in answer["batchItemFailures"]]
            assert delivery()["state"] == state
    assert delivery()["code"] == "internal"
    assert provider.calls == []
    here.acme.agent.post(f"{path}/2/retry", {}).ok()
    assert delivery()["state"] == "queued"


def test_a_busy_provider_gives_the_record_back_and_hides_it_for_as_long_as_asked(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 33",
        "parameters": {"retry_after": 33},
    }
    Provider(monkeypatch, (429, busy))
    conversation_id = _inbound(here, 1, "hello")
    here.acme.agent.post(f"/conversations/{conversation_id}/messages", say("hi there")).ok()
    here.announce()
    hidden: list[dict[str, Any]] = []
    from chalicelib.shared import aws

    aws.sqs().meta.events.register(
        "before-send.sqs.ChangeMessageVisibility",
        lambda request, **_: hidden.append(json.loads(request.body)),
    )
    (record,) = here.waiting("outbound.fifo")
    answer = here.invoke("outbound", {"Records": [record]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
    assert [each["VisibilityTimeout"] for each in hidden] == [33]
    here.announce()
    assert here.waiting("outbound.fifo") == []  # it is hidden, and was not queued a second time


def test_a_refused_message_shows_why_and_goes_out_after_one_click(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    provider = Provider(monkeypatch, (400, blocked))
    conversation_id = _inbound(here, 1, "hello")
    address = f"/conversations/{conversation_id}/messages"
    seq = here.acme.agent.post(address, say("hi there")).ok()["seq"]
    here.announce()
    assert here.drain("outbound.fifo", "outbound") == ALL_DONE
    failed = here.acme.agent.get(address).ok()["messages"][-1]["delivery"]
    assert (failed["state"], "chat not found" in failed["reason"]) == ("failed", True)
    here.acme.agent.post(f"{address}/{seq}/retry").ok()
    here.announce()
    assert here.drain("outbound.fifo", "outbound") == ALL_DONE
    again = here.acme.agent.get(address).ok()["messages"][-1]["delivery"]
    assert again["state"] == "sent"
    assert len(provider.calls) == 2


@pytest.mark.feature("1.2")
def test_a_visitor_and_an_agent_talk_over_their_sockets(here: Pipeline) -> None:
    visitor = new_visitor(here.api, here.acme)
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    assert here.open_socket(visitor, "/widget/sockets/ticket", "vera-1") == 200
    sent = visitor.post("/widget/messages", say("Is it in stock?")).ok()
    here.announce()
    conversation_id = sent["conversation"]["id"]
    address = f"/conversations/{conversation_id}/messages"
    here.acme.agent.post(address, say("It is.", "client-0002")).ok()
    note = {**say("He is a friend of mine", "client-0003"), "note": True}
    here.acme.agent.post(address, note).ok()
    here.announce()
    texts = [
        e["message"]["content"]["text"]
        for e in here.shown("vera-1")
        if e["type"] == "message.created"
    ]
    assert texts == ["Is it in stock?", "It is."]
    assert [
        e["message"]["content"]["text"]
        for e in here.shown("ana-1")
        if e["type"] == "message.created"
    ] == ["Is it in stock?", "It is.", "He is a friend of mine"]
    assert here.waiting("outbound.fifo") == []


@pytest.mark.feature("1.2")
def test_an_agents_typing_reaches_the_visitor_of_that_conversation_alone(here: Pipeline) -> None:
    visitor, other = new_visitor(here.api, here.acme), new_visitor(here.api, here.acme)
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    here.open_socket(visitor, "/widget/sockets/ticket", "vera-1")
    here.open_socket(other, "/widget/sockets/ticket", "otto-1")
    conversation_id = visitor.post("/widget/messages", say("Hello?")).ok()["conversation"]["id"]
    here.announce()
    here.socket(
        "message", "ana-1", body=json.dumps({"type": "typing", "conversation_id": conversation_id})
    )
    here.socket("message", "vera-1", body='{"type":"typing","text":"I wo"}')
    assert [e["type"] for e in here.shown("vera-1")].count("typing") == 1
    assert "typing" not in [e["type"] for e in here.shown("otto-1")]
    shown = [e for e in here.shown("ana-1") if e["type"] == "typing"]
    assert [(e["conversation_id"], e["text"]) for e in shown] == [(conversation_id, "I wo")]


def test_a_ticket_opens_one_socket(here: Pipeline) -> None:
    url = here.acme.agent.post("/sockets/ticket").ok()["url"]
    ticket = {"ticket": url.partition("ticket=")[2]}
    assert here.socket("connect", "c1", query=ticket) == 200
    assert here.socket("connect", "c2", query=ticket) == 401
    assert here.socket("connect", "c3", query={"ticket": "made up"}) == 401
    assert here.socket("connect", "c4") == 401


def test_a_closed_socket_gets_nothing_more(here: Pipeline) -> None:
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    assert here.socket("disconnect", "ana-1") == 200
    _inbound(here, 1, "hello")
    assert here.pushed == {}
    assert here.socket("disconnect", "ana-1") == 200


@pytest.mark.parametrize("body", ["", "rubbish", "[1]", '{"type":"?"}'])
def test_a_bad_frame_is_taken_quietly(here: Pipeline, body: str) -> None:
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    assert here.socket("message", "ana-1", body=body) == 200
    assert here.pushed == {}


def test_a_snoozed_conversation_opens_again_when_it_is_due(here: Pipeline) -> None:
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    conversation_id = _inbound(here, 1, "hello")
    due = "2099-01-01T09:00:00.000Z"
    change = {"status": "snoozed", "snoozed_until": due}
    here.acme.agent.patch(f"/conversations/{conversation_id}", change).ok()
    scheduler = boto3.client("scheduler", region_name="us-east-1")
    (schedule,) = scheduler.list_schedules()["Schedules"]
    target = scheduler.get_schedule(Name=schedule["Name"])["Target"]
    work = json.loads(target["Input"])
    assert (work["kind"], work["due"]) == ("snooze", due)
    ports = replace(wiring.timer_ports(), clock=lambda: Timer.from_work(work).due)
    assert service.run(ports, timer=Timer.from_work(work))
    assert (
        here.acme.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]["status"]
        == "open"
    )
    assert not service.run(ports, timer=Timer.from_work(work))


def test_logs_name_no_person_and_no_secret(
    here: Pipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Provider(monkeypatch, (500, {"ok": False, "description": "Vera is not here"}))
    conversation_id = _inbound(here, 1, "my number is 555-0100")
    here.acme.agent.post(f"/conversations/{conversation_id}/messages", say("thanks Vera")).ok()
    here.announce()
    here.drain("outbound.fifo", "outbound")
    told = capsys.readouterr().out
    assert '"function":"outbound"' in told
    for private in ("Vera", "4711", "555-0100", "thanks", "123456:test"):
        assert private not in told, private
