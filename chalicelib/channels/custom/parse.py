"""An event of an owner's program as neutral items.

After https://www.jivochat.com/docs/chat: {"sender": {...}, "message": {"type", ...}}. Ours beside
it: several in one request ({"events": [...]}), an event's own `id`, voice, contact, choice,
statuses, edits, deletions and reactions. Times are Unix seconds; `id` of a message is the sender's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Literal

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    MailSender,
    NotThisProvider,
    Sender,
    Unsupported,
)
from chalicelib.channels.custom.content import content_of
from chalicelib.channels.reading import Json, WrongShape, get, text

_State = Literal["delivered", "read", "failed"]
_STATES: Mapping[str, _State] = {
    "delivered": "delivered",
    "read": "read",
    "seen": "read",  # JivoChat's word
    "failed": "failed",
}
_HAPPENED = {
    "start": "joined",  # JivoChat's words: a chat was opened, left, rated
    "stop": "left",
    "rate": "rated",
    "blocked": "blocked",
    "unblocked": "unblocked",
    "typein": "typing",
}

_LONGEST_URL = 2000


def events_of(body: str) -> Sequence[object]:
    """Raises NotThisProvider if there is no event."""
    value = reading.load(body)
    if "message" in value:
        return [value]
    events = value.get("events")
    if isinstance(events, list) and events:
        return events
    raise NotThisProvider('neither "message" nor "events"')


def with_names(body: bytes, name: str, at: datetime) -> bytes:
    """The same events, each with an `id` if it had none. name: the delivery's, if it has one: then
    a repeat has the same ids; else the moment makes them."""
    whole = body.decode("utf-8", "backslashreplace")
    try:
        events = events_of(whole)
        if all(_is_named(event) for event in events):
            return body
        base = name[:200] or f"{at.timestamp():.6f}-{reading.digest(events)[:16]}"
        named = [
            event
            if _is_named(event) or not isinstance(event, dict)
            else {**event, "id": _nth(base, n)}
            for n, event in enumerate(events)
        ]
        return reading.dump({"events": named}).encode()
    except (NotThisProvider, RecursionError):
        return body


def _nth(base: str, n: int) -> str:
    return f"{base}.{n}" if n else base


def _is_named(event: object) -> bool:
    if not isinstance(event, dict) or "id" in event:
        return isinstance(event, dict)
    message = event.get("message")
    return isinstance(message, dict) and not _is_about(message) and "id" in message


def _is_about(message: Json) -> bool:
    """Whether its `id` names another message."""
    kind = message.get("type")
    return isinstance(kind, str) and kind in _READERS


def parse(body: str) -> Sequence[Inbound]:
    return [item for event in events_of(body) for item in _read(event)]


def _read(event: object) -> Sequence[Inbound]:
    return reading.attempt(lambda: _items(reading.an_object(event)), lambda: _kept(event))


def _items(event: Json) -> Sequence[Inbound]:
    message = get(event, "message")
    kind = text(message, "type")
    return _READERS.get(kind, _message)(event, message)


def sender_of(event: object) -> Sender:
    """Whose the event is; nobody's if that cannot be read."""
    if isinstance(event, dict) and isinstance(event.get("sender"), dict):
        with suppress(WrongShape):
            return _person(get(event, "sender"))
    return Sender("")


def _person(sender: Json) -> Sender:
    """phone and email are believed: the owner's program vouches for them. What is no text of these
    is left out: who writes is known by the id."""
    id = _name(sender, "id")
    told = {name: _told(sender, name) for name in ("name", "phone", "email", "language", "photo")}
    if not told["photo"].startswith(("https://", "http://")) or len(told["photo"]) > _LONGEST_URL:
        told["photo"] = ""
    email = told.pop("email").strip().lower()
    if "@" not in email or " " in email or len(email) > 254:
        return Sender(id, **_cut(told))
    return MailSender(id, **_cut(told), email=email)


def _cut(told: Mapping[str, str]) -> dict[str, str]:
    most = {"name": 200, "phone": 40, "language": 20}
    return {name: value[: most.get(name)] for name, value in told.items()}


def _told(sender: Json, name: str) -> str:
    value = sender.get(name)
    return reading.clean(value).strip() if isinstance(value, str) else ""


def _name(parent: Json, key: str) -> str:
    """An id is text, or a whole number as many programs have them."""
    value = parent.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(reading.whole(parent, key))
    return reading.identifier(parent, key)


def _whose(event: Json) -> Sender:
    sender = sender_of(event)
    if not sender.id:
        raise WrongShape("nobody's")
    return sender


def _at(message: Json) -> datetime:
    if "date" not in message:
        return UNTOLD
    value = reading.number(message, "date")
    if not 0 <= value < 10**11:
        raise WrongShape("date is not in seconds")
    return reading.moment(int(value))


def _id(event: Json) -> str:
    """Of an event that is about a message, or about none."""
    return _name(event, "id") if "id" in event else reading.digest(event)


def _kept(event: object) -> Unsupported:
    message = event.get("message") if isinstance(event, dict) else None
    kind = message.get("type") if isinstance(message, dict) else None
    id, at = "", None
    if isinstance(event, dict) and isinstance(message, dict):
        with suppress(WrongShape):
            id = _message_id(event, message)
        with suppress(WrongShape):
            at = _at(message)
    name = kind if isinstance(kind, str) and kind else "event"
    raw = {"events": [event]}
    return reading.unsupported(name, raw, sender=sender_of(event), id=id, at=at)


def _message_id(event: Json, message: Json) -> str:
    if _is_about(message) or "id" not in message:
        return _id(event)
    return _name(message, "id")


def _message(event: Json, message: Json) -> Sequence[Inbound]:
    content = content_of(event, message)
    if content is None:
        return [_kept(event)]
    reply_to = _name(message, "reply_to") if message.get("reply_to") else ""
    id = _message_id(event, message)
    return [InboundMessage(id, _whose(event), content, _at(message), reply_to)]


def _status(event: Json, message: Json) -> Sequence[Inbound]:
    """id: of our message. JivoChat's "seen" may come without: then of all of them."""
    state, sender, at = _STATES[text(message, "type")], _whose(event), _at(message)
    if "id" not in message and state != "failed":
        return [InboundWatermark(_id(event), sender, state, at)]
    reason, code = text(message, "reason", "")[:500], text(message, "code", "")[:100]
    return [InboundStatus(_name(message, "id"), sender, state, at, reason, code)]


def _happened(event: Json, message: Json) -> Sequence[Inbound]:
    kind = _HAPPENED[text(message, "type")]
    value = text(message, "value", "") or text(message, "text", "")
    value = value or ("–" if kind == "rated" else "")
    raw = reading.dump({"events": [event]})
    return [InboundEvent(_id(event), kind, _whose(event), _at(message), value=value[:300], raw=raw)]


def _about(kind: str) -> Callable[[Json, Json], Sequence[Inbound]]:
    """id: of the message that it is about."""

    def read(event: Json, message: Json) -> Sequence[Inbound]:
        target, sender, at = _name(message, "id"), _whose(event), _at(message)
        value = text(message, "emoji", "")[:64] if kind == "reaction" else ""
        content = None
        if kind == "edit":
            content = content_of(event, {**message, "type": "text"})
        return [InboundEvent(_id(event), kind, sender, at, target, value, content)]

    return read


_READERS: dict[str, Callable[[Json, Json], Sequence[Inbound]]] = {
    **dict.fromkeys(_STATES, _status),
    **dict.fromkeys(_HAPPENED, _happened),
    "edit": _about("edit"),
    "delete": _about("delete"),
    "reaction": _about("reaction"),
}
