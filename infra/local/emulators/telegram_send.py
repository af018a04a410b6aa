"""The sending methods of the emulated Bot API, with the refusals that a bot meets most."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from infra.local.emulators.chats import Chats, File, Line, Person

_FIELDS = {
    "sendPhoto": ("photo", "image"),
    "sendVideo": ("video", "video"),
    "sendAnimation": ("animation", "video"),
    "sendAudio": ("audio", "audio"),
    "sendVoice": ("voice", "voice"),
    "sendDocument": ("document", "file"),
    "sendSticker": ("sticker", "sticker"),
}
_BY_URL = {
    "sendPhoto": ("image/jpeg", "image/png", "image/webp"),
    "sendVideo": ("video/mp4",),
    "sendAudio": ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/mp3"),
    "sendVoice": ("audio/ogg",),
    "sendDocument": ("image/gif", "application/pdf", "application/zip"),
    "sendSticker": ("image/webp",),
}
MB = 1024 * 1024


class Refused(Exception):
    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words, self.status = words, status


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Sender:
    """One call. fields: its arguments; files: what was uploaded with it."""

    chats: Chats
    bot: dict[str, Any]
    fields: dict[str, Any]
    files: dict[str, File]
    new_file_id: Callable[[], str]

    async def send(self, method: str) -> Any:
        person = self._person()
        if method == "sendChatAction":
            if self.fields.get("action") != "typing":
                raise Refused("Bad Request: wrong parameter action in request")
            self.chats.typing(person.id, 5)
            return True
        if method == "setMessageReaction":
            return self._react(person)
        if method == "sendMediaGroup":
            return await self._album(person)
        kind, content, line = await self._content(method)
        return self._deliver(person, kind, content, line)

    def _react(self, person: Person) -> bool:
        line = self.chats.find(person.id, str(self.fields.get("message_id")))
        chosen = self._object("reaction") or []
        if line is None:
            raise Refused("Bad Request: message to react not found")
        if len(chosen) > 1 or any(each.get("type") != "emoji" for each in chosen):
            raise Refused("Bad Request: REACTIONS_TOO_MANY")
        self.chats.reacted(person.id, line, str(chosen[0]["emoji"]) if chosen else "")
        return True

    def _object(self, name: str) -> Any:
        value = self.fields.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise Refused(f"Bad Request: can't parse {name} JSON object") from None
        return value

    def _person(self) -> Person:
        chat_id = self.fields.get("chat_id")
        if chat_id in (None, ""):
            raise Refused("Bad Request: chat_id is empty")
        person = self.chats.people.get(str(chat_id))
        if person is None:
            raise Refused("Bad Request: chat not found")
        if person.blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if not person.wrote_at:
            raise Refused("Forbidden: bot can't initiate conversation with a user", 403)
        return person

    def _deliver(
        self, person: Person, kind: str, content: dict[str, Any], line: Line
    ) -> dict[str, Any]:
        self._reply(person, line)
        self._keyboard(line)
        line.id = str(self.chats.number("message", 1200))
        line.state = "delivered"
        self.chats.add_line(person.id, line)
        message = {
            "message_id": int(line.id),
            "from": self.bot,
            "chat": chat_of(person),
            "date": int(time.time()),
            **content,
        }
        line.extra = {"message": message}
        return message

    def _reply(self, person: Person, line: Line) -> None:
        reply = self._object("reply_parameters")
        if not isinstance(reply, Mapping):
            return
        wanted = str(reply.get("message_id"))
        if self.chats.find(person.id, wanted):
            line.reply_to = wanted
        elif not reply.get("allow_sending_without_reply"):
            raise Refused("Bad Request: message to be replied not found")

    def _keyboard(self, line: Line) -> None:
        markup = self._object("reply_markup")
        rows = markup.get("inline_keyboard", []) if isinstance(markup, Mapping) else []
        for row in rows:
            for button in row:
                text, data = str(button.get("text", "")), str(button.get("callback_data", ""))
                url = str(button.get("url", ""))
                if not text:
                    raise Refused("Bad Request: can't parse inline keyboard button: text is empty")
                if bool(data) == bool(url):
                    raise Refused("Bad Request: Text buttons are unallowed in the inline keyboard")
                if len(data.encode()) > 64:
                    raise Refused("Bad Request: BUTTON_DATA_INVALID")
                line.buttons.append({"id": data, "title": text, "url": url})

    async def _content(self, method: str) -> tuple[str, dict[str, Any], Line]:
        if method == "sendMessage":
            text = str(self.fields.get("text", ""))
            if not text.strip():
                raise Refused("Bad Request: message text is empty")
            if units(text) > 4096:
                raise Refused("Bad Request: message is too long")
            return "text", {"text": text}, Line("", False, "text", text)
        if method in _FIELDS:
            return await self._media(method)
        if method in ("sendLocation", "sendVenue"):
            return self._location(method)
        if method == "sendContact":
            return self._contact()
        raise Refused("Not Found", 404)

    async def _media(self, method: str) -> tuple[str, dict[str, Any], Line]:
        field, kind = _FIELDS[method]
        caption = str(self.fields.get("caption", ""))
        if units(caption) > 1024:
            raise Refused("Bad Request: message caption is too long")
        file = await self._file(method, field, self.fields.get(field))
        content: dict[str, Any] = {field: described(kind, file)}
        if caption:
            content["caption"] = caption
        return kind, content, Line("", False, kind, caption, [file.id])

    async def _file(self, method: str, field: str, given: Any) -> File:
        """An upload, a file id, or an address to fetch."""
        name = str(given).removeprefix("attach://") if given else field
        if name in self.files:
            file = self.files[name]
            most = 10 * MB if field == "photo" else 50 * MB
            if len(file.data) > most:
                raise Refused("Request Entity Too Large", 413)
            return self._keep(file)
        known = self.chats.files.get(str(given))
        if known:
            return known
        if not str(given).startswith(("http://", "https://")):
            raise Refused(f"Bad Request: there is no {field} in the request")
        return self._keep(await self._fetch(method, str(given)))

    def _keep(self, file: File) -> File:
        return self.chats.add_file(File(self.new_file_id(), file.name, file.mime, file.data))

    async def _fetch(self, method: str, url: str) -> File:
        try:
            timeout = aiohttp.ClientTimeout(total=15)
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as got:
                data, mime = await got.read(), got.content_type
                if got.status != 200:
                    raise Refused("Bad Request: failed to get HTTP URL content")
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Refused("Bad Request: failed to get HTTP URL content") from None
        most = 5 * MB if method == "sendPhoto" else 20 * MB
        if mime not in _BY_URL.get(method, (mime,)) or len(data) > most:
            raise Refused("Bad Request: wrong type of the web page content")
        return File("", url.split("?")[0].rsplit("/", 1)[-1] or "file", mime, data)

    def _location(self, method: str) -> tuple[str, dict[str, Any], Line]:
        try:
            point = {name: float(self.fields[name]) for name in ("latitude", "longitude")}
        except (KeyError, ValueError):
            raise Refused("Bad Request: wrong latitude or longitude") from None
        if method == "sendLocation":
            return "location", {"location": point}, Line("", False, "location", extra=dict(point))
        venue = {name: str(self.fields.get(name, "")) for name in ("title", "address")}
        if not all(venue.values()):
            raise Refused("Bad Request: venue title and address must be non-empty")
        content = {"location": point, "venue": {"location": point, **venue}}
        words = f"{venue['title']}\n{venue['address']}"
        return "location", content, Line("", False, "location", words, extra=dict(point))

    def _contact(self) -> tuple[str, dict[str, Any], Line]:
        names = ("phone_number", "first_name", "last_name", "vcard")
        contact = {name: str(self.fields[name]) for name in names if self.fields.get(name)}
        if "phone_number" not in contact or "first_name" not in contact:
            raise Refused("Bad Request: phone number and first name must be non-empty")
        words = f"{contact['first_name']}\n{contact['phone_number']}"
        return "contact", {"contact": contact}, Line("", False, "contact", words)

    async def _album(self, person: Person) -> list[dict[str, Any]]:
        media = self._object("media")
        if not isinstance(media, list) or not 2 <= len(media) <= 10:
            raise Refused("Bad Request: wrong number of items in the media group: must be 2-10")
        methods = {"photo": "sendPhoto", "video": "sendVideo", "audio": "sendAudio"}
        group = str(self.chats.number("album", 13_812_345_678_900_000))
        sent = []
        for each in media:
            method = methods.get(each.get("type"), "sendDocument")
            field, kind = _FIELDS[method]
            file = await self._file(method, field, each.get("media"))
            line = Line("", False, kind, str(each.get("caption", "")), [file.id])
            content = {"media_group_id": group, field: described(kind, file)}
            sent.append(self._deliver(person, kind, content, line))
        return sent


def chat_of(person: Person) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    chat: dict[str, Any] = {"id": int(person.id), "first_name": first, "type": "private"}
    if last:
        chat["last_name"] = last
    if person.facts.get("username"):
        chat["username"] = person.facts["username"]
    return chat


def described(kind: str, file: File) -> Any:
    """A file as Telegram describes it."""
    basic: dict[str, Any] = {
        "file_id": file.id,
        "file_unique_id": f"AQAD{file.id[-10:]}",
        "file_size": len(file.data),
    }
    if kind == "image":
        return [{**basic, "width": 320, "height": 200}]
    if kind == "sticker":
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {**basic, **shape, "type": "regular", "emoji": "🙂"}
    if kind == "voice":
        return {**basic, "duration": 3, "mime_type": file.mime}
    named = {**basic, "file_name": file.name, "mime_type": file.mime}
    if kind == "audio":
        return {**named, "duration": 3}
    return {**named, "width": 320, "height": 200, "duration": 3} if kind == "video" else named
