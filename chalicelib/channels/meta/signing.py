"""Meta's webhooks: the handshake and the signature.

Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac

from chalicelib.channels.base import Channel, WebhookRequest


def challenge(channel: Channel, request: WebhookRequest) -> str | None:
    """#verification-requests: GET with hub.mode=subscribe, hub.challenge and hub.verify_token."""
    expected = channel.secrets.get("verify_token", "")
    given = request.query.get("hub.verify_token", "")
    if request.query.get("hub.mode") != "subscribe" or not expected:
        return None
    if not hmac.compare_digest(expected.encode(), given.encode()):
        return None
    return request.query.get("hub.challenge")


def verify(channel: Channel, request: WebhookRequest) -> bool:
    """#event-notifications: X-Hub-Signature-256 is "sha256=" and the HMAC-SHA256 of the raw body
    with the app secret."""
    secret = channel.secrets.get("app_secret", "")
    given = request.headers.get("x-hub-signature-256", "")
    digest = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    right = hmac.compare_digest(f"sha256={digest}".encode(), given.encode())
    return bool(secret) and right
