"""A bot, page or number works in one channel of the whole deployment: its provider calls one
address only. Who connects it has proved to the provider that it is his; he is told that it works
elsewhere, and nothing of where.

The claim is a hint that the channels decide about: what is gone, broken or another bot by now
holds nothing, so that a death in between blocks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from chalicelib.accounts import channel_rules
from chalicelib.accounts.model import ChannelRecord
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import account_of

if TYPE_CHECKING:
    from chalicelib.accounts.ports import AccountPorts

CONNECTING = timedelta(seconds=60)  # longer than any call of ours lives
ELSEWHERE = "The same is connected already in another account. Remove it there first."
TRIES = 4


@dataclass(frozen=True, slots=True)
class Claim:
    channel_id: str
    at: datetime


class ChannelClaims(Protocol):
    """kind, identity: the provider's own; see `identity`. Each method is one call."""

    def take(
        self, kind: str, identity: str, mine: Claim, over: Claim | None = None
    ) -> Claim | None:
        """None: it is `mine` now, as nobody had it, `mine` had it, or `over` still did. Else who
        has it."""

    def free(self, kind: str, identity: str, channel_id: str) -> None:
        """If that channel has it."""


def identity(record: ChannelRecord) -> str:
    """What the provider knows it by, '' where that is not known, or does not matter."""
    return record.settings.get(channel_rules.KNOWN_BY.get(record.kind, ""), "").lower()


def take(p: AccountPorts, record: ChannelRecord) -> str:
    """'' if it is this channel's now; else in words why not."""
    known = identity(record)
    over: Claim | None = None
    for _ in range(TRIES if known else 0):
        over = p.claims.take(record.kind, known, Claim(record.id, p.clock()), over)
        if over is None:
            return ""
        holder = _holder(p, over, record.kind, known)
        if holder is not None:
            return words(record, holder)
    return ELSEWHERE if over else ""


def free(p: AccountPorts, record: ChannelRecord) -> None:
    if known := identity(record):
        p.claims.free(record.kind, known, record.id)


def _holder(p: AccountPorts, claim: Claim, kind: str, known: str) -> ChannelRecord | None:
    try:
        found = p.store.channel(account_of(claim.channel_id), claim.channel_id)
    except (NotFound, ValueError):
        return None
    if (found.kind, identity(found)) != (kind, known):
        return None
    works = found.health == "ok" or p.clock() - claim.at < CONNECTING
    return found if works else None


def words(record: ChannelRecord, holder: ChannelRecord) -> str:
    """For `record`'s administrator."""
    if holder.account_id != record.account_id:
        return ELSEWHERE
    return f"The same is connected already, as “{holder.name}”. Remove one of the two."
