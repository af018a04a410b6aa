"""What a person does in a shop's own app, as the events that its connector posts."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.desk import MEDIA, Deed

_TYPES = {"image": "photo", "file": "document"}


class Events(Protocol):
    chats: Chats

    def push(self, person: Person, message: dict[str, Any]) -> None: ...

    def address(self, file: File) -> str: ...

    def read(self, person: Person) -> None: ...


class People:
    def __init__(self, app: Events) -> None:
        self.app = app
        self.chats = app.chats

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return {
            "send": self.send,
            "press": self.press,
            "edit": self.edit,
            "delete": self.delete,
            "react": self.react,
            "block": self.block,
            "read": self.read,
            "update": self.update,
        }

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, contact or unsupported."""
        person, kind = deed.person, deed.text("kind") or "text"
        id = uuid.uuid4().hex
        message = {**self._message(kind, deed), "id": id}
        if deed.text("reply_to"):
            message["reply_to"] = deed.text("reply_to")
        line = Line(id, True, kind, deed.text("text"), [deed.file.id] if deed.file else [])
        line.reply_to = deed.text("reply_to")
        line.extra = {name: message[name] for name in ("latitude", "longitude") if name in message}
        self.chats.add_line(person.id, line)
        self.app.push(person, message)
        return {"message_id": id}

    def _message(self, kind: str, deed: Deed) -> dict[str, Any]:
        words = {"text": deed.text("text")} if deed.text("text") else {}
        if kind in MEDIA:
            if deed.file is None:
                raise web.HTTPUnprocessableEntity(text="a file is missing")
            file = deed.file
            told = {"file_name": file.name, "mime_type": file.mime, "file_size": len(file.data)}
            return {"type": _TYPES.get(kind, kind), "file": self.app.address(file), **told, **words}
        if kind == "location":
            return {"type": "location", "latitude": -23.561414, "longitude": -46.655881}
        if kind == "contact":
            card = {"name": deed.text("text") or "Rui", "phones": ["+34600000001"]}
            return {"type": "contact", "contacts": [card]}
        return {"type": "hologram"} if kind == "unsupported" else {"type": "text", **words}

    def _line(self, deed: Deed) -> Line:
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        if line is None:
            raise web.HTTPNotFound(text="no such message")
        return line

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button."""
        line = self._line(deed)
        chosen = next((x for x in line.buttons if x["id"] and x["id"] == deed.text("id")), None)
        if chosen is None:
            raise web.HTTPNotFound(text="no such button")
        id = uuid.uuid4().hex
        choice = {"id": chosen["id"], "text": chosen["title"]}
        self.chats.add_line(deed.person.id, Line(id, True, "text", chosen["title"]))
        message = {"type": "choice", "id": id, "choice": choice, "reply_to": line.id}
        self.app.push(deed.person, message)
        return {"message_id": id}

    async def edit(self, deed: Deed) -> Any:
        line = self._line(deed)
        line.text, line.edited = deed.text("text"), True
        self.chats.changed()
        self.app.push(deed.person, {"type": "edit", "id": line.id, "text": line.text})
        return None

    async def delete(self, deed: Deed) -> Any:
        line = self._line(deed)
        line.deleted = True
        self.chats.changed()
        self.app.push(deed.person, {"type": "delete", "id": line.id})
        return None

    async def react(self, deed: Deed) -> Any:
        line = self._line(deed)
        line.reactions["person"] = deed.text("emoji")
        self.chats.changed()
        message = {"type": "reaction", "id": line.id, "emoji": deed.text("emoji")}
        self.app.push(deed.person, message)
        return None

    async def block(self, deed: Deed) -> Any:
        deed.person.blocked = bool(deed.fields.get("blocked", True))
        self.chats.changed()
        self.app.push(deed.person, {"type": "blocked" if deed.person.blocked else "unblocked"})
        return None

    async def read(self, deed: Deed) -> Any:
        self.app.read(deed.person)
        return None

    async def update(self, deed: Deed) -> Any:
        """value: any message, as it is."""
        self.app.push(deed.person, dict(deed.fields.get("value", {})))
        return None
