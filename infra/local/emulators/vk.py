"""A stand-in for VK's API, as far as a community that answers people needs it, and its Callback
API.

Source: https://dev.vk.com/en/api/callback/getting-started, https://dev.vk.com/en/method and
https://github.com/VKCOM/vk-api-schema (API 5.199). It knows one community by its token, takes
parameters as a form, refuses with 200 and `error`, and calls a server only after it has answered
with the community's confirmation string. Unlike the original it calls by plain HTTP.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from infra.local.emulators.chats import File, Line, Person
from infra.local.emulators.desk import Deed, Fault, add_routes
from infra.local.emulators.hooks import Hook
from infra.local.emulators.place import MB, Place
from infra.local.emulators.vk_people import People
from infra.local.emulators.vk_send import Outbox, VkError

GROUP = 216500000
MOST_SERVERS = 10


@dataclass(slots=True)
class Server:
    """status: wait | failed | ok."""

    id: int
    url: str
    secret: str
    status: str = "wait"
    events: set[str] = field(default_factory=set)
    hook: Hook = field(init=False)

    def __post_init__(self) -> None:
        self.hook = Hook(self._target, wants=b"ok")

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        return (self.url, lambda body: {}) if self.status == "ok" else None


class Vk(Place):
    name = "vk"

    def __init__(
        self, token: str, path: Path | None = None, *, read_after: float | None = 1.5
    ) -> None:
        super().__init__(path, read_after=read_after)
        self.token = token
        self.servers: dict[int, Server] = {}
        self.code = secrets.token_hex(4)
        self.people = People(self)
        self.outbox = Outbox(self)

    def app(self) -> web.Application:
        app = self.empty_app(most=110 * MB)
        add_routes(app, self)
        app.router.add_post("/_upload/{ticket}", self.upload)
        app.router.add_post(r"/{method:[a-z]+\.[A-Za-z]+}", self.call)
        return app

    def hooks(self) -> Sequence[Hook]:
        return [server.hook for server in self.servers.values()]

    def listening(self) -> Sequence[Hook]:
        return [server.hook for server in self.servers.values() if server.status == "ok"]

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 45_421_000)
        name = str(fields.get("name") or f"Guest {number % 1000}")
        return Person(str(number), name, {"username": f"id{number}"})

    def new_file_id(self) -> str:
        return str(self.chats.number("file", 457_239_000))

    def fault(self, fields: dict[str, Any]) -> Fault:
        """code: VK's error_code; status: HTTP, 0 with a delay: a slow answer."""
        code, status = int(fields.get("code", 10)), int(fields.get("status", 200))
        body = VkError(code, str(fields.get("description", "Internal server error"))).body
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, body, str(fields.get("method", "")), delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    # --- notifications

    def notification(self, kind: str, server: Server, **more: Any) -> bytes:
        event = {"group_id": GROUP, "type": kind, "event_id": secrets.token_hex(20), "v": "5.199"}
        return json.dumps({**event, **more, "secret": server.secret}).encode()

    def push(self, kind: str, object: Mapping[str, Any]) -> None:
        for server in self.servers.values():
            if kind in server.events:
                server.hook.push(self.notification(kind, server, object=object))

    # --- the API

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fields = {key: str(value) for key, value in (await request.post()).items()}
        try:
            self._admit(fields)
            if method == "messages.send":
                self.sent.append({"method": method, "fields": fields})
            if failed := await self.faults.next(method):
                return failed
            return web.json_response({"response": await self._answer(method, fields)})
        except VkError as error:
            return web.json_response(error.body)

    def _admit(self, fields: Mapping[str, str]) -> None:
        if not hmac.compare_digest(fields.get("access_token", "").encode(), self.token.encode()):
            raise VkError(5, "User authorization failed: invalid access_token (4).")
        if "v" not in fields:
            raise VkError(8, "Invalid request: v is required")
        asked = fields.get("group_id", str(GROUP))
        if asked != str(GROUP):
            raise VkError(15, "Access denied")

    async def _answer(self, method: str, fields: dict[str, str]) -> Any:
        own: dict[str, Callable[[dict[str, str]], Awaitable[Any]]] = {
            "groups.getById": self.get_group,
            "groups.getCallbackConfirmationCode": self.get_code,
            "groups.getCallbackServers": self.get_servers,
            "groups.addCallbackServer": self.add_server,
            "groups.editCallbackServer": self.edit_server,
            "groups.setCallbackSettings": self.set_settings,
            "users.get": self.get_users,
        }
        if method in own:
            return await own[method](fields)
        return await self.outbox.answer(method, fields)

    async def get_group(self, fields: dict[str, str]) -> Any:
        name = {"name": "Café Tertulia", "screen_name": "cafe_tertulia"}
        return {"groups": [{"id": GROUP, **name, "type": "group"}], "profiles": []}

    async def get_code(self, fields: dict[str, str]) -> Any:
        return {"code": self.code}

    async def get_servers(self, fields: dict[str, str]) -> Any:
        items = [
            {"id": x.id, "title": "t", "url": x.url, "secret_key": x.secret, "status": x.status}
            for x in self.servers.values()
        ]
        return {"count": len(items), "items": items}

    async def add_server(self, fields: dict[str, str]) -> Any:
        if len(self.servers) >= MOST_SERVERS:
            raise VkError(2000, "Servers number limit is reached")
        server = Server(self.chats.number("server", 0), "", "")
        await self._set(server, fields)
        return {"server_id": server.id}

    async def edit_server(self, fields: dict[str, str]) -> Any:
        await self._set(self._server(fields), fields)
        return 1

    def _server(self, fields: Mapping[str, str]) -> Server:
        server = self.servers.get(int(fields.get("server_id") or 0))
        if server is None:
            raise VkError(104, "Not found")
        return server

    async def _set(self, server: Server, fields: Mapping[str, str]) -> None:
        """VK tries the address at once."""
        url, secret = fields.get("url", ""), fields.get("secret_key", "")
        right = url.startswith(("http://", "https://")) and len(fields.get("title", "")) in range(
            1, 15
        )
        if not right or len(secret) > 50:
            raise VkError(100, "One of the parameters specified was missing or invalid")
        server.url, server.secret = url, secret
        self.servers[server.id] = server
        body = self.notification("confirmation", server)
        timeout = aiohttp.ClientTimeout(total=15)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.post(url, data=body) as answer:
                    right = answer.status == 200 and await answer.text() == self.code
        except (aiohttp.ClientError, TimeoutError, OSError):
            right = False
        server.status = "ok" if right else "failed"
        server.hook.wake()

    async def set_settings(self, fields: dict[str, str]) -> Any:
        server = self._server(fields)
        server.events = {name for name, value in fields.items() if value == "1"}
        return 1

    async def get_users(self, fields: dict[str, str]) -> Any:
        found = [self.chats.people.get(id) for id in fields.get("user_ids", "").split(",")]
        return [self._user(person) for person in found if person]

    def _user(self, person: Person) -> dict[str, Any]:
        first, _, last = person.name.partition(" ")
        return {
            "id": int(person.id),
            "first_name": first,
            "last_name": last,
            "screen_name": person.facts.get("username", ""),
            "photo_200": f"{self.base}/_avatar/{person.id}",
            "can_access_closed": True,
            "is_closed": False,
        }

    async def upload(self, request: web.Request) -> web.Response:
        return web.json_response(await self.outbox.take(request))

    def address(self, file: File) -> str:
        return f"{self.base}/_media/{file.id}"

    def message(self, person: Person, line: Line, **more: Any) -> dict[str, Any]:
        """As notifications hold it. Its number in the chat is our id of the line."""
        return {
            "date": int(line.at),
            "from_id": int(person.id) if line.mine else -GROUP,
            "id": 100_000 + int(line.id),
            "version": 10_000 + int(line.id),
            "out": 0 if line.mine else 1,
            "fwd_messages": [],
            "important": False,
            "is_hidden": False,
            "attachments": [],
            "conversation_message_id": int(line.id),
            "text": line.text,
            "peer_id": int(person.id),
            "random_id": 0,
            **more,
        }

    def new_number(self) -> str:
        return str(self.chats.number("message", 0))
