"""Visitors of websites: who they are, and what they look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from chalicelib.accounts.channel_rules import origin_allowed
from chalicelib.accounts.model import AccountPage, ChannelRecord
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Conflict, Forbidden, NotFound, TryAgain, Unauthenticated
from chalicelib.shared.ids import ContactId, account_of, new_id
from chalicelib.visitors import signed, tokens
from chalicelib.visitors.model import Identity, Surroundings, Visit, Visitor, newcomer, seen

if TYPE_CHECKING:
    from chalicelib.accounts.ports import Site

TRIES = 4  # two tabs of one visitor may write at once


class VisitorStore(Protocol):
    def get(self, account_id: str, contact_id: str) -> Visitor | None: ...

    def save(self, visitor: Visitor) -> Visitor:
        """Raises Conflict unless the stored version is `visitor.version` (0: none is stored).
        Returns it with its new version."""


@dataclass(frozen=True, slots=True)
class VisitorPorts:
    """site: an account's page, at most seconds old, or afresh if it lacks something. signing_key:
    its 32 bytes. Both NotFound. identity_key: what a website's server signs its users' ids with; ''
    if there is none."""

    store: VisitorStore
    site: Site
    signing_key: Callable[[str], bytes]
    clock: Clock
    identity_key: Callable[[str], str] = lambda channel_id: ""


class SignInNeeded(Forbidden):
    """This site chats only with users that it vouches for."""

    code = "sign_in_needed"


@dataclass(frozen=True, slots=True)
class User:
    """Who the page says that its user is, and its server's signature of it."""

    id: str = ""
    signature: str = ""


NOBODY = User()


@dataclass(frozen=True, slots=True)
class Opening:
    """known: whether an earlier session's token was good."""

    token: str
    identity: Identity
    visitor: Visitor
    page: AccountPage
    channel: ChannelRecord
    known: bool


def open_session(
    p: VisitorPorts,
    *,
    channel_id: str,
    token: str,
    origin: str,
    visit: Visit,
    where: Surroundings,
    user: User = NOBODY,
) -> Opening:
    """Begin or take up a session. A forged, foreign or old token makes a new visitor, and so does a
    user whom the site's server did not vouch for: he reads nobody's history.

    One write. Raises NotFound for an unknown, paused or other kind of channel, Forbidden for a
    page that is not of the channel's domains, SignInNeeded where only vouched users chat.
    """
    page, channel = _website(p, channel_id)
    if not origin_allowed(channel.settings.get("domains", ""), origin):
        raise Forbidden("this page's address is not on the channel's list of domains")
    now = p.clock()
    key = p.signing_key(page.account.id)
    identity = _identity(p, channel, token, user)
    known = identity is not None
    if identity is None:
        identity = Identity(page.account.id, channel.id, ContactId(new_id(now)))
    visitor = _record(p, identity, visit, where, look=known)
    return Opening(
        token=tokens.issue(key, identity, now),
        identity=identity,
        visitor=visitor,
        page=page,
        channel=channel,
        known=known,
    )


def authenticate(p: VisitorPorts, *, token: str) -> Identity:
    """Who carries this token. Raises Unauthenticated, also when his channel is gone or paused, or
    has other rules of identity now."""
    try:
        key = p.signing_key(tokens.claimed_account(token))
        identity = tokens.verify(key, token, p.clock())
        _, channel = _website(p, identity.channel_id)
    except NotFound:
        raise Unauthenticated("open a new session") from None
    mode = signed.mode_of(channel.settings.get("identity", ""))
    if (mode == "required" and not identity.user_id) or (mode == "off" and identity.user_id):
        raise Unauthenticated("open a new session")
    return identity


def _identity(p: VisitorPorts, channel: ChannelRecord, token: str, user: User) -> Identity | None:
    """Of the user that the site's server vouches for; else of the token, unless that is such a
    user's, who did not sign in here. None: a newcomer."""
    mode = signed.mode_of(channel.settings.get("identity", ""))
    if mode != "off" and _vouched(p, channel, user):
        contact_id = signed.contact_of(channel.account_id, channel.id, user.id)
        return Identity(channel.account_id, channel.id, contact_id, user.id)
    if mode == "required":
        raise SignInNeeded("sign in on this site first")
    known = _known(p, token, channel)
    return None if known is None or known.user_id else known


def _vouched(p: VisitorPorts, channel: ChannelRecord, user: User) -> bool:
    """A page that names nobody opens no secret."""
    if not (user.id and user.signature):
        return False
    return signed.vouched(p.identity_key(channel.id), user.id, user.signature)


def report(p: VisitorPorts, *, identity: Identity, visit: Visit, where: Surroundings) -> Visitor:
    """One more page. One read and one write."""
    return _record(p, identity, visit, where, look=True)


def choose_department(p: VisitorPorts, *, identity: Identity, queue_id: str) -> None:
    """Where his next conversation is to go; '' = nowhere in particular. Without a record of him
    nothing happens."""
    for _ in range(TRIES):
        before = p.store.get(identity.account_id, identity.contact_id)
        if before is None or before.department_id == queue_id:
            return
        try:
            p.store.save(replace(before, department_id=queue_id))
            return
        except Conflict:
            continue
    raise TryAgain("the visitor's record moved too often")


def set_blocked(p: VisitorPorts, *, account_id: str, contact_id: str, blocked: bool) -> None:
    """Mark his record, so that no page of his puts him on the list of those who are there. Without
    a record of him nothing happens. Repeatable. Raises TryAgain."""
    for _ in range(TRIES):
        before = p.store.get(account_id, contact_id)
        if before is None or before.blocked == blocked:
            return
        try:
            p.store.save(replace(before, blocked=blocked))
            return
        except Conflict:
            continue
    raise TryAgain("the visitor's record moved too often")


def find(p: VisitorPorts, *, account_id: str, contact_id: str) -> Visitor | None:
    return p.store.get(account_id, contact_id)


def _website(p: VisitorPorts, channel_id: str) -> tuple[AccountPage, ChannelRecord]:
    try:
        page = p.site(account_of(channel_id), lambda page: _serves(page.channel(channel_id)))
    except ValueError:
        raise NotFound("no such channel") from None
    channel = page.channel(channel_id)
    if channel is None or not _serves(channel):
        raise NotFound("no such channel")
    return page, channel


def _serves(channel: ChannelRecord | None) -> bool:
    return channel is not None and channel.kind == "website" and not channel.paused


def _known(p: VisitorPorts, token: str, channel: ChannelRecord) -> Identity | None:
    if not token:
        return None
    try:
        if tokens.claimed_account(token) != channel.account_id:
            return None
        identity = tokens.verify(p.signing_key(channel.account_id), token, p.clock())
    except Unauthenticated:
        return None
    return identity if identity.channel_id == channel.id else None


def _record(
    p: VisitorPorts, identity: Identity, visit: Visit, where: Surroundings, *, look: bool
) -> Visitor:
    """look: whether there may be a record already; a newcomer costs no read."""
    now = p.clock()
    for _ in range(TRIES):
        before = p.store.get(identity.account_id, identity.contact_id) if look else None
        after = seen(before, visit, where, now) if before else newcomer(identity, visit, where, now)
        try:
            return p.store.save(after)
        except Conflict:
            look = True
    raise TryAgain("the visitor's record moved too often")
