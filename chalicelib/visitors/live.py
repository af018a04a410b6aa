"""Who is on the account's websites now.

A silent visitor has no socket: sockets cost the site's owner. His page says now and then that it is
looked at, and the answer tells it whether somebody wrote. While agents look at the list, pages
say so more often (docs/costs.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.shared.clock import Clock, to_milliseconds
from chalicelib.shared.errors import Conflict
from chalicelib.visitors.model import Visitor
from chalicelib.visitors.service import TRIES, VisitorStore

SLOW = 45  # seconds between two beats while nobody looks at the list
QUICK = 10  # ... and while somebody does
GRACE = timedelta(seconds=15)  # beyond two missed beats
WATCH = timedelta(seconds=45)  # that one look at the list counts for
RENEW = timedelta(seconds=25)  # a look is written down anew when less is left
MOST_SHOWN = 100
# With these an item stays below 1 KB, which is one write unit.
MOST_URL, MOST_TITLE, MOST_REFERRER = 240, 100, 140


@dataclass(frozen=True, slots=True)
class Presence:
    """until: when he counts as gone unless his page says otherwise. since: of the visit. pages: of
    the visit. called: somebody wrote to him, and his page does not know it yet. blocked: he is
    not shown."""

    account_id: str
    contact_id: str
    channel_id: str
    since: datetime
    page_at: datetime
    seen_at: datetime
    until: datetime
    url: str = ""
    title: str = ""
    pages: int = 0
    visits_count: int = 1
    referrer: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    city: str = ""
    language: str = ""
    device: str = ""
    browser: str = ""
    os: str = ""
    name: str = ""
    conversation_id: str = ""
    called: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """rows: in descending order of the contacts' first visit. watched_until: by the agents' list.
    more: there are rows that were not read."""

    rows: Sequence[Presence]
    watched_until: datetime | None = None
    more: bool = False


class PresenceStore(Protocol):
    """Each method is one call. Writers raise TryAgain when the table takes no more."""

    def arrive(self, presence: Presence) -> bool:
        """Write all but `called`, `name` and `conversation_id` where those are empty, which stay.
        Answers `called`."""

    def beat(
        self, account_id: str, contact_id: str, *, now: datetime, until: datetime, live: bool
    ) -> bool | None:
        """`called`, which live=True takes away; None if nothing is known of him."""

    def call(self, account_id: str, contact_id: str, conversation_id: str) -> bool:
        """Set `called` and his conversation. False if nothing is known of him."""

    def talks(self, account_id: str, contact_id: str, conversation_id: str) -> None:
        """Set his conversation, if anything is known of him."""

    def block(self, account_id: str, contact_id: str, blocked: bool) -> None:
        """Set `blocked`, if anything is known of him."""

    def present(self, account_id: str, now: datetime) -> Present: ...

    def watched_until(self, account_id: str) -> datetime | None: ...

    def watch(self, account_id: str, until: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class LivePorts:
    """watched_until: as the store's; may be some seconds old."""

    store: PresenceStore
    watched_until: WatchedUntil
    clock: Clock


class WatchedUntil(Protocol):
    def __call__(self, account_id: str, /) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Pulse:
    """See `wire.visitors.Beat`."""

    next: int
    connect: bool = False
    report: bool = False


def arrive(p: LivePorts, *, visitor: Visitor, name: str = "", conversation_id: str = "") -> Pulse:
    """He opened a page. One write; none for a robot."""
    now = to_milliseconds(p.clock())
    pace = _pace(p, visitor.account_id, now)
    if visitor.device == "robot":
        return Pulse(SLOW)
    called = p.store.arrive(
        replace(
            _presence(visitor, now),
            until=_until(now, pace),
            name=name[:80],
            conversation_id=conversation_id,
        )
    )
    return Pulse(pace, connect=called)


def beat(p: LivePorts, *, account_id: str, contact_id: str, live: bool) -> Pulse:
    """His page is still looked at. live: it has a socket. One write."""
    now = to_milliseconds(p.clock())
    pace = _pace(p, account_id, now)
    called = p.store.beat(account_id, contact_id, now=now, until=_until(now, pace), live=live)
    if called is None:
        return Pulse(pace, report=True)
    return Pulse(pace, connect=called and not live)


def call(p: LivePorts, *, account_id: str, contact_id: str, conversation_id: str) -> bool:
    """Have his page connect, as somebody wrote to him. Whether there is such a page."""
    return p.store.call(account_id, contact_id, conversation_id)


def talks(p: LivePorts, *, account_id: str, contact_id: str, conversation_id: str) -> None:
    """He wrote his first word."""
    p.store.talks(account_id, contact_id, conversation_id)


def block(p: LivePorts, *, account_id: str, contact_id: str, blocked: bool) -> None:
    """Take him off the list, or put him back. His record says it to later pages."""
    p.store.block(account_id, contact_id, blocked)


def look(p: LivePorts, *, account_id: str) -> Present:
    """Who is there and not blocked, newest arrival first; the pages are asked to say so more often
    for a while. One query, and at most one write in RENEW."""
    now = to_milliseconds(p.clock())
    found = p.store.present(account_id, now)
    if found.watched_until is None or found.watched_until - now < RENEW:
        p.store.watch(account_id, now + WATCH)
    here = sorted(
        (row for row in found.rows if row.until > now and not row.blocked),
        key=lambda row: row.since,
        reverse=True,
    )
    return replace(found, rows=here)


def invited(store: VisitorStore, *, account_id: str, contact_id: str, at: datetime) -> None:
    """Put the moment of an invitation on his record. Lost only if the record moves again and again:
    then he is merely invited once more."""
    for _ in range(TRIES):
        before = store.get(account_id, contact_id)
        if before is None or (before.invitation_at and before.invitation_at >= at):
            return
        try:
            store.save(replace(before, invitation_at=at))
        except Conflict:
            continue
        return


def _pace(p: LivePorts, account_id: str, now: datetime) -> int:
    watched = p.watched_until(account_id)
    return QUICK if watched is not None and watched > now else SLOW


def _until(now: datetime, pace: int) -> datetime:
    return now + 2 * timedelta(seconds=pace) + GRACE


def _presence(visitor: Visitor, now: datetime) -> Presence:
    page = visitor.pages[-1] if visitor.pages else None
    return Presence(
        account_id=visitor.account_id,
        contact_id=visitor.contact_id,
        channel_id=visitor.channel_id,
        since=visitor.visit_at or visitor.last_seen_at,
        page_at=page.at if page else now,
        seen_at=now,
        until=now,
        url=page.url[:MOST_URL] if page else "",
        title=page.title[:MOST_TITLE] if page else "",
        pages=visitor.visit_pages,
        visits_count=visitor.visits_count,
        referrer=visitor.referrer[:MOST_REFERRER],
        utm={name: value[:40] for name, value in visitor.utm.items()},
        country=visitor.country,
        city=visitor.city[:60],
        language=visitor.language,
        device=visitor.device,
        browser=visitor.browser,
        os=visitor.os,
        blocked=visitor.blocked,
    )
