"""Channels whose providers refuse with 200, and one that is set up call by call."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts import service
from chalicelib.accounts.model import ChannelRecord
from chalicelib.accounts.ports import AccountPorts
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from chalicelib.shared.errors import InvalidInput
from tests.support.people import account_ports
from tests.unit.accounts.test_channels import Provider, account

TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
GROUP = {"id": 216500000, "name": "Acme", "screen_name": "acme"}


def made(p: AccountPorts, kind: str, secrets: dict[str, str], **settings: str) -> ChannelRecord:
    return service.add_channel(
        p, account_id=account(p), kind=kind, name="New", settings=settings, secrets=secrets
    )


def connected(p: AccountPorts, record: ChannelRecord) -> ChannelRecord:
    return service.connect(p, account_id=record.account_id, channel_id=record.id)


def viber(p: AccountPorts) -> ChannelRecord:
    return made(p, "viber", {"token": TOKEN})


def vk(p: AccountPorts) -> ChannelRecord:
    return made(p, "vk", {"access_token": "vk1.a.community-token"})


@pytest.mark.feature("2.1")
def test_connecting_viber_learns_the_bots_name_and_sets_the_webhook() -> None:
    info = {"status": 0, "status_message": "ok", "name": "Acme", "uri": "acme"}
    provider = Provider([(200, info), (200, {"status": 0, "event_types": []})])
    p = account_ports(call=provider)
    record = viber(p)
    after = connected(p, record)
    assert (after.health, after.settings) == ("ok", {"bot_name": "Acme", "bot_uri": "acme"})
    webhook = provider.asked[-1].json or {}
    assert webhook["url"] == f"https://chat.example.com/api/hooks/viber/{record.id}"


@pytest.mark.parametrize(
    ("answer", "health", "words"),
    [
        ({"status": 2, "status_message": "invalidAuthToken"}, "credentials_broken", "invalidAuth"),
        ({"status": 12, "status_message": "tooManyRequests"}, "unverified", "tooManyRequests"),
        ("<html>", "credentials_broken", "no reason given"),
    ],
)
def test_viber_refuses_with_two_hundred(answer: object, health: str, words: str) -> None:
    p = account_ports(call=Provider([(200, answer)]))
    after = connected(p, viber(p))
    assert after.health == health
    assert words in after.health_detail


def _answers(servers: list[dict[str, Any]]) -> dict[str, object]:
    return {
        "groups.getById": {"response": {"groups": [GROUP], "profiles": []}},
        "groups.getCallbackConfirmationCode": {"response": {"code": "4b1f9e7c"}},
        "groups.getCallbackServers": {"response": {"count": len(servers), "items": servers}},
        "groups.addCallbackServer": {"response": {"server_id": 3}},
        "groups.editCallbackServer": {"response": 1},
        "groups.setCallbackSettings": {"response": 1},
    }


class Vk:
    """refused: the method that VK refuses."""

    def __init__(self, servers: list[dict[str, Any]], refused: str = "") -> None:
        self.answers = _answers(servers)
        self.refused = refused
        self.asked: list[ProviderRequest] = []
        self.before_adding: dict[str, str] = {}
        self.settings: Any = dict

    def __call__(self, request: ProviderRequest) -> ProviderResponse:
        self.asked.append(request)
        method = request.url.rpartition("/")[2]
        if method == "groups.addCallbackServer":
            self.before_adding = dict(self.settings())
        body = self.answers[method]
        if method == self.refused:
            body = {"error": {"error_code": 15, "error_msg": "Access denied"}}
        return ProviderResponse(200, {}, json.dumps(body).encode())

    @property
    def methods(self) -> list[str]:
        return [request.url.rpartition("/")[2] for request in self.asked]


@pytest.mark.feature("2.1")
def test_vk_is_told_the_address_only_once_the_handshakes_words_are_kept() -> None:
    provider = Vk([])
    p = account_ports(call=provider)
    record = vk(p)
    ids = {"account_id": record.account_id, "channel_id": str(record.id)}
    provider.settings = lambda: service.owned_channel(p, **ids).settings
    after = connected(p, record)
    assert after.health == "ok"
    assert after.settings == {
        "group_id": "216500000",
        "group_name": "Acme",
        "screen_name": "acme",
        "confirmation": "4b1f9e7c",
    }
    assert provider.before_adding == after.settings
    added = provider.asked[3].json or {}
    secret = service.get_channel(p, channel_id=record.id).secrets["webhook_secret"]
    assert added["secret_key"] == secret
    assert secret.isalnum()
    assert len(secret) <= 50
    wanted = provider.asked[-1].json or {}
    assert (wanted["server_id"], wanted["message_new"]) == (3, 1)


def test_a_server_of_ours_is_used_again() -> None:
    provider = Vk([])
    p = account_ports(call=provider)
    record = vk(p)
    url = f"https://chat.example.com/api/hooks/vk/{record.id}"
    provider.answers |= _answers([{"id": 9, "url": url, "secret_key": "old", "status": "failed"}])
    assert connected(p, record).health == "ok"
    assert provider.methods[3:] == ["groups.editCallbackServer", "groups.setCallbackSettings"]
    secret = service.get_channel(p, channel_id=record.id).secrets["webhook_secret"]
    provider.answers |= _answers([{"id": 9, "url": url, "secret_key": secret, "status": "ok"}])
    provider.asked.clear()
    assert connected(p, record).health == "ok"
    assert provider.methods[3:] == ["groups.setCallbackSettings"]


@pytest.mark.parametrize("method", list(_answers([])))
def test_what_vk_refuses_is_told_in_its_words_wherever_it_is(method: str) -> None:
    servers: list[dict[str, Any]] = []
    provider = Vk(servers, refused=method)
    p = account_ports(call=provider)
    record = vk(p)
    if method == "groups.editCallbackServer":
        url = f"https://chat.example.com/api/hooks/vk/{record.id}"
        provider.answers |= _answers([{"id": 9, "url": url, "status": "failed"}])
    after = connected(p, record)
    assert after.health == "credentials_broken"
    assert "Access denied" in after.health_detail


def test_the_token_of_a_person_is_no_communitys() -> None:
    p = account_ports(call=Provider([(200, {"response": {"groups": [], "profiles": []}})]))
    after = connected(p, vk(p))
    assert (after.health, "community" in after.health_detail) == ("credentials_broken", True)


@pytest.mark.parametrize(
    ("kind", "secrets", "field"),
    [
        ("viber", {}, "secrets.token"),
        ("viber", {"token": "too short"}, "secrets.token"),
        ("viber", {"token": TOKEN + " "}, "secrets.token"),
        ("vk", {}, "secrets.access_token"),
        ("vk", {"access_token": "with a space in the middle of it"}, "secrets.access_token"),
        ("vk", {"access_token": "x" * 40, "webhook_secret": "mine"}, "secrets.webhook_secret"),
    ],
)
def test_what_is_no_token_is_refused_by_name(
    kind: str, secrets: dict[str, str], field: str
) -> None:
    p = account_ports()
    with pytest.raises(InvalidInput) as refused:
        made(p, kind, secrets)
    assert refused.value.field == field


def test_the_welcome_is_a_setting_and_what_a_provider_tells_is_not() -> None:
    p = account_ports()
    assert made(p, "viber", {"token": TOKEN}, welcome="Hello").settings == {"welcome": "Hello"}
    for kind, name in (("viber", "bot_name"), ("vk", "confirmation"), ("vk", "group_id")):
        secrets = {"token": TOKEN} if kind == "viber" else {"access_token": "x" * 40}
        with pytest.raises(InvalidInput) as refused:
            made(p, kind, secrets, **{name: "x"})
        assert refused.value.field == f"settings.{name}"


def test_another_welcome_asks_for_no_new_connection_and_another_token_does() -> None:
    info = {"status": 0, "name": "Acme", "uri": "acme"}
    p = account_ports(call=Provider([(200, info), (200, {"status": 0})]))
    record = connected(p, viber(p))
    change = partial(service.change_channel, p, account_id=record.account_id, channel_id=record.id)
    after = change(settings={"welcome": "Hello"})
    assert (after.health, after.settings["welcome"]) == ("ok", "Hello")
    assert change(settings={"welcome": ""}).health == "ok"
    again = change(secrets={"token": TOKEN})
    assert again.health == "unverified"
