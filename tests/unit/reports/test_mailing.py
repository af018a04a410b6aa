"""Reports by e-mail: on their day, once, to those who may still see them."""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest

from chalicelib.accounts.model import Account, AccountPage, Agent, Role
from chalicelib.reports import mailing
from chalicelib.reports.asking import Period
from chalicelib.reports.letters import Letter
from chalicelib.reports.mailing import (
    SENDING,
    Every,
    MailFailed,
    Mailing,
    MailingPorts,
    MailRefused,
    Wish,
)
from chalicelib.reports.mailing_store import as_bytes
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, AgentId
from tests.unit.reports.fakes import FakeReportStore

pytestmark = pytest.mark.feature("10")
NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)  # a Wednesday
PEOPLE = {"ana": Role.SUPERVISOR, "olga": Role.OWNER, "rui": Role.AGENT}


@dataclass
class Desk:
    """broken: nothing can be sent. refused: an address that takes nothing. step: called before each
    step of sending; raises to die there."""

    now: datetime = NOW
    kept: dict[str, Mailing] = field(default_factory=dict)
    claimed: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict)  # since, sent
    woken: list[tuple[str, int, datetime]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    broken: bool = False
    refused: str = ""
    step: Callable[[], None] = lambda: None
    reports: FakeReportStore = field(default_factory=FakeReportStore)

    def __post_init__(self) -> None:
        account = Account(AccountId("acc"), "Oak <b> & Co", time_zone="America/Sao_Paulo")
        agents = tuple(
            Agent(AgentId(id), account.id, id.title(), f"{id}@oak.example", role=role)
            for id, role in PEOPLE.items()
        )
        self.page = AccountPage(account=account, agents=agents, channels=(), queues=())
        self.ports = MailingPorts(
            store=self,
            reports=self.reports,
            claims=self,
            site=lambda account_id: self.page,
            names=lambda account_id, by: {"rui": '=Rui "R"'},
            wake=lambda one, at: self.woken.append((one.id, one.version, at)),
            send=self.send,
            clock=lambda: self.now,
            url="https://desk.example/",
        )

    def mailings(self, account_id: str) -> list[Mailing]:
        return list(self.kept.values())

    def mailing(self, account_id: str, id: str) -> Mailing | None:
        return self.kept.get(id)

    def save(self, before: int, mailing: Mailing) -> bool:
        held = self.kept.get(mailing.id)
        if (held.version if held else 0) != before:
            return False
        self.kept[mailing.id] = mailing
        return True

    def remove(self, account_id: str, id: str) -> None:
        del self.kept[id]

    def claim(self, account_id: str, key: str, now: float, stale_before: float) -> bool:
        self.step()
        since, sent = self.claimed.get((account_id, key), (0.0, False))
        if (account_id, key) in self.claimed and (sent or since >= stale_before):
            return False
        self.claimed[account_id, key] = (now, False)
        return True

    def sent(self, account_id: str, key: str) -> bool:
        return self.claimed.get((account_id, key), (0.0, False))[1]

    def done(self, account_id: str, key: str) -> None:
        self.step()
        self.claimed[account_id, key] = (self.claimed[account_id, key][0], True)

    def release(self, account_id: str, key: str) -> None:
        del self.claimed[account_id, key]

    def send(self, letter: Letter) -> None:
        self.step()
        if self.broken:
            raise MailFailed("down")
        if letter.to == self.refused:
            raise MailRefused("never")
        self.letters.append(letter)

    def add(self, *people: str, by: str = "", every: Every = "week") -> Mailing:
        return mailing.add(self.ports, account_id="acc", wish=Wish(by, every, 8, people))

    def fire(self, one: Mailing, due: datetime) -> None:
        self.now = due
        mailing.due(self.ports, account_id="acc", id=one.id, version=one.version, due=due)


MONDAY = datetime(2026, 6, 15, 11, 0, tzinfo=UTC)  # eight o'clock in São Paulo


def test_it_goes_out_on_monday_in_the_accounts_zone_and_sets_the_next() -> None:
    desk = Desk()
    one = desk.add("ana", "olga")
    assert desk.woken == [(one.id, 1, MONDAY)]
    desk.fire(one, MONDAY)
    assert [each.to for each in desk.letters] == ["ana@oak.example", "olga@oak.example"]
    assert desk.woken[1:] == [(one.id, 1, MONDAY + timedelta(days=7))]


def test_months_go_out_on_the_first_and_are_about_the_month_before() -> None:
    desk = Desk()
    one = desk.add("ana", every="month")
    assert desk.woken == [(one.id, 1, datetime(2026, 7, 1, 11, 0, tzinfo=UTC))]
    assert mailing.period_of(one, date(2026, 3, 1)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    week = replace(one, every="week")
    assert mailing.period_of(week, date(2026, 6, 15)) == Period(date(2026, 6, 8), date(2026, 6, 14))


def test_a_timer_that_comes_twice_or_fails_between_writes_to_each_once() -> None:
    desk = Desk()
    one = desk.add("ana", "olga")
    desk.broken = True
    with pytest.raises(MailFailed):
        desk.fire(one, MONDAY)
    desk.broken = False
    for _ in range(3):
        desk.fire(one, MONDAY)
    assert sorted(each.to for each in desk.letters) == ["ana@oak.example", "olga@oak.example"]
    desk.fire(one, MONDAY + timedelta(days=7))
    assert len(desk.letters) == 4


class Died(Exception):
    pass


def comes_again(desk: Desk, one: Mailing, at: datetime) -> bool:
    """As the timers queue: whether it was done, at that moment."""
    desk.now = at
    try:
        mailing.due(desk.ports, account_id="acc", id=one.id, version=one.version, due=MONDAY)
    except (MailFailed, Died):
        return False
    return True


@pytest.mark.parametrize("second", [0, 1, 61, 119, 121])
@pytest.mark.parametrize("death", range(1, 7))
def test_a_sender_that_dies_at_any_step_costs_nobody_his_letter(death: int, second: int) -> None:
    """second: seconds after which the timer is delivered again, then every minute until it is
    done, as the sweep does."""
    desk, steps = Desk(), 0
    one = desk.add("ana", "olga")

    def dies() -> None:
        nonlocal steps
        steps += 1
        if steps == death:
            raise Died

    desk.step = dies
    assert not comes_again(desk, one, MONDAY)
    at, tries = MONDAY + timedelta(seconds=second), 1
    while not comes_again(desk, one, at):
        at, tries = at + timedelta(minutes=1), tries + 1
    told = Counter(each.to for each in desk.letters)
    assert set(told) == {"ana@oak.example", "olga@oak.example"}
    assert told.total() <= 3, "one dies once: at most his letter comes twice"
    if death % 3:
        assert told.total() == 2, "who died before the letter or its claim doubles nothing"
    assert at <= MONDAY + SENDING + timedelta(minutes=1), "and nobody waits for long"
    for _ in range(2):
        assert comes_again(desk, one, at + SENDING)
    assert Counter(each.to for each in desk.letters) == told


def test_two_deliveries_at_once_write_once_and_neither_is_done_before_the_letter_is() -> None:
    desk = Desk()
    one = desk.add("ana")
    other: list[bool] = []

    def meanwhile() -> None:
        if desk.claimed:
            desk.step = lambda: None
            other.append(comes_again(desk, one, MONDAY))

    desk.step = meanwhile
    assert comes_again(desk, one, MONDAY)
    assert other == [False]
    assert comes_again(desk, one, MONDAY)
    assert len(desk.letters) == 1


def test_an_address_that_takes_nothing_holds_nobody_up_for_ever() -> None:
    desk = Desk(refused="ana@oak.example")
    one = desk.add("ana", "olga")
    assert comes_again(desk, one, MONDAY)
    assert [each.to for each in desk.letters] == ["olga@oak.example"]


def test_who_left_or_may_no_longer_see_it_gets_nothing_and_then_it_is_off() -> None:
    desk = Desk()
    one = desk.add("ana", "olga")
    ana, olga, rui = desk.page.agents
    desk.page = replace(desk.page, agents=(replace(ana, active=False), olga, rui))
    desk.fire(one, MONDAY)
    assert [each.to for each in desk.letters] == ["olga@oak.example"]
    agents = (replace(ana, active=False), replace(olga, role=Role.AGENT), rui)
    desk.page = replace(desk.page, agents=agents)
    woken = len(desk.woken)
    desk.fire(one, MONDAY + timedelta(days=7))
    assert (len(desk.letters), len(desk.woken)) == (1, woken)
    assert not desk.kept[one.id].active


def test_an_older_timer_and_one_of_what_was_removed_do_nothing() -> None:
    desk = Desk()
    one = desk.add("ana")
    wish = Wish("queue", "month", 9, ["olga"])
    after = mailing.change(desk.ports, account_id="acc", id=one.id, wish=wish, version=1)
    desk.fire(one, MONDAY)
    mailing.remove(desk.ports, account_id="acc", id=one.id)
    desk.fire(after, MONDAY)
    assert desk.letters == []
    with pytest.raises(NotFound):
        mailing.remove(desk.ports, account_id="acc", id=one.id)


@pytest.mark.parametrize(("hour", "letters"), [(8, 1), (9, 0)])
def test_a_change_that_died_before_it_was_saved_stops_nothing(
    hour: int, letters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its timer stands in the place of the one that was there, or beside it."""
    desk = Desk()
    one = desk.add("ana")

    def dies(before: int, mailing: Mailing) -> bool:
        raise Died

    monkeypatch.setattr(desk, "save", dies)
    wish = Wish("", "week", hour, ["ana"])
    with pytest.raises(Died):
        mailing.change(desk.ports, account_id="acc", id=one.id, wish=wish, version=1)
    id, version, due = desk.woken[-1]
    assert (id, version) == (one.id, 2)
    desk.now = due
    mailing.due(desk.ports, account_id="acc", id=id, version=version, due=due)
    assert len(desk.letters) == letters
    assert desk.kept[one.id] == one


def test_what_makes_no_sense_is_refused_by_field() -> None:
    desk = Desk()
    one = desk.add("ana")
    for wish, named in (
        (Wish("planet", "week", 8, ["ana"]), "by"),
        (Wish("", "week", 24, ["ana"]), "hour"),
        (Wish("", "week", 8, []), "agent_ids"),
        (Wish("", "week", 8, ["rui"]), "agent_ids"),
        (Wish("", "week", 8, ["nobody"]), "agent_ids"),
    ):
        with pytest.raises(InvalidInput) as refused:
            mailing.add(desk.ports, account_id="acc", wish=wish)
        assert refused.value.field == named
    with pytest.raises(Conflict):
        mailing.change(
            desk.ports, account_id="acc", id=one.id, wish=Wish("", "week", 8, ["ana"]), version=7
        )


def test_the_letter_has_the_numbers_a_link_and_a_file_and_no_foreign_markup() -> None:
    desk = Desk()
    counts = {"assigned": 3, "out": 7, "resolved": 2, "Z25": 2, "Z+": 240, "kept": 3, "broken": 1}
    desk.reports.counters["acc"] = {("agent", "2026-06-09", "rui"): Counter(counts)}
    one = desk.add("ana", by="agent")
    desk.fire(one, MONDAY)
    (letter,) = desk.letters
    told = email.message_from_bytes(as_bytes(letter, "chat@desk.example"), policy=default)
    assert told["To"] == "ana@oak.example"
    assert "2026-06-08 – 2026-06-14" in told["Subject"]
    plain, marked = told.get_body(("plain",)), told.get_body(("html",))
    assert plain is not None
    assert marked is not None
    text = plain.get_content()
    assert "Resolved 2" in text
    assert "SLA 75%" in text
    assert "https://desk.example/reports/agent?from=2026-06-08&to=2026-06-14" in text
    page = marked.get_content()
    assert "Oak &lt;b&gt; &amp; Co" in page
    assert "<b>" not in page
    (file,) = told.iter_attachments()
    head, row = file.get_content().lstrip("﻿").splitlines()
    assert head.startswith("Agents,Assigned,")
    assert row.startswith('"\'=Rui ""R""",3,7,2,')


def test_who_has_chosen_no_language_is_written_to_in_the_accounts() -> None:
    desk = Desk()
    ana, olga, *others = desk.page.agents
    ana = replace(ana, preferences={"language": "es"})
    account = replace(desk.page.account, language="pt-BR")
    desk.page = replace(desk.page, account=account, agents=(ana, olga, *others))
    desk.fire(desk.add("ana", "olga"), MONDAY)
    found = {letter.to: letter.text for letter in desk.letters}
    assert "Resueltas" in found["ana@oak.example"]
    assert "Resolvidas" in found["olga@oak.example"]
