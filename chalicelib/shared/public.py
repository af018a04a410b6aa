"""Messages, conversations and contacts as programs see them, through `/v1` and through webhooks:
JSON-ready, as `wire.v1` and `wire.v1_records` say. Pure.

Made of the console's views by hand, not by the models: importing pydantic would cost the function
that writes webhooks more than all of its work. A test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

View = Mapping[str, Any]

_FILE = ("key", "mime", "name", "size", "width", "height", "duration", "error")


def message(view: View) -> dict[str, Any]:
    """As `wire.v1.Message`. view: as `MessageView`."""
    author, delivery = view["author"], view["delivery"]
    return {
        **_some(view, "conversation_id", "seq"),
        "author": {"kind": author["kind"], "id": author["id"] or None, "name": author["name"]},
        "visibility": view["visibility"],
        "content": content(view["content"]),
        **_some(view, "at", "sent_at"),
        "reply_to": view["reply_to"] or None,
        "delivery": _delivery(delivery),
        "reactions": view["reactions"],
        "reaction": _reaction(view["reaction"]) if view.get("reaction") else None,
        **_some(view, "edited_at", "deleted_at"),
    }


def _delivery(view: View) -> dict[str, Any] | None:
    if view["state"] == "none":
        return None
    return _some(view, "state", "reason", "code", "doubtful", "at")


def _reaction(view: View) -> dict[str, Any]:
    """As `wire.v1.Reaction`."""
    return {
        "emoji": view["emoji"] or None,
        "agent_id": view["author"]["id"] or None,
        "name": view["author"]["name"],
        "delivery": _delivery(view["delivery"]),
    }


def content(view: View) -> dict[str, Any]:
    """As `wire.v1.MessageContent`. view: as `Content`."""
    return {
        **_some(view, "kind", "text"),
        "media": [file(each) for each in view["media"] or ()],
        **_some(view, "location", "contacts", "options", "choice"),
        **_some(view, "referral", "forwarded", "mentions"),
        **_or_none(view, "event", "data", "provider_kind"),
    }


def file(view: View) -> dict[str, Any]:
    """As `wire.v1.File`. view: as `Media`."""
    return _some(view, *_FILE)


def conversation(view: View) -> dict[str, Any]:
    """As `wire.v1.Conversation`. view: as `ConversationView`."""
    last = view["last"]
    return {
        **_some(view, "id", "channel_id", "channel_kind", "contact_id", "contact_name", "status"),
        **_or_none(view, "assignee_id", "queue_id", "priority"),
        **_some(view, "tags", "attributes"),
        "flow_id": view["bot_id"] or None,
        "rating": view["rating"] or None,
        "opened_at": view["opened_at"],
        "last_message_at": view["last_at"],
        **_or_none(view, "waiting_since", "snoozed_until", "resolved_at"),
        "message_count": view["seq"],
        "last_message": _preview(last) if last["seq"] else None,
    }


def _preview(last: View) -> dict[str, Any]:
    return {
        **_some(last, "seq", "kind"),
        **_or_none(last, "author_kind", "author_name", "visibility"),
        **_some(last, "text", "at"),
    }


def contact(view: View) -> dict[str, Any]:
    """As `wire.v1_records.Contact`. view: as `ContactView`."""
    return {
        **_some(view, "id", "name", "email", "phone", "description", "language", "attributes"),
        **_some(view, "tags", "blocked"),
        "merged_into": view["merged_into"] or None,
        "created_at": view["created_at"],
    }


def _some(view: View, *names: str) -> dict[str, Any]:
    return {name: view[name] for name in names}


def _or_none(view: View, *names: str) -> dict[str, Any]:
    return {name: view[name] or None for name in names}
