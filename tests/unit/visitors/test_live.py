"""Who is on the websites now, without a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.visitors import live
from chalicelib.visitors.live import LivePorts, Presence, Present, Pulse
from chalicelib.visitors.model import (
    Identity,
    Surroundings,
    Visit,
    Visitor,
    newcomer,
    seen,
)
from tests.support.people import NOON, Hands

pytestmark = pytest.mark.feature("1.12")
IDS = {"account_id": "acc", "contact_id": "ana"}
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


class MemoryPresenceStore:
    """A `PresenceStore`. calls: which methods, in order."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Presence] = {}
        self.watched: dict[str, datetime] = {}
        self.calls: list[str] = []

    def arrive(self, presence: Presence) -> bool:
        self.calls.append("arrive")
        key = (presence.account_id, presence.contact_id)
        before = self.rows.get(key)
        if before:
            presence = replace(
                presence,
                called=before.called,
                name=presence.name or before.name,
                conversation_id=presence.conversation_id or before.conversation_id,
            )
        self.rows[key] = presence
        return presence.called

    def beat(
        self, account_id: str, contact_id: str, *, now: datetime, until: datetime, live: bool
    ) -> bool | None:
        self.calls.append("beat")
        before = self.rows.get((account_id, contact_id))
        if before is None:
            return None
        called = before.called and not live
        after = replace(before, seen_at=now, until=until, called=called)
        self.rows[account_id, contact_id] = after
        return called

    def call(self, account_id: str, contact_id: str, conversation_id: str) -> bool:
        before = self.rows.get((account_id, contact_id))
        if before is None:
            return False
        self.rows[account_id, contact_id] = replace(
            before, called=True, conversation_id=conversation_id
        )
        return True

    def talks(self, account_id: str, contact_id: str, conversation_id: str) -> None:
        before = self.rows.get((account_id, contact_id))
        if before:
            self.rows[account_id, contact_id] = replace(before, conversation_id=conversation_id)

    def block(self, account_id: str, contact_id: str, blocked: bool) -> None:
        before = self.rows.get((account_id, contact_id))
        if before:
            self.rows[account_id, contact_id] = replace(before, blocked=blocked)

    def present(self, account_id: str, now: datetime) -> Present:
        self.calls.append("present")
        rows = [row for (account, _), row in self.rows.items() if account == account_id]
        return Present(rows, self.watched.get(account_id))

    def watched_until(self, account_id: str) -> datetime | None:
        return self.watched.get(account_id)

    def watch(self, account_id: str, until: datetime) -> None:
        self.calls.append("watch")
        self.watched[account_id] = until


class Site:
    """A website, its visitors, and an agent who may look at the list."""

    def __init__(self) -> None:
        self.hands = Hands()
        self.store = MemoryPresenceStore()
        self.ports = LivePorts(self.store, self.store.watched_until, self.hands)
        self.visitors: dict[str, Visitor] = {}

    def after(self, seconds: float) -> None:
        self.hands.now += timedelta(seconds=seconds)

    def page(self, url: str, *, who: str = "ana", agent_string: str = DESKTOP) -> Pulse:
        identity = Identity(AccountId("acc"), ChannelId("acc-1"), ContactId(who))
        visit, where = Visit(url=url, title=url.upper()), Surroundings(user_agent=agent_string)
        before, now = self.visitors.get(who), self.hands.now
        after = seen(before, visit, where, now) if before else newcomer(identity, visit, where, now)
        self.visitors[who] = after
        return live.arrive(self.ports, visitor=after)

    def beat(self, *, has_socket: bool = False) -> Pulse:
        return live.beat(self.ports, live=has_socket, **IDS)

    def list(self) -> list[Presence]:
        return list(live.look(self.ports, account_id="acc").rows)


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_visitor_is_listed_with_his_page_and_his_visit(site: Site) -> None:
    site.page("/beans")
    site.after(20)
    site.page("/cups")
    (row,) = site.list()
    assert (row.url, row.title, row.pages, row.visits_count) == ("/cups", "/CUPS", 2, 1)
    assert row.since == NOON
    assert row.page_at == NOON + timedelta(seconds=20)


def test_a_new_visit_counts_its_pages_from_one(site: Site) -> None:
    site.page("/beans")
    site.after(31 * 60)
    site.page("/cups")
    (row,) = site.list()
    assert (row.pages, row.visits_count) == (1, 2)
    assert row.since == NOON + timedelta(minutes=31)


def test_the_newest_visit_is_first_and_strangers_are_not_there(site: Site) -> None:
    site.page("/", who="zoe")
    site.after(1)
    site.page("/", who="ana")
    assert [row.contact_id for row in site.list()] == ["ana", "zoe"]
    assert live.look(site.ports, account_id="other").rows == []


@pytest.mark.parametrize(
    ("silence", "there"), [(0, True), (104, True), (106, False)], ids=["now", "late", "gone"]
)
def test_who_says_nothing_for_two_beats_is_gone(site: Site, silence: int, there: bool) -> None:
    site.page("/")
    site.after(silence)
    assert bool(site.list()) is there


def test_a_beat_keeps_him_there(site: Site) -> None:
    site.page("/")
    for _ in range(5):
        site.after(45)
        assert site.beat() == Pulse(live.SLOW)
    assert len(site.list()) == 1


def test_pages_speak_more_often_while_somebody_looks_and_not_after(site: Site) -> None:
    assert site.page("/").next == live.SLOW
    site.list()
    assert site.beat().next == live.QUICK
    site.after(60)
    assert site.beat().next == live.SLOW


def test_a_look_is_written_down_only_now_and_then(site: Site) -> None:
    for _ in range(10):
        site.list()
        site.after(4)
    assert site.store.calls.count("watch") == 2


def test_a_beat_is_one_write_and_no_read(site: Site) -> None:
    site.page("/")
    site.store.calls.clear()
    site.beat()
    assert site.store.calls == ["beat"]


def test_who_is_written_to_is_told_to_connect_until_he_has_a_socket(site: Site) -> None:
    site.page("/")
    assert live.call(site.ports, conversation_id="c1", **IDS)
    assert site.beat().connect
    assert site.page("/other").connect  # a page opened in between does not lose it
    assert not site.beat(has_socket=True).connect
    assert not site.beat().connect
    assert site.list()[0].conversation_id == "c1"


def test_nobody_is_called_who_is_not_there(site: Site) -> None:
    assert not live.call(site.ports, conversation_id="c1", **IDS)


def test_a_page_that_nobody_knows_is_asked_to_report(site: Site) -> None:
    assert site.beat().report


def test_robots_are_no_visitors(site: Site) -> None:
    site.page("/", agent_string="Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert site.store.calls == []


def test_hostile_lengths_stay_below_one_write_unit(site: Site) -> None:
    site.page("/" + "ü" * 3000)
    (row,) = site.list()
    assert len(row.url) == live.MOST_URL


@pytest.mark.feature("1.5")
def test_closing_the_window_is_kept_with_the_time_that_it_was_open() -> None:
    identity = Identity(AccountId("acc"), ChannelId("acc-1"), ContactId("ana"))
    before = newcomer(identity, Visit(url="/"), Surroundings(), NOON)
    later = NOON + timedelta(minutes=5)
    after = seen(before, Visit(closed=True, chat_seconds=90), Surroundings(), later)
    assert (after.closed_at, after.chat_seconds, after.pages_count) == (later, 90, 1)
    again = seen(after, Visit(url="/b"), Surroundings(), later)
    assert (again.closed_at, again.chat_seconds) == (later, 90)


def test_who_is_blocked_is_not_shown_on_this_page_and_the_next() -> None:
    site = Site()
    site.page("/a")
    site.page("/a", who="rui")

    def shown() -> set[str]:
        return {row.contact_id for row in live.look(site.ports, account_id="acc").rows}

    for blocked, here in ((True, {"rui"}), (False, {"ana", "rui"})):
        for _ in range(2):
            live.block(site.ports, blocked=blocked, **IDS)
            assert shown() == here
        site.visitors["ana"] = replace(site.visitors["ana"], blocked=blocked)
        site.page("/b")
        assert shown() == here
    live.block(site.ports, account_id="acc", contact_id="nobody", blocked=True)
    assert shown() == {"ana", "rui"}
