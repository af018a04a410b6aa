"""What an account says of itself, and its queues."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts import details, service
from chalicelib.accounts.model import Agent
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import AppError, Conflict, InvalidInput, NotFound
from tests.support.people import MemoryAccountStore, account_ports

pytestmark = pytest.mark.feature("11")


@pytest.fixture
def store() -> MemoryAccountStore:
    return MemoryAccountStore()


@pytest.fixture
def p(store: MemoryAccountStore) -> AccountPorts:
    return account_ports(store=store)


@pytest.fixture
def ana(p: AccountPorts) -> Agent:
    return service.create_account(
        p, name="Acme", owner_name="Ana", email="ana@example.com", password="pw"
    )


def test_an_account_gets_a_name_a_language_and_a_zone(p: AccountPorts, ana: Agent) -> None:
    after = details.change_account(
        p, account_id=ana.account_id, name=" Acme SL ", language="es", time_zone="Europe/Madrid"
    )
    assert (after.name, after.language, after.time_zone) == ("Acme SL", "es", "Europe/Madrid")
    assert p.store.account(ana.account_id) == after
    assert after.sealed_signing_key  # or every visitor would lose his history


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("language", "de"),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", ""),
        ("started", ("everything",)),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    p: AccountPorts, ana: Agent, field: str, value: object
) -> None:
    before = p.store.account(ana.account_id)
    with pytest.raises(InvalidInput) as refusal:
        details.change_account(p, account_id=ana.account_id, **{field: value})  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert p.store.account(ana.account_id) == before


def test_first_steps_add_up_and_can_be_put_away_and_fetched_back(
    p: AccountPorts, ana: Agent
) -> None:
    def step(*names: str) -> tuple[str, ...]:
        return details.change_account(p, account_id=ana.account_id, started=names).started

    assert step("message") == ("message",)
    assert step("message", "site") == ("site", "message")
    assert step("hidden") == ("site", "message", "hidden")
    assert step("-hidden") == ("site", "message")


def test_queues_have_names_of_their_own(p: AccountPorts, ana: Agent) -> None:
    sales = details.new_queue(p, account_id=ana.account_id, name=" Sales ")
    assert sales.name == "Sales"
    with pytest.raises(Conflict) as refusal:
        details.new_queue(p, account_id=ana.account_id, name="SALES")
    assert refusal.value.field == "name"
    same = details.change_queue(p, account_id=ana.account_id, queue_id=sales.id, name="sales")
    assert same.name == "sales"


def test_a_queues_members_are_agents_of_the_account(p: AccountPorts, ana: Agent) -> None:
    queue = details.new_queue(
        p, account_id=ana.account_id, name="Sales", member_ids=(ana.id, ana.id)
    )
    assert queue.member_ids == (ana.id,)
    for wrong in ((ana.id, "stranger"),):
        with pytest.raises(InvalidInput) as refusal:
            details.change_queue(p, account_id=ana.account_id, queue_id=queue.id, member_ids=wrong)
        assert refusal.value.field == "member_ids"
    emptied = details.change_queue(p, account_id=ana.account_id, queue_id=queue.id, member_ids=())
    assert emptied.member_ids == ()


def test_a_removed_queue_leaves_no_channel_leading_to_it(p: AccountPorts, ana: Agent) -> None:
    sales = details.new_queue(p, account_id=ana.account_id, name="Sales")
    help_ = details.new_queue(p, account_id=ana.account_id, name="Help")
    shop = service.add_channel(
        p,
        account_id=ana.account_id,
        kind="website",
        name="Shop",
        settings={"departments": f"{sales.id},{help_.id}", "title": "Hi"},
        secrets={},
        queue_id=sales.id,
    )
    details.remove_queue(p, account_id=ana.account_id, queue_id=sales.id)
    after = p.store.channel(ana.account_id, shop.id)
    assert (after.queue_id, after.settings) == ("", {"departments": help_.id, "title": "Hi"})
    details.remove_queue(p, account_id=ana.account_id, queue_id=help_.id)
    assert p.store.channel(ana.account_id, shop.id).settings == {"title": "Hi"}


def test_what_is_not_there_or_anothers_is_not_found(p: AccountPorts, ana: Agent) -> None:
    eve = service.create_account(
        p, name="Other", owner_name="Eve", email="eve@example.com", password="pw"
    )
    queue = details.new_queue(p, account_id=eve.account_id, name="Hers")
    ids: dict[str, Any] = {"account_id": ana.account_id, "queue_id": queue.id}
    for act in (details.remove_queue, details.change_queue):
        with pytest.raises(NotFound):
            act(p, **ids)
    assert p.store.queue(eve.account_id, queue.id) == queue


def test_every_change_is_told_to_the_consoles(
    p: AccountPorts, ana: Agent, store: MemoryAccountStore
) -> None:
    store.told.clear()
    details.change_account(p, account_id=ana.account_id, name="New")
    queue = details.new_queue(p, account_id=ana.account_id, name="Q")
    details.change_queue(p, account_id=ana.account_id, queue_id=queue.id, name="R")
    details.remove_queue(p, account_id=ana.account_id, queue_id=queue.id)
    assert store.told == ["account", "queue", "queue", "queue"]
    details.change_account(p, account_id=ana.account_id, name="New")  # it is so already
    assert len(store.told) == 4


def website(p: AccountPorts, ana: Agent) -> str:
    return service.add_channel(
        p, account_id=ana.account_id, kind="website", name="Shop", settings={}, secrets={}
    ).id


def test_signed_identity_needs_a_key_which_is_shown_once(p: AccountPorts, ana: Agent) -> None:
    shop = website(p, ana)
    ids: dict[str, Any] = {"account_id": ana.account_id, "channel_id": shop}
    with pytest.raises(InvalidInput) as refusal:
        service.change_channel(p, **ids, settings={"identity": "required"})
    assert refusal.value.field == "settings.identity"
    key = service.new_identity_key(p, **ids)
    assert len(bytes.fromhex(key)) == 32
    stored = service.change_channel(p, **ids, settings={"identity": "required"})
    assert stored.secret_names == ("identity_key",)
    assert key not in repr(stored)
    assert service.get_channel(p, channel_id=shop).secrets["identity_key"] == key
    assert service.new_identity_key(p, **ids) != key


def test_only_a_website_has_such_a_key(p: AccountPorts, ana: Agent) -> None:
    bot = service.add_channel(
        p,
        account_id=ana.account_id,
        kind="telegram",
        name="Bot",
        settings={},
        secrets={"token": "123456:ABC-DEF_1234"},
    )
    with pytest.raises(NotFound):
        service.new_identity_key(p, account_id=ana.account_id, channel_id=bot.id)


def test_a_department_is_a_queue_of_the_account(p: AccountPorts, ana: Agent) -> None:
    with pytest.raises(AppError) as refusal:
        service.change_channel(
            p,
            account_id=ana.account_id,
            channel_id=website(p, ana),
            settings={"departments": "0" * 18},
        )
    assert refusal.value.field == "settings.departments"


def test_a_script_that_was_seen_on_a_site_is_remembered_once(
    p: AccountPorts, ana: Agent, store: MemoryAccountStore
) -> None:
    shop = p.store.channel(ana.account_id, website(p, ana))
    service.installed(p, channel=shop)
    seen = p.store.channel(ana.account_id, shop.id)
    assert seen == replace(shop, installed=True)
    reads = len(store.reads)
    service.installed(p, channel=seen)
    assert len(store.reads) == reads  # a busy site costs nothing
