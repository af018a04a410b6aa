"""The keys of docs/data.md. Pure: also for who reads the table's stream."""

from __future__ import annotations

import hashlib
from datetime import datetime

from chalicelib.shared.clock import to_text

HEAD = "~head"
_LONGEST = 600  # of a stranger's id within a key; DynamoDB takes 2,048 bytes for the whole key


def safe(identifier: str) -> str:
    """A stranger's id, fit for a key: a long one by its hash."""
    if len(identifier.encode()) <= _LONGEST:
        return identifier
    return f"sha256:{hashed(identifier)}"


def hashed(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest()


def conversation(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#C#{conversation_id}"


def message(seq: int) -> str:
    return f"m#{seq:010d}"


def contact(account_id: str, contact_id: str) -> str:
    return f"A#{account_id}#P#{contact_id}"


def pointer(opened_at: str, conversation_id: str) -> str:
    return f"c#{opened_at}#{conversation_id}"


def identity(account_id: str, channel_id: str, sender: str) -> str:
    return f"A#{account_id}#I#{channel_id}#{safe(sender)}"


def reference(account_id: str, scope: str, identifier: str) -> str:
    return f"A#{account_id}#R#{scope}#{safe(identifier)}"


def orphans(account_id: str, channel_id: str) -> str:
    return f"A#{account_id}#U#{channel_id}"


def by_status(account_id: str, status: str) -> str:
    return f"A#{account_id}#S#{status}"


def by_assignee(account_id: str, status: str, assignee: str) -> str:
    return f"A#{account_id}#S#{status}#G#{assignee or '-'}"


def by_queue(account_id: str, status: str, queue: str) -> str:
    return f"A#{account_id}#S#{status}#Q#{queue}"


def tagged(account_id: str, tag: str, status: str) -> str:
    return f"A#{account_id}#T#{tag}#{status}"


def position(moment: datetime, conversation_id: str) -> str:
    """A conversation's place in a list that goes by that moment; what a list's cursor says."""
    return f"{to_text(moment)}#{conversation_id}"


def account_of(pk: str) -> str:
    return pk.split("#", 2)[1]


def last_part(key: str) -> str:
    return key.rsplit("#", 1)[1]
