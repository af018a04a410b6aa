"""Tokens of the public API: what they look like, what they may do, until when. Pure.

A token is `tt_{account}_{its id}_{secret}`. The first two find its item with one read; the secret
is 256 random bits, of which only a SHA-256 is stored. A slow hash guards what people choose, which
can be guessed; 256 random bits cannot, and a slow hash would be paid at every call.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.shared.errors import Forbidden, InvalidInput
from chalicelib.shared.ids import AccountId, new_id

# deliveries: what webhooks sent and took, words of conversations in it.
READ_ONLY = ("account", "agents", "audit", "channels", "deliveries")
READ_WRITE = (
    *("callbacks", "contacts", "conversations", "files", "flows", "messages"),
    *("queues", "quick_responses", "reports", "surveys", "tags", "webhooks"),
)
WRITE_ONLY = ("erasure",)  # of contacts: there is no way back, so it is nothing that comes along
SCOPES = tuple(
    sorted(
        [f"{name}:read" for name in (*READ_ONLY, *READ_WRITE)]
        + [f"{name}:write" for name in (*READ_WRITE, *WRITE_ONLY)]
    )
)
MOST_TOKENS = 50  # an account
MOST_NAME = 80
MOST_DAYS = 3 * 366
USED_EVERY = timedelta(minutes=1)  # how exactly the last use is known

_SHAPE = re.compile(r"tt_([0-9a-z]{18})_([0-9a-z]{18})_([A-Za-z0-9-]{43})")
PREFIX = "tt_"


@dataclass(frozen=True, slots=True)
class Token:
    """digest: SHA-256 of the secret, in hex. hint: its last four letters, to tell tokens apart.
    agent_id: who made it. expires_at: None = never. revoked_at: None = it works."""

    id: str
    account_id: AccountId
    name: str
    scopes: tuple[str, ...]
    agent_id: str
    created_at: datetime
    digest: str = field(repr=False)
    hint: str = ""
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def unused_since(self, now: datetime) -> bool:
        """Whether its last use is worth writing down again."""
        return self.used_at is None or now - self.used_at >= USED_EVERY


@dataclass(frozen=True, slots=True)
class Presented:
    """What a caller shows. secret: never logged."""

    account_id: AccountId
    id: str
    secret: str = field(repr=False)

    def is_of(self, token: Token) -> bool:
        """In constant time."""
        return secrets.compare_digest(hashed(self.secret), token.digest)


def presented(text: str) -> Presented | None:
    """None if it is no token of this API, such as a console's."""
    found = _SHAPE.fullmatch(text)
    if not found:
        return None
    return Presented(AccountId(found[1]), found[2], found[3])


def new_secret() -> str:
    """43 letters of base 64, `_` being what parts a token."""
    return secrets.token_urlsafe(32).replace("_", "-")


def made(
    *,
    account_id: str,
    agent_id: str,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None,
    now: datetime,
    secret: str,
) -> tuple[Token, str]:
    """The token and what its owner is shown once. Raises InvalidInput, naming the field."""
    token = Token(
        id=new_id(now),
        account_id=AccountId(account_id),
        name=_name(name),
        scopes=_scopes(scopes),
        agent_id=agent_id,
        created_at=now,
        digest=hashed(secret),
        hint=secret[-4:],
        expires_at=_end(expires_at, now),
    )
    return token, f"{PREFIX}{account_id}_{token.id}_{secret}"


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def require_scope(token: Token, scope: str) -> None:
    """Raises Forbidden, which says what is missing."""
    if scope and scope not in token.scopes:
        raise InsufficientScope(f"this token lacks the scope {scope}")


class InsufficientScope(Forbidden):
    code = "insufficient_scope"


def _name(name: str) -> str:
    words = " ".join(name.split())
    if not 0 < len(words) <= MOST_NAME:
        raise InvalidInput(f"1 to {MOST_NAME} characters", field="name")
    return words


def _scopes(scopes: Collection[str]) -> tuple[str, ...]:
    unknown = next((each for each in scopes if each not in SCOPES), None)
    if unknown is not None:
        raise InvalidInput("there is no such scope", field="scopes")
    if not scopes:
        raise InvalidInput("choose at least one", field="scopes")
    return tuple(sorted(set(scopes)))


def _end(expires_at: datetime | None, now: datetime) -> datetime | None:
    if expires_at is None:
        return None
    if expires_at.tzinfo is None:
        raise InvalidInput("say the time zone, as in 2030-01-31T09:00:00Z", field="expires_at")
    if expires_at <= now:
        raise InvalidInput("lies in the past", field="expires_at")
    if expires_at - now > timedelta(days=MOST_DAYS):
        raise InvalidInput("is more than three years away", field="expires_at")
    return expires_at
