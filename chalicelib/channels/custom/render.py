"""The events that carry a neutral content to an owner's program.

After https://www.jivochat.com/docs/chat: {"sender", "recipient", "message": {"type", "id", ...}}.
Ours beside it: contact, `reply_to`, `voice`, and the keyboard's ids and addresses. docs/channels/
custom/event.schema.json says the same; a test holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from chalicelib.channels.base import Limits, ProviderRequest, Stamp
from chalicelib.channels.custom import signing
from chalicelib.channels.custom.gestures import ABOUT_ANOTHER
from chalicelib.channels.gestures import USUAL
from chalicelib.channels.policy import check, numbered, pieces_of, style_of, written_out
from chalicelib.shared.content import MEDIA_KINDS, ContactCard, Content, Kind, Media, Option
from chalicelib.shared.errors import InvalidInput

Message = dict[str, object]
MB = 1024 * 1024

LIMITS = Limits(
    text_length=10_000,
    caption_length=10_000,
    captions=MEDIA_KINDS,
    media_bytes=dict.fromkeys(MEDIA_KINDS, 100 * MB),
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.OPTIONS, Kind.LOCATION, Kind.CONTACT},
    buttons=30,
    button_title_length=100,
    url_buttons=True,
    option_id_bytes=300,
    reactions=USUAL,
    any_reaction=True,
)
_TYPES = {
    Kind.IMAGE: "photo",
    Kind.VIDEO: "video",
    Kind.AUDIO: "audio",
    Kind.VOICE: "audio",
    Kind.FILE: "document",
    Kind.STICKER: "sticker",
}


def post(url: str, key: str, event: Mapping[str, object]) -> ProviderRequest:
    """Signed when the caller knows the moment, over the very bytes that go out."""

    def stamped(stamp: Stamp) -> ProviderRequest:
        body = json.dumps(_whole(event, stamp), separators=(",", ":"))
        signed = signing.headers(message_id=stamp.id, at=stamp.at, body=body, secrets=[key])
        headers = {"Content-Type": "application/json; charset=utf-8", **signed}
        return ProviderRequest("POST", url, headers=headers, body=body.encode())

    return ProviderRequest("POST", url, json=event, stamped=stamped)


def _whole(event: Mapping[str, object], stamp: Stamp) -> Mapping[str, object]:
    message = event["message"]
    told = message if isinstance(message, dict) else {}
    dated = {**told, "date": int(stamp.at.timestamp())}
    if told.get("type") in ABOUT_ANOTHER:
        event = {"id": stamp.id, **event}
    else:
        dated["id"] = stamp.id
    by = {"sender": {"name": stamp.author, "bot": stamp.by_bot}} if "recipient" in event else {}
    return {**by, **event, "message": dated}


def events(content: Content, *, reply_to: str, media_url: Mapping[str, str]) -> Sequence[Message]:
    """The messages, in order; the first one answers. Raises InvalidInput naming the field."""
    check(LIMITS, content)
    found = _messages(content, media_url)
    return [{**found[0], "reply_to": reply_to}, *found[1:]] if reply_to else found


def _messages(content: Content, media_url: Mapping[str, str]) -> list[Message]:
    if content.kind in MEDIA_KINDS:
        return _files(content, media_url)
    if content.kind is Kind.LOCATION and content.location:
        return [_location(content)]
    if content.kind is Kind.CONTACT:
        cards = [_card(card) for card in content.contacts]
        return [{"type": "contact", "text": written_out(content), "contacts": cards}]
    if content.kind is Kind.OPTIONS:
        return _keyboard(content)
    return _texts(content.text)


def _texts(words: str) -> list[Message]:
    return [{"type": "text", "text": piece} for piece in pieces_of(LIMITS, words) if piece.strip()]


def _files(content: Content, media_url: Mapping[str, str]) -> list[Message]:
    """The words go with the first file; what is too long for that, after the last."""
    captioned = len(content.text) <= LIMITS.caption_length
    found = [_file(content.kind, media, media_url) for media in content.media]
    if content.text and captioned:
        found[0]["text"] = content.text
    return found if captioned else [*found, *_texts(content.text)]


def _file(kind: Kind, media: Media, media_url: Mapping[str, str]) -> Message:
    """file: good for an hour at least; to be copied, not linked."""
    if media.key and media.key not in media_url:
        raise InvalidInput("the file is not there", field="content.media")
    known: Message = {
        "file_size": media.size,
        "duration": media.duration,
        "width": media.width,
        "height": media.height,
    }
    return {
        "type": _TYPES[kind],
        "file": media_url[media.key] if media.key else media.url,
        "file_name": media.name or "file",
        "mime_type": media.mime,
        **{name: value for name, value in known.items() if value},
        **({"voice": True} if kind is Kind.VOICE else {}),
    }


def _location(content: Content) -> Message:
    place = content.location
    assert place is not None  # `check` refused it
    told = {"title": place.name, "address": place.address, "text": content.text}
    return {
        "type": "location",
        "latitude": place.latitude,
        "longitude": place.longitude,
        **{name: value for name, value in told.items() if value},
    }


def _card(card: ContactCard) -> Message:
    told = {"phones": list(card.phones), "emails": list(card.emails)}
    organisation = {"organisation": card.organisation} if card.organisation else {}
    return {"name": card.name, **told, **organisation}


def _keyboard(content: Content) -> list[Message]:
    if style_of(LIMITS, content) == "text":
        return _texts(numbered(content))
    described = [option for option in content.options if option.description]
    lines = [content.text, *(f"{each.title} — {each.description}" for each in described)]
    *before, last = _texts("\n".join(lines))
    buttons = [_button(option) for option in content.options]
    return [*before, {**last, "type": "keyboard", "keyboard": buttons}]


def _button(option: Option) -> Message:
    title = option.title.strip()
    return {"text": title, "url": option.url} if option.url else {"text": title, "id": option.id}
