"""What a bot sends on the emulated API: refused as strictly as the reference has it.

Source: https://creators.viber.com/docs/bots-api/data-models/message
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from infra.local.emulators.chats import Chats, File

MB = 1024 * 1024
_FRAME = {"receiver", "min_api_version", "sender", "tracking_data", "type", "keyboard"}
_FIELDS = {
    "text": {"text"},
    "picture": {"text", "media", "thumbnail"},
    "video": {"media", "size", "duration", "thumbnail"},
    "file": {"media", "size", "file_name"},
    "location": {"location"},
    "contact": {"contact"},
    "sticker": {"sticker_id"},
    "url": {"media"},
}
_MOST = {"picture": 1 * MB, "video": 26 * MB, "file": 50 * MB}
_KINDS = {"picture": "image"}


class Refused(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


@dataclass(slots=True)
class Shown:
    kind: str
    text: str = ""
    files: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def _need(right: bool, words: str, status: int = 3) -> None:
    if not right:
        raise Refused(status, words)


async def checked(body: Mapping[str, Any], chats: Chats, new_id: Callable[[], str]) -> Shown:
    """The message as the person sees it. Raises Refused as Viber would."""
    kind = str(body.get("type", ""))
    _need(kind in _FIELDS, "badData: type")
    _need(len(json.dumps(body)) <= 30 * 1024, "badData: larger than 30 KB")
    extra = set(body) - _FRAME - _FIELDS[kind]
    _need(not extra, f"badData: {sorted(extra)}")
    sender = body.get("sender")
    name = sender.get("name") if isinstance(sender, Mapping) else None
    _need(isinstance(name, str) and 0 < len(name) <= 28, "missingData: sender.name", 4)
    _need(len(str(body.get("tracking_data", ""))) <= 4000, "badData: tracking_data")
    shown = await _content(kind, body, chats, new_id)
    shown.buttons = _buttons(body.get("keyboard"))
    return shown


async def _content(
    kind: str, body: Mapping[str, Any], chats: Chats, new_id: Callable[[], str]
) -> Shown:
    if kind == "text":
        text = str(body.get("text", ""))
        _need(0 < len(text) <= 7000, "missingData: text", 4)
        return Shown("text", text)
    if kind in _MOST:
        return await _file(kind, body, chats, new_id)
    if kind == "location":
        point = body.get("location") or {}
        _need(set(point) == {"lat", "lon"}, "badData: location")
        return Shown(kind, extra={"latitude": point["lat"], "longitude": point["lon"]})
    if kind == "contact":
        card = body.get("contact") or {}
        right = 0 < len(str(card.get("name", ""))) <= 28
        right = right and 0 < len(str(card.get("phone_number", ""))) <= 18
        _need(right, "badData: contact")
        return Shown(kind, f"{card['name']}\n{card['phone_number']}")
    return Shown("text", str(body.get("media") or body.get("sticker_id")))


async def _file(
    kind: str, body: Mapping[str, Any], chats: Chats, new_id: Callable[[], str]
) -> Shown:
    url = str(body.get("media", ""))
    ending = urlsplit(url).path.lower()
    _need(url.startswith(("http://", "https://")), "missingData: media", 4)
    if kind == "picture":
        _need(ending.endswith((".jpg", ".jpeg", ".png", ".gif")), "badData: media is no picture")
        _need(len(str(body.get("text", "x"))) <= 768 and "text" in body, "missingData: text", 4)
    else:
        size = body.get("size")
        _need(isinstance(size, int) and 0 < size <= _MOST[kind], "missingData: size", 4)
    if kind == "file":
        _need(0 < len(str(body.get("file_name", ""))) <= 256, "missingData: file_name", 4)
    if kind == "video":
        _need(ending.endswith(".mp4"), "badData: media is no .mp4")
        _need(int(body.get("duration", 1)) <= 180, "badData: duration")
    data, mime = await _fetched(url)
    _need(len(data) <= _MOST[kind], "badData: too large")
    name = str(body.get("file_name") or ending.rsplit("/", 1)[-1])
    file = chats.add_file(File(new_id(), name, mime, data))
    return Shown(_KINDS.get(kind, kind), str(body.get("text", "")), [file.id])


async def _fetched(url: str) -> tuple[bytes, str]:
    timeout = aiohttp.ClientTimeout(total=15)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as got:
            _need(got.status == 200, "badData: media is not there")
            return await got.read(), got.content_type
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise Refused(3, "badData: media is not there") from None


def _buttons(keyboard: Any) -> list[dict[str, str]]:
    if keyboard is None:
        return []
    buttons = keyboard.get("Buttons") if isinstance(keyboard, Mapping) else None
    _need(isinstance(buttons, list) and 0 < len(buttons) <= 24, "badData: keyboard.Buttons")
    _need(keyboard.get("Type") == "keyboard", "badData: keyboard.Type")
    return [_button(each) for each in buttons or []]


def _button(button: Mapping[str, Any]) -> dict[str, str]:
    body, text = str(button.get("ActionBody", "")), str(button.get("Text", ""))
    _need(button.get("ActionType") in ("reply", "open-url"), "badData: ActionType")
    _need(bool(body) and 0 < len(text) <= 250, "missingData: ActionBody", 4)
    _need(1 <= int(button.get("Columns", 6)) <= 6, "badData: Columns")
    _need(1 <= int(button.get("Rows", 1)) <= 2, "badData: Rows")
    url = body if button["ActionType"] == "open-url" else ""
    return {"id": "" if url else body, "title": html.unescape(text), "url": url}
