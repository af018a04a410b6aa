"""An API channel's keys, and what its owner's program answers when it is connected."""

from __future__ import annotations

import json

import pytest

from chalicelib.accounts import channel_keys, service
from chalicelib.accounts.model import ChannelRecord
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import InvalidInput, NotFound
from tests.support.people import MemoryAccountStore, account_ports
from tests.unit.accounts.test_channels import Provider, account, telegram

URL = "https://shop.example/messages"


def made(p: AccountPorts, url: str = URL) -> ChannelRecord:
    return service.add_channel(
        p, account_id=account(p), kind="custom", name="Shop", settings={"url": url}, secrets={}
    )


def connected(p: AccountPorts, record: ChannelRecord) -> ChannelRecord:
    return service.connect(p, account_id=record.account_id, channel_id=record.id)


@pytest.mark.feature("2.1")
def test_the_address_and_the_key_are_made_anew_each_time_and_kept_sealed() -> None:
    store = MemoryAccountStore()
    p = account_ports(store=store)
    record = made(p)
    assert record.secret_names == ()
    one, other = (
        channel_keys.renew(p, account_id=record.account_id, channel_id=record.id) for _ in range(2)
    )
    assert len({one.address, other.address, one.signing_key, other.signing_key}) == 4
    assert other.address.startswith(f"https://chat.example.com/api/hooks/custom/{record.id}/")
    token = other.address.rsplit("/", 1)[-1]
    assert token not in repr(store.channels)
    secrets = service.get_channel(p, channel_id=record.id).secrets
    assert (secrets["address_token"], secrets["signing_key"]) == (token, other.signing_key)
    assert token not in repr(other)


def test_new_keys_want_a_new_connection() -> None:
    p = account_ports(call=Provider([(200, {})]))
    record = made(p)
    channel_keys.renew(p, account_id=record.account_id, channel_id=record.id)
    assert connected(p, record).health == "ok"
    channel_keys.renew(p, account_id=record.account_id, channel_id=record.id)
    assert p.store.channel(record.account_id, record.id).health == "unverified"


@pytest.mark.feature("2.1")
@pytest.mark.parametrize(
    ("status", "body", "health", "words"),
    [
        (204, {}, "ok", ""),
        (401, {"error": "wrong signature"}, "credentials_broken", "401: wrong signature"),
        (404, {}, "credentials_broken", "answered 404"),
        (302, {}, "credentials_broken", "answered 302"),
        (503, {}, "unverified", "answered 503"),
        (0, {}, "unverified", "did not answer"),
    ],
)
def test_connecting_sends_a_signed_ping(status: int, body: object, health: str, words: str) -> None:
    provider = Provider([(status, body)])
    p = account_ports(call=provider)
    record = made(p)
    channel_keys.renew(p, account_id=record.account_id, channel_id=record.id)
    after = connected(p, record)
    assert after.health == health
    assert words in after.health_detail
    [asked] = provider.asked
    assert asked.url == URL
    assert json.loads(asked.body or b"")["message"]["type"] == "ping"
    assert asked.headers["webhook-signature"].startswith("v1,")


def test_without_keys_there_is_nothing_to_connect_with() -> None:
    p = account_ports(call=Provider([]))
    with pytest.raises(InvalidInput, match="keys first"):
        connected(p, made(p))


def test_other_channels_and_other_accounts_have_none() -> None:
    p = account_ports()
    record = made(p)
    bot = telegram(p, record.account_id)
    with pytest.raises(NotFound):
        channel_keys.renew(p, account_id=record.account_id, channel_id=bot.id)
    with pytest.raises(NotFound):
        channel_keys.renew(p, account_id="another", channel_id=record.id)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example/messages",
        "ftp://shop.example/",
        "https://",
        "https://ann:secret@shop.example/",
        "https://shop.example/a b",
        "https://shop.example:99999/",
        "https://shop.example/" + "x" * 1000,
        "http://shop.example/",
        "https://[::1",
    ],
)
def test_an_address_has_to_be_one_and_to_be_safe(url: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        made(account_ports(), url)
    assert problem.value.field == "settings.url"
