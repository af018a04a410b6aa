"""Reports by e-mail: what was chosen goes to people every week or month, once each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from chalicelib.accounts.model import AccountPage, Agent
from chalicelib.accounts.permissions import Permission, may
from chalicelib.reports import asking
from chalicelib.reports.asking import Period, Report
from chalicelib.reports.letters import Letter, composed
from chalicelib.reports.model import DIMENSIONS
from chalicelib.reports.ports import ReportStore
from chalicelib.shared import log
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import AppError, Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id

MOST = 20  # of an account
MOST_PEOPLE = 20
SENDING = timedelta(minutes=2)  # then whoever was sending has died
Every = Literal["week", "month"]


class MailFailed(AppError):
    """Not sent; the timer comes again."""

    status = 502
    code = "mail_failed"


class MailRefused(AppError):
    """This letter will never be taken: no repeat helps."""

    status = 502
    code = "mail_refused"


@dataclass(frozen=True, slots=True)
class Mailing:
    """by: of each agent, queue, …; '' = the overview. every: on Mondays the seven days before, on
    the first the month before, at that hour of the account's zone. active: False once nobody is
    left who may see it. version: raised by each change; timers of an older one do nothing."""

    id: str
    account_id: str
    by: str
    every: Every
    hour: int
    agent_ids: tuple[str, ...]
    active: bool = True
    version: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    by: str
    every: Every
    hour: int
    agent_ids: Sequence[str]


class MailingStore(Protocol):
    """Each method is one call to the table."""

    def mailings(self, account_id: str) -> list[Mailing]: ...

    def mailing(self, account_id: str, id: str) -> Mailing | None: ...

    def save(self, before: int, mailing: Mailing) -> bool:
        """False if the stored one's version is not `before` (0 = there is none)."""

    def remove(self, account_id: str, id: str) -> None: ...


class Claims(Protocol):
    """key: what is to be sent, once."""

    def claim(self, account_id: str, key: str, now: float, stale_before: float) -> bool:
        """Whether it is the caller's to send: nobody has sent it, or is sending it since
        `stale_before` (both epoch seconds)."""

    def sent(self, account_id: str, key: str) -> bool:
        """Whether somebody was done with it."""

    def done(self, account_id: str, key: str) -> None: ...

    def release(self, account_id: str, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class MailingPorts:
    """site: the account with its people. names: account, dimension -> id -> name. wake: durable;
    `due` is called then, twice perhaps. send: raises MailFailed, MailRefused. url: of the
    console."""

    store: MailingStore
    reports: ReportStore
    claims: Claims
    site: Callable[[str], AccountPage]
    names: Callable[[str, str], Mapping[str, str]]
    wake: Callable[[Mailing, datetime], None]
    send: Callable[[Letter], None]
    clock: Clock
    url: str


def mailings(p: MailingPorts, *, account_id: str) -> list[Mailing]:
    return sorted(p.store.mailings(account_id), key=lambda each: each.id)


def add(p: MailingPorts, *, account_id: str, wish: Wish, id: str = "") -> Mailing:
    """id: of whoever may repeat it; the same again makes nothing. Raises InvalidInput, naming the
    field."""
    others = p.store.mailings(account_id)
    there = next((each for each in others if each.id == id), None)
    if there is not None:
        return there
    if len(others) >= MOST:
        raise InvalidInput(f"an account has at most {MOST}", field="agent_ids")
    blank = Mailing(id or new_id(p.clock()), account_id, "", "week", 8, ())
    return _saved(p, blank, wish)


def change(p: MailingPorts, *, account_id: str, id: str, wish: Wish, version: int) -> Mailing:
    """Whole; it goes out again if it was off. Raises NotFound, InvalidInput, Conflict."""
    before = p.store.mailing(account_id, id)
    if before is None:
        raise NotFound("no such mailing")
    if before.version != version:
        raise Conflict("somebody else changed this", field="version")
    return _saved(p, before, wish)


def remove(p: MailingPorts, *, account_id: str, id: str) -> None:
    """Raises NotFound."""
    if p.store.mailing(account_id, id) is None:
        raise NotFound("no such mailing")
    p.store.remove(account_id, id)


def _saved(p: MailingPorts, before: Mailing, wish: Wish) -> Mailing:
    people = tuple(dict.fromkeys(wish.agent_ids))
    site = p.site(before.account_id)
    if wish.by not in ("", *DIMENSIONS):
        raise InvalidInput("there is no such report", field="by")
    if not 0 <= wish.hour <= 23:
        raise InvalidInput("is an hour of the day", field="hour")
    if not 0 < len(people) <= MOST_PEOPLE:
        raise InvalidInput(f"choose one to {MOST_PEOPLE} people", field="agent_ids")
    if len(_readers(site, people)) < len(people):
        raise InvalidInput("somebody of these may not see reports", field="agent_ids")
    after = replace(
        before,
        by=wish.by,
        every=wish.every,
        hour=wish.hour,
        agent_ids=people,
        active=True,
        version=before.version + 1,
    )
    # First: one that is saved and never woken would never go out; a timer of what was not saved
    # finds another version, and does nothing.
    p.wake(after, following(after, p.clock(), _zone(site)))
    if not p.store.save(before.version, after):
        raise Conflict("somebody else changed this", field="version")
    return after


def _is_its_own(mailing: Mailing, due: datetime, zone: ZoneInfo) -> bool:
    return following(mailing, due - timedelta(seconds=1), zone) == due


def following(mailing: Mailing, after: datetime, zone: ZoneInfo) -> datetime:
    """When it goes out next: on a Monday or the first of a month."""
    day = after.astimezone(zone).date()
    while True:
        if day.weekday() == 0 if mailing.every == "week" else day.day == 1:
            at = datetime.combine(day, time(mailing.hour), tzinfo=zone)
            if at > after:
                return at.astimezone(after.tzinfo)
        day += timedelta(days=1)


def period_of(mailing: Mailing, day: date) -> Period:
    """What goes out on that day is about: the whole week or month that ended before it."""
    if mailing.every == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday - timedelta(days=7), monday - timedelta(days=1))
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def due(p: MailingPorts, *, account_id: str, id: str, version: int, due: datetime) -> None:
    """Bears repeats, two at once too: each person is written to, twice only if a sender died
    between the letter and its note. Raises MailFailed unless all were: the timer comes again."""
    mailing = p.store.mailing(account_id, id)
    if mailing is None or mailing.version > version or not mailing.active:
        return
    site = p.site(account_id)
    if mailing.version < version and not _is_its_own(mailing, due, _zone(site)):
        return  # of a change that was never saved
    people = _readers(site, mailing.agent_ids)
    if not people:
        p.store.save(mailing.version, replace(mailing, active=False, version=mailing.version + 1))
        return
    zone = _zone(site)
    p.wake(mailing, following(mailing, max(due, p.clock()), zone))
    period = period_of(mailing, due.astimezone(zone).date())
    wish = asking.Wish(period, by=mailing.by)
    found = asking.report(p.reports, account_id=account_id, wish=wish, today=p.clock().date())
    names = p.names(account_id, mailing.by) if mailing.by else {}
    left = [each for each in people if not _sent(p, mailing, due, each, site, period, found, names)]
    if left:
        raise MailFailed("not everybody could be written to")


def _sent(
    p: MailingPorts,
    mailing: Mailing,
    due: datetime,
    person: Agent,
    site: AccountPage,
    period: Period,
    found: Report,
    names: Mapping[str, str],
) -> bool:
    key, now = f"report#{mailing.id}#{due.isoformat()}#{person.id}", p.clock()
    if not p.claims.claim(mailing.account_id, key, now.timestamp(), (now - SENDING).timestamp()):
        # Whoever has it may be dead: the timer must come again until it is known to be sent.
        return p.claims.sent(mailing.account_id, key)
    try:
        p.send(
            composed(
                found,
                period,
                by=mailing.by,
                names=names,
                to=person.email,
                language=person.preferences.get("language", site.account.language),
                account=site.account.name,
                url=p.url,
            )
        )
    except MailFailed:
        p.claims.release(mailing.account_id, key)
        return False
    except MailRefused as refusal:
        log.error("report.refused", refusal, mailing=mailing.id, agent=person.id)
    p.claims.done(mailing.account_id, key)
    return True


def _readers(site: AccountPage, ids: Sequence[str]) -> list[Agent]:
    """Those of them who are still there and may see reports."""
    known = (site.agent(id) for id in ids)
    return [each for each in known if each and each.active and may(each.role, Permission.OVERSEE)]


def _zone(site: AccountPage) -> ZoneInfo:
    try:
        return ZoneInfo(site.account.time_zone)
    except (ValueError, KeyError):
        return ZoneInfo("UTC")
