"""What tells, in the printed output alone, why a browser test failed: where its pages were, what
they showed and complained of, what was answered by an error, and what the functions warned of."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from infra.local import logs
from tests.e2e.stack import Stack
from tests.e2e.traces import client
from tests.support.reports import ending

MOST_SHOWN = 3500  # letters of a page: of its beginning a third
_NOISE = re.compile(r"^ *- (/url: .*|img|list:|listitem:|separator)\n?", re.MULTILINE)
MOST_LINES = 25
KEY = pytest.StashKey["Evidence"]()


@dataclass  # without slots: Playwright notes its own on whoever listens
class Evidence:
    """Of one test. contexts: its browser profiles. heard: the last complaints of their pages."""

    contexts: list[BrowserContext] = field(default_factory=list)
    heard: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    began: float = field(default_factory=time.time)

    def listen(self, context: BrowserContext) -> None:
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", lambda thrown: self._note(f"thrown: {thrown.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _note(self, text: str) -> None:
        at = time.strftime("%H:%M:%S", time.gmtime())
        self.heard.append(f"{at} {text[:400]}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        self._note(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"{response.request.method} {response.url}: {response.status}")

    def sections(self, stack: Stack | None) -> Iterator[tuple[str, str]]:
        for number, context in enumerate(self.contexts):
            for page in context.pages:
                yield f"Page of person {number + 1}: {page.url}", _shown(page)
        if self.heard:
            yield "Pages complained", "\n".join(self.heard)
        if stack and stack.addresses and (lines := _warnings(stack, self.began)):
            yield "Functions warned", "\n".join(lines)


def _shown(page: Page) -> str:
    try:
        text = page.locator("body").aria_snapshot(timeout=3000)
    except Exception as problem:
        return f"cannot be read: {problem}"
    text = _NOISE.sub("", text).replace("  ", " ")
    if len(text) <= MOST_SHOWN:
        return text
    return f"{text[: MOST_SHOWN // 3]}\n[…]\n{text[-MOST_SHOWN * 2 // 3 :]}"


def _warnings(stack: Stack, since: float) -> list[str]:
    try:
        written = logs.read(client(stack, "logs"), int(since * 1000))
    except Exception as problem:
        return [f"the log cannot be read: {problem}"]
    found = [
        f"{time.strftime('%H:%M:%S', time.gmtime(moment / 1000))} {function}: {ending(text, 1500)}"
        for moment, function, text in written
        if _is_worth_it(text)
    ]
    return found[-MOST_LINES:]


def _is_worth_it(text: str) -> bool:
    """What is no line of our log, like a traceback of the runtime, is."""
    told: Any = None
    with contextlib.suppress(ValueError):
        told = json.loads(text)
    return not isinstance(told, dict) or told.get("level") not in ("DEBUG", "INFO")
