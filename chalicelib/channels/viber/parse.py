"""A callback of Viber as neutral items.

Source: https://developers.viber.com/docs/api/rest-bot-api/#callbacks and, of each event, its page
under https://creators.viber.com/docs/bots-api/events; of the messages' kinds
https://creators.viber.com/docs/bots-api/data-models/message

What becomes of a message: `delivered`, `seen`, and `failed` with `desc`, which may follow an answer
of 0 (https://creators.viber.com/docs/bots-api/events/message-failed).

Ids: `message_token` is the message's; a receipt bears that of our message. Times are milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    NotThisProvider,
    Sender,
    State,
    Unsupported,
)
from chalicelib.channels.reading import Json, WrongShape, get, text, whole
from chalicelib.shared.content import ContactCard, Content, Kind, Location, Media, Option

TRACKED = "tertulia"
"""The member of our `tracking_data` that says what each button's words stand for."""


def event_of(body: str) -> Json:
    """Raises NotThisProvider if it is no callback."""
    event = reading.load(body)
    if not isinstance(event.get("event"), str):
        raise NotThisProvider("no event: not a Viber callback")
    return event


def parse(body: str) -> Sequence[Inbound]:
    event = event_of(body)
    kind = text(event, "event")
    return reading.attempt(
        lambda: _READERS.get(kind, _unknown)(event), lambda: _kept(event, _name(event))
    )


def sender_of(event: Json) -> Sender:
    """Whose the callback is; nobody's if that cannot be read."""
    for key in ("sender", "user"):
        if isinstance(event.get(key), dict):
            with suppress(WrongShape):
                return _person(get(event, key))
    id = event.get("user_id")
    return Sender(reading.clean(id)) if isinstance(id, str) and 0 < len(id) <= 300 else Sender("")


def _person(user: Json) -> Sender:
    """send_name and send_photo ask for both; who allows no personalisation has a placeholder."""
    return Sender(
        id=reading.identifier(user, "id"),
        name=text(user, "name", "")[:200],
        language=text(user, "language", "")[:20],
        photo=text(user, "avatar", ""),
    )


def _whose(event: Json) -> Sender:
    sender = sender_of(event)
    if not sender.id:
        raise WrongShape("nobody's")
    return sender


def _name(event: Json) -> str:
    """What to call that which cannot be read."""
    message = event.get("message")
    if event.get("event") == "message" and isinstance(message, dict):
        kind = message.get("type")
        return kind if isinstance(kind, str) and kind else "message"
    return text(event, "event") or "event"


def _kept(event: Json, kind: str) -> Unsupported:
    id, at = "", None
    if event.get("event") == "message":
        with suppress(WrongShape):
            id = _token(event)
        with suppress(WrongShape):
            at = _at(event)
    return reading.unsupported(kind, event, sender=sender_of(event), id=id, at=at)


def _unknown(event: Json) -> Sequence[Inbound]:
    return [_kept(event, _name(event))]


def _token(event: Json) -> str:
    """An integer of 64 bits; text in some clients' echo."""
    value = event.get("message_token")
    if isinstance(value, str) and value.isdecimal() and len(value) < 40:
        return value
    return str(whole(event, "message_token"))


def _at(event: Json) -> datetime:
    value = whole(event, "timestamp")
    if not 0 <= value < 10**14:
        raise WrongShape("timestamp is out of range")
    return reading.moment(value // 1000) + timedelta(milliseconds=value % 1000)


def _message(event: Json) -> Sequence[Inbound]:
    message = get(event, "message")
    sender = _whose(event)
    read = _KINDS.get(text(message, "type"))
    if read is None:
        return [_kept(event, text(message, "type"))]
    content = _with_tracking(message, read(message))
    if content.kind is Kind.TEXT and not content.text:
        raise WrongShape("an empty message")
    return [InboundMessage(_token(event), sender, content, _at(event))]


def _with_tracking(message: Json, content: Content) -> Content:
    """A pressed button says its words; what they stand for comes back as `tracking_data`, which is
    that of the last message sent."""
    tracked = text(message, "tracking_data", "")
    options = _options(tracked)
    if content.kind is Kind.TEXT and content.text in options:
        option = Option(options[content.text], content.text)
        return replace(content, kind=Kind.CHOICE, choice=option)
    if tracked and not options:
        return replace(content, data={**(content.data or {}), "tracking_data": tracked[:4000]})
    return content


def _options(tracked: str) -> Mapping[str, str]:
    try:
        value = json.loads(tracked or "{}")
    except (ValueError, RecursionError):
        return {}
    options = value.get(TRACKED) if isinstance(value, dict) else None
    known = options.items() if isinstance(options, dict) else ()
    return {title: id for title, id in known if isinstance(id, str) and id}


def _text(message: Json) -> Content:
    return Content(Kind.TEXT, text(message, "text"))


def _link(message: Json) -> Content:
    return Content(Kind.TEXT, text(message, "media"))


def _file(kind: Kind, mime: str) -> Callable[[Json], Content]:
    """No type is told: the bytes will tell. Addresses are good for an hour."""

    def read(message: Json) -> Content:
        media = Media(
            mime=mime,
            name=text(message, "file_name", "")[:256],
            size=reading.count(message, "size") or reading.count(message, "file_size"),
            duration=reading.count(message, "duration"),
            url=_address(message),
        )
        return Content(kind, text(message, "text", ""), media=(media,))

    return read


def _address(message: Json) -> str:
    url = text(message, "media")
    if not url.startswith(("https://", "http://")):
        raise WrongShape("media is no address")
    return url


def _sticker(message: Json) -> Content:
    """Its picture, if told; its number in any case."""
    number = whole(message, "sticker_id")
    data = {"sticker_id": str(number)}
    if text(message, "media", ""):
        media = Media("image/png", url=_address(message))
        return Content(Kind.STICKER, media=(media,), data=data)
    return Content(
        Kind.TEXT, "🙂", data=data, provider_kind="sticker", raw=reading.dump(dict(message))
    )


def _location(message: Json) -> Content:
    point = get(message, "location")
    place = Location(
        latitude=reading.coordinate(point, "lat", 90),
        longitude=reading.coordinate(point, "lon", 180),
        address=text(point, "address", ""),
    )
    return Content(Kind.LOCATION, text(message, "text", ""), location=place)


def _contact(message: Json) -> Content:
    contact = get(message, "contact")
    name, phone = text(contact, "name", ""), text(contact, "phone_number", "")
    if not (name or phone):
        raise WrongShape("nobody's card")
    card = ContactCard(name or phone, (phone,) if phone else ())
    return Content(Kind.CONTACT, text(message, "text", ""), contacts=(card,))


def _rich(message: Json) -> Content:
    """A carousel that somebody forwards: the words of its buttons, the original beside them."""
    rich = message.get("rich_media")
    buttons = reading.objects(rich, "Buttons") if isinstance(rich, dict) else []
    lines = [text(button, "Text", "") for button in buttons]
    words = text(message, "alt_text", "") or "\n".join(dict.fromkeys(x for x in lines if x))
    raw = reading.dump(dict(message))
    return Content(Kind.TEXT, words or "carousel", provider_kind="rich_media", raw=raw)


_KINDS: dict[str, Callable[[Json], Content]] = {
    "text": _text,
    "url": _link,
    "picture": _file(Kind.IMAGE, "image/jpeg"),
    "video": _file(Kind.VIDEO, "video/mp4"),
    "audio": _file(Kind.AUDIO, "audio/mpeg"),
    "voice": _file(Kind.VOICE, "audio/mp4"),
    "file": _file(Kind.FILE, "application/octet-stream"),
    "sticker": _sticker,
    "location": _location,
    "contact": _contact,
    "rich_media": _rich,
}


def _status(state: State) -> Callable[[Json], Sequence[Inbound]]:
    """`desc`: why it failed (https://creators.viber.com/docs/bots-api/events)."""

    def read(event: Json) -> Sequence[Inbound]:
        reason = text(event, "desc", "")[:500]
        return [InboundStatus(_token(event), _whose(event), state, _at(event), reason)]

    return read


def _told(kind: str, value: str = "") -> Callable[[Json], Sequence[Inbound]]:
    """An event of the person."""

    def read(event: Json) -> Sequence[Inbound]:
        at = _at(event) if "timestamp" in event else UNTOLD
        told = text(event, value, "")[:300] if value else ""
        id = reading.digest(event)
        raw = reading.dump(event)
        return [InboundEvent(id, kind, _whose(event), at, value=told, raw=raw)]

    return read


def _webhook(event: Json) -> Sequence[Inbound]:
    """How Viber tries an address that was just set: it says nothing."""
    return []


_READERS: dict[str, Callable[[Json], Sequence[Inbound]]] = {
    "message": _message,
    "delivered": _status("delivered"),
    "seen": _status("read"),
    "failed": _status("failed"),
    "subscribed": _told("joined"),
    "unsubscribed": _told("blocked"),
    "conversation_started": _told("joined", "context"),
    "webhook": _webhook,
}
