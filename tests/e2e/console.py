"""The console as an agent uses it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.stack import Json, Stack

expect.set_options(timeout=20_000)  # the whole stack shares this machine with the browser


def sign_in(
    page: Page,
    stack: Stack,
    role: str = "owner",
    path: str = "inbox/all/open",
    live: bool = True,
) -> Console:
    """By the cookie that the form would bring (those tests that are about the form fill it in), so
    that a page is loaded once. live: wait until the socket is open."""
    page.context.add_cookies([stack.session_cookie(role)])
    page.goto(stack.console + path)
    console = Console(page)
    expect(page.get_by_test_id("me-menu")).to_be_visible()
    if live:
        console.expect_connected()
    return console


@dataclass(frozen=True, slots=True)
class Console:
    page: Page

    def expect_connected(self) -> None:
        expect(self.page.get_by_test_id("live")).to_have_attribute("data-connection", "open")

    def row(self, text: str) -> Locator:
        """The list's row that shows this text."""
        return self.page.get_by_test_id("conversation-row").filter(has_text=text)

    def open(self, text: str) -> None:
        self.row(text).click()
        expect(self.field).to_be_visible()

    @property
    def messages(self) -> Locator:
        return self.page.get_by_test_id("message")

    def message(self, text: str) -> Locator:
        return self.messages.filter(has_text=text)

    @property
    def field(self) -> Locator:
        return self.page.get_by_test_id("composer-field")

    def write(self, text: str, *, note: bool = False) -> None:
        self.page.get_by_role("tab", name="Note" if note else "Reply").click()
        self.field.fill(text)
        self.field.press("Enter")

    def expect_delivery(self, text: str, state: str) -> None:
        mark = self.message(text).get_by_test_id("delivery")
        expect(mark).to_have_attribute("data-state", state)

    def words(self) -> list[str]:
        """The first line of each message shown, in order."""
        return [text.split("\n")[0] for text in self.messages.all_inner_texts()]

    def event(self, text: str) -> Locator:
        return self.page.get_by_test_id("events").filter(has_text=text)


def until(page: Page, expression: str, arg: Any = None, *, within: float = 20) -> None:
    """Wait until it holds on the page. (Playwright's own `wait_for_function` evaluates text inside
    the page, which a content security policy forbids.)"""
    deadline = time.monotonic() + within
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(150)


def violations(page: Page, axe: str) -> list[Json]:
    """What axe-core holds against the page. What it finds is looked at once more: it may have come
    in the middle of a change."""
    page.evaluate(f"if (!window.axe) {{ {axe} }}")
    found = _found(page)
    if found:
        page.wait_for_timeout(500)
        found = _found(page)
    return found


def _found(page: Page) -> list[Json]:
    found: Json = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        {
            "rule": one["id"],
            "nodes": [(node["target"], node.get("failureSummary")) for node in one["nodes"]],
        }
        for one in found["violations"]
    ]


NewPage = Callable[..., Page]
Options = dict[str, Any]
