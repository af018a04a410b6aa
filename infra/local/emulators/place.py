"""What the stand-ins of Viber, VK and an own app share: people, files, what is on its way, and
where they are as others see it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from infra.local.emulators.chats import Chats
from infra.local.emulators.desk import Faults
from infra.local.emulators.hooks import Hook
from infra.local.emulators.samples import png

MB = 1024 * 1024


class Here:
    """Knows where it is, as others see it."""

    name: str
    base: str

    @web.middleware
    async def heard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """What is pushed carries the addresses of files."""
        under = f"/{self.name}" if request.path.startswith(f"/{self.name}/") else ""
        self.base = f"{request.url.origin()}{under}"
        return await handler(request)


class Place(Here):
    """read_after: seconds until a person has read a message; None: never by itself."""

    def __init__(self, path: Path | None, *, read_after: float | None) -> None:
        self.base = ""
        self.read_after = read_after
        self.chats = Chats(path)
        self.faults = Faults()
        self.sent: list[dict[str, Any]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def hooks(self) -> Sequence[Hook]:
        """All, in order."""
        raise NotImplementedError

    def listening(self) -> Sequence[Hook]:
        """Those of which somebody takes what is pushed."""
        return self.hooks()

    def empty_app(self, *, most: int) -> web.Application:
        """most: bytes of a request."""
        app = web.Application(client_max_size=most, middlewares=[self.heard])
        app.router.add_get("/_media/{id}", self._download)
        app.router.add_get("/_media/{id}/{name}", self._download)
        app.router.add_get("/_avatar/{id}", self._avatar)
        app.on_cleanup.append(self._stop)
        return app

    async def _stop(self, app: web.Application) -> None:
        for task in set(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for hook in self.hooks():
            await hook.stop()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def repeat(self, copies: int) -> None:
        for hook in self.hooks():
            hook.copies = copies

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        for hook in self.listening():
            await hook.idle()

    def deliveries(self) -> list[dict[str, Any]]:
        return [asdict(each) for hook in self.hooks() for each in hook.attempts]

    async def _download(self, request: web.Request) -> web.Response:
        file = self.chats.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime.split(";")[0])

    async def _avatar(self, request: web.Request) -> web.Response:
        return web.Response(body=png(96, 96), content_type="image/png")
