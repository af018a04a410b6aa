"""An emulator, a product that takes its webhooks, and the adapters, in one process."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from chalicelib.accounts.connecting import read_answer
from chalicelib.channels import registry
from chalicelib.channels.abilities import Answering
from chalicelib.channels.base import (
    Channel,
    Inbound,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Stamp,
    WebhookRequest,
)
from chalicelib.shared.content import Content
from chalicelib.shared.ids import AccountId, ChannelId
from infra.local.emulators.__main__ import (
    Provider,
    demo_custom,
    demo_meta,
    demo_telegram,
    demo_viber,
    demo_vk,
    demo_whatsapp,
)
from infra.local.seed import CHANNELS

T = TypeVar("T")


@dataclass
class Bench:
    """answers: HTTP statuses for the next webhooks, then 200. words: their bodies, then ok."""

    kind: str
    emulator: Provider
    channel: Channel
    session: aiohttp.ClientSession
    base: str = ""
    hook: str = ""
    taken: list[WebhookRequest] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    number: int = 0
    words: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        token = self.channel.secrets.get("address_token", "")
        now = datetime.now(UTC)
        hook = WebhookRequest(request.method, headers, dict(request.query), body, token, now)
        if request.method == "GET":
            answer = registry.get(self.kind).challenge(self.channel, hook)
            return web.Response(text=answer or "", status=200 if answer else 403)
        status = self.answers.pop(0) if self.answers else 200
        adapter = registry.get(self.kind)
        reply = adapter.answer(self.channel, hook) if isinstance(adapter, Answering) else None
        if status == 200 and not (reply and reply.last):
            self.taken.append(hook)
        words = self.words.pop(0) if self.words else "ok"
        return web.Response(status=status, text=reply.text if reply else words)

    async def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        url = f"{self.base}/_control/{path}"
        async with self.session.request(method, url, json=body) as answer:
            return await answer.json()

    async def person(self, **fields: Any) -> str:
        return str((await self.control("people", fields))["id"])

    async def act(self, person: str, deed: str, **fields: Any) -> Any:
        done = (await self.control(f"people/{person}/{deed}", fields))["result"]
        await self.control("idle", {})
        return done

    async def chat(self, person: str) -> list[dict[str, Any]]:
        return list((await self.control(f"people/{person}", method="GET"))["lines"])

    async def call(self, request: ProviderRequest) -> ProviderResponse:
        if request.stamped:
            request = request.stamped(Stamp(uuid.uuid4().hex, datetime.now(UTC), "Ana"))
        data: Any = request.body
        if request.form:
            pairs = (request.json or {}).items()
            data = {key: x if isinstance(x, str) else json.dumps(x) for key, x in pairs}
        if request.upload:
            async with self.session.get(request.upload.url) as file:
                content = await file.read()
            data = aiohttp.FormData()
            for name, value in (request.json or {}).items():
                data.add_field(name, value if isinstance(value, str) else json.dumps(value))
            upload = request.upload
            data.add_field(
                upload.form_name, content, filename=upload.name, content_type=upload.mime
            )
        async with self.session.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            json=None if data else request.json,
            data=data,
        ) as answer:
            return ProviderResponse(answer.status, dict(answer.headers), await answer.read())

    async def connect(self) -> list[int]:
        adapter = registry.get(self.kind)
        requests = adapter.connect_requests(self.channel, webhook_url=self.hook, base_url=self.base)
        return [(await self.chain(request)).status for request in requests]

    async def chain(self, request: ProviderRequest, *, once: int = 1) -> ProviderResponse:
        """A call and what follows from its answer. What it tells of the channel is kept."""
        while True:
            numbered = {request.once: once} if request.once else {}
            response = await self.call(replace(request, json={**(request.json or {}), **numbered}))
            facts = read_answer(self.kind, response).facts if response.status else {}
            self.channel = replace(self.channel, settings={**self.channel.settings, **facts})
            following = request.then(response) if request.then else None
            if following is None:
                return response
            request = following

    async def send(
        self, to: str, content: Content, *, reply_to: str = "", **media: str
    ) -> Sequence[SendResult]:
        adapter = registry.get(self.kind)
        requests = adapter.render(
            self.channel, to, content, reply_to=reply_to, base_url=self.base, media_url=media
        )
        self.number += 1
        return [
            adapter.read_response(await self.chain(request, once=100 * self.number + part))
            for part, request in enumerate(requests)
        ]

    def read(self) -> list[Inbound]:
        """What the webhooks taken so far hold; each signature is checked."""
        adapter = registry.get(self.kind)
        assert all(adapter.verify(self.channel, hook) for hook in self.taken)
        return [
            item
            for hook in self.taken
            for part in adapter.split(hook.body)
            for item in adapter.parse(part.body)
        ]

    async def serve_file(self, data: bytes, mime: str) -> str:
        async def file(request: web.Request) -> web.Response:
            return web.Response(body=data, content_type=mime)

        app = web.Application()
        app.router.add_get("/{name}", file)
        server = TestServer(app)
        await server.start_server()
        return str(server.make_url("/file"))


OWN: tuple[dict[str, str], dict[str, str]] = (
    {},
    {"address_token": "0123456789abcdef", "signing_key": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
)


def _emulator(kind: str) -> Provider:
    if kind == "viber":
        return demo_viber(read_after=0)
    if kind == "custom":
        return demo_custom(read_after=0)
    if kind == "vk":
        return demo_vk(read_after=0)
    if kind in ("messenger", "instagram"):
        return demo_meta(kind, read_after=0)
    return demo_telegram() if kind == "telegram" else demo_whatsapp(read_after=0)


def run(kind: str, scene: Callable[[Bench], Awaitable[T]]) -> T:
    async def play() -> T:
        emulator = _emulator(kind)
        async with aiohttp.ClientSession() as session:
            bench = Bench(kind, emulator, channel_of(kind), session)
            hooks = web.Application()
            hooks.router.add_route("*", "/hook", bench.take)
            async with TestServer(hooks) as taker, TestServer(emulator.app()) as server:
                bench.hook = str(taker.make_url("/hook"))
                bench.base = str(server.make_url("")).rstrip("/")
                return await scene(bench)

    return asyncio.run(play())


def channel_of(kind: str) -> Channel:
    settings, secrets = next(((s, x) for each, _, s, x in CHANNELS if each == kind), OWN)
    return Channel(
        id=ChannelId(f"acc-{kind}"),
        account_id=AccountId("acc"),
        kind=kind,
        name=kind,
        settings=settings,
        secrets={"webhook_secret": "hook-secret_1", **secrets},
    )
