"""Idempotency keys: the same request again gets the first one's answer. Pure.

draft-ietf-httpapi-idempotency-key-header-07. An answer is kept for a day, if the request did
something (2xx). A refusal did nothing: its key is free again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.shared.errors import Conflict, InvalidInput

KEPT = timedelta(hours=24)
# Longer than any function of ours runs: whoever holds the key so long has died.
HELD = timedelta(seconds=60)
MOST_BYTES = 280_000  # of an answer: an item holds 400 KB, and base 64 needs a third more

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class InFlight(Conflict):
    """The first request of this key is being answered."""

    code = "idempotency_key_in_use"
    after = 1


class KeyReused(InvalidInput):
    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a key. status: 0 while the first request runs."""

    fingerprint: str
    started_at: datetime
    status: int = 0
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


def parsed(header: str) -> str:
    """The key: a structured field's string, or its bare text. Raises InvalidInput."""
    text = header.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if not _KEY.fullmatch(text):
        raise InvalidInput("1 to 255 printable characters, without spaces", field="Idempotency-Key")
    return text


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Of what is asked, byte for byte."""
    return hashlib.sha256(b"\x00".join((method.encode(), path.encode(), body))).hexdigest()


def check(found: Kept, fingerprint: str, now: datetime) -> bool:
    """Whether `found` holds the answer; False: its holder died, and the key may be taken over.

    Raises KeyReused or InFlight."""
    if found.fingerprint != fingerprint:
        raise KeyReused("was used for another request", field="Idempotency-Key")
    if found.status:
        return True
    if now - found.started_at < HELD:
        raise InFlight("the first request of this key is being answered")
    return False
