"""What a person does on VK, as the notifications that a community receives of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.desk import MEDIA, Deed

REACTIONS = {"❤": 1, "🔥": 2, "😂": 3, "👍": 4, "😭": 7, "😡": 8}
_DOC_TYPES = {"video": 6, "audio": 5}


class Community(Protocol):
    chats: Chats

    def push(self, kind: str, object: Mapping[str, Any]) -> None: ...

    def message(self, person: Person, line: Line, **more: Any) -> dict[str, Any]: ...

    def address(self, file: File) -> str: ...

    def new_number(self) -> str: ...

    @property
    def outbox(self) -> Any: ...


class People:
    def __init__(self, vk: Community) -> None:
        self.vk = vk
        self.chats = vk.chats

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return {
            "send": self.send,
            "press": self.press,
            "react": self.react,
            "edit": self.edit,
            "block": self.block,
            "read": self.read,
            "inbox": self.inbox,
            "update": self.update,
        }

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, link, wall, market or unsupported."""
        person, kind = deed.person, deed.text("kind") or "text"
        parts = self._parts(kind, deed)
        reply = self.chats.find(person.id, deed.text("reply_to"))
        files = [deed.file.id] if deed.file else []
        line = Line(self.vk.new_number(), True, kind, deed.text("text"), files)
        if "geo" in parts:
            line.extra = dict(parts["geo"]["coordinates"])
        line.reply_to = reply.id if reply else ""
        self.chats.add_line(person.id, line)
        if reply:
            parts["reply_message"] = self.vk.message(person, reply)
        self._tell(person, line, **parts)
        return {"message_id": line.id}

    def _tell(self, person: Person, line: Line, **parts: Any) -> None:
        message = self.vk.message(person, line, **parts)
        client = {"keyboard": True, "inline_keyboard": True, "carousel": True, "lang_id": 0}
        self.vk.push("message_new", {"message": message, "client_info": client})

    def _parts(self, kind: str, deed: Deed) -> dict[str, Any]:
        if kind in MEDIA:
            return {"attachments": [self._attachment(kind, deed)]}
        if kind == "location":
            point = {"latitude": -23.561414, "longitude": -46.655881}
            return {"geo": {"type": "point", "coordinates": point}}
        known = {
            "link": {"url": "https://example.com/lamp", "title": "Lamp", "description": "A lamp"},
            "wall": {"id": 77, "owner_id": -42, "text": "New lamps are here"},
            "market": {"id": 9, "owner_id": -42, "title": "Lamp", "price": {"text": "1 200 ₽"}},
            "unsupported": {"depth": 3},
        }
        if kind in known:
            name = "hologram" if kind == "unsupported" else kind
            return {"attachments": [{"type": name, name: known[kind]}]}
        return {}

    def _attachment(self, kind: str, deed: Deed) -> dict[str, Any]:
        if deed.file is None:
            raise web.HTTPUnprocessableEntity(text="a file is missing")
        file, url = deed.file, self.vk.address(deed.file)
        frame = {"id": int(file.id), "owner_id": int(deed.person.id), "access_key": "k"}
        size = {"url": url, "width": 320, "height": 200}
        if kind == "image":
            sizes = [{"type": "x", **size}]
            photo = {**frame, "album_id": -3, "date": int(time.time()), "sizes": sizes, "text": ""}
            return {"type": "photo", "photo": photo}
        if kind == "voice":
            voice = {**frame, "duration": 3, "link_ogg": url, "link_mp3": url, "waveform": [1]}
            return {"type": "audio_message", "audio_message": voice}
        if kind == "sticker":
            return {
                "type": "sticker",
                "sticker": {"product_id": 1, "sticker_id": 2, "images": [size]},
            }
        described = {
            "title": file.name,
            "ext": file.name.rpartition(".")[2],
            "size": len(file.data),
        }
        doc = {**frame, **described, "type": _DOC_TYPES.get(kind, 1), "url": url}
        return {"type": "doc", "doc": doc}

    def _line(self, deed: Deed) -> Line:
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        if line is None:
            raise web.HTTPNotFound(text="no such message")
        return line

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button. Its words are sent, with what they stand for."""
        pressed = self._line(deed)
        button = next((x for x in pressed.buttons if x["id"] and x["id"] == deed.text("id")), None)
        if button is None:
            raise web.HTTPNotFound(text="no such button")
        line = Line(self.vk.new_number(), True, "text", button["title"])
        self.chats.add_line(deed.person.id, line)
        self._tell(deed.person, line, payload=button["id"])
        return {"message_id": line.id}

    async def react(self, deed: Deed) -> Any:
        """message_id, emoji: '' takes it back."""
        line, emoji = self._line(deed), deed.text("emoji")
        line.reactions.pop("person", None)
        if emoji:
            line.reactions["person"] = emoji
        self.chats.changed()
        person = int(deed.person.id)
        told: dict[str, Any] = {"reacted_id": person, "peer_id": person, "cmid": int(line.id)}
        if emoji:
            told["reaction_id"] = REACTIONS.get(emoji, 4)
        self.vk.push("message_reaction_event", told)
        return None

    async def edit(self, deed: Deed) -> Any:
        """message_id, text."""
        line = self._line(deed)
        line.text, line.edited = deed.text("text"), True
        self.chats.changed()
        message = self.vk.message(deed.person, line, update_time=int(time.time()) + 1)
        self.vk.push("message_edit", message)
        return None

    async def block(self, deed: Deed) -> Any:
        """Forbids the community to write; or allows it."""
        person = deed.person
        person.blocked = bool(deed.fields.get("blocked", True))
        self.chats.changed()
        if person.blocked:
            self.vk.push("message_deny", {"user_id": int(person.id)})
        else:
            self.vk.push("message_allow", {"user_id": int(person.id), "key": ""})
        return None

    async def read(self, deed: Deed) -> Any:
        self.vk.outbox.read(deed.person)
        return None

    async def inbox(self, deed: Deed) -> Any:
        """text: an administrator answers on VK itself."""
        line = Line(self.vk.new_number(), False, "text", deed.text("text"), state="delivered")
        self.chats.add_line(deed.person.id, line)
        message = self.vk.message(deed.person, line, admin_author_id=1)
        self.vk.push("message_reply", message)
        return {"message_id": line.id}

    async def update(self, deed: Deed) -> Any:
        """event, value: the object of any notification, as it is."""
        self.vk.push(deed.text("event"), dict(deed.fields.get("value", {})))
        return None
