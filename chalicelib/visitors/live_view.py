"""Who is on the websites, as the wire has it. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.conversations.model import Conversation
from chalicelib.shared.clock import to_text
from chalicelib.visitors.live import Presence

_SAME = (
    "contact_id",
    "channel_id",
    "url",
    "title",
    "pages",
    "visits_count",
    "referrer",
    "country",
    "city",
    "language",
    "device",
    "browser",
    "os",
)


def live_view(row: Presence, conversation: Conversation | None) -> dict[str, Any]:
    """`LiveVisitor`. conversation: his current one, if he has any."""
    view: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return {
        **view,
        "name": (conversation.contact_name if conversation else "") or row.name,
        "utm": dict(row.utm),
        "page_at": to_text(row.page_at),
        "since": to_text(row.since),
        "seen_at": to_text(row.seen_at),
        "conversation_id": conversation.id if conversation else "",
        "status": conversation.status.value if conversation else None,
        "assignee_id": conversation.assignee_id if conversation else "",
    }
