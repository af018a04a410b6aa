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
    Reaction,
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
    if "mentions" in inner:
        inner["mentions"] = tuple(inner["mentions"])
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


def reaction_from(values: Mapping[str, Any]) -> Reaction:
    inner = dict(values)
    inner["author"] = author_from(inner["author"])
    inner["delivery"] = delivery_from(inner.get("delivery", {}))
    return Reaction(**inner)


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
    if "reaction" in inner:
        inner["reaction"] = reaction_from(inner["reaction"])
    return Message(
        account_id=AccountId(account_id),
        conversation_id=ConversationId(conversation_id),
        seq=seq,
        rev=rev,
        **inner,
    )


# What of a head's state is in no attribute of its own. An item above 1 KB doubles the price of
# every message, so nothing is stored twice: the index keys hold the rest.
_HEAD_STATE = (
    "channel_id",
    "channel_kind",
    "contact_id",
    "sender",
    "contact_name",
    "queue_id",
    "offered_to",
    "offered_until",
    "offered_from",
    "priority",
    "snoozed_until",
    "resolved_at",
    "tags",
    "rating",
    "rated_for",
    "bot_id",
    "survey_id",
    "asked",
    "attributes",
    "followers",
    "sla",
    "sla_due",
    "sla_warn",
)
_COUNTERS = ("seq", "inbound", "version", "visitor_delivered", "visitor_read")


def head_state(conversation: Conversation) -> str:
    packed = pack(conversation)
    return dumps({name: packed[name] for name in _HEAD_STATE if name in packed})


def preview_data(preview: Preview) -> str:
    """All but seq and time, which are the head's."""
    return dumps(
        [
            preview.kind,
            preview.author_kind,
            preview.author_name,
            preview.visibility,
            preview.text,
        ]
    )


def head_from(item: Mapping[str, Any]) -> Conversation:
    """item: the attributes of docs/data.md, as plain values; counters may be missing for 0."""
    state: dict[str, Any] = json.loads(item["state"])
    kind, author_kind, author_name, visibility, words = json.loads(item["last"])
    listed = item.get("g2pk") or item["g1pk"]  # what a bot has is in no list of assignees
    status, _, assignee = listed.split("#S#", 1)[1].partition("#G#")
    counters: dict[str, Any] = {name: int(item.get(name) or 0) for name in _COUNTERS}
    last_at = from_text(item["g1sk"].partition("#")[0])
    last = Preview(
        seq=counters["seq"],
        kind=kind,
        author_kind=author_kind,
        author_name=author_name,
        visibility=visibility,
        text=words,
        at=last_at,
    )
    for name in ("offered_until", "snoozed_until", "resolved_at", "sla_due", "sla_warn"):
        state[name] = moment(state.get(name))
    return Conversation(
        id=ConversationId(keys.last_part(item["pk"])),
        account_id=AccountId(keys.account_of(item["pk"])),
        opened_at=from_text((item.get("g2sk") or item["opened"]).partition("#")[0]),
        last_at=last_at,
        status=Status(status),
        assignee_id="" if assignee == "-" else assignee,
        waiting_since=moment(item.get("waiting_since")),
        inbound_at=moment(item.get("inbound_at")),
        last=last if counters["seq"] else Preview(),
        reads=dict(item["reads"]),
        **{**state, **_tuples(state)},
        **counters,
    )


def _tuples(state: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(state.get(name, ())) for name in ("tags", "followers")}


def from_image(image: Mapping[str, Any]) -> Message | Conversation:
    """What a stream record's image of a message or a head holds."""
    item = plain(image)
    if item["sk"] == keys.HEAD:
        return head_from(item)
    return message_from(
        account_id=keys.account_of(item["pk"]),
        conversation_id=keys.last_part(item["pk"]),
        seq=int(keys.last_part(item["sk"])),
        rev=item["rev"],
        data=item["data"],
    )
