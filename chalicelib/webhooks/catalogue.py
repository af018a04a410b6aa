"""What a webhook can be told: the typed events of `shared/events.py`, and how each looks. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from chalicelib.shared import public
from chalicelib.shared.events import (
    ContactEvent,
    ConversationEvent,
    DomainEvent,
    FlowEvent,
    MessageEvent,
    PromiseEvent,
)
from chalicelib.webhooks.model import TEST

_NOT_DATA = ("type", "occurred_at", "watched")

WORDS: Mapping[str, str] = {
    "contact.changed": "Something that is known of a contact has changed.",
    "contact.created": "A contact was made, by a first message or by hand.",
    "conversation.changed": "Status, assignee, queue, tags or another fact of a conversation.",
    "conversation.opened": "A conversation began.",
    "flow.emitted": "A flow told an integration something; `action` is its author's word for it.",
    "message.noted": "An agent left a note, which the contact does not see.",
    "message.received": "A contact wrote.",
    "message.sent": "An agent or a bot wrote; see `message.delivery` for what became of it.",
    "message.updated": "A message was edited, deleted, reacted to, delivered, read or failed.",
    "sla.breached": "A queue's promise was not kept.",
    "sla.warned": "A queue's promise is nearly broken.",
}


def _shapes() -> dict[str, type[DomainEvent]]:
    found: dict[str, type[DomainEvent]] = {}
    for shape in (MessageEvent, ConversationEvent, ContactEvent, PromiseEvent, FlowEvent):
        for name in get_args(get_type_hints(shape)["type"]):
            found[name] = shape
    return dict(sorted(found.items()))


TYPES: tuple[str, ...] = tuple(_shapes())


# What events carry whole, as the public API shows it: its shape there, and how it is made.
THINGS: Mapping[str, tuple[str, Callable[[public.View], dict[str, Any]]]] = {
    "message": ("Message", public.message),
    "conversation": ("Conversation", public.conversation),
    "contact": ("Contact", public.contact),
}


def payload(event: Mapping[str, Any]) -> str:
    """What is sent of a domain event: `{type, timestamp, data}`, the shortest JSON."""
    data = {name: value for name, value in event.items() if name not in _NOT_DATA}
    for name, (_, shown) in THINGS.items():
        if data.get(name):
            data[name] = shown(data[name])
    return written(event["type"], event["occurred_at"], data)


def written(type: str, timestamp: str, data: Mapping[str, Any]) -> str:
    told = {"type": type, "timestamp": timestamp, "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def test_payload(timestamp: str, endpoint_id: str) -> str:
    return written(TEST, timestamp, {"webhook_id": endpoint_id, "hello": "Olá, Ñandú 👋"})


def schema(type: str) -> dict[str, Any]:
    """JSON Schema of the body that carries one type of event. `message`, `conversation` and
    `contact` are the shapes of the public API's document, which holds these schemas too."""
    shape = _shapes()[type]
    hints = get_type_hints(shape)
    names = [field.name for field in fields(shape) if field.name not in _NOT_DATA]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": type,
        "description": WORDS[type],
        "type": "object",
        "properties": {
            "type": {"const": type},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {
                "type": "object",
                "properties": {name: _json_type(name, hints[name]) for name in names},
                "required": names,
            },
        },
        "required": ["type", "timestamp", "data"],
    }


def _json_type(name: str, hint: Any) -> dict[str, Any]:
    if name in THINGS:
        thing = {"$ref": f"#/components/schemas/{THINGS[name][0]}"}
        return {"anyOf": [thing, {"type": "null"}]} if type(None) in get_args(hint) else thing
    if hint is str:
        return {"type": "string"}
    if hint is int:
        return {"type": "integer"}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    return {"type": "object"}
