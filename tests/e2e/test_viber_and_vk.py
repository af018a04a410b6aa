"""Viber and VK, from an owner's first click to a person's pressed button."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
KINDS = pytest.mark.parametrize("kind", ["viber", "vk"])
NAMES = {"viber": "Viber", "vk": "VK"}
TOKENS = {
    "viber": ("Bot token", "445da6az1s345z78-this0is0a0wrong0token-00000"),
    "vk": ("Community access token", "vk1.a.this-is-a-wrong-token"),
}


def mark() -> str:
    return uuid.uuid4().hex[:8]


class Phone:
    """A person of the emulated provider, with the app in hand."""

    def __init__(self, stack: Stack, kind: str) -> None:
        self.control = f"{stack.addresses['emulators'][kind]}/_control"
        person = self._post("people", {"name": "Tere Lima"})
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
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"viber-vk-{name}.png")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opened(stack: Stack, page: Page, text: str) -> Console:
    console = sign_in(page, stack)
    console.open(text)
    return console


@pytest.mark.feature("2.1")
@KINDS
def test_a_person_and_an_agent_talk(stack: Stack, new_page: NewPage, kind: str) -> None:
    phone, hello = Phone(stack, kind), f"Oi {mark()}"
    first = phone.says(hello)
    scheme = "dark" if kind == "vk" else "light"
    console = opened(stack, new_page(**LAPTOP, color_scheme=scheme), hello)
    page = console.page
    # VK names nobody, Viber shows no picture that lasts: both are asked for afterwards.
    expect(console.row(hello)).to_contain_text("Tere Lima")
    head = page.get_by_role("button", name=f"Tere Lima {NAMES[kind]}")
    expect(head.locator("img")).to_be_visible()

    answer = f"Claro {mark()}"
    console.write(answer)
    line = phone.got(answer)
    console.expect_delivery(answer, "read")
    expect(console.message(answer)).to_have_count(1)  # what VK tells of it added nothing

    phone.does("send", kind="image", text="esta")
    expect(console.message("esta").locator("img").last).to_be_visible()  # beside his own picture
    if kind == "vk":
        phone.does("react", message_id=line["id"], emoji="❤")
        expect(console.message(answer)).to_contain_text("❤")
        phone.does("edit", message_id=first, text=f"{hello} mesmo")
        expect(console.message(f"{hello} mesmo")).to_contain_text("edited")
        phone.does("inbox", text="Answered on VK itself")
        expect(console.message("Answered on VK itself").get_by_test_id("delivery")).to_be_visible()
    phone.does("send", kind="unsupported")
    expect(console.message("This kind of message is not supported yet")).to_be_visible()
    phone.does("block", blocked=True)
    expect(page.get_by_text("The contact blocked this channel")).to_be_visible()
    refused = f"Ainda aí? {mark()}"
    console.write(refused)
    console.expect_delivery(refused, "failed")
    sound(page, kind)


@pytest.mark.feature("2.1")
@KINDS
def test_an_owner_connects_with_nothing_but_a_token(
    stack: Stack, new_page: NewPage, kind: str
) -> None:
    """With a wrong one: the emulated bot and community are the demo's, and stay its."""
    label, wrong = TOKENS[kind]
    page = new_page(**PHONE)
    sign_in(page, stack, path="settings/channels/new", live=False)
    page.get_by_role("link", name=NAMES[kind]).click()
    page.get_by_label("Name").fill(f"Second {NAMES[kind]}")
    if kind == "viber":
        page.get_by_label("Welcome message").fill("What can we do for you?")
    page.get_by_role("button", name="Create channel").click()
    expect(page.get_by_text("Fill in this field.").first).to_be_visible()
    page.get_by_label(label).fill(wrong)
    sound(page, f"{kind}-wizard")
    page.get_by_role("button", name="Create channel").click()
    result = page.get_by_test_id("connect-result")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(result).to_contain_text("The provider refused the credentials")
    sound(page, f"{kind}-connect")
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()


@pytest.mark.feature("2.2")
def test_a_picture_that_viber_does_not_take_as_one_is_told_before(
    stack: Stack, new_page: NewPage
) -> None:
    phone, hello = Phone(stack, "viber"), f"Bom dia {mark()}"
    phone.says(hello)
    console = opened(stack, new_page(**LAPTOP), hello)
    picture = httpx.get(phone.control.replace("_control", "_avatar/x")).content
    plan = FilePayload(name="plan.png", mimeType="image/png", buffer=picture)
    console.page.get_by_test_id("file-input").set_input_files([plan])
    hints = console.page.get_by_test_id("hints")
    expect(hints).to_contain_text("plan.png goes out on Viber as: file")
    console.page.get_by_test_id("send").click()
    eventually(lambda: any(x["kind"] == "file" for x in phone.lines()))
