from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts import service
from chalicelib.accounts.model import Account, Agent, Presence, Role
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Unauthenticated,
)
from chalicelib.shared.ids import AccountId
from tests.support.people import Hands, MemoryAccountStore, MemoryUsers, account_ports

ANA = "ana@example.com"


def owner(p: AccountPorts, email: str = ANA) -> Agent:
    return service.create_account(p, name="Acme", owner_name="Ana", email=email, password="pw")


def test_an_account_begins_with_its_owner_and_a_key_of_its_own() -> None:
    p = account_ports()
    ana, eve = owner(p), owner(p, "eve@example.com")
    assert (ana.role, ana.name, ana.email) == (Role.OWNER, "Ana", ANA)
    keys = {service.signing_key(p, account_id=agent.account_id) for agent in (ana, eve)}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 2


def test_creating_the_same_owner_again_changes_nothing() -> None:
    store = MemoryAccountStore()
    p = account_ports(store=store)
    ana = owner(p)
    before = (dict(store.accounts), dict(store.agents))
    assert owner(p) == ana
    assert (store.accounts, store.agents) == before


def test_creating_an_owner_finishes_what_a_crash_left() -> None:
    store = MemoryAccountStore()
    p = account_ports(store=store)
    p.users.add(ANA, account_id="acc", agent_id="agt")
    ana = owner(p)
    assert (ana.account_id, ana.id) == ("acc", "agt")
    assert store.accounts[AccountId("acc")].name == "Acme"


@pytest.mark.parametrize("wrong", ["", "ana", "@example.com", "ana@", "a b@example.com", "ana@x"])
def test_an_owner_has_an_email_address(wrong: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        owner(account_ports(), wrong)
    assert refusal.value.field == "email"


def test_a_person_of_the_pool_without_an_account_is_refused() -> None:
    p = account_ports()
    p.users.add(ANA, account_id="", agent_id="")
    with pytest.raises(Conflict) as refusal:
        owner(p)
    assert refusal.value.field == "email"


def test_an_agent_joins_an_account_once() -> None:
    p = account_ports()
    ana = owner(p)
    account_id = ana.account_id
    rui = service.add_agent(p, account_id=account_id, name="Rui", email="rui@example.com")
    again = service.add_agent(p, account_id=account_id, name="Rui", email="rui@example.com")
    assert rui == again
    assert rui.role is Role.AGENT
    assert len(service.bootstrap(p, account_id=account_id).agents) == 2


def test_an_agent_of_another_account_is_refused() -> None:
    p = account_ports()
    ana = owner(p)
    owner(p, "eve@example.com")
    with pytest.raises(Conflict) as refusal:
        service.add_agent(p, account_id=ana.account_id, name="Eve", email="eve@example.com")
    assert refusal.value.field == "email"


def test_no_agent_joins_an_account_that_is_not_there() -> None:
    p = account_ports()
    with pytest.raises(NotFound):
        service.add_agent(p, account_id="nobody", name="Rui", email="rui@example.com")
    assert isinstance(p.users, MemoryUsers)
    assert p.users.users == {}


def test_a_queue_of_the_same_name_gets_new_members() -> None:
    p = account_ports()
    ana = owner(p)
    first = service.add_queue(p, account_id=ana.account_id, name="Sales")
    second = service.add_queue(p, account_id=ana.account_id, name="Sales", member_ids=(ana.id,))
    assert first.id == second.id
    assert service.bootstrap(p, account_id=ana.account_id).queues == (second,)


def test_a_token_names_an_agent_only_with_his_own_sub() -> None:
    p = account_ports()
    ana = owner(p)
    ids: dict[str, Any] = {"account_id": ana.account_id, "agent_id": ana.id}
    assert service.agent_of_token(p, **ids, sub=ana.sub) == ana
    for wrong in ("", "sub-eve@example.com"):
        with pytest.raises(Unauthenticated):
            service.agent_of_token(p, **ids, sub=wrong)


def test_a_removed_agent_is_out_within_a_minute() -> None:
    store, clock = MemoryAccountStore(), Hands()
    p = account_ports(store=store, clock=clock)
    ana = owner(p)
    ids: dict[str, Any] = {"account_id": ana.account_id, "agent_id": ana.id, "sub": ana.sub}
    service.agent_of_token(p, **ids)
    store.agents.clear()
    clock.now += timedelta(seconds=59)
    service.agent_of_token(p, **ids)
    clock.now += timedelta(seconds=2)
    with pytest.raises(Unauthenticated):
        service.agent_of_token(p, **ids)


def test_a_thousand_requests_read_an_agent_once() -> None:
    store = MemoryAccountStore()
    p = account_ports(store=store)
    ana = owner(p)
    store.reads.clear()
    for _ in range(1000):
        service.agent_of_token(p, account_id=ana.account_id, agent_id=ana.id, sub=ana.sub)
    assert store.reads == ["agent"]


def test_a_new_presence_is_told_once() -> None:
    told: list[tuple[str, str, Presence]] = []
    p = account_ports(told=told)
    ana = owner(p)
    after = service.change_me(p, agent=ana, presence=Presence.AWAY)
    service.change_me(p, agent=ana, presence=Presence.AWAY)
    service.change_me(p, agent=ana, name="Ana M.")
    assert after.presence is Presence.AWAY
    assert told == [(ana.account_id, ana.id, Presence.AWAY)]
    stored = service.bootstrap(p, account_id=ana.account_id).agents
    assert stored == (replace(ana, name="Ana M.", presence=Presence.AWAY),)


def test_a_name_is_not_blank() -> None:
    p = account_ports()
    with pytest.raises(InvalidInput) as refusal:
        service.change_me(p, agent=owner(p), name="  ")
    assert refusal.value.field == "name"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AGENT])
def test_only_administrators_administer(role: Role) -> None:
    ana = owner(account_ports())
    service.require_administrator(ana)
    with pytest.raises(Forbidden):
        service.require_administrator(replace(ana, role=role))


def test_the_widget_reads_the_account_once_in_ten_seconds() -> None:
    store, clock = MemoryAccountStore(), Hands()
    store.accounts["acc"] = Account(id=AccountId("acc"), name="Acme")
    p = account_ports(store=store, clock=clock)
    for _ in range(100):
        service.site(p, account_id="acc")
    assert store.reads == ["account"]
    clock.now += timedelta(seconds=11)
    service.site(p, account_id="acc")
    assert store.reads == ["account", "account"]
