"""A stand-in for Viber's REST Bot API and its callbacks.

Source: https://developers.viber.com/docs/api/rest-bot-api/ and
https://creators.viber.com/docs/bots-api. It knows bots by their tokens, refuses as the reference
has it (always with 200), and delivers signed callbacks in order. Unlike the original it takes
webhooks by plain HTTP.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from infra.local.emulators.chats import File, Line, Person
from infra.local.emulators.desk import Deed, Fault, add_routes
from infra.local.emulators.hooks import Hook
from infra.local.emulators.place import MB, Place
from infra.local.emulators.viber_people import People
from infra.local.emulators.viber_send import Refused, checked

WORDS = {
    2: "invalidAuthToken",
    3: "badData",
    5: "receiverNotRegistered",
    6: "receiverNotSubscribed",
    9: "publicAccountSuspended",
    10: "webhookNotSet",
    12: "tooManyRequests",
}


@dataclass(slots=True)
class Bot:
    token: str
    name: str = "Café Tertulia"
    uri: str = "cafetertulia"
    url: str = ""
    events: list[str] = field(default_factory=list)
    hook: Hook = field(init=False)

    def __post_init__(self) -> None:
        self.hook = Hook(self._target)

    def sign(self, body: bytes) -> Mapping[str, str]:
        digest = hmac.new(self.token.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Viber-Content-Signature": digest}

    def wants(self, event: str) -> bool:
        return event in ("message", "webhook") or not self.events or event in self.events

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        return (self.url, self.sign) if self.url else None


class Viber(Place):
    name = "viber"

    def __init__(
        self, token: str, path: Path | None = None, *, read_after: float | None = 1.5
    ) -> None:
        super().__init__(path, read_after=read_after)
        self.bot = Bot(token)
        self.people = People(self)
        self.asked: dict[str, int] = {}

    def app(self) -> web.Application:
        app = self.empty_app(most=60 * MB)
        add_routes(app, self)
        app.router.add_post("/{method}", self.call)
        return app

    def hooks(self) -> Sequence[Hook]:
        return [self.bot.hook]

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 1000)
        name = str(fields.get("name") or f"Guest {number % 1000}")
        id = base64.b64encode(f"viber-{number}".encode()).decode()
        facts = {"username": id[:8], "language": str(fields.get("language", "en"))}
        return Person(id, name, facts)

    def new_file_id(self) -> str:
        return secrets.token_urlsafe(12)

    def fault(self, fields: dict[str, Any]) -> Fault:
        """code: Viber's status; status: HTTP, 0 with a delay: a slow answer."""
        code, status = int(fields.get("code", 12)), int(fields.get("status", 200))
        words = str(fields.get("description", WORDS.get(code, "general error")))
        body = {"status": code, "status_message": words}
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, body, str(fields.get("method", "")), delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    # --- callbacks

    def new_token(self) -> int:
        return 4_912_661_846_655_000_000 + self.chats.number("message", 0)

    def user(self, person: Person) -> dict[str, Any]:
        return {
            "id": person.id,
            "name": person.name,
            "avatar": f"{self.base}/_avatar/{person.id.rstrip('=')}",
            "country": "ES",
            "language": person.facts.get("language", "en"),
            "api_version": 10,
        }

    def callback(self, event: str, token: int, **more: Any) -> dict[str, Any]:
        now = int(time.time() * 1000)
        return {"event": event, "timestamp": now, "message_token": token, **more}

    def push(self, event: str, token: int, **more: Any) -> None:
        if self.bot.wants(event):
            self.bot.hook.push(json.dumps(self.callback(event, token, **more)).encode())

    async def ask(self, body: dict[str, Any]) -> Any:
        """A callback whose answer is read: the welcome, or whether an address takes callbacks."""
        raw = json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **self.bot.sign(raw)}
        timeout = aiohttp.ClientTimeout(total=15)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.post(self.bot.url, data=raw, headers=sent) as answer:
                    text = await answer.text()
                    return (answer.status, text)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return (0, "")

    # --- the API

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        handlers = {
            "send_message": self.send_message,
            "set_webhook": self.set_webhook,
            "get_account_info": self.get_account_info,
            "get_user_details": self.get_user_details,
        }
        if method not in handlers:
            raise web.HTTPNotFound
        given = request.headers.get("X-Viber-Auth-Token", "")
        if not hmac.compare_digest(given.encode(), self.bot.token.encode()):
            return _refuse(Refused(2, "invalidAuthToken"))
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return _refuse(Refused(3, "badData"))
        if method == "send_message":
            self.sent.append({"method": method, "fields": body})
            if failed := await self.faults.next(method):
                return failed
        try:
            answer = await handlers[method](body)
        except Refused as refused:
            return _refuse(refused)
        return web.json_response({"status": 0, "status_message": "ok", **answer})

    async def set_webhook(self, body: dict[str, Any]) -> dict[str, Any]:
        """ "Once a set_webhook request is sent Viber will send a callback to the webhook"."""
        url = str(body.get("url", ""))
        if url and not url.startswith(("http://", "https://")):
            raise Refused(1, "invalidUrl")
        before, self.bot.url = self.bot.url, url
        if url:
            status, _ = await self.ask(self.callback("webhook", self.new_token()))
            if status != 200:
                self.bot.url = before
                raise Refused(1, f"Result from webhook: {status}")
        self.bot.events = [str(each) for each in body.get("event_types") or []]
        self.bot.hook.wake()
        return {"event_types": self.bot.events}

    async def get_account_info(self, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": "pa:75346594275468546724",
            "name": self.bot.name,
            "uri": self.bot.uri,
            "webhook": self.bot.url,
            "event_types": self.bot.events,
            "subscribers_count": len(self.chats.people),
        }

    async def get_user_details(self, body: dict[str, Any]) -> dict[str, Any]:
        """ "You can send the request twice during a 12 hours period for each user ID"."""
        person = self.chats.people.get(str(body.get("id")))
        if person is None:
            raise Refused(5, "receiverNotRegistered")
        self.asked[person.id] = self.asked.get(person.id, 0) + 1
        if self.asked[person.id] > 2:
            raise Refused(12, "tooManyRequests")
        return {"message_token": self.new_token(), "user": self.user(person)}

    async def send_message(self, body: dict[str, Any]) -> dict[str, Any]:
        if not self.bot.url:
            raise Refused(10, "webhookNotSet")
        person = self.chats.people.get(str(body.get("receiver", "")))
        if person is None:
            raise Refused(5, "receiverNotRegistered")
        if person.blocked or not person.wrote_at:
            raise Refused(6, "receiverNotSubscribed")
        shown = await checked(body, self.chats, self.new_file_id)
        token = self.new_token()
        line = Line(str(token), False, shown.kind, shown.text, shown.files, shown.buttons)
        line.extra = {**shown.extra, "tracking_data": str(body.get("tracking_data", ""))}
        self.chats.add_line(person.id, line)
        self.later(self._carry(person, line))
        return {"message_token": token, "chat_hostname": "SN-CHAT-05_", "billing_status": 1}

    async def _carry(self, person: Person, line: Line) -> None:
        line.state = "delivered"
        self.chats.changed()
        self.push("delivered", int(line.id), user_id=person.id)
        if self.read_after is not None:
            await asyncio.sleep(self.read_after)
            self.read(person)

    def read(self, person: Person) -> None:
        for line in self.chats.lines.get(person.id, []):
            if not line.mine and line.state == "delivered":
                line.state = "read"
                self.push("seen", int(line.id), user_id=person.id)
        self.chats.changed()

    def address(self, file: File) -> str:
        return f"{self.base}/_media/{file.id}/{quote(file.name)}"


def _refuse(refused: Refused) -> web.Response:
    return web.json_response({"status": refused.status, "status_message": refused.words})
