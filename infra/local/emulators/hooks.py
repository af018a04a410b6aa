"""Delivering webhooks as the providers do: in order, again and again until a 2xx, at least once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import aiohttp

FIRST_WAIT = 0.25  # seconds; doubled at each failure
LONGEST_WAIT = 10.0
TRIES = 40


@dataclass(slots=True)
class Attempt:
    """status: 0 = no answer."""

    url: str
    status: int
    number: int


@dataclass(slots=True)
class Hook:
    """One webhook. target: the address and what to sign a body with, asked at each attempt; None
    while no webhook is set: what is queued waits. copies: how often the next ones are delivered.
    wants: the body of a good answer, where the provider looks at it."""

    target: Callable[[], tuple[str, Callable[[bytes], Mapping[str, str]]] | None]
    attempts: list[Attempt] = field(default_factory=list)
    last_error: str = ""
    copies: int = 1
    wants: bytes = b""
    _queue: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    @property
    def pending(self) -> int:
        return self._queue.qsize()

    def push(self, body: bytes) -> None:
        for _ in range(self.copies):
            self._queue.put_nowait(body)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """A webhook was set, or changed."""
        self._ready.set()

    def drop(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()

    async def idle(self) -> None:
        """Until everything queued has been taken."""
        if self._task:
            await asyncio.wait_for(asyncio.shield(self._task), 30)

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while not self._queue.empty():
                body = await self._queue.get()
                await self._deliver(session, body)

    async def _deliver(self, session: aiohttp.ClientSession, body: bytes) -> None:
        wait = FIRST_WAIT
        for number in range(1, TRIES + 1):
            while (target := self.target()) is None:
                self._ready.clear()
                await self._ready.wait()
            url, sign = target
            status = await self._post(session, url, body, sign(body))
            self.attempts.append(Attempt(url, status, number))
            if 200 <= status < 300:
                self.last_error = ""
                return
            self.last_error = f"Wrong response from the webhook: {status}"
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _post(
        self, session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]
    ) -> int:
        sent = {"Content-Type": "application/json", **headers}
        try:
            async with session.post(url, data=body, headers=sent) as answer:
                told = await answer.read()
                return 0 if self.wants and told != self.wants else answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0
