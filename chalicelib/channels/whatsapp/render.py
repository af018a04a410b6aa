"""Neutral content as bodies of POST /{phone number id}/messages.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/
send-messages; facebook/openapi business-messaging-api_v23.0.yaml, `Message`; media types and sizes:
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/
media#supported-media-types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.channels.base import Limits
from chalicelib.channels.gestures import USUAL
from chalicelib.channels.marks import MARKS
from chalicelib.channels.policy import carried_as, check, numbered, split_text, style_of, units
from chalicelib.shared.content import MEDIA_KINDS, ContactCard, Content, Kind, Media
from chalicelib.shared.errors import InvalidInput

MB = 1024 * 1024
_AUDIO = frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})

LIMITS = Limits(
    text_length=4096,
    caption_length=1024,
    media_bytes={
        Kind.IMAGE: 5 * MB,
        Kind.VIDEO: 16 * MB,
        Kind.AUDIO: 16 * MB,
        Kind.VOICE: 16 * MB,
        Kind.FILE: 100 * MB,
        Kind.STICKER: 500 * 1024,
    },
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.LOCATION, Kind.CONTACT, Kind.OPTIONS, Kind.TEMPLATE},
    buttons=3,
    button_title_length=20,
    window_hours=24,
    list_rows=10,
    list_title_length=24,
    option_id_bytes=200,
    options_text_length=1024,
    captions=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.FILE}),
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png"}),
        Kind.VIDEO: frozenset({"video/mp4", "video/3gpp"}),
        Kind.AUDIO: _AUDIO,
        Kind.VOICE: frozenset({"audio/ogg"}),
        Kind.STICKER: frozenset({"image/webp"}),
    },
    marks=frozenset(MARKS),
    reactions=USUAL,
    any_reaction=True,
)

_FIELDS = {
    Kind.IMAGE: "image",
    Kind.VIDEO: "video",
    Kind.AUDIO: "audio",
    Kind.VOICE: "audio",
    Kind.FILE: "document",
    Kind.STICKER: "sticker",
}

Body = dict[str, object]


def bodies(
    recipient: str, content: Content, *, reply_to: str, media_url: Mapping[str, str]
) -> Sequence[Body]:
    """The bodies, in order. recipient: a phone number, a business-scoped user id ("US.1349...",
    told apart by its letters) or "group:{id}". Raises InvalidInput naming the field."""
    check(LIMITS, content)
    base = frame(recipient)
    messages = _messages(content, media_url)
    context = {"context": {"message_id": reply_to}} if reply_to.startswith("wamid.") else {}
    first, *rest = messages
    return [{**base, **context, **first}, *({**base, **each} for each in rest)]


def frame(recipient: str) -> Body:
    """Whom it is for. Raises InvalidInput."""
    kind, _, group = recipient.partition(":")
    if kind == "group" and group:
        to: Body = {"recipient_type": "group", "to": group}
    elif recipient.lstrip("+").isdecimal():
        to = {"recipient_type": "individual", "to": recipient}
    elif "." in recipient:
        to = {"recipient_type": "individual", "recipient": recipient}
    else:
        raise InvalidInput("not a WhatsApp user", field="recipient")
    return {"messaging_product": "whatsapp", **to}


def _messages(content: Content, media_url: Mapping[str, str]) -> list[Body]:
    if content.kind in MEDIA_KINDS:
        return _media(content, media_url)
    if content.kind is Kind.LOCATION:
        return _location(content)
    if content.kind is Kind.CONTACT:
        cards = [_card(card) for card in content.contacts]
        return [{"type": "contacts", "contacts": cards}]
    if content.kind is Kind.OPTIONS:
        return _options(content)
    if content.kind is Kind.TEMPLATE:
        return [{"type": "template", "template": _template(content.data or {})}]
    return _text(content.text)


def _text(body: str) -> list[Body]:
    link = "https://" in body or "http://" in body
    preview = {"preview_url": True} if link else {}
    pieces = split_text(body, LIMITS.text_length)
    return [{"type": "text", "text": {"body": piece, **preview}} for piece in pieces]


def _location(content: Content) -> list[Body]:
    place = content.location
    if place is None:  # `check` refused it
        return []
    location: Body = {"latitude": _degrees(place.latitude), "longitude": _degrees(place.longitude)}
    if place.name:
        location["name"] = place.name
    if place.address:
        location["address"] = place.address
    return [{"type": "location", "location": location}]


def _degrees(value: float) -> str:
    """The schema has coordinates as text; eight decimals are a millimetre."""
    return f"{value:.8f}".rstrip("0").rstrip(".")


def _card(card: ContactCard) -> Body:
    """`name` needs formatted_name and at least one more part."""
    first, _, last = card.name.partition(" ")
    name = {"formatted_name": card.name, "first_name": first} | (
        {"last_name": last} if last else {}
    )
    contact: Body = {"name": name}
    if card.phones:
        contact["phones"] = [{"phone": phone} for phone in card.phones]
    if card.emails:
        contact["emails"] = [{"email": email} for email in card.emails]
    if card.organisation:
        contact["org"] = {"company": card.organisation}
    return contact


def _options(content: Content) -> list[Body]:
    style = style_of(LIMITS, content)
    if style == "text":
        return _text(numbered(content))
    body = {"text": content.text}
    action: Body
    if style == "link":
        option = content.options[0]
        parameters = {"display_text": option.title, "url": option.url}
        action = {"name": "cta_url", "parameters": parameters}
        return [_interactive("cta_url", body, action)]
    if style == "buttons":
        replies = [{"id": option.id, "title": option.title} for option in content.options]
        action = {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
        return [_interactive("button", body, action)]
    rows = [
        {"id": option.id, "title": option.title}
        | ({"description": option.description[:72]} if option.description else {})
        for option in content.options
    ]
    label = (content.data or {}).get("button", "") or "☰"
    action = {"button": label[:20], "sections": [{"rows": rows}]}
    return [_interactive("list", body, action)]


def _interactive(kind: str, body: Mapping[str, str], action: Body) -> Body:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": dict(body), "action": action},
    }


def _template(data: Mapping[str, str]) -> Body:
    """data: name, language, and the body's variables: "1", "2", ... or by their names."""
    variables = {key: value for key, value in data.items() if key not in ("name", "language")}
    parameters = [
        {"type": "text", "text": value}
        if key.isdecimal()
        else {"type": "text", "parameter_name": key, "text": value}
        for key, value in sorted(variables.items(), key=lambda pair: (len(pair[0]), pair[0]))
    ]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    template: Body = {
        "name": data["name"],
        "language": {"policy": "deterministic", "code": data["language"]},
    }
    return template | ({"components": components} if components else {})


def _media(content: Content, media_url: Mapping[str, str]) -> list[Body]:
    """One message a file; the text is the first one's caption where it may be one."""
    carried = [(carried_as(LIMITS, content.kind, media), media) for media in content.media]
    first = carried[0][0]
    captioned = first in LIMITS.captions and units(content.text) <= LIMITS.caption_length
    messages: list[Body] = []
    for index, (kind, media) in enumerate(carried):
        file = _file(kind, media, media_url)
        if captioned and content.text and index == 0:
            file["caption"] = content.text
        messages.append({"type": _FIELDS[kind], _FIELDS[kind]: file})
    words = content.text if not captioned and first is not Kind.STICKER else ""
    return [*messages, *(_text(words) if words else [])]


def _file(kind: Kind, media: Media, media_url: Mapping[str, str]) -> Body:
    """By link where the file is ours: Meta fetches it, and keeps it for ten minutes."""
    if media.key:
        if media.key not in media_url:
            raise InvalidInput("the file is not there", field="content.media")
        file: Body = {"link": media_url[media.key]}
    else:
        file = {"id": media.provider_id} if media.provider_id else {"link": media.url}
    if kind is Kind.FILE and media.name:
        file["filename"] = media.name
    if kind is Kind.VOICE:
        file["voice"] = True
    return file
