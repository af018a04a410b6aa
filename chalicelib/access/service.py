"""Tokens of the public API: made, listed, revoked, and asked at every call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.access import model, quota, repeats
from chalicelib.access.model import MOST_TOKENS, Token
from chalicelib.access.ports import AccessPorts
from chalicelib.access.quota import QuotaUsed, Standing
from chalicelib.access.repeats import KEPT, InFlight, Kept
from chalicelib.shared.errors import InvalidInput, NotFound, Unauthenticated

__all__ = ["KEPT", "Stored", "add", "admit", "authenticate", "listed", "once", "revoke"]


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was given. replayed: to an earlier request of the same key."""

    status: int
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


def add(
    p: AccessPorts,
    *,
    account_id: str,
    agent_id: str,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """The token, and its text, which nobody can see again. Raises InvalidInput naming the field."""
    now = p.clock()
    token, text = model.made(
        account_id=account_id,
        agent_id=agent_id,
        name=name,
        scopes=scopes,
        expires_at=expires_at,
        now=now,
        secret=model.new_secret(),
    )
    if len(listed(p, account_id=account_id)) >= MOST_TOKENS:
        raise InvalidInput(f"there are {MOST_TOKENS} tokens already", field="name")
    p.tokens.add(token)
    return token, text


def listed(p: AccessPorts, *, account_id: str) -> list[Token]:
    """Those that are not revoked, newest first; expired ones too."""
    found = [each for each in p.tokens.all(account_id) if each.revoked_at is None]
    return sorted(found, key=lambda each: each.id, reverse=True)


def revoke(p: AccessPorts, *, account_id: str, id: str) -> None:
    """From the next call on it is refused. Repeating it changes nothing. Raises NotFound."""
    if not p.tokens.revoke(account_id, id, p.clock()):
        raise NotFound("no such token")


def authenticate(p: AccessPorts, *, text: str) -> Token:
    """Whose token it is. One consistent read; a write at most once a minute.

    Raises Unauthenticated, with the same words whatever is wrong with it."""
    shown, now = model.presented(text), p.clock()
    token = p.tokens.get(shown.account_id, shown.id) if shown else None
    if not shown or token is None or not shown.is_of(token) or not token.works(now):
        raise Unauthenticated("this token is unknown, revoked or expired")
    if token.unused_since(now):
        p.tokens.used(token, now)
    return token


def admit(p: AccessPorts, *, token: Token) -> Standing:
    """Count the call. Raises QuotaUsed."""
    now = p.clock()
    used = p.quotas.take(f"{token.account_id}#{token.id}", quota.window(now), quota.QUOTA)
    if not used:
        raise QuotaUsed(quota.standing(now, quota.QUOTA).reset)
    return quota.standing(now, used)


def once(
    p: AccessPorts, *, scope: str, key: str, fingerprint: str, run: Callable[[], Stored]
) -> Stored:
    """Run it, unless the key has an answer: then that one. What `run` raises frees the key.

    Raises KeyReused or InFlight."""
    mine = Kept(fingerprint=fingerprint, started_at=p.clock())
    found = p.repeats.begin(scope, key, mine)
    if found is not None:
        if repeats.check(found, fingerprint, p.clock()):
            return Stored(found.status, found.body, found.headers, replayed=True)
        if not p.repeats.take_over(scope, key, found, mine):
            raise InFlight("the first request of this key is being answered")
    try:
        answer = run()
    except BaseException:
        p.repeats.release(scope, key, mine)
        raise
    if 200 <= answer.status < 300 and len(answer.body) <= repeats.MOST_BYTES:
        p.repeats.finish(
            scope,
            key,
            replace(mine, status=answer.status, body=answer.body, headers=answer.headers),
        )
    else:
        p.repeats.release(scope, key, mine)
    return answer
