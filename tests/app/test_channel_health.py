"""What a channel's page tells of it, and what pausing it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import bindings, wiring
from chalicelib.channels.base import ProviderResponse
from chalicelib.shared.ids import ChannelId
from tests.support.api import new_visitor, say
from tests.support.pipeline import Pipeline, Telegram, hook, telegram

pytestmark = [pytest.mark.feature("2.1")]


def _channel(here: Pipeline, channel_id: str) -> dict[str, Any]:
    channels = here.acme.owner.get("/channels").ok()
    return next(dict(each) for each in channels if each["id"] == channel_id)


def _hears(here: Pipeline, bot: Telegram, update_id: int, text: str) -> None:
    bot.says(update_id, text)
    here.drain("inbound.fifo", "inbound")


def _writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The channels that are asked to be marked from now on."""
    written: list[str] = []
    ports = wiring.delivery_in_ports()

    def heard(channel_id: ChannelId, at: datetime) -> None:
        written.append(channel_id)
        ports.heard(channel_id, at)

    monkeypatch.setattr(wiring, "delivery_in_ports", lambda: replace(ports, heard=heard))
    return written


def _later(monkeypatch: pytest.MonkeyPatch, **by: float) -> datetime:
    at = datetime.now(UTC) + timedelta(**by)
    for name in ("intake_ports", "account_ports"):
        ports = replace(getattr(wiring, name)(), clock=lambda: at)
        monkeypatch.setattr(wiring, name, lambda ports=ports: ports)
    return at


def test_when_somebody_last_wrote_is_known_to_the_hour_for_a_write_an_hour(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = telegram(here)
    assert _channel(here, bot.channel_id)["heard_at"] is None
    _hears(here, bot, 1, "hello")
    heard = _channel(here, bot.channel_id)["heard_at"]
    assert heard is not None
    written = _writes(monkeypatch)
    for number in (2, 3):
        _hears(here, bot, number, "more")
    assert (_channel(here, bot.channel_id)["heard_at"], written) == (heard, [])
    at = _later(monkeypatch, minutes=61)
    _hears(here, bot, 4, "an hour later")
    assert written == [bot.channel_id]
    assert _channel(here, bot.channel_id)["heard_at"][:16] == at.isoformat()[:16]


def test_when_something_last_went_out_is_known_too(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = ProviderResponse(200, {}, b'{"ok": true, "result": {"message_id": 900}}')
    ports = replace(wiring.outbound_ports(), call=lambda request: sent)
    monkeypatch.setattr(wiring, "outbound_ports", lambda: ports)
    bot, agent = telegram(here), here.acme.agent
    _hears(here, bot, 1, "hello")
    here.announce()
    (row,) = agent.get("/conversations?view=all&status=open").ok()["conversations"]
    assert _channel(here, bot.channel_id)["spoke_at"] is None
    agent.post(f"/conversations/{row['id']}/messages", say("Hi", "client-0001")).ok()
    here.announce()
    here.drain("outbound.fifo", "outbound")
    spoke = _channel(here, bot.channel_id)["spoke_at"]
    assert spoke is not None
    agent.post(f"/conversations/{row['id']}/messages", say("Again", "client-0002")).ok()
    here.announce()
    here.drain("outbound.fifo", "outbound")
    assert _channel(here, bot.channel_id)["spoke_at"] == spoke


def test_no_screen_is_told_of_it(here: Pipeline) -> None:
    bot = telegram(here)
    _hears(here, bot, 1, "hello")
    told = [record["dynamodb"]["Keys"]["sk"]["S"] for record in here.changes()]
    assert told
    assert not any(key.startswith("channel#") for key in told)


def test_what_is_no_message_is_not_heard(here: Pipeline) -> None:
    bot = telegram(here)
    headers = {"X-Telegram-Bot-Api-Secret-Token": bot.secret}
    assert hook(here, "telegram", bot.channel_id, b'{"update_id": 7}', headers).status == 200
    here.drain("inbound.fifo", "inbound")
    assert _channel(here, bot.channel_id)["heard_at"] is None


def test_a_check_leaves_its_moment(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = telegram(here)
    assert _channel(here, bot.channel_id)["checked_at"] is None
    refusal = ProviderResponse(401, {}, b'{"ok": false, "description": "Unauthorized"}')
    ports = replace(wiring.account_ports(), call=lambda request: refusal)
    monkeypatch.setattr(wiring, "account_ports", lambda: ports)
    answer = here.acme.owner.post(f"/channels/{bot.channel_id}/connect").ok()
    assert answer["health"] == "credentials_broken"
    assert answer["health_detail"] == "The provider refused: Unauthorized"
    assert _channel(here, bot.channel_id)["checked_at"] == answer["checked_at"]
    assert answer["checked_at"] is not None


def test_a_paused_channel_hears_and_does_not_speak(here: Pipeline) -> None:
    bot, agent = telegram(here), here.acme.agent
    _hears(here, bot, 1, "hello")
    (row,) = agent.get("/conversations?view=all&status=open").ok()["conversations"]
    path = f"/conversations/{row['id']}/messages"
    here.acme.owner.patch(f"/channels/{bot.channel_id}", {"paused": True}).ok()
    refused = agent.post(path, say("Anybody there?", "client-0001"))
    assert refused.problem() == (422, "channel_paused", "content")
    agent.post(path, say("for us", "client-0002") | {"note": True}).ok()
    _hears(here, bot, 2, "still here")
    texts = [each["content"].get("text") for each in agent.get(path).ok()["messages"]]
    assert texts[-1] == "still here"
    assert "Anybody there?" not in texts
    here.acme.owner.patch(f"/channels/{bot.channel_id}", {"paused": False}).ok()
    agent.post(path, say("Anybody there?", "client-0001")).ok()


def test_a_process_that_did_not_hear_of_it_soon_knows_that_a_channel_was_resumed(
    here: Pipeline,
) -> None:
    bot, p = telegram(here), wiring.account_ports()
    here.acme.owner.patch(f"/channels/{bot.channel_id}", {"paused": True}).ok()
    assert bindings.channel(bot.channel_id).paused
    stored = p.store.channel(here.acme.id, bot.channel_id)
    p.store.save_channel(stored, replace(stored, paused=False))  # as another process does
    assert not bindings.channel(bot.channel_id).paused


def test_a_website_tells_when_a_visitor_last_wrote(here: Pipeline) -> None:
    acme = here.acme
    visitor = new_visitor(here.api, acme)
    assert _channel(here, acme.site_id)["heard_at"] is None
    visitor.post("/widget/messages", say("Anybody there?", "client-0001")).ok()
    heard = _channel(here, acme.site_id)["heard_at"]
    assert heard is not None
    visitor.post("/widget/messages", say("Hello?", "client-0002")).ok()
    assert _channel(here, acme.site_id)["heard_at"] == heard
