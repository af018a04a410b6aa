"""A notification of VK's Callback API as neutral items.

Source: https://dev.vk.com/en/api/community-events/json-schema and callback/objects.json of
https://github.com/VKCOM/vk-api-schema: {"type", "object", "group_id", "event_id", "v", "secret"}.

Ids: a message's number is unique within its chat (`conversation_message_id`, in reactions `cmid`),
so ours is "{peer}:{number}"; a pressed callback button is "callback:{event_id}". A sender is the
chat that an answer goes to: the person, the group chat, or another community. VK does not tell when
somebody read or
reacted: UNTOLD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    NotThisProvider,
    Sender,
    Unsupported,
)
from chalicelib.channels.reading import Json, WrongShape, get, text, whole
from chalicelib.channels.vk.content import content_of
from chalicelib.shared.content import Content, Kind, Option, Referral

SECRET = "secret"
CHATS = 2_000_000_000  # above it a peer is a group chat
MARK = json.dumps({"tertulia": 1})
"""The `payload` of what we send: what VK tells of it is not somebody else's message."""

_EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


def event_of(body: str, *, secret: bool = False) -> Json:
    """The notification, without its secret unless asked for. Raises NotThisProvider."""
    event = reading.load(body)
    if not isinstance(event.get("type"), str) or "group_id" not in event:
        raise NotThisProvider("no type and group_id: not a notification of VK's")
    return event if secret else {key: event[key] for key in event if key != SECRET}


def parse(body: str) -> Sequence[Inbound]:
    event = event_of(body)
    kind = text(event, "type")
    read = _READERS.get(kind)
    if kind == "confirmation":  # answered at the door
        return []
    if read is None:
        return [_kept(event, kind)]
    return reading.attempt(lambda: read(event, get(event, "object")), lambda: _kept(event, kind))


def dedup_of(event: Json) -> str:
    """event_id: "Unique event id. If it passed twice or more - you should ignore it."."""
    id = event.get("event_id")
    return id if isinstance(id, str) and _EVENT_ID.fullmatch(id) else reading.digest(event)


def sender_of(event: Json) -> Sender:
    """Whose a notification is; nobody's if that cannot be read, or if it is no message's."""
    with suppress(WrongShape):
        inner = get(event, "object")
        message = get(inner, "message") if isinstance(inner.get("message"), dict) else inner
        if str(event.get("type")).startswith("message_"):
            for key in ("peer_id", "user_id", "from_id"):
                if key in message:
                    return Sender(str(_peer(message, key)))
    return Sender("")


def _peer(holder: Json, key: str = "peer_id") -> int:
    value = whole(holder, key)
    if not value or abs(value) > 10**15:
        raise WrongShape(f"{key} is no peer")
    return value


def _kept(event: Json, kind: str) -> Unsupported:
    """A message under the id that it would have had; anything else under the notification's."""
    inner = event.get("object")
    message = inner.get("message", inner) if isinstance(inner, dict) else {}
    id, at, name = dedup_of(event), None, kind
    if kind == "message_new" and isinstance(message, dict):
        with suppress(WrongShape):
            id = _key(message)
        with suppress(WrongShape):
            at = reading.moment(whole(message, "date"))
        name = _unknown_part(message) or kind
    return reading.unsupported(name, event, sender=sender_of(event), id=id, at=at)


def _unknown_part(message: Json) -> str:
    attachments = message.get("attachments")
    first = attachments[0] if isinstance(attachments, list) and attachments else None
    kind = first.get("type") if isinstance(first, dict) else None
    return kind if isinstance(kind, str) else ""


def _key(message: Json, number: str = "conversation_message_id") -> str:
    """In old versions of the API a message has an `id` alone."""
    value = whole(message, number, 0) or whole(message, "id", 0)
    if value <= 0:
        raise WrongShape("a message without a number")
    return f"{_peer(message)}:{value}"


def _message(event: Json, inner: Json) -> Sequence[Inbound]:
    """message_new holds {"message", "client_info"}; the others the message itself."""
    message = get(inner, "message") if "message" in inner else inner
    sender, key = Sender(str(_peer(message))), _key(message)
    at = reading.moment(whole(message, "date"))
    if "action" in message:
        return [_action(message, sender, key)]
    echo = _is_by_community(event, message)
    if echo and text(message, "payload", "") == MARK:
        return [InboundStatus(key, sender, "sent", at)]
    content = content_of(message)
    if content is None:
        return [_kept(event, text(event, "type"))]
    full = _with_circumstances(message, content)
    return [InboundMessage(key, sender, full, at, reply_to=_reply_to(message), echo=echo)]


def _is_by_community(event: Json, message: Json) -> bool:
    """`out`, or written in the name of the community."""
    return text(event, "type") == "message_reply" or (
        whole(message, "from_id") == -whole(event, "group_id")
    )


def _reply_to(message: Json) -> str:
    if "reply_message" not in message:
        return ""
    answered = {"peer_id": message.get("peer_id"), **get(message, "reply_message")}
    return _key(answered)


def _with_circumstances(message: Json, content: Content) -> Content:
    """A pressed button of a keyboard, the author in a group chat, the link that somebody came by
    (`ref`, `ref_source`: https://dev.vk.com/en/api/community-messages/getting-started)."""
    data = dict(content.data or {})
    if _peer(message) > CHATS:
        data["author_id"] = str(whole(message, "from_id"))
    payload = text(message, "payload", "")
    if payload and content.kind is Kind.TEXT:
        content = replace(content, kind=Kind.CHOICE, choice=_choice(payload, content.text))
    ref = text(message, "ref", "")
    if ref and content.referral is None:
        source = Referral("deep_link", id=ref[:300], body=text(message, "ref_source", "")[:300])
        content = replace(content, referral=source)
    return replace(content, data=data or None)


def _choice(payload: str, title: str) -> Option:
    """Ours is {"option": id}; the "Start" button's is {"command": "start"}."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        value = None
    named = value.get("option") or value.get("command") if isinstance(value, dict) else None
    id = named if isinstance(named, str) else payload
    return Option(reading.clean(id)[:300], title or reading.clean(id)[:300])


def _action(message: Json, sender: Sender, key: str) -> Inbound:
    """What a group chat goes through: chat_invite_user, chat_title_update, ..."""
    kind = text(get(message, "action"), "type")
    member = kind in ("chat_invite_user", "chat_kick_user", "chat_invite_user_by_link")
    at = reading.moment(whole(message, "date"))
    name = "membership" if member else "setting"
    return InboundEvent(key, name, sender, at, value=kind[:300], raw=reading.dump(dict(message)))


def _edit(event: Json, inner: Json) -> Sequence[Inbound]:
    message = get(inner, "message") if "message" in inner else inner
    content = content_of(message)
    if content is None:
        return [_kept(event, "message_edit")]
    at = reading.moment(whole(message, "update_time", whole(message, "date")))
    sender, target = Sender(str(_peer(message))), _key(message)
    return [_told(event, "edit", sender, at=at, target=target, content=content)]


def _told(
    event: Json,
    kind: str,
    sender: Sender,
    *,
    target: str = "",
    value: str = "",
    at: datetime = UNTOLD,
    content: Content | None = None,
) -> InboundEvent:
    return InboundEvent(
        id=dedup_of(event),
        kind=kind,
        sender=sender,
        at=at,
        target=target,
        value=value,
        content=content,
        raw=reading.dump(dict(event)),
    )


def _pressed(event: Json, inner: Json) -> Sequence[Inbound]:
    """A callback button: it says what it stands for, not its words."""
    peer, user = _peer(inner), _peer(inner, "user_id")
    payload = inner.get("payload")
    words = payload if isinstance(payload, str) else reading.dump(payload)
    choice = _choice(reading.clean(words) or "{}", "")
    data = {"author_id": str(user)}
    content = Content(Kind.CHOICE, choice.title, choice=choice, data=data)
    id = f"callback:{reading.identifier(inner, 'event_id')}"
    known = "conversation_message_id" in inner
    reply_to = f"{peer}:{whole(inner, 'conversation_message_id')}" if known else ""
    return [InboundMessage(id, Sender(str(peer)), content, UNTOLD, reply_to=reply_to)]


def _read(event: Json, inner: Json) -> Sequence[Inbound]:
    """Somebody has read up to this message; the community's own reading is nobody's business."""
    peer, reader = _peer(inner), _peer(inner, "from_id")
    sender = Sender(str(peer))
    if reader == -whole(event, "group_id"):
        return []
    number = whole(inner, "conversation_message_id", 0) or whole(inner, "read_message_id")
    key = f"{peer}:{number}"
    mark = InboundWatermark(dedup_of(event), sender, "read", UNTOLD, upto=key)
    return [InboundStatus(key, sender, "read", UNTOLD), mark]


def _reaction(event: Json, inner: Json) -> Sequence[Inbound]:
    """Without `reaction_id` it is taken back. The community's own is nobody's business."""
    if whole(inner, "reacted_id") == -whole(event, "group_id"):
        return []
    sender = Sender(str(_peer(inner)))
    number = whole(inner, "reaction_id", 0)
    value = REACTIONS.get(number, "👍") if number else ""
    target = _key(inner, "cmid")
    return [_told(event, "reaction", sender, target=target, value=value)]


REACTIONS = dict(
    enumerate(
        (
            "❤️",
            "🔥",
            "😂",
            "👍",
            "💩",
            "❓",
            "😭",
            "😡",
            "👎",
            "👌",
            "😃",
            "🤔",
            "🙏",
            "😘",
            "😍",
            "🎉",
        ),
        start=1,
    )
)
"""messages.getReactionsAssets tells pictures alone; these are what they show."""


def _person(kind: str, value: str = "") -> Callable[[Json, Json], Sequence[Inbound]]:
    def read(event: Json, inner: Json) -> Sequence[Inbound]:
        told = text(inner, value, "")[:300] if value else ""
        return [_told(event, kind, Sender(str(_peer(inner, "user_id"))), value=told)]

    return read


def _typing(event: Json, inner: Json) -> Sequence[Inbound]:
    return [_told(event, "typing", Sender(str(_peer(inner, "from_id"))))]


_READERS: dict[str, Callable[[Json, Json], Sequence[Inbound]]] = {
    "message_new": _message,
    "message_reply": _message,
    "message_edit": _edit,
    "message_event": _pressed,
    "message_read": _read,
    "message_reaction_event": _reaction,
    "message_allow": _person("joined", "key"),
    "message_deny": _person("blocked"),
    "message_typing_state": _typing,
}
