"""Reacting to what a contact wrote: by the console, by programs, and on the way to the provider."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from tests.support.api import new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline, telegram
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
