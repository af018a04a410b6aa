"""A WhatsApp webhook as neutral items. Sources: see `walk` and `content`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    Sender,
    State,
    Unsupported,
)
from chalicelib.channels.reading import Json, WrongShape, get, identifier, text
from chalicelib.channels.whatsapp.content import content_of, with_circumstances
from chalicelib.channels.whatsapp.walk import Piece, pieces, sender_of, wrap


def parse(body: str) -> Sequence[Inbound]:
    """All that a payload holds, in order. Raises NotThisProvider if it is no WhatsApp webhook."""
    found: list[Inbound] = []
    for piece in pieces(reading.load(body)):
        found += read(piece)
    return found


def read(piece: Piece) -> Sequence[Inbound]:
    """One piece; kept whole if it is not as documented."""
    if piece.change is None:
        return [_kept(piece, "malformed")]
    item = piece.item if isinstance(piece.item, dict) else {}
    kind = item.get("type") if piece.key == "messages" else ""
    name = kind if isinstance(kind, str) and kind else piece.field or piece.key or "malformed"
    return reading.attempt(
        lambda: _READERS[piece.key](piece, reading.an_object(piece.item)),
        lambda: _kept(piece, name, id=_known_id(piece, item)),
    )


def _kept(piece: Piece, kind: str, *, id: str = "", at: datetime | None = None) -> Unsupported:
    """The piece in its frame, so that it can be read again."""
    return reading.unsupported(kind, wrap([piece]), sender=sender_of(piece), id=id, at=at)


def _known_id(piece: Piece, item: Json) -> str:
    """A message's own id; anything else could share it with a message, and is known by its hash."""
    try:
        return identifier(item, "id") if piece.key == "messages" else ""
    except WrongShape:
        return ""


def _at(item: Json) -> datetime:
    """Unix seconds: text in most webhooks, a number in some."""
    value = item.get("timestamp")
    if isinstance(value, str) and value.isdecimal() and len(value) < 16:
        return reading.moment(int(value))
    return reading.moment(reading.whole(item, "timestamp"))


def _event(
    piece: Piece, item: Json, kind: str, *, target: str = "", value: str = "", **more: object
) -> InboundEvent:
    id = more.get("id")
    at = more.get("at")
    return InboundEvent(
        id=id if isinstance(id, str) and id else reading.digest([piece.field, item]),
        kind=kind,
        sender=sender_of(piece),
        at=at if isinstance(at, datetime) else UNTOLD,
        target=target,
        value=value,
        raw=reading.dump(item),
    )


def _message(piece: Piece, item: Json) -> Sequence[Inbound]:
    kind, id, at = text(item, "type"), identifier(item, "id"), _at(item)
    if kind in _DEEDS:
        return [_DEEDS[kind](piece, item, id, at)]
    content = None if item.get("errors") else content_of(item)
    if content is None:
        inner = reading.get_or_empty(item, "unsupported")
        name = text(inner, "type", kind) or kind
        return [_kept(piece, name, id=id, at=at)]
    return [
        InboundMessage(
            id=id,
            sender=sender_of(piece),
            content=with_circumstances(item, content),
            sent_at=at,
            reply_to=text(reading.get_or_empty(item, "context"), "id", ""),
            echo=piece.key == "message_echoes",
        )
    ]


def _interactive(piece: Piece, item: Json) -> Sequence[Inbound]:
    """A reply to a call permission request is a deed, any other interactive one is content."""
    inner = reading.get_or_empty(item, "interactive")
    if text(item, "type", "") == "interactive" and inner.get("type") == "call_permission_reply":
        answer = text(get(inner, "call_permission_reply"), "response")
        target = text(reading.get_or_empty(item, "context"), "id", "")
        about = {"id": identifier(item, "id"), "at": _at(item)}
        return [_event(piece, item, "call_permission", target=target, value=answer, **about)]
    return _message(piece, item)


def _reaction(piece: Piece, item: Json, id: str, at: datetime) -> Inbound:
    """ "When an end user removes a reaction emoji, WhatsApp sends a webhook without the emoji"."""
    reaction = get(item, "reaction")
    target, emoji = text(reaction, "message_id"), text(reaction, "emoji", "")
    return _event(piece, item, "reaction", target=target, value=emoji, id=id, at=at)


def _edit(piece: Piece, item: Json, id: str, at: datetime) -> Inbound:
    edit = get(item, "edit")
    inner = get(edit, "message")
    content = content_of(inner)
    if content is None:
        raise WrongShape("an edit to what we do not know")
    target = text(edit, "original_message_id")
    event = _event(piece, item, "edit", target=target, id=id, at=at)
    return replace(event, content=with_circumstances(inner, content))


def _revoke(piece: Piece, item: Json, id: str, at: datetime) -> Inbound:
    target = text(get(item, "revoke"), "original_message_id")
    return _event(piece, item, "delete", target=target, id=id, at=at)


def _system(piece: Piece, item: Json, id: str, at: datetime) -> Inbound:
    """user_changed_number, user_changed_user_id, customer_identity_changed. value: the new id."""
    system = get(item, "system")
    kind = text(system, "type", "system")
    new = text(system, "wa_id", "") or text(system, "user_id", "")
    return _event(piece, item, kind, value=new, id=id, at=at)


def _welcome(piece: Piece, item: Json, id: str, at: datetime) -> Inbound:
    """The chat was opened for the first time; nothing is written yet."""
    return _event(piece, item, "joined", value="request_welcome", id=id, at=at)


_DEEDS: dict[str, Callable[[Piece, Json, str, datetime], Inbound]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
    "request_welcome": _welcome,
}

# A voice note that was listened to was read: https://developers.facebook.com/documentation/
# business-messaging/whatsapp/webhooks/reference/messages/status ("played").
_STATES: dict[str, State] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}


def _status(piece: Piece, item: Json) -> Sequence[Inbound]:
    id, name, at = identifier(item, "id"), text(item, "status"), _at(item)
    if text(item, "type", "message") == "call" or piece.field == "calls":
        return [_event(piece, item, "call", target=id, value=name.lower(), at=at)]
    if text(item, "type", "message") == "payment":
        return [_event(piece, item, "payment", target=id, value=name, at=at)]
    if name == "deleted":
        return [_event(piece, item, "delete", target=id, at=at)]
    state = _STATES.get(name)
    if state is None:
        return [_kept(piece, f"status {name}", at=at)]
    errors = reading.objects(item, "errors")
    reason, code = _error(errors[0]) if errors else ("", "")
    sender = sender_of(piece)
    return [InboundStatus(id, sender, state, at, reason, code)]


def _error(error: Json) -> tuple[str, str]:
    """(the provider's words, its code)"""
    details = text(reading.get_or_empty(error, "error_data"), "details", "")
    title = text(error, "title", "") or text(error, "message", "")
    words = title if details in ("", title) else f"{title}: {details}" if title else details
    return words, str(reading.whole(error, "code", 0) or "")


def _value_error(piece: Piece, item: Json) -> Sequence[Inbound]:
    """Of the whole webhook: something that Meta could not tell us."""
    words, code = _error(item)
    return [replace(_event(piece, item, "error", value=code), raw=reading.dump(item) or words)]


def _history(piece: Piece, item: Json) -> Sequence[Inbound]:
    """Old chats of a WhatsApp Business app number, a message each. They happened before: they open
    no conversation, so they are events. value: "received" or "sent"."""
    found: list[Inbound] = []
    for thread in reading.objects(item, "threads"):
        other = text(thread, "id", "")
        sender = Sender(id=other, phone=f"+{other}" if other.isdecimal() else "")
        for message in reading.objects(thread, "messages"):
            content = content_of(message)
            event = _event(piece, message, "history", id=identifier(message, "id"), at=_at(message))
            way = "received" if text(message, "from", "") == other else "sent"
            found.append(replace(event, sender=sender, value=way, content=content))
    return found or [_event(piece, item, "history_sync")]


def _call(piece: Piece, item: Json) -> Sequence[Inbound]:
    id, name = identifier(item, "id"), text(item, "event")
    return [_event(piece, item, "call", target=id, value=name, at=_at(item))]


def _preference(piece: Piece, item: Json) -> Sequence[Inbound]:
    """A person stopped or resumed marketing messages."""
    value = text(item, "value")
    return [_event(piece, item, "marketing_preference", value=value, at=_at(item))]


def _action(piece: Piece, item: Json) -> Sequence[Inbound]:
    return [_event(piece, item, "click", value=text(item, "action_type"), at=_at(item))]


def _contact_sync(piece: Piece, item: Json) -> Sequence[Inbound]:
    value = text(item, "action", "")
    return [_event(piece, item, "contact_sync", value=value)]


# https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
_ACCOUNT_FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "business_status_update",
        "flows",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "group_status_update",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "messaging_handovers",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "template_category_update",
        "template_correct_category_detection",
        "tracking_events",
    }
)


def _account(piece: Piece, item: Json) -> Sequence[Inbound]:
    """Something about the business account, not about a person. value: the event's name."""
    if piece.field not in _ACCOUNT_FIELDS:
        return [_kept(piece, piece.field or "malformed")]
    value = next((item[key] for key in ("event", "decision", "new_category") if key in item), "")
    name = reading.clean(value) if isinstance(value, str) else ""
    event = _event(piece, item, piece.field, value=name)
    return [replace(event, id=reading.digest([piece.entry.get("time"), piece.field, item]))]


_READERS: dict[str, Callable[[Piece, Json], Sequence[Inbound]]] = {
    "": _account,
    "errors": _value_error,
    "messages": _interactive,
    "message_echoes": _message,
    "statuses": _status,
    "history": _history,
    "calls": _call,
    "user_preferences": _preference,
    "user_actions": _action,
    "state_sync": _contact_sync,
}
