"""The widget as a visitor sees and uses it, on a page of a site of our own making."""

from __future__ import annotations

import html
import threading
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.stack import Stack

expect.set_options(timeout=20_000)  # the whole stack shares this machine with the browser
PLAIN = "<h1>Bean &amp; Leaf</h1><p>Coffee, roasted on Mondays.</p>"


_pages: dict[str, Site] = {}  # by the first part of the path


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = _pages.get(self.path.split("/")[1])
        self.send_response(200 if site else 404)
        for name, value in site.headers if site else ():
            self.send_header(name, value)
        self.send_header(
            "Content-Type", "text/html; charset=iso-8859-1"
        )  # not ours: it must not matter
        self.end_headers()
        self.wfile.write(site.html().encode("latin-1") if site else b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@lru_cache
def _origin() -> str:
    """A server that lasts as long as the tests. The stack is `localhost`; by its number the same
    machine is a stranger to it. (Pages made by Playwright's routes may not speak to loopback.)"""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


@dataclass(frozen=True, slots=True)
class Site:
    """A page of somebody's site: another origin than the stack's, with the one line in it.

    attributes: of the script element. headers: of the page, for example its CSP.
    """

    stack: Stack
    body: str = PLAIN
    head: str = ""
    attributes: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    before: str = ""  # put before the script element
    channel: str = ""  # another than the stack's own
    moved: bool = False  # from JivoChat: the script is jivo.js

    def html(self) -> str:
        channel = self.channel or self.stack.channel("website")["id"]
        name = f"jivo.js?{channel}" if self.moved else "loader.js"
        loader = f"{self.stack.console.rstrip('/')}/w/{name}"
        named = "" if self.moved else f'data-channel="{html.escape(channel)}"'
        return (
            f'<!doctype html><html lang="en"><head><title>Bean &amp; Leaf</title>{self.head}</head>'
            f"<body>{self.body}{self.before}"
            f'<script async src="{loader}" {named} {self.attributes}></script></body></html>'
        )

    @property
    def address(self) -> str:
        name = f"site{id(self)}"
        _pages[name] = self
        return f"{_origin()}/{name}/"

    def visit(self, page: Page, path: str = "") -> Widget:
        page.goto(self.address + path)
        return Widget(page)


@dataclass(frozen=True, slots=True)
class Widget:
    page: Page

    @property
    def host(self) -> Locator:
        return self.page.locator("tertulia-chat")

    @property
    def launcher(self) -> Locator:
        return self.host.locator("aside .launcher")

    @property
    def window(self) -> Locator:
        return self.host.get_by_role("dialog")

    @property
    def field(self) -> Locator:
        return self.host.locator("textarea")

    @property
    def lines(self) -> Locator:
        """Every message in the thread, mine and theirs."""
        return self.window.locator(".line .words")

    @property
    def mine(self) -> Locator:
        return self.window.locator(".line.mine .words")

    def open(self) -> Widget:
        self.launcher.click()
        expect(self.window).to_be_visible()
        return self

    def say(self, *texts: str) -> None:
        for text in texts:
            self.field.fill(text)
            self.field.press("Enter")

    def mark(self, text: str) -> Locator:
        """The delivery mark under that message of the visitor's."""
        return self.window.locator(".line.mine", has_text=text).locator(".mark")

    @property
    def form(self) -> Locator:
        return self.window.locator("form.form")

    def expect_sent(self, text: str) -> None:
        expect(self.mark(text)).to_have_text("Sent")

    def ask(self, expression: str) -> Any:
        """A value of the JS API: `ask("getUnreadCount()")`."""
        return self.page.evaluate(f"window.tertulia.{expression}")
