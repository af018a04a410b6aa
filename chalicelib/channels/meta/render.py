"""The bodies of the Send API that carry a neutral content.

Source: https://developers.facebook.com/docs/messenger-platform/reference/send-api (text, files,
quick replies, tags), https://developers.facebook.com/docs/messenger-platform/reference/templates/button,
https://developers.facebook.com/documentation/business-messaging/instagram-messaging/send-message
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.channels.base import Limits
from chalicelib.channels.meta.parse import MARK
from chalicelib.channels.policy import (
    carried_as,
    check,
    numbered,
    pieces_of,
    split_text,
    style_of,
    written_out,
)
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind, Media, Option
from chalicelib.shared.errors import InvalidInput

Body = dict[str, object]

_TYPES = {
    Kind.IMAGE: "image",
    Kind.STICKER: "image",
    Kind.VIDEO: "video",
    Kind.AUDIO: "audio",
    Kind.VOICE: "audio",
    Kind.FILE: "file",
}
MOST_BUTTONS = 3  # of a template; quick replies are more, but open no address


def bodies(
    limits: Limits,
    recipient: str,
    content: Content,
    *,
    reply_to: str,
    late: bool,
    media_url: Mapping[str, str],
) -> Sequence[Body]:
    """In order. late: an agent answers after the 24 hours, which the tag HUMAN_AGENT allows for 7
    days (https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags/).
    Raises InvalidInput naming the field."""
    check(limits, content)
    frame: Body = {"recipient": {"id": recipient}, "messaging_type": "RESPONSE"}
    if late:
        frame |= {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    messages = _messages(limits, content, media_url)
    framed = [{**frame, "message": {**message, "metadata": MARK}} for message in messages]
    if reply_to:
        framed[0]["reply_to"] = {"mid": reply_to}
    return framed


def _messages(limits: Limits, content: Content, media_url: Mapping[str, str]) -> list[Body]:
    if content.kind in MEDIA_KINDS:
        files = [_attachment(limits, content.kind, media, media_url) for media in content.media]
        return [*files, *(_text(limits, content.text) if content.text else [])]
    if content.kind in limits.as_text:
        return _text(limits, written_out(content))
    if content.kind is Kind.OPTIONS:
        return _options(limits, content)
    return _text(limits, content.text)


def _text(limits: Limits, words: str) -> list[Body]:
    return [{"text": piece} for piece in pieces_of(limits, words)]


def _options(limits: Limits, content: Content) -> list[Body]:
    """Quick replies; a template where one of them opens an address."""
    if style_of(limits, content) == "text":
        return _text(limits, numbered(content))
    described = [option for option in content.options if option.description]
    words = "\n".join([content.text, *(f"{each.title} — {each.description}" for each in described)])
    if any(option.url for option in content.options):
        return _buttons(limits, words, content.options)
    *before, last = _text(limits, words)
    replies = [
        {"content_type": "text", "title": option.title, "payload": option.id}
        for option in content.options
    ]
    return [*before, {**last, "quick_replies": replies}]


def _buttons(limits: Limits, words: str, options: Sequence[Option]) -> list[Body]:
    *before, last = split_text(words, limits.options_text_length)
    buttons = [
        {"type": "web_url", "title": option.title, "url": option.url}
        if option.url
        else {"type": "postback", "title": option.title, "payload": option.id}
        for option in options
    ]
    payload = {"template_type": "button", "text": last, "buttons": buttons}
    found: list[Body] = [{"text": piece} for piece in before]
    return [*found, {"attachment": {"type": "template", "payload": payload}}]


def _attachment(limits: Limits, kind: Kind, media: Media, media_url: Mapping[str, str]) -> Body:
    """By address: Meta fetches the file."""
    if media.key and media.key not in media_url:
        raise InvalidInput("the file is not there", field="content.media")
    payload: Body = {"url": media_url[media.key] if media.key else media.url}
    return {"attachment": {"type": _TYPES[carried_as(limits, kind, media)], "payload": payload}}
