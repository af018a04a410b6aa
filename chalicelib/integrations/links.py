"""The address where a connection's service calls us: signed, so that nobody guesses it. What comes
there is verified by the integration besides. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac

from chalicelib.shared.errors import NotFound

_SIGNED = 16  # bytes of HMAC-SHA256


def token(key: bytes, account_id: str, id: str) -> str:
    told = f"{account_id}.{id}"
    return f"{told}.{_signature(key, told)}"


def named(text: str) -> tuple[str, str]:
    """Account and connection that a token says: nothing is verified. Raises NotFound."""
    parts = text.split(".")
    plain = all(part.isascii() and part.isalnum() and len(part) <= 64 for part in parts[:2])
    if len(text) > 200 or len(parts) != 3 or not plain:
        raise NotFound("no such integration")
    return parts[0], parts[1]


def verify(key: bytes, text: str) -> None:
    """Raises NotFound if it was not signed with this key."""
    told, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signature(key, told).encode(), signature.encode()):
        raise NotFound("no such integration")


def _signature(key: bytes, told: str) -> str:
    digest = hmac.new(key, f"integration|{told}".encode(), hashlib.sha256).digest()[:_SIGNED]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
