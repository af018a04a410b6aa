"""Reacting to what a contact wrote: by the console, by programs, and on the way to the provider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from tests.support.api import new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline, telegram, whatsapp
from tests.support.v1 import program

pytestmark = pytest.mark.feature("2.1")


class Provider:
    """Answers each call with the next of `answers`, else as Telegram answers a good one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, Any]] = []
        ports = replace(wiring.reaction_ports(), to=replace(wiring.outbound_ports(), call=self))
        monkeypatch.setattr(wiring, "reaction_ports", lambda: ports, raising=False)

    def __call__(self, request: ProviderRequest) -> ProviderResponse:
        self.calls.append((request.url.rpartition("/")[2], request.json))
        status, body = self.answers.pop(0) if self.answers else (200, {"ok": True, "result": True})
        return ProviderResponse(status, {}, json.dumps(body).encode())


def asked(here: Pipeline) -> str:
    """A message from Telegram. Returns where its reaction is."""
    telegram(here).says(1, "hello")
    here.drain("inbound.fifo", "inbound")
    here.announce()
    (row,) = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    return f"/conversations/{row['id']}/messages/1/reaction"


def carry(here: Pipeline) -> Any:
    here.announce()
    answer = here.drain("outbound.fifo", "outbound")
    here.announce()
    return answer


def test_a_reaction_is_shown_to_everybody_and_reaches_telegram(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, where = Provider(monkeypatch), asked(here)
    here.open_socket(here.acme.owner, "/sockets/ticket", "boss-1")
    told = here.acme.agent.call("PUT", where, {"emoji": "❤️"}).ok()
    assert told["reactions"] == {f"agent:{here.acme.agent_id}": "❤"}
    assert told["reaction"]["delivery"]["state"] == "queued"
    carry(here)
    ((method, body),) = provider.calls
    assert (method, body["reaction"]) == ("setMessageReaction", [{"type": "emoji", "emoji": "❤"}])
    seen = [e["message"] for e in here.shown("boss-1") if e["type"] == "message.updated"]
    assert seen[0]["reactions"] == told["reactions"]
    assert seen[-1]["reaction"]["delivery"]["state"] == "sent"
    here.acme.agent.call("DELETE", where).ok()
    carry(here)
    assert provider.calls[-1][1]["reaction"] == []
    page = here.acme.agent.get(where.removesuffix("/1/reaction")).ok()
    assert page["messages"][0]["reactions"] == {}


def test_what_telegram_refuses_is_told_in_its_words_and_tried_again_by_the_same_click(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: message to react gone"}
    provider, where = Provider(monkeypatch, (400, refusal)), asked(here)
    for _ in range(2):  # a double click is one
        here.acme.agent.call("PUT", where, {"emoji": "👍"}).ok()
    carry(here)
    page = here.acme.agent.get(where.removesuffix("/1/reaction")).ok()
    delivery = page["messages"][0]["reaction"]["delivery"]
    assert (delivery["state"], delivery["reason"]) == ("failed", refusal["description"])
    assert len(provider.calls) == 1
    here.acme.agent.call("PUT", where, {"emoji": "👍"}).ok()
    carry(here)
    assert len(provider.calls) == 2


def test_a_busy_provider_is_asked_later(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = {"ok": False, "error_code": 429, "description": "slow down"}
    provider, where = Provider(monkeypatch, (429, busy)), asked(here)
    here.acme.agent.call("PUT", where, {"emoji": "👍"}).ok()
    answer = carry(here)
    assert len(answer["batchItemFailures"]) == 1
    assert len(provider.calls) == 1


@pytest.mark.parametrize("emoji", ["", "ok", "🦜", "<b>", "👍" * 41])
def test_what_telegram_does_not_take_is_refused_naming_the_field(
    here: Pipeline, emoji: str
) -> None:
    answer = here.acme.agent.call("PUT", asked(here), {"emoji": emoji})
    assert answer.problem() == (422, "invalid_input", "emoji")


def test_the_reply_window_is_the_reactions_too(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from chalicelib.channels import registry

    where = asked(here)
    adapter = registry.get("telegram")
    monkeypatch.setattr(adapter, "limits", replace(adapter.limits, window_hours=24), raising=False)
    ports = wiring.conversation_ports()
    later = replace(ports, clock=lambda: ports.clock() + timedelta(hours=25))
    monkeypatch.setattr(wiring, "conversation_ports", lambda: later)
    answer = here.acme.agent.call("PUT", where, {"emoji": "👍"})
    assert answer.problem() == (422, "window_closed", "content")


def test_a_visitor_sees_it_on_the_website(here: Pipeline) -> None:
    acme = here.acme
    visitor = new_visitor(acme.nobody, acme)
    id = new_conversation(visitor)
    here.announce()
    here.open_socket(visitor, "/widget/sockets/ticket", "vera-1")
    acme.agent.call("PUT", f"/conversations/{id}/messages/1/reaction", {"emoji": "🎉"}).ok()
    here.announce()
    (event,) = [e for e in here.shown("vera-1") if e["type"] == "message.updated"]
    assert list(event["message"]["reactions"].values()) == ["🎉"]
    assert here.drain("outbound.fifo", "outbound") is None


def test_one_does_not_react_to_ones_own_words_nor_to_what_is_not_there(here: Pipeline) -> None:
    where = asked(here)
    messages = where.removesuffix("/1/reaction")
    here.acme.agent.post(messages, say("hi")).ok()
    own = here.acme.agent.call("PUT", f"{messages}/2/reaction", {"emoji": "👍"})
    assert own.problem()[:2] == (409, "conflict")
    for seq in ("9", "x", "-1", "1" * 12):
        answer = here.acme.agent.call("PUT", f"{messages}/{seq}/reaction", {"emoji": "👍"})
        assert answer.problem()[:2] == (404, "not_found")


def test_a_paused_channel_takes_none(here: Pipeline) -> None:
    where = asked(here)
    channels = here.acme.owner.get("/channels").ok()
    (bot,) = [each["id"] for each in channels if each["kind"] == "telegram"]
    here.acme.owner.patch(f"/channels/{bot}", {"paused": True}).ok()
    wiring.account_ports().channels.forget(bot)
    answer = here.acme.agent.call("PUT", where, {"emoji": "👍"})
    assert answer.problem()[:2] == (422, "channel_paused")


@pytest.mark.feature("9.1")
def test_a_program_reacts_in_an_agents_name_or_its_own(here: Pipeline) -> None:
    where, crm = f"/v1{asked(here)}", program(here.acme)
    mine = crm.post(where, {"emoji": "👍"}).ok()
    assert (mine["reactions"], mine["reaction"]["name"]) == ({"agent:": "👍"}, "CRM sync")
    assert mine["reaction"]["delivery"]["state"] == "queued"
    theirs = crm.post(where, {"emoji": "🙏", "agent_id": here.acme.agent_id}).ok()
    assert theirs["reaction"]["agent_id"] == here.acme.agent_id
    assert crm.call("DELETE", where).status == 204
    page = crm.get(where.removesuffix("/1/reaction")).ok()
    assert (page["data"][0]["reactions"], page["data"][0]["reaction"]["emoji"]) == ({}, None)
    assert crm.post(where, {"emoji": "🦜"}).problem() == (422, "invalid_input", "emoji")
    reader = program(here.acme, ["messages:read"])
    assert reader.post(where, {"emoji": "👍"}).status == 403


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What a provider hears in passing."""
    calls: list[tuple[str, Any]] = []

    def call(request: ProviderRequest) -> ProviderResponse:
        calls.append((request.url.rpartition("/")[2], dict(request.json or {})))
        return ProviderResponse(200, {}, b'{"ok": true, "result": true}')

    ports = replace(wiring.gesture_ports(), call=call)
    monkeypatch.setattr(wiring, "gesture_ports", lambda: ports, raising=False)
    return calls


def types(here: Pipeline, connection: str, conversation: str, **more: Any) -> None:
    frame = {"type": "typing", "conversation_id": conversation, "on": True, **more}
    here.socket("message", connection, body=json.dumps(frame))


def test_an_agents_typing_reaches_telegram_by_the_queue_not_by_the_socket(
    here: Pipeline, told: list[tuple[str, Any]]
) -> None:
    conversation = asked(here).split("/")[2]
    here.open_socket(here.acme.agent, "/sockets/ticket", "ana-1")
    for _ in range(3):  # within the five seconds for which Telegram shows it
        types(here, "ana-1", conversation)
    types(here, "ana-1", conversation, note=True)
    types(here, "ana-1", "0" * 18)
    assert told == []
    here.drain("media", "media")
    ((method, body),) = told
    assert (method, body["action"]) == ("sendChatAction", "typing")
    assert here.drain("media", "media") is None


@pytest.mark.parametrize("agents", [1, 2])
def test_what_was_read_is_told_once_whoever_reads(
    here: Pipeline, told: list[tuple[str, Any]], agents: int
) -> None:
    from chalicelib.channels.base import InboundMessage, Sender
    from chalicelib.conversations import service
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.content import text

    number = whatsapp(here)
    said = [
        InboundMessage(f"wamid.{n}", Sender("34600000001"), text(f"{n}"), system_clock())
        for n in (1, 2)
    ]
    source = {"account_id": here.acme.id, "channel_id": number, "channel_kind": "whatsapp"}
    ports = wiring.conversation_ports()
    service.receive(ports, **source, items=said, received_at=system_clock())
    (row,) = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    for reader in (here.acme.agent, here.acme.owner)[:agents]:
        for _ in range(2):
            reader.post(f"/conversations/{row['id']}/read", {"inbound": 2}).ok()
    here.drain("media", "media")
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.2"}
    assert told == [("messages", read)]
    assert here.drain("media", "media") is None


def test_where_a_provider_has_no_such_mark_it_is_told_nothing(
    here: Pipeline, told: list[tuple[str, Any]]
) -> None:
    conversation = asked(here).split("/")[2]
    here.acme.agent.post(f"/conversations/{conversation}/read", {"inbound": 1}).ok()
    here.drain("media", "media")
    assert told == []  # Telegram's bots have none in their own chats
