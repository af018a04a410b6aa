"""Neutral content as calls of the Telegram Bot API.

Source: https://core.telegram.org/bots/api#available-methods and #sending-files (Bot API 10.1).
Text goes out without a parse mode: nothing that is written is read as HTML or Markdown. Our own
marks (channels/marks.py) become entities: core.telegram.org/bots/api#messageentity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.channels.base import Limits, ProviderRequest, Upload
from chalicelib.channels.marks import MARKS, marked
from chalicelib.channels.policy import carried_as, check, numbered, split_text, style_of, units
from chalicelib.channels.telegram.gestures import REACTIONS
from chalicelib.shared.content import MEDIA_KINDS, ContactCard, Content, Kind, Media
from chalicelib.shared.errors import InvalidInput

MB = 1024 * 1024
_UPLOADED = frozenset({Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.FILE, Kind.STICKER})
_MP4_AUDIO = frozenset({"audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/m4a"})

LIMITS = Limits(
    text_length=4096,
    caption_length=1024,
    media_bytes={Kind.IMAGE: 10 * MB, **dict.fromkeys(_UPLOADED, 50 * MB)},
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.LOCATION, Kind.CONTACT, Kind.OPTIONS},
    buttons=100,
    button_title_length=64,
    option_id_bytes=64,
    url_buttons=True,
    captions=MEDIA_KINDS - {Kind.STICKER},
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png"}),
        Kind.VIDEO: frozenset({"video/mp4"}),
        Kind.AUDIO: _MP4_AUDIO,
        Kind.VOICE: _MP4_AUDIO | {"audio/ogg"},
        Kind.STICKER: frozenset({"image/webp", "application/x-tgsticker", "video/webm"}),
    },
    marks=frozenset(MARKS),
    reactions=REACTIONS,
)

_METHODS = {
    Kind.IMAGE: ("sendPhoto", "photo"),
    Kind.VIDEO: ("sendVideo", "video"),
    Kind.AUDIO: ("sendAudio", "audio"),
    Kind.VOICE: ("sendVoice", "voice"),
    Kind.FILE: ("sendDocument", "document"),
    Kind.STICKER: ("sendSticker", "sticker"),
}

# What Telegram fetches from an address by itself: up to 5 MB for a photo and 20 MB for the rest; a
# document only if it is a GIF, a PDF or a ZIP; a voice note only as OGG of up to 1 MB; no animated
# or video sticker. Everything else is uploaded.
_FETCHED: dict[Kind, tuple[int, frozenset[str] | None]] = {
    Kind.IMAGE: (5 * MB, None),
    Kind.VIDEO: (20 * MB, None),
    Kind.AUDIO: (20 * MB, None),
    Kind.VOICE: (1 * MB, frozenset({"audio/ogg"})),
    Kind.FILE: (20 * MB, frozenset({"image/gif", "application/pdf", "application/zip"})),
    Kind.STICKER: (20 * MB, frozenset({"image/webp"})),
}

_ENTITIES = {
    "bold": "bold",
    "italic": "italic",
    "strike": "strikethrough",
    "code": "code",
    "mono": "pre",
}

Call = tuple[str, dict[str, object], Upload | None]


def render(
    api: str, recipient: str, content: Content, *, reply_to: str, media_url: Mapping[str, str]
) -> Sequence[ProviderRequest]:
    """api: base address with the bot's token. recipient: "{chat}" or "{chat}@{connection}"."""
    check(LIMITS, content)
    target = target_of(recipient)
    calls = _calls(content, media_url)
    requests = []
    for index, (method, fields, upload) in enumerate(calls):
        reply = _reply(reply_to) if index == 0 else {}
        body = {**target, **fields, **reply}
        requests.append(ProviderRequest("POST", f"{api}/{method}", json=body, upload=upload))
    return requests


def target_of(recipient: str) -> dict[str, object]:
    """The chat. Raises InvalidInput."""
    chat, _, connection = recipient.partition("@")
    try:
        chat_id = int(chat)
    except ValueError as error:
        raise InvalidInput("not a Telegram chat", field="recipient") from error
    return {"chat_id": chat_id} | ({"business_connection_id": connection} if connection else {})


def _reply(reply_to: str) -> dict[str, object]:
    """A pressed button ("callback:...") has no message to reply to."""
    message_id = reply_to.rpartition(":")[2]
    if reply_to.startswith(("callback:", "update:")) or not message_id.isdecimal():
        return {}
    return {
        "reply_parameters": {"message_id": int(message_id), "allow_sending_without_reply": True}
    }


def _calls(content: Content, media_url: Mapping[str, str]) -> list[Call]:
    if content.kind in MEDIA_KINDS:
        return _media_calls(content, media_url)
    if content.kind is Kind.LOCATION:
        return _location_calls(content)
    if content.kind is Kind.CONTACT:
        return [_contact_call(card) for card in content.contacts]
    if content.kind is Kind.OPTIONS:
        return _option_calls(content)
    return _text_calls(content.text)


def _text_calls(body: str) -> list[Call]:
    pieces = split_text(body, LIMITS.text_length)
    return [("sendMessage", _formatted(piece, "text"), None) for piece in pieces]


def _formatted(words: str, field: str) -> dict[str, object]:
    """`field` and, if there is something formatted in it, its entities."""
    read = marked(words)
    if not read.spans:
        return {field: words}
    entities = [
        {"type": _ENTITIES[span.mark], "offset": span.offset, "length": span.length}
        for span in read.spans
    ]
    return {field: read.text, "entities" if field == "text" else f"{field}_entities": entities}


def _location_calls(content: Content) -> list[Call]:
    """A venue needs both a title and an address."""
    place = content.location
    if place is None:  # `check` refused it
        return []
    fields: dict[str, object] = {"latitude": place.latitude, "longitude": place.longitude}
    if place.name and place.address:
        return [("sendVenue", {**fields, "title": place.name, "address": place.address}, None)]
    return [("sendLocation", fields, None), *(_text_calls(place.name) if place.name else [])]


def _contact_call(card: ContactCard) -> Call:
    if not card.phones:
        lines = [card.name, card.organisation, *card.emails]
        return ("sendMessage", {"text": "\n".join(line for line in lines if line)}, None)
    fields: dict[str, object] = {"phone_number": card.phones[0], "first_name": card.name}
    more = [f"TEL:{phone}" for phone in card.phones] + [f"EMAIL:{each}" for each in card.emails]
    if card.organisation:
        more.append(f"ORG:{card.organisation}")
    vcard = "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{card.name}", *more, "END:VCARD"])
    if len(more) > 1 and len(vcard.encode()) <= 2048:
        fields["vcard"] = vcard
    return ("sendContact", fields, None)


def _option_calls(content: Content) -> list[Call]:
    if style_of(LIMITS, content) == "text":
        return _text_calls(numbered(content))
    described = [option for option in content.options if option.description]
    lines = [f"{option.title} — {option.description}" for option in described]
    calls = _text_calls("\n".join([content.text, *lines]))
    keyboard = [
        [
            {"text": option.title, "url": option.url}
            if option.url
            else {"text": option.title, "callback_data": option.id}
        ]
        for option in content.options
    ]
    method, fields, upload = calls[-1]
    fields = {**fields, "reply_markup": {"inline_keyboard": keyboard}}
    return [*calls[:-1], (method, fields, upload)]


def _media_calls(content: Content, media_url: Mapping[str, str]) -> list[Call]:
    """The text is the first file's caption where it may be one, a message of its own otherwise."""
    carried = [(carried_as(LIMITS, content.kind, media), media) for media in content.media]
    first = carried[0][0]
    captioned = first in LIMITS.captions and units(content.text) <= LIMITS.caption_length
    caption = content.text if captioned else ""
    calls: list[Call] = []
    for group in _albums(carried):
        fields_caption = _formatted(caption, "caption") if caption else {}
        caption = ""
        if len(group) > 1:
            calls.append(_album_call(group, media_url, fields_caption))
        else:
            method, fields, upload = _file_call(*group[0], media_url)
            calls.append((method, {**fields, **fields_caption}, upload))
    text_after = content.text if not captioned and first is not Kind.STICKER else ""
    return [*calls, *(_text_calls(text_after) if text_after else [])]


def _albums(carried: Sequence[tuple[Kind, Media]]) -> list[list[tuple[Kind, Media]]]:
    """Neighbours that one album may hold: 2 to 10 photos and videos; audio and documents "only
    with messages of the same type"; none that must be uploaded."""
    groups: list[list[tuple[Kind, Media]]] = []
    for kind, media in carried:
        last = groups[-1] if groups else []
        if last and len(last) < 10 and _together(last[-1], (kind, media)):
            last.append((kind, media))
        else:
            groups.append([(kind, media)])
    return groups


def _together(one: tuple[Kind, Media], other: tuple[Kind, Media]) -> bool:
    visual = {Kind.IMAGE, Kind.VIDEO}
    same = one[0] is other[0] and one[0] in (Kind.AUDIO, Kind.FILE)
    alike = same or {one[0], other[0]} <= visual
    return alike and not _must_upload(*one) and not _must_upload(*other)


def _must_upload(kind: Kind, media: Media) -> bool:
    most, types = _FETCHED[kind]
    mime = media.mime.split(";")[0].strip().lower()
    fetched = media.size <= most and (types is None or mime in types)
    return bool(media.key) and not fetched


def _where(media: Media, media_url: Mapping[str, str]) -> str:
    if media.key and media.key not in media_url:
        raise InvalidInput("the file is not there", field="content.media")
    return media_url[media.key] if media.key else media.provider_id or media.url


def _file_call(kind: Kind, media: Media, media_url: Mapping[str, str]) -> Call:
    method, field = _METHODS[kind]
    where = _where(media, media_url)
    if _must_upload(kind, media):
        return (method, {}, Upload(field, where, media.name or "file", media.mime))
    return (method, {field: where}, None)


def _album_call(
    group: Sequence[tuple[Kind, Media]], media_url: Mapping[str, str], caption: Mapping[str, object]
) -> Call:
    album: list[dict[str, object]] = [
        {"type": _METHODS[kind][1], "media": _where(media, media_url)} for kind, media in group
    ]
    album[0] = {**album[0], **caption}
    return ("sendMediaGroup", {"media": album}, None)
