"""Webhooks and their ledgers as `wire/webhooks.py` has them. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.shared.clock import to_text
from chalicelib.webhooks.model import Delivery, Endpoint, Try


def endpoint_view(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "id": endpoint.id,
        "url": endpoint.url,
        "types": list(endpoint.types),
        "description": endpoint.description,
        "channel_ids": list(endpoint.channel_ids),
        "enriches": endpoint.enriches,
        "off": endpoint.off.value,
        "previous_until": _text(endpoint.previous_until),
        "created_at": _text(endpoint.created_at),
        "failing_since": _text(endpoint.failing_since),
        "version": endpoint.version,
    }


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    last = delivery.tries[-1] if delivery.tries else None
    return {
        "id": delivery.id,
        "event_id": delivery.event_id,
        "message_id": delivery.message_id,
        "type": delivery.type,
        "state": delivery.state.value,
        "created_at": to_text(delivery.created_at),
        "next_at": _text(delivery.next_at),
        "tries": len(delivery.tries),
        "last": try_view(last) if last else None,
    }


def whole_view(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery": delivery_view(delivery),
        "tries": [try_view(each) for each in delivery.tries],
        "request": {"headers": dict(delivery.sent), "body": delivery.body},
        "response": {"headers": dict(delivery.answer), "body": delivery.answer_body},
    }


def try_view(one: Try) -> dict[str, Any]:
    return {"at": to_text(one.at), "status": one.status, "error": one.error, "ms": one.ms}


def _text(moment: Any) -> str | None:
    return to_text(moment) if moment else None
