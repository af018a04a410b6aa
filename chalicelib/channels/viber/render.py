"""The bodies of send_message that carry a neutral content.

Source: https://creators.viber.com/docs/bots-api/data-models/message (text of 7000 characters,
pictures of 1 MB, video of 26 MB, files of 50 MB, tracking_data of 4000 characters, a message of 30
KB), https://developers.viber.com/docs/api/rest-bot-api/#message-types,
https://creators.viber.com/docs/bots-api/resources/messaging/keyboards (buttons of up to 250
characters), https://developers.viber.com/docs/faq/ (12 rows).
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from chalicelib.channels.base import Channel, Limits
from chalicelib.channels.policy import (
    carried_as,
    check,
    numbered,
    pieces_of,
    style_of,
    written_out,
)
from chalicelib.channels.viber.parse import TRACKED
from chalicelib.shared.content import MEDIA_KINDS, ContactCard, Content, Kind, Media, Option
from chalicelib.shared.errors import InvalidInput

Body = dict[str, object]
MB = 1024 * 1024

LIMITS = Limits(
    text_length=7000,
    # JSON of at most 30 KB, in which a letter that is not ASCII takes up to three times its bytes.
    text_bytes=9000,
    caption_length=512,
    captions=frozenset({Kind.IMAGE}),
    media_bytes={
        **dict.fromkeys(MEDIA_KINDS, 50 * MB),
        Kind.IMAGE: 1 * MB,
        Kind.VIDEO: 26 * MB,
    },
    else_file=frozenset({Kind.IMAGE, Kind.VIDEO}),
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.OPTIONS, Kind.LOCATION, Kind.CONTACT},
    buttons=12,
    button_title_length=40,
    url_buttons=True,
    option_id_bytes=100,
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png"}),  # and GIFs, if they do not move
        Kind.VIDEO: frozenset({"video/mp4"}),
        Kind.AUDIO: frozenset(),  # a bot sends no sound but as a file
        Kind.VOICE: frozenset(),
        Kind.STICKER: frozenset(),  # but for those of Viber's own shop
    },
)
_ENDINGS = {Kind.IMAGE: (".jpg", ".jpeg", ".png"), Kind.VIDEO: (".mp4",)}


def sender_name(channel: Channel) -> str:
    """sender.name: required, at most 28 characters."""
    return (channel.settings.get("bot_name") or channel.name or "Tertulia")[:28]


def bodies(content: Content, media_url: Mapping[str, str]) -> Sequence[Body]:
    """In order, without their frame. Raises InvalidInput naming the field."""
    check(LIMITS, content)
    if content.kind in MEDIA_KINDS:
        return _files(content, media_url)
    if content.kind is Kind.LOCATION and content.location:
        place = content.location
        words = "\n".join(part for part in (content.text, place.name, place.address) if part)
        point = {"lat": place.latitude, "lon": place.longitude}
        return [*_texts(words), {"type": "location", "location": point}]
    if content.kind is Kind.CONTACT:
        return _cards(content)
    if content.kind is Kind.OPTIONS:
        return _options(content)
    return _texts(content.text)


def _texts(words: str) -> list[Body]:
    return [{"type": "text", "text": piece} for piece in pieces_of(LIMITS, words) if piece.strip()]


def _files(content: Content, media_url: Mapping[str, str]) -> list[Body]:
    """The words go with the first picture; else after the files."""
    found: list[Body] = []
    captioned = _is_captioned(content)
    for index, media in enumerate(content.media):
        caption = content.text if captioned and index == 0 else ""
        found.append(_file(content.kind, media, caption, media_url))
    if content.text and found[0].get("text") != content.text:
        found += _texts(content.text)
    return found


def _is_captioned(content: Content) -> bool:
    return carried_as(LIMITS, content.kind, content.media[0]) in LIMITS.captions and (
        len(content.text) <= LIMITS.caption_length
    )


def _file(kind: Kind, media: Media, caption: str, media_url: Mapping[str, str]) -> Body:
    """Viber fetches the file. A picture or a video must be called so by its address, too."""
    if media.key and media.key not in media_url:
        raise InvalidInput("the file is not there", field="content.media")
    url = media_url[media.key] if media.key else media.url
    carried = carried_as(LIMITS, kind, media)
    named = urlsplit(url).path.lower().endswith(_ENDINGS.get(carried, ("",)))
    if carried is Kind.IMAGE and named:
        return {"type": "picture", "media": url, "text": caption}
    if carried is Kind.VIDEO and named and media.size:
        return {"type": "video", "media": url, "size": media.size, **_duration(media)}
    name = (media.name or "file")[-256:]
    return {"type": "file", "media": url, "size": max(media.size, 1), "file_name": name}


def _duration(media: Media) -> Body:
    """At most 180 seconds; what is longer is left out."""
    return {"duration": media.duration} if 0 < media.duration <= 180 else {}


def _cards(content: Content) -> list[Body]:
    """A card holds a name and one number; one that says more goes out in words."""
    if not all(_is_plain(card) for card in content.contacts):
        return _texts(written_out(content))
    cards: list[Body] = [
        {"type": "contact", "contact": {"name": card.name, "phone_number": card.phones[0]}}
        for card in content.contacts
    ]
    return [*_texts(content.text), *cards]


def _is_plain(card: ContactCard) -> bool:
    return (
        len(card.phones) == 1
        and not card.emails
        and not card.organisation
        and len(card.name) <= 28
        and len(card.phones[0]) <= 18
    )


def _options(content: Content) -> list[Body]:
    """A keyboard. A pressed button says its words; the ids travel in tracking_data, which comes
    back with the answer."""
    ids = {option.title.strip(): option.id for option in content.options if option.id}
    tracked = json.dumps({TRACKED: ids}, ensure_ascii=False)
    if style_of(LIMITS, content) == "text" or len(tracked) > 4000:
        return _texts(numbered(content))
    described = [option for option in content.options if option.description]
    lines = [content.text, *(f"{each.title} — {each.description}" for each in described)]
    *before, last = _texts("\n".join(lines))
    keyboard = {
        "Type": "keyboard",
        "DefaultHeight": False,
        "Buttons": [_button(option) for option in content.options],
    }
    return [*before, {**last, "tracking_data": tracked, "keyboard": keyboard}]


def _button(option: Option) -> Body:
    """Text is HTML (https://viber.github.io/docs/tools/keyboards)."""
    title = option.title.strip()
    return {
        "Columns": 6,
        "Rows": 1,
        "ActionType": "open-url" if option.url else "reply",
        "ActionBody": option.url or title,
        "Text": html.escape(title, quote=False),
        "TextSize": "regular",
    }
