"""Conversations and messages as browsers see them: JSON-ready, as the models of `wire` say.

Built by hand, not by the models: this runs for every message, and importing pydantic costs more
than all of it. A test holds both together. Nothing of a provider's secrets is in a message, nor its
raw text, which may say more of a contact than a conversation does: administrators ask for that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.conversations import codec
from chalicelib.conversations.model import Conversation, Message, Visibility
from chalicelib.shared.content import Content

_NOT_SHOWN = (
    *("channel_id", "channel_kind", "contact_id", "account_id", "dedup", "provider_id"),
    *("muted", "automate", "photo"),  # visitors see views too, and are not told
)
_DELIVERY_NOT_SHOWN = ("parts_done",)
_REACTION_NOT_SHOWN = ("provider_id", "turn")
_HEAD_NOT_SHOWN = (
    *("account_id", "sender", "visitor_read", "visitor_delivered", "rated_for"),
    "asked",
)


def message_view(message: Message) -> dict[str, Any]:
    """As `wire.common.MessageView`. What was deleted is not shown."""
    shown = replace(message, content=_shown(message))
    view: dict[str, Any] = codec.pack(shown, whole=True)
    view["client_id"] = message.dedup if _is_clients(message) else ""
    for name in _NOT_SHOWN:
        del view[name]
    for name in _DELIVERY_NOT_SHOWN:
        del view["delivery"][name]
        if view["reaction"]:
            del view["reaction"]["delivery"][name]
    if view["reaction"]:
        for name in _REACTION_NOT_SHOWN:
            del view["reaction"][name]
    return view


def _is_clients(message: Message) -> bool:
    """What a provider calls it, or what we call our own lines, is no client's id."""
    return message.visibility is not Visibility.EVENT and message.dedup != message.provider_id


def conversation_view(conversation: Conversation) -> dict[str, Any]:
    """As `wire.console.ConversationView`."""
    view: dict[str, Any] = codec.pack(conversation, whole=True)
    for name in _HEAD_NOT_SHOWN:
        del view[name]
    return view


def _shown(message: Message) -> Content:
    content = message.content
    if message.deleted_at:
        return Content(kind=content.kind)
    return replace(content, raw="") if content.raw else content
