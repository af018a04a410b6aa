"""People of the emulated providers, with the app in hand; and what tests of channels share."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.console import Console, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually

RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}


def mark() -> str:
    return uuid.uuid4().hex[:8]


class Phone:
    """Of Messenger, Instagram, Viber or VK. more: what else its emulator knows of a person."""

    def __init__(self, stack: Stack, kind: str, **more: str) -> None:
        self.control = f"{stack.addresses['emulators'][kind]}/_control"
        person = self._post("people", {"name": "Tere Lima", **more})
        self.address = f"people/{person['id']}"

    def _post(self, path: str, body: Json) -> Json:
        answer = httpx.post(f"{self.control}/{path}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def does(self, deed: str, **fields: Any) -> Json:
        return dict(self._post(f"{self.address}/{deed}", fields)["result"] or {})

    def says(self, text: str) -> str:
        return str(self.does("send", text=text)["message_id"])

    def lines(self) -> list[Json]:
        return list(httpx.get(f"{self.control}/{self.address}").json()["lines"])

    def got(self, text: str) -> Json:
        """The line, once it is there."""
        return dict(eventually(lambda: next((x for x in self.lines() if x["text"] == text), None)))


def sound(page: Page, name: str) -> None:
    """Nothing of axe's, no sideways scrolling; a picture for whoever wants to look."""
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"{name}.png")
    assert violations(page, (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opened(stack: Stack, page: Page, text: str) -> Console:
    console = sign_in(page, stack)
    console.open(text)
    return console


def answered(console: Console, phone: Phone, channel: str, hello: str) -> tuple[str, Json]:
    """Who wrote `hello` is named and pictured, though the webhook did not say who he is; an answer
    reaches him, once, and is read: its words, and the line in his app."""
    expect(console.row(hello)).to_contain_text("Tere Lima")
    head = console.page.get_by_role("button", name=f"Tere Lima {channel}")
    expect(head.locator("img")).to_be_visible()
    answer = f"Claro {mark()}"
    console.write(answer)
    line = phone.got(answer)
    console.expect_delivery(answer, "read")
    expect(console.message(answer)).to_have_count(1)  # what the provider echoes adds nothing
    return answer, line


def connect_with_wrong_credentials(page: Page) -> None:
    page.get_by_role("button", name="Create channel").click()
    page.get_by_role("button", name="Connect", exact=True).click()
    result = page.get_by_test_id("connect-result")
    expect(result).to_contain_text("The provider refused the credentials")


def remove_channel(page: Page) -> None:
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()
