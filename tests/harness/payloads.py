"""Webhooks as the providers send them: bytes and headers, signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

APP_SECRET = "0123456789abcdef0123456789abcdef"
PHONE_NUMBER_ID = "106540352242922"
MOMENT = 1_790_000_000


@dataclass(frozen=True, slots=True)
class Webhook:
    kind: str
    channel_id: str
    body: bytes
    headers: dict[str, str]


def telegram(channel_id: str, secret: str, update: dict[str, Any]) -> Webhook:
    headers = {
        "Content-Type": "application/json",
        "X-Telegram-Bot-Api-Secret-Token": secret,
    }
    return Webhook("telegram", channel_id, json.dumps(update).encode(), headers)


def telegram_text(number: int, chat: int, text: str) -> dict[str, Any]:
    """Update and message of the same number. https://core.telegram.org/bots/api#update"""
    person = {"id": chat, "is_bot": False, "first_name": f"P{chat}", "language_code": "en"}
    return {
        "update_id": 900_000 + number,
        "message": {
            "message_id": number,
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": f"P{chat}"},
            "date": MOMENT + number,
            "text": text,
        },
    }


def telegram_photo(number: int, chat: int, caption: str) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#photosize"""
    update = telegram_text(number, chat, "")
    del update["message"]["text"]
    size = {"file_id": f"photo{number}", "file_unique_id": f"u{number}", "width": 2, "height": 2}
    update["message"] |= {"photo": [{**size, "file_size": 20}], "caption": caption}
    return update


def whatsapp(channel_id: str, *values: dict[str, Any]) -> Webhook:
    """One payload with a change for each value."""
    payload = {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "102290129340398",
                "changes": [{"field": "messages", "value": value} for value in values],
            }
        ],
    }
    body = json.dumps(payload).encode()
    digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}
    return Webhook("whatsapp", channel_id, body, headers)


_METADATA = {"display_phone_number": "15550783881", "phone_number_id": PHONE_NUMBER_ID}


def whatsapp_texts(sender: str, texts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """texts: (id, body), in order."""
    return {
        "messaging_product": "whatsapp",
        "metadata": _METADATA,
        "contacts": [{"profile": {"name": f"P{sender}"}, "wa_id": sender}],
        "messages": [
            {
                "from": sender,
                "id": identifier,
                "timestamp": str(MOMENT),
                "type": "text",
                "text": {"body": body},
            }
            for identifier, body in texts
        ],
    }


def whatsapp_status(recipient: str, identifier: str, state: str) -> dict[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "metadata": _METADATA,
        "statuses": [
            {
                "id": identifier,
                "status": state,
                "timestamp": str(MOMENT),
                "recipient_id": recipient,
            }
        ],
    }
