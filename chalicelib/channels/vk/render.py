"""The calls that send a neutral content in a community's name.

Source: https://dev.vk.com/en/method/messages.send (random_id, peer_ids, forward, keyboard,
payload), https://dev.vk.com/en/api/upload/photos-in-messages and .../upload/documents-in-messages
(three steps), https://dev.vk.com/en/api/bots/development/keyboard (inline: 10 buttons, 6 rows;
titles of 40 characters, payloads of 255).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from chalicelib.channels.base import Limits, ProviderRequest, ProviderResponse, Upload
from chalicelib.channels.policy import (
    carried_as,
    check,
    numbered,
    split_text,
    style_of,
    units,
    written_out,
)
from chalicelib.channels.vk.api import Api, answer, result
from chalicelib.channels.vk.gestures import REACTIONS
from chalicelib.channels.vk.parse import MARK
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind, Media, Option
from chalicelib.shared.errors import InvalidInput

Fields = dict[str, object]
MB = 1024 * 1024
MOST_FILES = 10  # of a message
ROWS = 6  # of a keyboard within a message

LIMITS = Limits(
    text_length=4096,
    caption_length=4096,
    captions=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.FILE, Kind.STICKER}),
    # Photos of 50 MB, documents of 200 MB; what we hand over ourselves lies in memory.
    media_bytes=dict.fromkeys(MEDIA_KINDS, 50 * MB),
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.OPTIONS, Kind.LOCATION, Kind.CONTACT},
    as_text=frozenset({Kind.CONTACT}),
    buttons=10,
    button_title_length=40,
    url_buttons=True,
    option_id_bytes=120,
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png", "image/gif"}),
        Kind.VIDEO: frozenset(),  # a community's token may upload no film
        Kind.AUDIO: frozenset(),
        Kind.VOICE: frozenset({"audio/ogg"}),
        Kind.STICKER: frozenset(),
    },
    reactions=REACTIONS,
)


def messages(
    api: Api, peer: str, content: Content, *, reply_to: str, media_url: Mapping[str, str]
) -> Sequence[ProviderRequest]:
    """In order. Raises InvalidInput naming the field. reply_to: "{peer}:{number}"."""
    check(LIMITS, content)
    first = _answered(reply_to)
    if content.kind in MEDIA_KINDS:
        return _files(api, peer, content, first, media_url)
    bodies = _bodies(content)
    return [
        _send(api, peer, {**body, **(first if index == 0 else {})})
        for index, body in enumerate(bodies)
    ]


def _send(api: Api, peer: str, body: Mapping[str, object]) -> ProviderRequest:
    """peer_ids rather than peer_id: the answer then tells the message's number in the chat, which
    is what notifications name it by."""
    fields = {"peer_ids": peer, "payload": MARK, **body}
    return api.call("messages.send", fields, once="random_id")


def _answered(reply_to: str) -> Fields:
    peer, _, number = reply_to.rpartition(":")
    known = number.isdecimal() and peer.lstrip("-").isdecimal()
    if not known:
        return {}
    forward = {
        "peer_id": int(peer),
        "conversation_message_ids": [int(number)],
        "is_reply": True,
    }
    return {"forward": json.dumps(forward)}


def _bodies(content: Content) -> list[Fields]:
    if content.kind in LIMITS.as_text:
        return _text(written_out(content))
    if content.kind is Kind.LOCATION and content.location:
        place = content.location
        words = "\n".join(part for part in (content.text, place.name, place.address) if part)
        point = {"lat": str(place.latitude), "long": str(place.longitude)}
        return [{"message": words or "📍", **point}]
    if content.kind is Kind.OPTIONS:
        return _options(content)
    return _text(content.text)


def _text(words: str) -> list[Fields]:
    return [{"message": piece} for piece in split_text(words, LIMITS.text_length)]


def _options(content: Content) -> list[Fields]:
    if style_of(LIMITS, content) == "text":
        return _text(numbered(content))
    described = [option for option in content.options if option.description]
    lines = [content.text, *(f"{each.title} — {each.description}" for each in described)]
    *before, last = _text("\n".join(lines))
    return [*before, {**last, "keyboard": json.dumps(_keyboard(content.options))}]


def _keyboard(options: Sequence[Option]) -> Fields:
    """A row each; two to a row where there are more than rows."""
    wide = 1 if len(options) <= ROWS else 2
    buttons = [_button(option) for option in options]
    rows = [buttons[start : start + wide] for start in range(0, len(buttons), wide)]
    return {"one_time": False, "inline": True, "buttons": rows}


def _button(option: Option) -> Fields:
    """A text button: its words stand in the chat as the person's own, with what they stand for."""
    label = option.title
    if option.url:
        return {"action": {"type": "open_link", "link": option.url, "label": label}}
    payload = json.dumps({"option": option.id}, ensure_ascii=False)
    return {"action": {"type": "text", "label": label, "payload": payload}}


# --- files: where to, then the bytes, then the message


def _files(
    api: Api, peer: str, content: Content, first: Fields, media_url: Mapping[str, str]
) -> Sequence[ProviderRequest]:
    """Up to ten in a message, with its words; voice notes each alone, and their words after
    them."""
    carried = [(carried_as(LIMITS, content.kind, media), media) for media in content.media]
    voice = any(kind is Kind.VOICE for kind, _ in carried)
    beside = not voice and units(content.text) <= LIMITS.caption_length
    size = 1 if voice else MOST_FILES
    calls: list[ProviderRequest] = []
    for start in range(0, len(carried), size):
        body: Fields = dict(first) if start == 0 else {}
        if beside and content.text and start == 0:
            body["message"] = content.text
        files = [(kind, media, _where(media, media_url)) for kind, media in carried[start:][:size]]
        calls.append(_upload(api, peer, files, [], body))
    after = _text(content.text) if content.text and not beside else []
    return [*calls, *(_send(api, peer, body) for body in after)]


def _where(media: Media, media_url: Mapping[str, str]) -> str:
    if media.key and media.key not in media_url:
        raise InvalidInput("the file is not there", field="content.media")
    return media_url[media.key] if media.key else media.url


File = tuple[Kind, Media, str]


def _upload(
    api: Api, peer: str, files: Sequence[File], done: Sequence[str], body: Fields
) -> ProviderRequest:
    """The next step: one more file, or the message once all are there. done: photo1_2, doc1_3,
    ..."""
    if not files:
        return _send(api, peer, {**body, "attachment": ",".join(done)})
    (kind, media, url), *rest = files

    def saved(name: str) -> ProviderRequest:
        return _upload(api, peer, rest, [*done, name], body)

    following = partial(_bytes, api, kind, media, url, saved)
    if kind is Kind.IMAGE:
        return api.call("photos.getMessagesUploadServer", {"peer_id": peer}, then=following)
    fields = {"peer_id": peer, "type": "audio_message" if kind is Kind.VOICE else "doc"}
    return api.call("docs.getMessagesUploadServer", fields, then=following)


def _bytes(
    api: Api,
    kind: Kind,
    media: Media,
    url: str,
    saved: Callable[[str], ProviderRequest],
    response: ProviderResponse,
) -> ProviderRequest | None:
    server = result(response).get("upload_url")
    if not isinstance(server, str) or not server.startswith(("https://", "http://")):
        return None
    form = "photo" if kind is Kind.IMAGE else "file"
    upload = Upload(form, url, media.name or "file", media.mime)
    following = partial(_save, api, kind, media, saved)
    return ProviderRequest("POST", server, upload=upload, then=following)


def _save(
    api: Api,
    kind: Kind,
    media: Media,
    saved: Callable[[str], ProviderRequest],
    response: ProviderResponse,
) -> ProviderRequest | None:
    """What the server answers is handed to the API as it is: photo, server, hash; or file."""
    told = answer(response)
    wanted = ("photo", "server", "hash") if kind is Kind.IMAGE else ("file",)
    if response.status != 200 or any(not told.get(name) for name in wanted):
        return None
    fields = {name: told[name] for name in wanted}
    following = partial(_named, kind, saved)
    if kind is Kind.IMAGE:
        return api.call("photos.saveMessagesPhoto", fields, then=following)
    return api.call("docs.save", {**fields, "title": media.name or "file"}, then=following)


def _named(
    kind: Kind, saved: Callable[[str], ProviderRequest], response: ProviderResponse
) -> ProviderRequest | None:
    """photo{owner}_{id}, doc{owner}_{id}: a voice note is a document, too. docs.save answers
    {"type": "doc" | "audio_message", ...: {"owner_id", "id"}}."""
    thing = result(response)
    inner = thing if kind is Kind.IMAGE else thing.get(str(thing.get("type", "doc")))
    if not isinstance(inner, dict) or not isinstance(inner.get("id"), int):
        return None
    name = "photo" if kind is Kind.IMAGE else "doc"
    key = inner.get("access_key")
    tail = f"_{key}" if isinstance(key, str) and key else ""
    return saved(f"{name}{inner.get('owner_id')}_{inner['id']}{tail}")
