"""Signatures of an API channel, both ways, after Standard Webhooks. Pure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import binascii
import hmac
from datetime import UTC, datetime

from chalicelib.channels.base import WebhookRequest
from chalicelib.webhooks.signing import headers

__all__ = ["TOLERANCE", "headers", "is_right", "is_signed"]

TOLERANCE = 300  # seconds that their clock and ours may be apart, and a repeat may be late


def is_signed(request: WebhookRequest) -> bool:
    return "webhook-signature" in request.headers


def is_right(secret: str, request: WebhookRequest) -> bool:
    """Whether one of the signatures is of these bytes and of about now, with this secret."""
    id, stamp = (request.headers.get(name, "") for name in ("webhook-id", "webhook-timestamp"))
    if not secret or not id or not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        return False
    if abs(request.at.timestamp() - int(stamp)) > TOLERANCE:
        return False
    try:
        at = datetime.fromtimestamp(int(stamp), UTC)
        body = request.body.decode()
        right = headers(message_id=id, at=at, body=body, secrets=[secret])["webhook-signature"]
    except (UnicodeError, binascii.Error, ValueError):
        return False
    given = request.headers["webhook-signature"].split(" ") if is_signed(request) else []
    return any(
        hmac.compare_digest(right.encode(), each.encode("utf-8", "surrogatepass")) for each in given
    )
