"""A Messenger or Instagram webhook as neutral items. Sources: see `walk` and `content`; of each
event, the page of its name under https://developers.facebook.com/documentation/business-messaging/
messenger-platform/webhooks/webhook-events
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    Mark,
    Unsupported,
)
from chalicelib.channels.meta.content import content_of, postback_of
from chalicelib.channels.meta.walk import Piece, is_by_business, pieces, sender_of, wrap
from chalicelib.channels.reading import Json, WrongShape, get, get_or_empty, identifier, text
from chalicelib.shared.content import text as text_content

MARK = "tertulia"
"""The `metadata` of what we send: its echo is not somebody else's message."""

_FRAME = frozenset({"sender", "recipient", "timestamp"})


def parse(body: str, origin: str) -> Sequence[Inbound]:
    """All that a payload holds, in order. Raises NotThisProvider if it is not of `origin`."""
    found: list[Inbound] = []
    for piece in pieces(reading.load(body), origin):
        found += read(piece)
    return found


def read(piece: Piece) -> Sequence[Inbound]:
    """One piece; kept whole if it is not as documented."""
    event = piece.event
    kind = next((key for key in _READERS if key in event), "")
    if not kind:
        return [_kept(piece, _name(piece))]
    return reading.attempt(
        lambda: _READERS[kind](piece, get(event, kind)),
        lambda: _kept(piece, kind, id=_known_id(event) if kind == "message" else ""),
    )


def _name(piece: Piece) -> str:
    """What to call that which we do not know."""
    unknown = next((key for key in piece.event if key not in _FRAME), "")
    return piece.field or unknown or "malformed"


def _kept(piece: Piece, kind: str, *, id: str = "", at: datetime | None = None) -> Unsupported:
    """The piece in its frame, so that it can be read again."""
    return reading.unsupported(kind, wrap([piece]), sender=sender_of(piece), id=id, at=at)


def _known_id(event: Json) -> str:
    try:
        return identifier(get(event, "message"), "mid")
    except WrongShape:
        return ""


def _at(event: Json) -> datetime:
    """Milliseconds; Meta's test button tells seconds, as text."""
    value = event.get("timestamp")
    if isinstance(value, str) and value.isdecimal() and len(value) < 16:
        return _moment(int(value))
    return _moment(reading.whole(event, "timestamp"))


def _moment(value: int) -> datetime:
    if value < 10**11:
        return reading.moment(value)
    return reading.moment(value // 1000) + timedelta(milliseconds=value % 1000)


def _at_or_untold(event: Json) -> datetime:
    return _at(event) if "timestamp" in event else UNTOLD


def _event(
    piece: Piece, kind: str, *, target: str = "", value: str = "", words: str | None = None
) -> InboundEvent:
    return InboundEvent(
        id=reading.digest([kind, piece.event]),
        kind=kind,
        sender=sender_of(piece),
        at=_at_or_untold(piece.event),
        target=target,
        value=value,
        content=None if words is None else text_content(words),
        raw=reading.dump(piece.event),
    )


def _message(piece: Piece, message: Json) -> Sequence[Inbound]:
    mid, at = identifier(message, "mid"), _at(piece.event)
    if reading.flag(message, "is_deleted"):
        return [_event(piece, "delete", target=mid)]
    echo = reading.flag(message, "is_echo") or is_by_business(piece)
    sender = sender_of(piece)
    if echo and text(message, "metadata", "") == MARK:
        return [InboundStatus(mid, sender, "sent", at)]
    content = None if reading.flag(message, "is_unsupported") else content_of(message)
    if content is None:
        attachments = reading.objects(message, "attachments")
        kind = text(attachments[0], "type", "") if attachments else ""
        return [_kept(piece, kind or "message", id=mid, at=at)]
    reply_to = text(get_or_empty(message, "reply_to"), "mid", "")
    return [InboundMessage(mid, sender, content, at, reply_to=reply_to, echo=echo)]


def _edit(piece: Piece, edit: Json) -> Sequence[Inbound]:
    """message_edits: mid, text, num_edit (at most 5)."""
    return [_event(piece, "edit", target=identifier(edit, "mid"), words=text(edit, "text"))]


def _reaction(piece: Piece, reaction: Json) -> Sequence[Inbound]:
    """action: react | unreact. emoji is not told in every version; the reaction's name is."""
    action = text(reaction, "action")
    if action not in ("react", "unreact"):
        raise WrongShape("action")
    emoji = text(reaction, "emoji", "") or _EMOJI.get(text(reaction, "reaction", ""), "👍")
    value = emoji if action == "react" else ""
    return [_event(piece, "reaction", target=identifier(reaction, "mid"), value=value)]


_EMOJI = {
    "love": "❤️",
    "smile": "😆",
    "laugh": "😆",
    "wow": "😮",
    "sad": "😢",
    "angry": "😠",
    "like": "👍",
    "dislike": "👎",
}


def _postback(piece: Piece, postback: Json) -> Sequence[Inbound]:
    """Its mid came with Graph API 11."""
    known = "mid" in postback
    mid = identifier(postback, "mid") if known else reading.digest(piece.event)
    at = _at(piece.event)
    return [InboundMessage(mid, sender_of(piece), postback_of(postback), at)]


def _delivery(piece: Piece, delivery: Json) -> Sequence[Inbound]:
    """watermark: "all messages that were sent before this timestamp were delivered"; the mids "may
    not be present". Both are taken: an id finds a message that was sent just now."""
    sender, at = sender_of(piece), _moment(reading.whole(delivery, "watermark"))
    ids = [identifier({"mid": mid}, "mid") for mid in reading.items(delivery, "mids")]
    if ids:
        return [InboundStatus(mid, sender, "delivered", at) for mid in ids]
    return [_watermark(piece, "delivered", at)]


def _read(piece: Piece, read: Json) -> Sequence[Inbound]:
    """Messenger tells the watermark, Instagram (messaging_seen) the message that was read last."""
    sender = sender_of(piece)
    if "watermark" in read:
        return [_watermark(piece, "read", _moment(reading.whole(read, "watermark")))]
    at = _at(piece.event)
    named = InboundStatus(identifier(read, "mid"), sender, "read", at)
    return [named, _watermark(piece, "read", at)]


def _watermark(piece: Piece, state: Mark, until: datetime) -> InboundWatermark:
    id = reading.digest([state, piece.event])
    return InboundWatermark(id, sender_of(piece), state, until)


def _told(kind: str, *names: str) -> Callable[[Piece, Json], Sequence[Inbound]]:
    """An event of the contact. value: the first of `names` that is told."""

    def read(piece: Piece, inner: Json) -> Sequence[Inbound]:
        values = (inner.get(name) for name in names)
        value = next((str(each) for each in values if isinstance(each, str | int) and each), "")
        return [_event(piece, kind, value=reading.clean(value)[:300])]

    return read


_READERS: dict[str, Callable[[Piece, Json], Sequence[Inbound]]] = {
    "message": _message,
    "message_edit": _edit,
    "reaction": _reaction,
    "postback": _postback,
    "delivery": _delivery,
    "read": _read,
    "referral": _told("referral", "ref", "ad_id", "source"),
    "optin": _told("optin", "title", "ref", "type"),
    "account_linking": _told("account_linking", "status"),
    "pass_thread_control": _told("thread_passed", "new_owner_app_id", "metadata"),
    "take_thread_control": _told("thread_taken", "previous_owner_app_id", "metadata"),
    "request_thread_control": _told("thread_requested", "requested_owner_app_id", "metadata"),
    "policy_enforcement": _told("policy_enforcement", "action", "reason"),
    "policy-enforcement": _told("policy_enforcement", "action", "reason"),
    "messaging_feedback": _told("feedback"),
    "response_feedback": _told("feedback", "feedback"),
    "app_roles": _told("app_roles"),
    "game_play": _told("game_play", "game_id"),
}
