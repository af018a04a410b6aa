"""What a webhook held, as JSON-ready values for people and tools to read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum

from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    Sender,
)
from chalicelib.shared.clock import to_text


def as_plain(item: Inbound) -> dict[str, object]:
    """`type`, `kind`, `id` and `sender` first, then what is there; empty fields are left out.

    kind: a message's kind of content, a status's state, an event's or an unsupported item's own.
    id, sender: the provider's own. `key` and `sender_details.id` are what we store them under where
    that differs: a Telegram message id, for one, is unique within its chat only.
    """
    shown: dict[str, object] = {
        "type": item.type,
        "kind": _kind(item),
        "id": _bare(item.id),
        "sender": _sender(item.sender),
    }
    if shown["id"] != item.id:
        shown["key"] = item.id
    text = item.content.text if isinstance(item, InboundMessage) else ""
    if text:
        shown["text"] = text
    rest = _plain(item)
    details = rest.pop("sender", None) if isinstance(rest, dict) else None
    if isinstance(rest, dict):
        shown |= {key: value for key, value in rest.items() if key not in ("type", "kind", "id")}
    if details:
        shown["sender_details"] = details
    return shown


def _kind(item: Inbound) -> str:
    if isinstance(item, InboundMessage):
        return item.content.kind.value
    if isinstance(item, InboundStatus | InboundWatermark):
        return item.state
    return item.kind


def _bare(id: str) -> str:
    """ "{chat}:{message}", "callback:{id}" and "update:{id}" are ours; no provider id has a colon
    and digits alone before it."""
    scope, colon, rest = id.rpartition(":")
    ours = scope in ("callback", "update") or scope.lstrip("-").isdecimal()
    return rest if colon and ours else id


def _sender(sender: Sender) -> str:
    """ "{chat}@{business connection}" and "group:{id}" are ours."""
    return sender.id.partition("@")[0].removeprefix("group:")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return "" if value == UNTOLD else to_text(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        pairs = ((each.name, _plain(getattr(value, each.name))) for each in fields(value))
        return {name: plain for name, plain in pairs if plain or isinstance(plain, float)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, dict) else value
