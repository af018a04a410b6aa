"""Callbacks as the wire has them. Pure."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from chalicelib.accounts.model import Agent
from chalicelib.callbacks.model import Callback, Status, lapsed
from chalicelib.shared.clock import to_text


def callback_view(callback: Callback) -> dict[str, Any]:
    """`CallbackView`."""
    return {
        "id": callback.id,
        "channel_id": callback.channel_id,
        "contact_id": callback.contact_id,
        "conversation_id": callback.conversation_id,
        "name": callback.name,
        "phone": callback.phone,
        "status": callback.status.value,
        "outcome": callback.outcome.value,
        "note": callback.note,
        "requested_at": to_text(callback.requested_at),
        "ring_until": _text(callback.ring_until),
        "accepted_by": callback.accepted_by,
        "accepted_at": _text(callback.accepted_at),
        "done_at": _text(callback.done_at),
        "due_at": _text(callback.due_at),
        "attempts": callback.attempts,
        "version": callback.version,
    }


def widget_callback(callback: Callback, agent: Agent | None, now: datetime) -> dict[str, Any]:
    """`WidgetCallback`. agent: who accepted. What rang too long is missed, told or not."""
    shown = lapsed(callback, now)
    left = 0
    if shown.status is Status.RINGING and shown.ring_until:
        left = ceil((shown.ring_until - now).total_seconds())
    return {
        "status": shown.status.value,
        "phone": shown.phone,
        "seconds": left,
        "agent": {"name": agent.name, "photo": agent.photo} if agent else None,
    }


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None
