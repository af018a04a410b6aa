"""The address of an inbound webhook: a secret, since it is signed; it names the account, the inlet
and its turn. The next turn has another address, and the one before it is void. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from chalicelib.shared.errors import NotFound

_SIGNED = 16  # bytes of HMAC-SHA256


@dataclass(frozen=True, slots=True)
class Named:
    account_id: str
    inlet_id: str
    turn: int


def token(key: bytes, named: Named) -> str:
    told = f"{named.account_id}.{named.inlet_id}.{named.turn}"
    return f"{told}.{_signature(key, told)}"


def named(text: str) -> Named:
    """What a token says of itself: nothing is verified. Raises NotFound."""
    parts = text.split(".")
    plain = all(part.isascii() and part.isalnum() and len(part) <= 64 for part in parts[:3])
    if len(text) > 200 or len(parts) != 4 or not plain or not parts[2].isdecimal():
        raise NotFound("no such webhook")
    return Named(parts[0], parts[1], int(parts[2]))


def verify(key: bytes, text: str) -> None:
    """Raises NotFound if it was not signed with this key."""
    told, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signature(key, told).encode(), signature.encode()):
        raise NotFound("no such webhook")


def _signature(key: bytes, told: str) -> str:
    digest = hmac.new(key, f"inbound webhook|{told}".encode(), hashlib.sha256).digest()[:_SIGNED]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
