"""The address of a flow's webhook: a secret, since it is signed; it names the account, the flow and
the trigger. A trigger with another id has another address, and the old one is void. Pure."""

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
    flow_id: str
    webhook_id: str


def token(key: bytes, named: Named) -> str:
    told = f"{named.account_id}.{named.flow_id}.{named.webhook_id}"
    return f"{told}.{_signature(key, told)}"


def named(text: str) -> Named:
    """What a token says of itself: nothing is verified. Raises NotFound."""
    parts = text.split(".")
    if len(text) > 250 or len(parts) != 4 or not all(map(_plain, parts[:3])):
        raise NotFound("no such webhook")
    return Named(*parts[:3])


def verify(key: bytes, text: str) -> None:
    """Raises NotFound if it was not signed with this key."""
    told, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signature(key, told).encode(), signature.encode()):
        raise NotFound("no such webhook")


def _plain(part: str) -> bool:
    bare = part.replace("-", "").replace("_", "")
    return 0 < len(part) <= 64 and part.isascii() and bare.isalnum()


def _signature(key: bytes, told: str) -> str:
    digest = hmac.new(key, f"flow webhook|{told}".encode(), hashlib.sha256).digest()[:_SIGNED]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
