"""The captured payloads under tests/fixtures/<channel>/, and channels that accept them."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.channels.base import Channel, WebhookRequest
from chalicelib.channels.custom import signing
from chalicelib.shared.ids import AccountId, ChannelId

FIXTURES = Path(__file__).parents[2] / "fixtures"

META = {"access_token": "EAAG-token", "app_secret": "app-secret", "verify_token": "vt"}

CHANNELS = {
    "telegram": Channel(
        id=ChannelId("acc-telegram"),
        account_id=AccountId("acc"),
        kind="telegram",
        name="Bot",
        secrets={"token": "7012345678:AAE-token", "webhook_secret": "secret-of-the-hook"},
    ),
    "whatsapp": Channel(
        id=ChannelId("acc-whatsapp"),
        account_id=AccountId("acc"),
        kind="whatsapp",
        name="Number",
        settings={"phone_number_id": "106540352242922", "waba_id": "102290129340398"},
        secrets=META,
    ),
    "messenger": Channel(
        id=ChannelId("acc-messenger"),
        account_id=AccountId("acc"),
        kind="messenger",
        name="Page",
        settings={"page_id": "110000000000017"},
        secrets=META,
    ),
    "instagram": Channel(
        id=ChannelId("acc-instagram"),
        account_id=AccountId("acc"),
        kind="instagram",
        name="Account",
        settings={"page_id": "110000000000018"},
        secrets=META,
    ),
    "viber": Channel(
        id=ChannelId("acc-viber"),
        account_id=AccountId("acc"),
        kind="viber",
        name="Bot",
        settings={"bot_name": "Café Tertulia", "welcome": "What can we do for you?"},
        secrets={"token": "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"},
    ),
    "vk": Channel(
        id=ChannelId("acc-vk"),
        account_id=AccountId("acc"),
        kind="vk",
        name="Community",
        settings={"group_id": "216500000", "confirmation": "4b1f9e7c"},
        secrets={"access_token": "vk1.a.community-token", "webhook_secret": "a1b2c3d4e5"},
    ),
    "custom": Channel(
        id=ChannelId("acc-custom"),
        account_id=AccountId("acc"),
        kind="custom",
        name="Shop",
        settings={"url": "https://shop.example.com/messages", "signature": "required"},
        secrets={
            "address_token": "0123456789abcdef",
            "signing_key": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        },
    ),
}
"""One of each kind that has webhooks; a new kind joins the contract by its line here."""

# What marks a payload as the provider's own.
ORIGINS = {
    "whatsapp": "whatsapp_business_account",
    "messenger": "page",
    "instagram": "instagram",
}


def is_of(kind: str, payload: Any) -> bool:
    if kind == "telegram":
        return "update_id" in payload
    if kind == "viber":
        return isinstance(payload, dict) and isinstance(payload.get("event"), str)
    if kind == "custom":
        events = payload.get("events") if isinstance(payload, dict) else None
        many = isinstance(events, list) and bool(events)
        return isinstance(payload, dict) and ("message" in payload or many)
    if kind == "vk":
        known = isinstance(payload, dict) and "group_id" in payload
        return known and isinstance(payload.get("type"), str)
    return isinstance(payload, dict) and payload.get("object") == ORIGINS[kind]


CASES = [
    (kind, path.stem)
    for kind in CHANNELS
    for path in sorted((FIXTURES / kind).glob("*.json"))
    if not path.name.endswith(".expected.json")
]


def body_of(kind: str, case: str) -> bytes:
    return (FIXTURES / kind / f"{case}.json").read_bytes()


def expected_of(kind: str, case: str) -> object:
    return json.loads((FIXTURES / kind / f"{case}.expected.json").read_text())


def signed(kind: str, body: bytes) -> WebhookRequest:
    """The request as the provider would make it."""
    secrets = CHANNELS[kind].secrets
    if kind == "telegram":
        headers = {"x-telegram-bot-api-secret-token": secrets["webhook_secret"]}
    elif kind == "viber":
        digest = hmac.new(secrets["token"].encode(), body, hashlib.sha256).hexdigest()
        headers = {"x-viber-content-signature": digest}
    elif kind == "custom":
        at = datetime(2026, 7, 1, 10, tzinfo=UTC)
        secret = secrets["signing_key"]
        headers = signing.headers(message_id="d-1", at=at, body=body.decode(), secrets=[secret])
        named = {"webhook-signature": headers.pop("webhook-signature"), **headers}
        return WebhookRequest("POST", named, {}, body, secrets["address_token"], at)
    elif kind == "vk":
        headers = {}  # its secret is in the body
    else:
        digest = hmac.new(secrets["app_secret"].encode(), body, hashlib.sha256).hexdigest()
        headers = {"x-hub-signature-256": f"sha256={digest}"}
    return WebhookRequest("POST", headers, {}, body)
