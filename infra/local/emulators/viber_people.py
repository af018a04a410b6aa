"""What a person does on Viber, as the callbacks that a bot receives of it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.desk import MEDIA, Deed

_TYPE_OF = {"image": "picture", "audio": "file", "voice": "file"}


class Callbacks(Protocol):
    chats: Chats

    def push(self, event: str, token: int, **more: Any) -> None: ...

    def callback(self, event: str, token: int, **more: Any) -> dict[str, Any]: ...

    async def ask(self, body: dict[str, Any]) -> Any: ...

    def user(self, person: Person) -> dict[str, Any]: ...

    def new_token(self) -> int: ...

    def address(self, file: File) -> str: ...

    def read(self, person: Person) -> None: ...


class People:
    def __init__(self, viber: Callbacks) -> None:
        self.viber = viber
        self.chats = viber.chats

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return {
            "open": self.open,
            "send": self.send,
            "press": self.press,
            "block": self.block,
            "read": self.read,
            "update": self.update,
        }

    async def open(self, deed: Deed) -> Any:
        """context: of the link that was followed. What the bot answers is its welcome."""
        person, token = deed.person, self.viber.new_token()
        known = {"user": self.viber.user(person), "subscribed": bool(person.wrote_at)}
        context = {"context": deed.text("context")} if deed.text("context") else {}
        body = self.viber.callback("conversation_started", token, type="open", **context, **known)
        status, answer = await self.viber.ask(body)
        if status == 200 and answer.startswith("{"):
            welcome = json.loads(answer)
            self.chats.add_line(person.id, Line(str(token), False, "text", str(welcome["text"])))
        return {"status": status, "answer": answer}

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, contact, url or unsupported."""
        person, kind = deed.person, deed.text("kind") or "text"
        message = self._message(kind, deed)
        return self._tell(person, kind, message, [deed.file.id] if deed.file else [])

    def _tell(self, person: Person, kind: str, message: dict[str, Any], files: list[str]) -> Any:
        token = self.viber.new_token()
        if not person.wrote_at:
            self.viber.push("subscribed", self.viber.new_token(), user=self.viber.user(person))
        tracked = next((x for x in reversed(self.chats.lines[person.id]) if not x.mine), None)
        data = str(tracked.extra.get("tracking_data", "")) if tracked else ""
        words = str(message.get("text") or message.get("media", "") if not files else "")
        point = message.get("location") or {}
        shown = {"latitude": point["lat"], "longitude": point["lon"]} if point else {}
        line = Line(str(token), True, kind, words, files, extra=shown)
        self.chats.add_line(person.id, line)
        full = {**message, **({"tracking_data": data} if data else {})}
        self.viber.push("message", token, sender=self.viber.user(person), message=full)
        return {"message_id": str(token)}

    def _message(self, kind: str, deed: Deed) -> dict[str, Any]:
        text = deed.text("text")
        if kind == "sticker":
            file = self._need(deed)
            return {"type": "sticker", "sticker_id": 46105, "media": self.viber.address(file)}
        if kind in MEDIA:
            file = self._need(deed)
            words = {"text": text} if text and kind == "image" else {}
            described = {"file_name": file.name, "size": len(file.data)}
            where = self.viber.address(file)
            return {"type": _TYPE_OF.get(kind, kind), "media": where, **described, **words}
        if kind == "location":
            return {"type": "location", "location": {"lat": -23.561414, "lon": -46.655881}}
        if kind == "contact":
            card = {"name": text or "Rui", "phone_number": "+34600000001"}
            return {"type": "contact", "contact": card}
        if kind == "url":
            return {"type": "url", "media": text or "https://example.com/"}
        if kind == "unsupported":
            return {"type": "hologram"}
        return {"type": "text", "text": text}

    def _need(self, deed: Deed) -> File:
        if deed.file is None:
            raise web.HTTPUnprocessableEntity(text="a file is missing")
        return deed.file

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button. Its words are sent as the person's own."""
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        titles = {each["id"] for each in line.buttons if each["id"]} if line else set()
        if deed.text("id") not in titles:
            raise web.HTTPNotFound(text="no such button")
        return self._tell(deed.person, "text", {"type": "text", "text": deed.text("id")}, [])

    async def block(self, deed: Deed) -> Any:
        """Unsubscribes; a person who writes again subscribes."""
        person = deed.person
        person.blocked = bool(deed.fields.get("blocked", True))
        self.chats.changed()
        if person.blocked:
            self.viber.push("unsubscribed", self.viber.new_token(), user_id=person.id)
        else:
            self.viber.push("subscribed", self.viber.new_token(), user=self.viber.user(person))
        return None

    async def read(self, deed: Deed) -> Any:
        self.viber.read(deed.person)
        return None

    async def update(self, deed: Deed) -> Any:
        """event, value: members of any callback, as they are."""
        value = dict(deed.fields.get("value", {}))
        self.viber.push(deed.text("event"), self.viber.new_token(), **value)
        return None
