"""Domain values <-> JSON text and plain dicts. What is at its default is left out of the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from chalicelib.conversations import keys
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Preview,
    Status,
    Visibility,
)
from chalicelib.shared.attributes import plain
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    Referral,
)
from chalicelib.shared.ids import AccountId, ConversationId

_KEYS = frozenset({"account_id", "conversation_id", "seq", "rev"})  # a message's, not its data


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    def default(field: Any) -> Any:
        if field.default_factory is not MISSING:
            return field.default_factory()
        return field.default

    return tuple((field.name, default(field)) for field in fields(kind))


def pack(value: Any, *, whole: bool = False) -> Any:
    """JSON-ready. Dataclasses become objects: without what is at its default, unless `whole`."""
    if value is None or isinstance(value, str | int | float | bool):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, datetime):
        return to_text(value)
    if is_dataclass(value):
        kind: Any = type(value)
        return {
            name: pack(inner, whole=whole)
            for name, default in _fields(kind)
            if (inner := getattr(value, name)) != default or whole
        }
    if isinstance(value, Mapping):
        return {key: pack(inner, whole=whole) for key, inner in value.items()}
    return [pack(inner, whole=whole) for inner in value]


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def content_from(values: Mapping[str, Any]) -> Content:
    """From `pack(content)`, whole or not."""
    inner: dict[str, Any] = dict(values)
    inner["kind"] = Kind(inner["kind"])
    for name, kind in (("media", Media), ("options", Option)):
        if name in inner:
            inner[name] = tuple(kind(**each) for each in inner[name])
    if "contacts" in inner:
        inner["contacts"] = tuple(_card(each) for each in inner["contacts"])
    for name, single in (("location", Location), ("choice", Option), ("referral", Referral)):
        if inner.get(name):
            inner[name] = single(**inner[name])
    return Content(**inner)


def _card(values: Mapping[str, Any]) -> ContactCard:
    inner = dict(values)
    for name in ("phones", "emails"):
        inner[name] = tuple(inner.get(name, ()))
    return ContactCard(**inner)


def author_from(values: Mapping[str, Any]) -> Author:
    return Author(
        kind=AuthorKind(values["kind"]), id=values.get("id", ""), name=values.get("name", "")
    )


def delivery_from(values: Mapping[str, Any]) -> Delivery:
    inner = dict(values)
    inner["state"] = DeliveryState(inner.get("state", "none"))
    inner["at"] = moment(inner.get("at"))
    return Delivery(**inner)


def preview_from(values: Mapping[str, Any]) -> Preview:
    return Preview(**{**values, "at": moment(values.get("at"))})


def message_data(message: Message) -> str:
    """Everything but the key and `rev`, as JSON text."""
    packed = pack(message)
    return dumps({name: inner for name, inner in packed.items() if name not in _KEYS})


def message_from(
    *, account_id: str, conversation_id: str, seq: int, rev: int, data: str
) -> Message:
    inner: dict[str, Any] = json.loads(data)
    inner["author"] = author_from(inner["author"])
    inner["content"] = content_from(inner["content"])
    inner["visibility"] = Visibility(inner["visibility"])
    inner["at"] = from_text(inner["at"])
    for name in ("sent_at", "edited_at", "deleted_at"):
        if name in inner:
            inner[name] = from_text(inner[name])
    if "delivery" in inner:
        inner["delivery"] = delivery_from(inner["delivery"])
    return Message(
        account_id=AccountId(account_id),
        conversation_id=ConversationId(conversation_id),
        seq=seq,
        rev=rev,
        **inner,
    )


_HEAD_COLUMNS = (
    "state",
    "seq",
    "inbound",
    "version",
    "last",
    "last_at",
    "reads",
    "visitor_delivered",
    "visitor_read",
)
_HEAD_STATE = (
    "channel_id",
    "channel_kind",
    "contact_id",
    "sender",
    "contact_name",
    "status",
    "assignee_id",
    "queue_id",
    "priority",
    "snoozed_until",
    "resolved_at",
    "opened_at",
    "tags",
)


def head_state(conversation: Conversation) -> str:
    """What a change of state changes, as JSON text. The rest lies in attributes of its own."""
    packed = pack(conversation)
    return dumps({name: packed[name] for name in _HEAD_STATE if name in packed})


def head_from(
    *,
    account_id: str,
    conversation_id: str,
    state: str,
    last: str,
    last_at: str,
    waiting_since: str | None,
    **numbers: Any,
) -> Conversation:
    """numbers: seq, inbound, version, visitor_delivered, visitor_read; and reads, a mapping."""
    inner: dict[str, Any] = json.loads(state)
    inner["status"] = Status(inner.get("status", Status.OPEN))
    inner["tags"] = tuple(inner.get("tags", ()))
    for name in ("snoozed_until", "resolved_at", "opened_at"):
        inner[name] = moment(inner.get(name))
    return Conversation(
        id=ConversationId(conversation_id),
        account_id=AccountId(account_id),
        last=preview_from(json.loads(last)),
        last_at=from_text(last_at),
        waiting_since=moment(waiting_since),
        **inner,
        **numbers,
    )


def from_image(image: Mapping[str, Any]) -> Message | Conversation:
    """What a stream record's image of a message or a head holds."""
    item = plain(image)
    pk, sk = item["pk"], item["sk"]
    place = {"account_id": keys.account_of(pk), "conversation_id": keys.last_part(pk)}
    if sk != keys.HEAD:
        seq = int(keys.last_part(sk))
        return message_from(**place, seq=seq, rev=item["rev"], data=item["data"])
    columns = {name: item[name] for name in _HEAD_COLUMNS}
    return head_from(**place, **columns, waiting_since=item.get("waiting_since"))
