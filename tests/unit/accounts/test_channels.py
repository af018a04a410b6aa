from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts import service
from chalicelib.accounts.model import ChannelRecord
from chalicelib.accounts.ports import AccountPorts
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from chalicelib.shared.errors import InvalidInput, NotFound
from tests.support.people import Hands, MemoryAccountStore, account_ports

BOT = "123456:ABC-DEF_1234"


class Provider:
    """Answers each call with the next of its answers, and keeps what was asked."""

    def __init__(self, answers: Sequence[tuple[int, object]]) -> None:
        self.answers = list(answers)
        self.asked: list[ProviderRequest] = []

    def __call__(self, request: ProviderRequest) -> ProviderResponse:
        self.asked.append(request)
        status, body = self.answers.pop(0)
        return ProviderResponse(status, {}, json.dumps(body).encode())


def account(p: AccountPorts) -> str:
    return service.create_account(
        p, name="Acme", owner_name="Ana", email="ana@example.com"
    ).account_id


def telegram(p: AccountPorts, account_id: str) -> ChannelRecord:
    return service.add_channel(
        p, account_id=account_id, kind="telegram", name="Bot", settings={}, secrets={"token": BOT}
    )


def whatsapp(p: AccountPorts, account_id: str, **secrets: str) -> ChannelRecord:
    return service.add_channel(
        p,
        account_id=account_id,
        kind="whatsapp",
        name="Phone",
        settings={"phone_number_id": "106540352242922", "waba_id": "102290129340398"},
        secrets={"access_token": "EAAG" + "x" * 40, "app_secret": "ab" * 16, **secrets},
    )


def test_secrets_are_sealed_in_the_store_and_in_clear_for_the_channel() -> None:
    store = MemoryAccountStore()
    p = account_ports(store=store)
    record = telegram(p, account(p))
    assert BOT not in repr(store.channels)
    channel = service.get_channel(p, channel_id=record.id)
    assert channel.secrets["token"] == BOT
    assert BOT not in repr(channel)


def test_a_telegram_channel_makes_its_own_webhook_secret() -> None:
    p = account_ports()
    account_id = account(p)
    one, other = telegram(p, account_id), telegram(p, account_id)
    secrets = {
        service.get_channel(p, channel_id=c.id).secrets["webhook_secret"] for c in (one, other)
    }
    assert len(secrets) == 2
    assert all(len(secret) >= 32 for secret in secrets)


def test_whatsapp_keeps_the_verify_token_that_was_chosen() -> None:
    p = account_ports()
    account_id = account(p)
    chosen = whatsapp(p, account_id, verify_token="chosen-by-us")
    made = whatsapp(p, account_id)
    assert service.get_channel(p, channel_id=chosen.id).secrets["verify_token"] == "chosen-by-us"
    assert len(service.get_channel(p, channel_id=made.id).secrets["verify_token"]) >= 32


@pytest.mark.parametrize("unknown", ["", "nonsense", "acc-", "-x", "acc-000000000000"])
def test_an_unknown_channel_is_not_found(unknown: str) -> None:
    with pytest.raises(NotFound):
        service.get_channel(account_ports(), channel_id=unknown)


def test_a_channel_is_read_once_a_minute_and_opened_only_when_needed() -> None:
    store, clock = MemoryAccountStore(), Hands()
    p = account_ports(store=store, clock=clock)
    record = telegram(p, account(p))
    store.reads.clear()
    for _ in range(100):
        assert len(service.get_channel(p, channel_id=record.id).secrets) == 2
    assert store.reads == ["channel"]
    clock.now += timedelta(seconds=61)
    service.get_channel(p, channel_id=record.id)
    assert store.reads == ["channel", "channel"]


def test_a_change_is_seen_at_once_where_it_was_made() -> None:
    p = account_ports()
    account_id = account(p)
    record = telegram(p, account_id)
    service.get_channel(p, channel_id=record.id)
    service.change_channel(p, account_id=account_id, channel_id=record.id, name="New")
    assert service.get_channel(p, channel_id=record.id).name == "New"


def test_a_new_token_replaces_only_itself_and_is_unverified() -> None:
    p = account_ports()
    account_id = account(p)
    record = telegram(p, account_id)
    before = dict(service.get_channel(p, channel_id=record.id).secrets)
    service.set_health(p, channel_id=record.id, health="ok")
    after = service.change_channel(
        p, account_id=account_id, channel_id=record.id, secrets={"token": "99:new_token"}
    )
    now = service.get_channel(p, channel_id=record.id).secrets
    assert now["token"] == "99:new_token"
    assert now["webhook_secret"] == before["webhook_secret"]
    assert after.health == "unverified"


def test_a_setting_is_cleared_by_an_empty_text() -> None:
    p = account_ports()
    account_id = account(p)
    site = service.add_channel(
        p, account_id=account_id, kind="website", name="Shop", settings={"title": "A"}, secrets={}
    )
    after = service.change_channel(
        p, account_id=account_id, channel_id=site.id, settings={"title": "", "greeting": "Hi"}
    )
    assert after.settings == {"greeting": "Hi"}
    assert after.health == "ok"


def test_a_queue_of_a_channel_must_be_there() -> None:
    p = account_ports()
    account_id = account(p)
    site = service.add_channel(
        p, account_id=account_id, kind="website", name="Shop", settings={}, secrets={}
    )
    with pytest.raises(InvalidInput) as refusal:
        service.change_channel(p, account_id=account_id, channel_id=site.id, queue_id="none")
    assert refusal.value.field == "queue_id"
    sales = service.add_queue(p, account_id=account_id, name="Sales")
    after = service.change_channel(p, account_id=account_id, channel_id=site.id, queue_id=sales.id)
    assert after.queue_id == sales.id


def test_another_accounts_channel_is_not_found() -> None:
    p = account_ports()
    record = telegram(p, account(p))
    ids = {"account_id": "stranger", "channel_id": str(record.id)}
    with pytest.raises(NotFound):
        service.remove_channel(p, **ids)
    with pytest.raises(NotFound):
        service.change_channel(p, account_id="stranger", channel_id=record.id, name="Mine")
    with pytest.raises(NotFound):
        service.connect(p, **ids)


def test_a_removed_channel_is_gone_at_once() -> None:
    p = account_ports()
    account_id = account(p)
    record = telegram(p, account_id)
    service.get_channel(p, channel_id=record.id)
    service.remove_channel(p, account_id=account_id, channel_id=record.id)
    with pytest.raises(NotFound):
        service.get_channel(p, channel_id=record.id)
    with pytest.raises(NotFound):
        service.remove_channel(p, account_id=account_id, channel_id=record.id)


@pytest.mark.feature("2.1")
def test_connecting_telegram_sets_the_webhook_and_learns_the_bots_name() -> None:
    provider = Provider(
        [
            (200, {"ok": True, "result": {"id": 7, "is_bot": True, "username": "acme_bot"}}),
            (200, {"ok": True, "result": True}),
        ]
    )
    p = account_ports(call=provider)
    account_id = account(p)
    record = telegram(p, account_id)
    after = service.connect(p, account_id=account_id, channel_id=record.id)
    assert (after.health, after.settings["bot_username"]) == ("ok", "acme_bot")
    assert all(r.url.startswith(f"https://tg.example/bot{BOT}/") for r in provider.asked)
    webhook = provider.asked[-1].json or {}
    assert webhook["url"] == f"https://chat.example.com/api/hooks/telegram/{record.id}"
    secret = service.get_channel(p, channel_id=record.id).secrets["webhook_secret"]
    assert webhook["secret_token"] == secret


@pytest.mark.feature("2.1")
def test_connecting_whatsapp_learns_the_number() -> None:
    number = {"display_phone_number": "+1 555-078-3881", "verified_name": "Acme", "id": "1"}
    provider = Provider([(200, number), (200, {"success": True}), (200, {"success": True})])
    p = account_ports(call=provider)
    account_id = account(p)
    record = whatsapp(p, account_id)
    after = service.connect(p, account_id=account_id, channel_id=record.id)
    assert after.health == "ok"
    assert after.settings["display_phone"] == "+1 555-078-3881"
    assert after.settings["phone_number_id"] == "106540352242922"


@pytest.mark.parametrize(
    ("answer", "health", "words"),
    [
        ((401, {"ok": False, "description": "Unauthorized"}), "credentials_broken", "Unauthorized"),
        ((404, {"ok": False, "description": "Not Found"}), "credentials_broken", "Not Found"),
        ((429, {"ok": False, "description": "Too Many Requests"}), "unverified", "Too Many"),
        ((502, "gateway"), "unverified", "out of order"),
        ((0, None), "unverified", "did not answer"),
    ],
)
def test_a_failed_connection_is_told_in_the_providers_words(
    answer: tuple[int, object], health: str, words: str
) -> None:
    p = account_ports(call=Provider([answer]))
    account_id = account(p)
    record = telegram(p, account_id)
    after = service.connect(p, account_id=account_id, channel_id=record.id)
    assert after.health == health
    assert words in after.health_detail
    assert service.owned_channel(p, account_id=account_id, channel_id=record.id) == after


def test_meta_s_words_are_told_too() -> None:
    refusal = {"error": {"message": "Invalid OAuth access token.", "code": 190}}
    p = account_ports(call=Provider([(401, refusal)]))
    account_id = account(p)
    record = whatsapp(p, account_id)
    after = service.connect(p, account_id=account_id, channel_id=record.id)
    assert "Invalid OAuth access token." in after.health_detail


# Health ---------------------------------------------------------------------------------------

ME = (200, {"ok": True, "result": {"id": 7, "is_bot": True, "username": "acme_bot"}})
YES = (200, {"ok": True, "result": True})
NO = (401, {"ok": False, "description": "Unauthorized"})
BUSY = (502, {"ok": False, "description": "Bad Gateway"})


@pytest.mark.feature("2.1")
def test_since_when_a_channel_fails_is_kept_until_it_works_again() -> None:
    clock = Hands()
    p = account_ports(clock=clock, call=Provider([NO, NO, BUSY, NO, ME, YES]))
    record = telegram(p, account(p))

    def connected() -> ChannelRecord:
        clock.now += timedelta(minutes=1)
        return service.connect(p, account_id=record.account_id, channel_id=record.id)

    first = connected()
    assert first.failing_since == first.checked_at
    assert connected().failing_since == first.failing_since
    assert connected().failing_since is None, "who does not answer has refused nothing"
    again = connected()
    assert again.failing_since == again.checked_at
    service.set_health(p, channel_id=record.id, health="credentials_broken", detail="other words")
    assert service.owned_channel(
        p, account_id=record.account_id, channel_id=record.id
    ).failing_since == (again.failing_since)
    assert connected().failing_since is None


@pytest.mark.feature("2.1")
def test_new_credentials_have_failed_nobody_yet() -> None:
    p = account_ports(call=Provider([NO]))
    record = telegram(p, account(p))
    service.connect(p, account_id=record.account_id, channel_id=record.id)
    after = service.change_channel(
        p, account_id=record.account_id, channel_id=record.id, secrets={"token": "99:new_token"}
    )
    assert (after.health, after.failing_since) == ("unverified", None)


@pytest.mark.feature("2.1")
def test_the_same_bot_is_connected_once_in_an_account() -> None:
    provider = Provider([ME, YES, ME, ME, YES])
    p = account_ports(call=provider)
    account_id = account(p)
    first, second = telegram(p, account_id), telegram(p, account_id)
    assert service.connect(p, account_id=account_id, channel_id=first.id).health == "ok"
    refused = service.connect(p, account_id=account_id, channel_id=second.id)
    assert refused.health == "unverified"
    assert refused.health_detail == (
        "The same is connected already, as “Bot”. Remove one of the two."
    )
    assert len(provider.asked) == 3, "the webhook of the first stays"
    service.remove_channel(p, account_id=account_id, channel_id=first.id)
    assert service.connect(p, account_id=account_id, channel_id=second.id).health == "ok"


@pytest.mark.feature("2.1")
def test_what_is_changed_while_a_provider_takes_its_time_stays() -> None:
    p = account_ports()
    record = telegram(p, account(p))
    answers = [ME, YES]

    def slow(request: ProviderRequest) -> ProviderResponse:
        service.change_channel(
            p, account_id=record.account_id, channel_id=record.id, name="Renamed", paused=True
        )
        status, body = answers.pop(0)
        return ProviderResponse(status, {}, json.dumps(body).encode())

    patient = replace(p, call=slow)
    after = service.connect(patient, account_id=record.account_id, channel_id=record.id)
    assert (after.name, after.paused, after.health) == ("Renamed", True, "ok")
    assert after.settings["bot_username"] == "acme_bot"


@pytest.mark.feature("2.1")
def test_a_channel_that_is_removed_while_it_is_checked_stays_removed() -> None:
    p = account_ports()
    record = telegram(p, account(p))

    def slow(request: ProviderRequest) -> ProviderResponse:
        service.remove_channel(p, account_id=record.account_id, channel_id=record.id)
        return ProviderResponse(200, {}, b'{"ok": true, "result": {"id": 7}}')

    with pytest.raises(NotFound):
        service.connect(replace(p, call=slow), account_id=record.account_id, channel_id=record.id)
    with pytest.raises(NotFound):
        service.owned_channel(p, account_id=record.account_id, channel_id=record.id)
