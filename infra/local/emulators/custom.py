"""A shop's own app, which talks to an API channel through the connector of the documentation.

docs/channels/custom/connector.py signs, checks and answers here as it does for its owners; this
module only draws phones around it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from infra.local.emulators.chats import File, Line, Person
from infra.local.emulators.custom_people import People
from infra.local.emulators.desk import Deed, Fault, add_routes
from infra.local.emulators.hooks import Hook
from infra.local.emulators.place import MB, Place

SAMPLE = Path(__file__).parents[3] / "docs/channels/custom/connector.py"
_KINDS = {"photo": "image", "document": "file", "keyboard": "text", "contact": "text"}


def _connector() -> Any:
    spec = importlib.util.spec_from_file_location("sample_connector", SAMPLE)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sample = _connector()


class Custom(Place):
    name = "custom"

    def __init__(self, path: Path | None = None, *, read_after: float | None = 1.5) -> None:
        super().__init__(path, read_after=read_after)
        self.connector = sample.Connector("", "", self._told)
        self.hook = Hook(self._target)
        self.people = People(self)
        self._fresh: list[dict[str, Any]] = []
        self._order = asyncio.Lock()

    def app(self) -> web.Application:
        app = self.empty_app(most=110 * MB)
        add_routes(app, self)
        app.router.add_post("/_control/channel", self.channel)
        app.router.add_post("/messages", self.take)
        return app

    def hooks(self) -> Sequence[Hook]:
        return [self.hook]

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 1000)
        name = str(fields.get("name") or f"Guest {number % 1000}")
        return Person(f"u-{number}", name, {"username": f"u-{number}"})

    def new_file_id(self) -> str:
        return uuid.uuid4().hex

    def fault(self, fields: dict[str, Any]) -> Fault:
        """status: HTTP; description: its words."""
        status, words = int(fields.get("status", 500)), str(fields.get("description", "refused"))
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, {"error": words}, "", delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    # --- to the product

    async def channel(self, request: web.Request) -> web.Response:
        """address, key: what an owner copies into his server's settings."""
        told = await request.json()
        self.connector.address, self.connector.key = str(told["address"]), str(told["key"])
        self.hook.wake()
        return web.json_response({"result": True})

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        return (self.connector.address, self._sign) if self.connector.address else None

    def _sign(self, body: bytes) -> Mapping[str, str]:
        id, stamp = json.loads(body)["id"], str(int(time.time()))
        signature = sample.sign(self.connector.key, id, stamp, body)
        return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature}

    def push(self, person: Person, message: dict[str, Any]) -> None:
        """As the connector's `say`, in order and until it is taken."""
        event = {
            "id": uuid.uuid4().hex,
            "sender": {"id": person.id, "name": person.name},
            "message": {"date": int(time.time()), **message},
        }
        self.hook.push(json.dumps(event).encode())

    def address(self, file: File) -> str:
        return f"{self.base}/_media/{file.id}/{quote(file.name)}"

    # --- from the product

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if failed := await self.faults.next("messages"):
            return failed
        status, words = self.connector.take(request.headers, body)
        for event in self._fresh:
            self.later(self._carry(event))
        self._fresh = []
        return web.Response(status=status, text=words)

    def _told(self, event: dict[str, Any]) -> None:
        """Raises the connector's Refused for who is not there."""
        person = self.chats.people.get(event["recipient"]["id"])
        if person is None or person.blocked:
            raise sample.Refused("this customer takes no messages")
        if self._gesture(person, event["message"]):
            return
        self.sent.append({"method": "messages", "fields": event})
        self._fresh.append(event)

    def _gesture(self, person: Person, message: dict[str, Any]) -> bool:
        """Whether it was one: what the team does besides writing."""
        kind, id = message["type"], message.get("id", "")
        if kind == "typein":
            self.chats.typing(person.id, 10)
        elif kind == "seen":
            self.chats.seen(person.id, id)
        elif kind == "reaction":
            line = self.chats.find(person.id, id)
            if line is None:
                raise sample.Refused("there is no such message")
            self.chats.reacted(person.id, line, message["emoji"])
        else:
            return False
        return True

    async def _carry(self, event: dict[str, Any]) -> None:
        message, person = event["message"], self.chats.people[event["recipient"]["id"]]
        async with self._order:  # a file takes longer than words
            line = self.chats.add_line(person.id, await self._line(message))
        self.push(person, {"type": "delivered", "id": line.id})
        if self.read_after is not None:
            await asyncio.sleep(self.read_after)
            self.read(person)

    async def _line(self, message: Mapping[str, Any]) -> Line:
        kind = str(message["type"])
        files = [(await self._copied(message)).id] if "file" in message else []
        buttons = [
            {"id": each.get("id", ""), "title": each["text"], "url": each.get("url", "")}
            for each in message.get("keyboard", [])
        ]
        shown = "voice" if message.get("voice") else _KINDS.get(kind, kind)
        line = Line(message["id"], False, shown, message.get("text", ""), files, buttons)
        line.reply_to, line.state = str(message.get("reply_to", "")), "delivered"
        line.extra = {name: message[name] for name in ("latitude", "longitude") if name in message}
        return line

    async def _copied(self, message: Mapping[str, Any]) -> File:
        async with aiohttp.ClientSession() as session, session.get(message["file"]) as got:
            data, mime = await got.read(), str(message["mime_type"])
        return self.chats.add_file(File(self.new_file_id(), str(message["file_name"]), mime, data))

    def read(self, person: Person) -> None:
        for line in self.chats.lines.get(person.id, []):
            if not line.mine and line.state == "delivered":
                line.state = "read"
                self.push(person, {"type": "read", "id": line.id})
        self.chats.changed()
