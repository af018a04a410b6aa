"""A bot works in one channel of all accounts, and an account learns nothing of another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts import channels, claims, service
from chalicelib.accounts.model import ChannelRecord
from chalicelib.accounts.ports import AccountPorts
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from tests.support.people import Hands, MemoryAccountStore, account_ports

pytestmark = pytest.mark.feature("2.1")

ELSEWHERE = "The same is connected already in another account. Remove it there first."


@dataclass
class Telegram:
    """Bots by their tokens' numbers. then: done once, before the next answer. refuses: words."""

    asked: list[str] = field(default_factory=list)
    refuses: str = ""
    then: Callable[[], object] | None = None

    def __call__(self, request: ProviderRequest) -> ProviderResponse:
        method = request.url.rsplit("/", 1)[1]
        self.asked.append(method)
        then, self.then = self.then, None
        if then is not None:
            then()
        if method == self.refuses:
            return ProviderResponse(401, {}, b'{"ok": false, "description": "Unauthorized"}')
        id = request.url.rsplit("/bot", 1)[1].partition(":")[0]
        bot = {"id": int(id), "username": f"bot_{id}"}
        return ProviderResponse(200, {}, json.dumps({"ok": True, "result": bot}).encode())


@dataclass
class World:
    clock: Hands = field(default_factory=Hands)
    store: MemoryAccountStore = field(default_factory=MemoryAccountStore)
    provider: Telegram = field(default_factory=Telegram)

    def __post_init__(self) -> None:
        self.p: AccountPorts = account_ports(store=self.store, clock=self.clock, call=self.provider)

    def bot(self, who: str, number: int = 700) -> ChannelRecord:
        """In that person's own account."""
        owner = service.create_account(
            self.p, name=who, owner_name=who, email=f"{who}@example.com", password="pw"
        )
        return service.add_channel(
            self.p,
            account_id=owner.account_id,
            kind="telegram",
            name=f"{who}'s",
            settings={},
            secrets={"token": f"{number}:ABC-DEF_1234"},
        )

    def connect(self, record: ChannelRecord) -> ChannelRecord:
        return service.connect(self.p, account_id=record.account_id, channel_id=record.id)

    def now(self, record: ChannelRecord) -> ChannelRecord:
        return self.store.channel(record.account_id, record.id)


@pytest.fixture
def world() -> World:
    return World()


def test_a_bot_of_another_account_is_refused_before_its_webhook_is_moved(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    assert world.connect(ana).health == "ok"
    world.clock.now += timedelta(hours=1)
    world.provider.asked.clear()
    refused = world.connect(eve)
    assert (refused.health, refused.health_detail) == ("unverified", ELSEWHERE)
    assert world.provider.asked == ["getMe"]
    assert "ana" not in refused.health_detail
    assert world.connect(ana).health == "ok"


def test_other_bots_are_nobodys_business(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve", number=701)
    assert [world.connect(each).health for each in (ana, eve)] == ["ok", "ok"]


def test_what_is_removed_may_be_connected_elsewhere_at_once(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.connect(ana)
    service.remove_channel(world.p, account_id=ana.account_id, channel_id=ana.id)
    assert world.connect(eve).health == "ok"


def test_a_channel_whose_claim_a_death_left_behind_blocks_nobody(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.connect(ana)
    world.store.remove_channel(ana.account_id, ana.id)  # and then it died
    assert world.connect(eve).health == "ok"


def test_what_its_provider_refuses_may_be_connected_elsewhere(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.provider.refuses = "setWebhook"
    assert world.connect(ana).health == "credentials_broken"
    world.provider.refuses = ""
    assert world.connect(eve).health == "ok"
    world.clock.now += timedelta(hours=1)
    service.set_health(world.p, channel_id=eve.id, health="credentials_broken", detail="no")
    assert world.connect(ana).health == "ok"
    assert world.connect(eve).health_detail == ELSEWHERE


def test_of_two_who_connect_it_at_once_one_has_it(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    told: list[ChannelRecord] = []

    def meanwhile() -> None:
        world.provider.then = lambda: told.append(world.connect(eve))

    world.provider.then = meanwhile  # between the first and the second of ana's calls
    assert world.connect(ana).health == "ok"
    assert [each.health_detail for each in told] == [ELSEWHERE]


def test_who_died_while_connecting_holds_it_for_a_minute(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")

    def die() -> None:
        raise RuntimeError

    world.provider.then = lambda: setattr(world.provider, "then", die)
    with pytest.raises(RuntimeError):
        world.connect(ana)
    assert world.connect(eve).health_detail == ELSEWHERE
    world.clock.now += claims.CONNECTING
    assert world.connect(eve).health == "ok"


def test_a_channel_that_got_another_bot_holds_the_first_no_more(world: World) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.connect(ana)
    service.change_channel(
        world.p, account_id=ana.account_id, channel_id=ana.id, secrets={"token": "702:ABC-DEF_1"}
    )
    world.connect(ana)
    assert world.connect(eve).health == "ok"


def test_one_that_was_connected_before_there_were_claims_has_one_once_it_speaks(
    world: World,
) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.connect(ana)
    claims.free(world.p, world.now(ana))
    channels.spoke(world.p, channel_id=ana.id, at=world.clock.now)
    world.clock.now += timedelta(hours=1)
    assert world.connect(eve).health_detail == ELSEWHERE


def test_one_whose_bot_went_to_another_account_meanwhile_is_told_when_it_speaks(
    world: World,
) -> None:
    ana, eve = world.bot("ana"), world.bot("eve")
    world.connect(ana)
    claims.free(world.p, world.now(ana))
    world.connect(eve)
    channels.spoke(world.p, channel_id=ana.id, at=world.clock.now)
    assert (world.now(ana).health, world.now(ana).health_detail) == ("unverified", ELSEWHERE)
    assert world.now(eve).health == "ok"


def test_an_address_is_one_however_it_is_written(world: World) -> None:
    """Of e-mail, a letter that arrived is the proof."""
    owners = [
        service.create_account(
            world.p, name=who, owner_name=who, email=f"{who}@example.com", password="pw"
        )
        for who in ("ana", "eve")
    ]
    made: list[Any] = [
        service.add_channel(
            world.p,
            account_id=owner.account_id,
            kind="email",
            name="Mail",
            settings={"address": address},
            secrets={},
        )
        for owner, address in zip(owners, ("Help@Shop.example", "help@shop.example"), strict=True)
    ]
    for each in made:
        service.set_health(world.p, channel_id=each.id, health="ok")
    assert [world.now(each).health for each in made] == ["ok", "unverified"]
    assert world.now(made[1]).health_detail == ELSEWHERE
