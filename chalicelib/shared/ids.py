"""Identifiers: names for plain strings, and a generator whose output sorts by time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import NewType

AccountId = NewType("AccountId", str)
AgentId = NewType("AgentId", str)
ChannelId = NewType("ChannelId", str)
ContactId = NewType("ContactId", str)
ConversationId = NewType("ConversationId", str)
QueueId = NewType("QueueId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32, lower case


def _base32(value: int, length: int) -> str:
    digits = []
    for _ in range(length):
        value, digit = divmod(value, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_id(now: datetime, entropy: int | None = None) -> str:
    """18 characters: milliseconds since 1970 (10) and 40 random bits (8). Sorts by time."""
    bits = secrets.randbits(40) if entropy is None else entropy
    return _base32(int(now.timestamp() * 1000), 10) + _base32(bits, 8)


def new_channel_id(account_id: AccountId, now: datetime) -> ChannelId:
    """A channel's id begins with its account's, so that a webhook needs one read to find both."""
    return ChannelId(f"{account_id}-{new_id(now)[6:]}")


def account_of(channel_id: str) -> AccountId:
    """Raises ValueError if this is no channel id of ours."""
    account_id, separator, rest = channel_id.partition("-")
    if not (account_id and separator and rest):
        raise ValueError("not a channel id")
    return AccountId(account_id)


def derived_id(*parts: str) -> str:
    """18 characters made from `parts`: the same parts give the same id, so that a retry after a
    crash makes the same things. 90 bits of SHA-256."""
    digest = hashlib.sha256("\x00".join(parts).encode()).digest()
    return _base32(int.from_bytes(digest[:12], "big") >> 6, 18)
