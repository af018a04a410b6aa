"""Invitations: an account's catalogue, what a page is given of it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from chalicelib.accounts.model import AccountPage, Agent
from chalicelib.invitations import model, rules
from chalicelib.invitations.model import (
    EVENTS,
    Catalogue,
    Condition,
    Facts,
    Invitation,
)
from chalicelib.shared.clock import Clock, to_milliseconds
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, new_id
from chalicelib.visitors.model import Identity, Visitor

if TYPE_CHECKING:
    from chalicelib.accounts.ports import Site

MOST = 50
BRINGS_FOR = timedelta(minutes=30)


class InvitationStore(Protocol):
    """Each method is one call to the table."""

    def load(self, account_id: str) -> Catalogue:
        """In the order in which they are tried, with their counts."""

    def save(self, invitation: Invitation) -> None:
        """Adds or replaces."""

    def remove(self, account_id: str, id: str) -> None:
        """Harmless if it is gone. Its counts go too."""

    def count(
        self,
        account_id: str,
        contact_id: str,
        *,
        id: str,
        variant: str,
        event: str,
        now: datetime,
    ) -> bool:
        """Count this visitor, unless he was counted for this event: False."""

    def open(self, account_id: str, contact_id: str, *, id: str, now: datetime) -> None:
        """Remember which one he opened last, and when."""

    def opened(self, account_id: str, contact_id: str) -> tuple[str, datetime] | None:
        """The one that he opened last."""


@dataclass(frozen=True, slots=True)
class InvitationPorts:
    """catalogue: as the store's `load`, at most seconds old. visitor: his record, or None.
    invited: put the moment on his record. answered: a line in his conversation, once for each id
    (visitor, invitation, variant). forget: what this process keeps of the account's catalogue."""

    store: InvitationStore
    catalogue: Callable[[str], Catalogue]
    site: Site
    visitor: Callable[[str, str], Visitor | None]
    invited: Callable[[str, str, datetime], None]
    answered: Callable[[Identity, Invitation, str], None]
    forget: Callable[[str], None]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Wish:
    """A change. What is None stays."""

    name: str | None = None
    channel_id: str | None = None
    enabled: bool | None = None
    match: str | None = None
    conditions: Sequence[Condition] | None = None
    action: str | None = None
    agent_id: str | None = None
    texts: Sequence[str] | None = None
    repeat_minutes: int | None = None
    position: int | None = None


def catalogue(p: InvitationPorts, *, account_id: str) -> Catalogue:
    """For administrators: never cached."""
    return p.store.load(account_id)


def add(p: InvitationPorts, *, account_id: str, wish: Wish) -> Invitation:
    """At the end of the list unless told. Raises InvalidInput, naming the field."""
    known = p.store.load(account_id).invitations
    if len(known) >= MOST:
        raise InvalidInput(f"an account has at most {MOST} invitations", field="name")
    blank = Invitation(
        id=new_id(p.clock()),
        account_id=AccountId(account_id),
        name="",
        texts=(),
        position=max((each.position for each in known), default=-1) + 1,
    )
    return _saved(p, _wished(blank, wish))


def change(p: InvitationPorts, *, account_id: str, id: str, wish: Wish) -> Invitation:
    """Raises NotFound, or InvalidInput naming the field."""
    before = p.store.load(account_id).get(id)
    if before is None:
        raise NotFound("no such invitation")
    return _saved(p, _wished(before, wish))


def remove(p: InvitationPorts, *, account_id: str, id: str) -> None:
    """Raises NotFound."""
    if p.store.load(account_id).get(id) is None:
        raise NotFound("no such invitation")
    p.store.remove(account_id, id)
    p.forget(account_id)


def _wished(before: Invitation, wish: Wish) -> Invitation:
    names = ("channel_id", "enabled", "match", "action", "agent_id", "repeat_minutes", "position")
    told = {name: getattr(wish, name) for name in names if getattr(wish, name) is not None}
    after = replace(before, **told)
    if wish.name is not None:
        after = replace(after, name=wish.name.strip())
    if wish.texts is not None:
        after = replace(after, texts=tuple(text.strip() for text in wish.texts))
    if wish.conditions is not None:
        after = replace(after, conditions=tuple(wish.conditions))
    return after


def _saved(p: InvitationPorts, invitation: Invitation) -> Invitation:
    rules.check(invitation)
    site = p.site(invitation.account_id, lambda page: _names(invitation, page))
    if not _has_website(invitation, site):
        raise InvalidInput("there is no such website", field="channel_id")
    if not _has_agent(invitation, site):
        raise InvalidInput("there is no such agent", field="agent_id")
    p.store.save(invitation)
    p.forget(invitation.account_id)
    return invitation


def _names(invitation: Invitation, site: AccountPage) -> bool:
    return _has_website(invitation, site) and _has_agent(invitation, site)


def _has_website(invitation: Invitation, site: AccountPage) -> bool:
    channel = site.channel(invitation.channel_id)
    return not invitation.channel_id or (channel is not None and channel.kind == "website")


def _has_agent(invitation: Invitation, site: AccountPage) -> bool:
    return not invitation.agent_id or site.agent(invitation.agent_id) is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as one visitor would see it."""

    invitation: Invitation
    variant: str
    text: str
    agent: Agent | None


@dataclass(frozen=True, slots=True)
class Offers:
    offers: tuple[Offer, ...]
    facts: Facts


def offers(
    p: InvitationPorts,
    *,
    site: AccountPage,
    channel_id: str,
    visitor: Visitor,
    is_open: bool = True,
) -> Offers | None:
    """What his page may show him; None if there is nothing. Usually costs no call. is_open: by the
    site's working hours."""
    catalogue = model.for_site(p.catalogue(site.account.id), channel_id)
    found = [each for one in catalogue if (each := model.with_hours(one, is_open)) is not None]
    if not found or visitor.device == "robot":
        return None
    made = []
    for invitation in found:
        variant = model.variant_of(invitation, visitor)
        text = model.text_of(invitation, variant)
        made.append(Offer(invitation, variant, text, site.agent(invitation.agent_id)))
    now = to_milliseconds(p.clock())
    return Offers(tuple(made), model.facts(visitor, site.account.time_zone, now))


def record(p: InvitationPorts, *, visitor: Identity, id: str, event: str) -> bool:
    """What the page tells: it was shown, opened or answered. Each visitor counts once for each.

    Answers whether this one was counted now. Raises NotFound.
    """
    if event not in EVENTS:
        raise InvalidInput("no such event", field="event")
    invitation = p.catalogue(visitor.account_id).get(id)
    known = p.visitor(visitor.account_id, visitor.contact_id)
    if invitation is None or known is None:
        raise NotFound("no such invitation")
    now = to_milliseconds(p.clock())
    variant = model.variant_of(invitation, known)
    if event == "shown":
        p.invited(visitor.account_id, visitor.contact_id, now)
    if event == "answered":
        p.answered(visitor, invitation, variant)
    if event == "opened":
        p.store.open(visitor.account_id, visitor.contact_id, id=id, now=now)
    return p.store.count(
        visitor.account_id,
        visitor.contact_id,
        id=id,
        variant=variant,
        event=event,
        now=now,
    )


def accepted(p: InvitationPorts, *, account_id: str, contact_id: str) -> str:
    """The invitation that brings what the visitor writes now: he opened it a little while ago.
    '' = none."""
    found = p.store.opened(account_id, contact_id)
    if found is None or p.clock() - found[1] > BRINGS_FOR:
        return ""
    return found[0]
