"""What every store of accounts and of visitors does: the fakes, moto and DynamoDB Local."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounts.model import Account, Agent, ChannelRecord, Presence, Queue, Role
from chalicelib.accounts.ports import AccountStore
from chalicelib.shared.errors import Conflict, NotFound, Outdated
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, ContactId, QueueId
from chalicelib.visitors.model import PAGES_KEPT, Page, Visitor
from chalicelib.visitors.service import VisitorStore
from tests.support.people import MemoryAccountStore, MemoryVisitorStore

ACME, OTHER = AccountId("acme"), AccountId("other")
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)

ACCOUNT = Account(ACME, "Acme", "es", "America/Sao_Paulo", "c2VhbGVk", ("site", "hidden"))
ANA = Agent(AgentId("ana"), ACME, "Ana", "ana@x.example", Role.OWNER, Presence.AWAY, "p", "sub-1")
RUI = Agent(
    AgentId("rui"),
    ACME,
    "Rui",
    "rui@x.example",
    active=False,
    invited_at=NOON,
    signed_in_at=NOON + timedelta(hours=1),
    tokens_from=NOON + timedelta(hours=2),
    preferences={"language": "es"},
)
SALES = Queue(QueueId("sales"), ACME, "Sales", ("ana", "rui"))
BOT = ChannelRecord(
    id=ChannelId("acme-bot"),
    account_id=ACME,
    kind="telegram",
    name="Bot",
    settings={"bot_username": "acme_bot"},
    secret_names=("token", "webhook_secret"),
    sealed="c2VhbGVkIHRvbw==",
    queue_id="sales",
    paused=True,
    health="credentials_broken",
    health_detail="Unauthorized",
)
SHOP = ChannelRecord(
    id=ChannelId("acme-shop"), account_id=ACME, kind="website", name="Shop", installed=True
)
VISITOR = Visitor(
    account_id=ACME,
    contact_id=ContactId("p1"),
    channel_id=SHOP.id,
    first_seen_at=NOON,
    last_seen_at=NOON + timedelta(milliseconds=1),
    visits_count=2,
    pages_count=70,
    pages=tuple(
        Page(f"https://shop.example/{n}", f"Page {n} 🛒", NOON + timedelta(seconds=n))
        for n in range(PAGES_KEPT)
    ),
    referrer="https://search.example/",
    utm={"source": "ad"},
    country="BR",
    city="São Paulo",
    language="pt-BR",
    device="phone",
    browser="Safari",
    os="iOS",
    ab_test_group="B",
    invitation_at=NOON,
    closed_at=NOON,
    chat_seconds=12,
    blocked=True,
    department_id="sales",
    rated=True,
    has_integration=True,
)


@pytest.fixture
def accounts(stores: Any) -> AccountStore:
    if stores.backend == "fake":
        return MemoryAccountStore()
    from chalicelib.accounts.store import DynamoAccountStore

    return DynamoAccountStore()


@pytest.fixture
def visitors(stores: Any) -> VisitorStore:
    if stores.backend == "fake":
        return MemoryVisitorStore()
    from chalicelib.visitors.store import DynamoVisitorStore

    return DynamoVisitorStore()


def fill(store: AccountStore) -> None:
    store.add_account(ACCOUNT)
    store.add_agent(ANA)
    store.add_agent(RUI)
    store.add_queue(SALES)
    store.add_channel(BOT)
    store.add_channel(SHOP)


def test_everything_comes_back_as_it_was_put(accounts: AccountStore) -> None:
    fill(accounts)
    page = accounts.page(ACME)
    assert page.account == accounts.account(ACME) == ACCOUNT
    assert page.agents == (ANA, RUI)
    assert page.queues == (SALES,)
    assert page.channels == (BOT, SHOP)
    assert accounts.agent(ACME, "ana") == ANA
    assert accounts.queue(ACME, "sales") == SALES
    assert accounts.channel(ACME, "acme-bot") == BOT


def test_who_listens_to_an_account_is_written_beside_all_else(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.set_watched(ACME, "webhooks", True)
    accounts.set_watched(ACME, "integrations", True)
    accounts.set_watched(ACME, "webhooks", True)
    assert accounts.account(ACME).watched == {"webhooks", "integrations"}
    before = accounts.account(ACME)
    accounts.save_account(before, replace(before, name="Acme & sons"))
    assert accounts.account(ACME).watched == {"webhooks", "integrations"}
    accounts.set_watched(ACME, "webhooks", False)
    accounts.set_watched(ACME, "integrations", False)
    assert accounts.account(ACME) == replace(ACCOUNT, name="Acme & sons")
    with pytest.raises(NotFound):
        accounts.set_watched(OTHER, "webhooks", True)


def test_nothing_of_one_account_is_found_under_another(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.add_account(Account(OTHER, "Other"))
    page = accounts.page(OTHER)
    assert (page.agents, page.queues, page.channels) == ((), (), ())
    with pytest.raises(NotFound):
        accounts.agent(OTHER, "ana")
    with pytest.raises(NotFound):
        accounts.queue(OTHER, "sales")
    with pytest.raises(NotFound):
        accounts.channel(OTHER, "acme-bot")
    with pytest.raises(NotFound):
        accounts.remove_channel(OTHER, "acme-bot")


def test_what_is_not_there_is_not_found(accounts: AccountStore) -> None:
    with pytest.raises(NotFound):
        accounts.page(ACME)
    with pytest.raises(NotFound):
        accounts.account(ACME)
    with pytest.raises(NotFound):
        accounts.save_agent(ANA)
    with pytest.raises(NotFound):
        accounts.save_channel(BOT, replace(BOT, name="Bot 2"))
    with pytest.raises(NotFound):
        accounts.save_account(ACCOUNT, replace(ACCOUNT, name="Acme SL"))


def test_adding_again_changes_nothing(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.add_account(replace(ACCOUNT, name="Mine", sealed_signing_key="another"))
    accounts.add_agent(replace(ANA, role=Role.AGENT, sub="another"))
    accounts.add_channel(replace(BOT, name="Mine"))
    assert accounts.account(ACME) == ACCOUNT
    assert accounts.agent(ACME, "ana") == ANA
    assert accounts.channel(ACME, "acme-bot") == BOT


def test_saving_replaces_the_whole(accounts: AccountStore) -> None:
    fill(accounts)
    bare = ChannelRecord(id=BOT.id, account_id=ACME, kind="telegram", name="Bot 2")
    accounts.save_channel(BOT, bare)
    accounts.save_agent(replace(accounts.agent(ACME, "ana"), presence=Presence.BUSY))
    accounts.save_account(ACCOUNT, replace(ACCOUNT, name="Acme SL"))
    accounts.save_queue(SALES, replace(SALES, member_ids=()))
    assert accounts.channel(ACME, BOT.id) == bare
    assert accounts.agent(ACME, "ana").presence is Presence.BUSY
    assert accounts.queue(ACME, "sales").member_ids == ()
    assert accounts.account(ACME) == replace(ACCOUNT, name="Acme SL")


def test_of_two_writers_of_an_agent_the_later_is_told(accounts: AccountStore) -> None:
    fill(accounts)
    first = accounts.agent(ACME, "rui")
    accounts.save_agent(replace(first, active=False))
    with pytest.raises(Conflict):
        accounts.save_agent(replace(first, presence=Presence.AWAY))
    assert not accounts.agent(ACME, "rui").active
    accounts.save_agent(replace(accounts.agent(ACME, "rui"), active=True), tell=False)
    assert accounts.agent(ACME, "rui").active


def test_an_owner_is_unmade_only_beside_another(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.add_agent(replace(ANA, id=AgentId("bea")))
    accounts.save_agent(replace(accounts.agent(ACME, "ana"), role=Role.AGENT), beside="bea")
    assert accounts.agent(ACME, "ana").role is Role.AGENT
    bea = accounts.agent(ACME, "bea")
    for beside in ("ana", "rui", "nobody"):
        with pytest.raises(Conflict):
            accounts.save_agent(replace(bea, active=False), beside=beside)
    accounts.save_agent(replace(accounts.agent(ACME, "ana"), role=Role.OWNER, active=False))
    with pytest.raises(Conflict):
        accounts.save_agent(replace(bea, active=False), beside="ana")
    accounts.save_agent(replace(accounts.agent(ACME, "ana"), active=True))
    with pytest.raises(Conflict):  # changed since it was read
        accounts.save_agent(replace(bea, version=bea.version + 1, active=False), beside="ana")
    assert accounts.agent(ACME, "bea") == bea


def test_when_somebody_came_is_kept_beside_the_rest(accounts: AccountStore) -> None:
    fill(accounts)
    for hours in (0, 1):
        accounts.signed_in(ACME, "ana", NOON + timedelta(hours=hours))
    assert accounts.agent(ACME, "ana") == replace(ANA, signed_in_at=NOON + timedelta(hours=1))
    accounts.signed_in(ACME, "nobody", NOON)
    with pytest.raises(NotFound):
        accounts.agent(ACME, "nobody")


def test_a_second_factor_is_kept_beside_the_rest_and_not_undone(accounts: AccountStore) -> None:
    fill(accounts)
    before = accounts.agent(ACME, "ana")
    for _ in range(2):
        accounts.set_factor(ACME, "ana", True)
    assert accounts.agent(ACME, "ana") == replace(ANA, factor=True)
    with pytest.raises(Conflict):
        accounts.save_agent(replace(before, name="Ana Maria"))
    accounts.save_agent(replace(accounts.agent(ACME, "ana"), name="Ana Maria"))
    assert accounts.agent(ACME, "ana") == replace(ANA, factor=True, name="Ana Maria")
    accounts.set_factor(ACME, "ana", False)
    assert not accounts.agent(ACME, "ana").factor
    accounts.set_factor(ACME, "nobody", True)
    with pytest.raises(NotFound):
        accounts.agent(ACME, "nobody")
    accounts.save_account(ACCOUNT, replace(ACCOUNT, factor_required=True))
    assert accounts.page(ACME).account.factor_required


def test_a_removed_queue_is_gone(accounts: AccountStore) -> None:
    fill(accounts)
    with pytest.raises(NotFound):
        accounts.remove_queue(OTHER, SALES.id)
    accounts.remove_queue(ACME, SALES.id)
    assert accounts.page(ACME).queues == ()
    with pytest.raises(NotFound):
        accounts.remove_queue(ACME, SALES.id)


def test_when_something_last_went_out_moves_once_an_hour_beside_it(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.heard(ACME, BOT.id, NOON, NOON - timedelta(hours=1))
    for minutes in (0, 59, 61):
        at = NOON + timedelta(minutes=minutes)
        accounts.spoke(ACME, BOT.id, at, at - timedelta(hours=1))
    accounts.spoke(ACME, BOT.id, NOON, NOON - timedelta(hours=1))  # a late one sets nothing back
    marked = replace(BOT, heard_at=NOON, spoke_at=NOON + timedelta(minutes=61))
    assert accounts.channel(ACME, BOT.id) == marked
    accounts.save_channel(marked, replace(marked, failing_since=NOON))
    assert accounts.channel(ACME, BOT.id).failing_since == NOON
    accounts.spoke(ACME, "acme-gone", NOON, NOON)
    with pytest.raises(NotFound):
        accounts.channel(ACME, "acme-gone")


def test_when_a_channel_last_brought_something_moves_once_an_hour(accounts: AccountStore) -> None:
    fill(accounts)
    for minutes in (0, 30, 59):
        at = NOON + timedelta(minutes=minutes)
        accounts.heard(ACME, BOT.id, at, at - timedelta(hours=1))
    assert accounts.channel(ACME, BOT.id) == replace(BOT, heard_at=NOON)
    later = NOON + timedelta(minutes=61)
    accounts.heard(ACME, BOT.id, later, later - timedelta(hours=1))
    assert accounts.channel(ACME, BOT.id) == replace(BOT, heard_at=later)
    accounts.heard(ACME, BOT.id, NOON, NOON - timedelta(hours=1))  # a late one sets nothing back
    assert accounts.channel(ACME, BOT.id).heard_at == later
    accounts.heard(ACME, "acme-gone", NOON, NOON)
    with pytest.raises(NotFound):
        accounts.channel(ACME, "acme-gone")


def test_a_removed_channel_is_gone(accounts: AccountStore) -> None:
    fill(accounts)
    accounts.remove_channel(ACME, BOT.id)
    assert accounts.page(ACME).channels == (SHOP,)
    with pytest.raises(NotFound):
        accounts.save_channel(BOT, replace(BOT, name="Bot 2"))
    assert accounts.page(ACME).channels == (SHOP,)


def test_two_who_change_a_queue_undo_nothing_and_whoever_asks_for_it_is_refused(
    accounts: AccountStore,
) -> None:
    fill(accounts)
    accounts.save_queue(SALES, replace(SALES, name="Sellers"))
    now = replace(SALES, name="Sellers", member_ids=("ana",))
    assert accounts.save_queue(SALES, replace(SALES, member_ids=("ana",))) == now
    assert accounts.page(ACME).queues == (now,)
    with pytest.raises(Outdated):
        accounts.save_queue(SALES, replace(SALES, member_ids=()), exactly=True)
    assert accounts.page(ACME).queues == (now,)
    accounts.save_queue(now, replace(now, member_ids=()), exactly=True)
    accounts.remove_queue(ACME, "sales")
    with pytest.raises(NotFound):
        accounts.save_queue(now, replace(now, name="Back"))
    with pytest.raises(Outdated):
        accounts.save_queue(now, replace(now, name="Back"), exactly=True)
    assert accounts.page(ACME).queues == ()


def test_two_who_change_different_things_undo_nothing(accounts: AccountStore) -> None:
    """A token that is refused while an administrator puts in the new one: the new one stays."""
    fill(accounts)
    refused = replace(BOT, health="credentials_broken", health_detail="no", failing_since=NOON)
    accounts.save_channel(BOT, replace(BOT, sealed="another", secret_names=("token",), paused=True))
    accounts.save_channel(BOT, refused)
    assert accounts.channel(ACME, BOT.id) == replace(
        refused, sealed="another", secret_names=("token",), paused=True
    )
    accounts.set_watched(ACME, "webhooks", True)
    accounts.save_account(ACCOUNT, replace(ACCOUNT, factor_required=True))
    accounts.save_account(ACCOUNT, replace(ACCOUNT, name="Acme SL"))
    assert accounts.account(ACME) == replace(
        ACCOUNT, name="Acme SL", factor_required=True, watched=frozenset({"webhooks"})
    )


def test_a_visitor_comes_back_as_he_was_put(visitors: VisitorStore) -> None:
    assert visitors.get(ACME, "p1") is None
    saved = visitors.save(VISITOR)
    assert saved == replace(VISITOR, version=1)
    assert visitors.get(ACME, "p1") == saved
    assert visitors.get(OTHER, "p1") is None


def test_of_two_writers_the_later_is_told(visitors: VisitorStore) -> None:
    first = visitors.save(VISITOR)
    with pytest.raises(Conflict):
        visitors.save(VISITOR)
    second = visitors.save(replace(first, visits_count=3))
    with pytest.raises(Conflict):
        visitors.save(replace(first, visits_count=9))
    assert visitors.get(ACME, "p1") == second
