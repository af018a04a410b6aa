"""The address of a survey's page: signed, good for a while, and of one asking alone. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from chalicelib.shared.errors import NotFound
from chalicelib.surveys.model import Asking

_SIGNED = 16  # bytes of HMAC-SHA256


@dataclass(frozen=True, slots=True)
class Named:
    account_id: str
    conversation_id: str
    asking_id: str
    until: int  # epoch seconds


def token(key: bytes, asking: Asking) -> str:
    """Good until the asking's own end, which the page looks at as well."""
    until = int(asking.until.timestamp())
    told = f"{asking.account_id}.{asking.conversation_id}.{asking.id}.{until}"
    return f"{told}.{_signature(key, told)}"


def named(text: str) -> Named:
    """What a token says of itself: nothing is verified. Raises NotFound."""
    parts = text.split(".")
    good = len(text) <= 200 and len(parts) == 5 and all(_plain(each) for each in parts[:4])
    if not good or not parts[3].isdigit():
        raise NotFound("no such survey")
    return Named(parts[0], parts[1], parts[2], int(parts[3]))


def verify(key: bytes, text: str) -> None:
    """Raises NotFound if it was not signed with this key."""
    told, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signature(key, told).encode(), signature.encode()):
        raise NotFound("no such survey")


def _plain(part: str) -> bool:
    return 0 < len(part) <= 40 and part.isascii() and part.replace("-", "").isalnum()


def _signature(key: bytes, told: str) -> str:
    digest = hmac.new(key, f"survey page|{told}".encode(), hashlib.sha256).digest()[:_SIGNED]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
