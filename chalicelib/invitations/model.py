"""Proactive invitations. Pure. Which one fits is decided in the visitor's page
(web/apps/widget/src/parts/invitation): only that knows how long and how far he has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.shared.ids import AccountId
from chalicelib.visitors.model import Visitor, group_of

VARIANTS = ("A", "B")
EVENTS = ("shown", "opened", "answered")


@dataclass(frozen=True, slots=True)
class Condition:
    """See `wire.invitations.Condition`."""

    field: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """channel_id: '' = every site. texts: one, or two that are compared. repeat_minutes: a visitor
    who was invited, to anything, is left alone so long."""

    id: str
    account_id: AccountId
    name: str
    texts: tuple[str, ...]
    channel_id: str = ""
    enabled: bool = True
    match: str = "all"
    conditions: tuple[Condition, ...] = ()
    action: str = "bubble"
    agent_id: str = ""
    repeat_minutes: int = 1440
    position: int = 0


Counts = Mapping[str, Mapping[str, int]]  # variant -> event -> visitors


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An account's invitations in the order in which they are tried. counts: by id."""

    invitations: tuple[Invitation, ...] = ()
    counts: Mapping[str, Counts] = field(default_factory=dict)

    def get(self, id: str) -> Invitation | None:
        return next((each for each in self.invitations if each.id == id), None)


def ordered(invitations: Sequence[Invitation]) -> tuple[Invitation, ...]:
    return tuple(sorted(invitations, key=lambda each: (each.position, each.id)))


def variant_of(invitation: Invitation, visitor: Visitor) -> str:
    """The visitor's own group, which he keeps; a site's own names for groups count by the hash of
    his id."""
    if len(invitation.texts) < len(VARIANTS):
        return VARIANTS[0]
    group = visitor.ab_test_group
    return group if group in VARIANTS else group_of(visitor.contact_id)


def text_of(invitation: Invitation, variant: str) -> str:
    return invitation.texts[VARIANTS.index(variant)]


_ALWAYS = Condition("time_on_page", "at_least", "0")


def with_hours(invitation: Invitation, is_open: bool) -> Invitation | None:
    """With what it asks of the working hours answered, which the page cannot know; None if it can
    fit no more."""
    kept: list[Condition] = []
    for condition in invitation.conditions:
        if (condition.field, condition.op) != ("hours", "is"):
            kept.append(condition)
        elif (condition.value == "open") is is_open:
            kept.append(_ALWAYS)
        elif invitation.match == "all":
            return None
    return replace(invitation, conditions=tuple(kept)) if kept else None


def for_site(catalogue: Catalogue, channel_id: str) -> list[Invitation]:
    return [
        each
        for each in catalogue.invitations
        if each.enabled and each.channel_id in ("", channel_id)
    ]


@dataclass(frozen=True, slots=True)
class Facts:
    """See `wire.invitations.InvitationFacts`."""

    country: str
    minute: int
    site_seconds: int
    pages: int
    visits: int
    since_close: int | None
    since_invitation: int | None
    referrer: str
    utm: Mapping[str, str]


def facts(visitor: Visitor, time_zone: str, now: datetime) -> Facts:
    return Facts(
        country=visitor.country,
        minute=_minute(now, time_zone),
        site_seconds=int((now - (visitor.visit_at or now)).total_seconds()),
        pages=max(visitor.visit_pages, 1),
        visits=max(visitor.visits_count, 1),
        since_close=_minutes_since(visitor.closed_at, now),
        since_invitation=_minutes_since(visitor.invitation_at, now),
        referrer=visitor.referrer,
        utm=dict(visitor.utm),
    )


def _minute(now: datetime, time_zone: str) -> int:
    try:
        there = now.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        there = now
    return there.hour * 60 + there.minute


def _minutes_since(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(int((now - moment).total_seconds()) // 60, 0)
