from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts import service as accounts
from chalicelib.accounts.cache import Cache
from chalicelib.accounts.model import AccountPage
from chalicelib.accounts.ports import AccountPorts, Has, anything
from chalicelib.shared.errors import Forbidden, NotFound, TryAgain, Unauthenticated
from chalicelib.visitors import service, tokens
from chalicelib.visitors.model import Surroundings, Visit, Visitor
from chalicelib.visitors.service import Opening, VisitorPorts
from tests.support.people import Hands, MemoryAccountStore, MemoryVisitorStore, account_ports

NOWHERE = Surroundings()


class House:
    """An account with a site, and its visitors' ports."""

    def __init__(self, store: MemoryVisitorStore | None = None, **settings: str) -> None:
        self.clock = Hands()
        self.people = account_ports(clock=self.clock)
        owner = accounts.create_account(
            self.people, name="Acme", owner_name="Ana", email="ana@example.com"
        )
        self.account_id = owner.account_id
        self.site_id = self.add("website", settings)
        self.store = store or MemoryVisitorStore()
        self.ports = VisitorPorts(
            store=self.store,
            site=self.site,
            signing_key=lambda account_id: accounts.signing_key(self.people, account_id=account_id),
            clock=self.clock,
        )

    def site(self, account_id: str, has: Has = anything) -> AccountPage:
        return accounts.site(self.people, account_id=account_id, has=has)

    def elsewhere(self) -> AccountPorts:
        """The same accounts in another process, which keeps pages of its own."""
        return replace(self.people, pages=Cache(seconds=10))

    def add(self, kind: str, settings: dict[str, str]) -> str:
        return accounts.add_channel(
            self.people,
            account_id=self.account_id,
            kind=kind,
            name="Shop",
            settings=settings,
            secrets={"token": "123456:ABC-DEF_1234"} if kind == "telegram" else {},
        ).id

    def open(self, token: str = "", *, channel_id: str = "", origin: str = "") -> Opening:
        return service.open_session(
            self.ports,
            channel_id=channel_id or self.site_id,
            token=token,
            origin=origin,
            visit=Visit(url="https://shop.example/"),
            where=NOWHERE,
        )


@pytest.mark.feature("1.5")
def test_a_newcomer_costs_one_write_and_no_read() -> None:
    house = House()
    opening = house.open()
    assert house.store.calls == ["save"]
    assert not opening.known
    assert opening.visitor.visits_count == 1


def test_a_returning_visitor_keeps_his_contact() -> None:
    house = House()
    first = house.open()
    house.clock.now += timedelta(days=300)
    again = house.open(first.token)
    assert again.known
    assert again.identity == first.identity
    assert again.visitor.visits_count == 2


def test_a_token_lives_a_year_from_the_last_session() -> None:
    house = House()
    first = house.open()
    house.clock.now += timedelta(days=364)
    second = house.open(first.token)
    house.clock.now += timedelta(days=364)
    assert service.authenticate(house.ports, token=second.token) == first.identity
    with pytest.raises(Unauthenticated):
        service.authenticate(house.ports, token=first.token)
    assert house.open(first.token).identity != first.identity


def test_a_token_signed_by_another_account_is_refused() -> None:
    house, other = House(), House()
    token = tokens.issue(b"k" * 32, house.open().identity, house.clock.now)
    deep = base64.urlsafe_b64encode(b"[" * 6000).decode()
    rubbish = ("", "a.b.c", "a.e30.c", "é.é.é", f"a.{deep}.c")
    for forged in (token, other.open().token, *rubbish):
        with pytest.raises(Unauthenticated):
            service.authenticate(house.ports, token=forged)
        assert not house.open(forged).known


def test_a_paused_site_has_no_sessions() -> None:
    house = House()
    token = house.open().token
    accounts.change_channel(
        house.people, account_id=house.account_id, channel_id=house.site_id, paused=True
    )
    with pytest.raises(NotFound):
        house.open(token)
    with pytest.raises(Unauthenticated):
        service.authenticate(house.ports, token=token)


def test_a_session_needs_a_website() -> None:
    house = House()
    bot = house.add("telegram", {})
    for channel_id in (bot, "nonsense", f"{house.account_id}-0", "nobody-0"):
        with pytest.raises(NotFound):
            house.open(channel_id=channel_id)


def test_a_page_of_another_domain_gets_no_session() -> None:
    house = House(domains="shop.example")
    house.open(origin="https://shop.example")
    with pytest.raises(Forbidden):
        house.open(origin="https://evil.example")
    assert house.store.calls == ["save"]


class Crowded(MemoryVisitorStore):
    """Another tab writes just before each of the first `times` saves."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def save(self, visitor: Visitor) -> Visitor:
        key = (visitor.account_id, visitor.contact_id)
        if self.times and key in self.visitors:
            self.times -= 1
            before = self.visitors[key]
            pages = before.pages_count + 1
            self.visitors[key] = replace(before, pages_count=pages, version=before.version + 1)
        return super().save(visitor)


def report(house: House, opening: Opening) -> Visitor:
    return service.report(
        house.ports,
        identity=opening.identity,
        visit=Visit(url="https://shop.example/2"),
        where=NOWHERE,
    )


def test_two_tabs_of_one_visitor_lose_no_page() -> None:
    house = House(Crowded(2))
    assert report(house, house.open()).pages_count == 4


def test_a_record_that_never_rests_is_given_up() -> None:
    house = House(Crowded(99))
    opening = house.open()
    with pytest.raises(TryAgain):
        report(house, opening)


def test_a_page_is_reported_though_the_record_was_lost() -> None:
    house = House()
    opening = house.open()
    house.store.visitors.clear()
    assert report(house, opening).pages_count == 1


@pytest.mark.feature("3")
def test_the_mark_of_a_blocked_visitor_stays_through_his_visits() -> None:
    house = House()
    first = house.open()
    ids = {"account_id": first.identity.account_id, "contact_id": first.identity.contact_id}
    for blocked in (True, True, False):
        service.set_blocked(house.ports, blocked=blocked, **ids)
        assert house.open(first.token).visitor.blocked is blocked
    service.set_blocked(house.ports, account_id=house.account_id, contact_id="gone", blocked=True)
    assert service.find(house.ports, account_id=house.account_id, contact_id="gone") is None


def counted() -> tuple[House, list[str]]:
    """A house whose account's page is known here, and what is read from now on; a page says
    "account"."""
    house, store = House(), MemoryAccountStore()
    vars(store).update(vars(house.people.store))
    house.people = replace(house.people, store=store)
    house.open()
    store.reads.clear()
    return house, store.reads


@pytest.mark.feature("1.1")
def test_a_site_that_another_process_made_just_now_is_there_at_once() -> None:
    house, reads = counted()
    made = accounts.add_channel(
        house.elsewhere(),
        account_id=house.account_id,
        kind="website",
        name="New",
        settings={},
        secrets={},
    )
    reads.clear()
    first = house.open(channel_id=made.id)
    assert service.authenticate(house.ports, token=first.token) == first.identity
    house.open(channel_id=made.id)
    assert reads.count("account") == 1


@pytest.mark.feature("1.1")
def test_a_site_that_is_taken_up_again_elsewhere_is_there_at_once() -> None:
    house, _ = counted()

    def pause(paused: bool) -> None:
        accounts.change_channel(
            house.elsewhere(), account_id=house.account_id, channel_id=house.site_id, paused=paused
        )

    pause(True)
    house.clock.now += timedelta(seconds=10)
    with pytest.raises(NotFound):
        house.open()
    pause(False)
    house.clock.now += timedelta(seconds=1)
    house.open()


@pytest.mark.feature("1.1")
def test_made_up_sites_cost_one_read_a_second_at_most() -> None:
    house, reads = counted()
    for tenth in range(30):  # three seconds
        with pytest.raises(NotFound):
            house.open(channel_id=f"{house.account_id}-madeup{tenth}")
        house.open()
        house.clock.now += timedelta(seconds=0.1)
    assert reads.count("account") == 3
