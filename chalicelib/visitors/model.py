"""What is known of a person on a website before and beside his words. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.visitors.agent_string import read as read_agent_string

VISIT_ENDS_AFTER = timedelta(minutes=30)  # without a page
SAME_PAGE = timedelta(seconds=10)  # the same address again so soon only corrects its title
PAGES_KEPT = 50
UTM_NAMES = ("source", "medium", "campaign", "term", "content")
MOST_URL, MOST_TITLE, MOST_VALUE = 1000, 200, 200


@dataclass(frozen=True, slots=True)
class Identity:
    """What a verified visitor's token says. user_id: the site's own id of him, which its server
    signed; '' for everybody else."""

    account_id: AccountId
    channel_id: ChannelId
    contact_id: ContactId
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page tells of itself."""

    url: str = ""
    title: str = ""
    referrer: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    new_visit: bool = False
    ab_test_group: str = ""
    closed: bool = False  # the chat's window was closed just now
    chat_seconds: int = 0  # that it was open, since last told


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the request tells: the edge's guess of the place, and the browser's own headers."""

    country: str = ""
    city: str = ""
    user_agent: str = ""
    accept_language: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """pages: the newest 50, ascending. referrer, utm: of the present visit. chat_seconds: how long
    the chat window was open. visit_at, visit_pages: of the present visit. version: raised by each
    write."""

    account_id: AccountId
    contact_id: ContactId
    channel_id: ChannelId
    first_seen_at: datetime
    last_seen_at: datetime
    visits_count: int = 0
    pages_count: int = 0
    pages: tuple[Page, ...] = ()
    referrer: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    city: str = ""
    language: str = ""
    device: str = ""
    browser: str = ""
    os: str = ""
    ab_test_group: str = ""
    invitation_at: datetime | None = None
    closed_at: datetime | None = None
    chat_seconds: int = 0
    department_id: str = ""
    rated: bool = False
    has_integration: bool = False
    visit_at: datetime | None = None
    visit_pages: int = 0
    blocked: bool = False
    version: int = 0


def newcomer(identity: Identity, visit: Visit, where: Surroundings, now: datetime) -> Visitor:
    group = visit.ab_test_group[:20] or group_of(identity.contact_id)
    blank = Visitor(
        account_id=identity.account_id,
        contact_id=identity.contact_id,
        channel_id=identity.channel_id,
        first_seen_at=now,
        last_seen_at=now,
        ab_test_group=group,
    )
    return seen(blank, visit, where, now)


def seen(before: Visitor, visit: Visit, where: Surroundings, now: datetime) -> Visitor:
    """The record after one more page. A group, once given, stays."""
    starts = (
        visit.new_visit or before.visits_count == 0 or now - before.last_seen_at > VISIT_ENDS_AFTER
    )
    device = read_agent_string(where.user_agent)
    pages, added = _with_page(before.pages, visit, now)
    return replace(
        before,
        last_seen_at=now,
        visits_count=before.visits_count + starts,
        pages_count=before.pages_count + added,
        pages=pages,
        referrer=visit.referrer[:MOST_URL] if starts else before.referrer,
        utm=_utm(visit.utm) if starts else before.utm,
        country=where.country[:2].upper() or before.country,
        city=where.city[:MOST_VALUE] or before.city,
        language=_language(visit, where) or before.language,
        device=device.device or before.device,
        browser=device.browser or before.browser,
        os=device.os or before.os,
        visit_at=now if starts else before.visit_at,
        visit_pages=(0 if starts else before.visit_pages) + added,
        closed_at=now if visit.closed else before.closed_at,
        chat_seconds=before.chat_seconds + visit.chat_seconds,
    )


def _with_page(
    pages: tuple[Page, ...], visit: Visit, now: datetime
) -> tuple[tuple[Page, ...], int]:
    """The pages after this one, and how many were added (0 or 1)."""
    url, title = visit.url[:MOST_URL], visit.title[:MOST_TITLE]
    if not url:
        return pages, 0
    last = pages[-1] if pages else None
    if last and last.url == url and now - last.at < SAME_PAGE:
        return (*pages[:-1], replace(last, title=title or last.title)), 0
    return (*pages, Page(url=url, title=title, at=now))[-PAGES_KEPT:], 1


def _utm(values: Mapping[str, str]) -> dict[str, str]:
    """Known tags only, with or without their `utm_`."""
    named = {name.removeprefix("utm_"): value for name, value in values.items()}
    return {name: named[name][:MOST_VALUE] for name in UTM_NAMES if named.get(name)}


def _language(visit: Visit, where: Surroundings) -> str:
    return (visit.language or where.accept_language.partition(",")[0].partition(";")[0])[
        :35
    ].strip()


def group_of(contact_id: str) -> str:
    """A or B, half of the visitors each; the same visitor always the same."""
    return "AB"[hashlib.sha256(contact_id.encode()).digest()[0] & 1]
