"""What an agent does besides writing reaches the contact: a reaction, that it was read, typing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import Console, NewPage
from tests.e2e.phones import LAPTOP, PHONE, Phone, mark, opened, sound
from tests.e2e.stack import Json, Stack, eventually
from tests.e2e.widget import Site

pytestmark = [pytest.mark.browser, pytest.mark.feature("2.1")]


def line_of(phone: Phone, id: str) -> Json:
    return next(dict(line) for line in phone.lines() if line["id"] == id)


def bears(phone: Phone, id: str, emoji: str) -> None:
    """What the person sees of us under his own words."""
    eventually(lambda: line_of(phone, id)["reactions"].get("business", "") == emoji)


def gestures(phone: Phone, kind: str) -> list[Json]:
    told = httpx.get(f"{phone.control}/gestures").json()["gestures"]
    mine = phone.address.rpartition("/")[2]
    return [dict(each) for each in told if each["person"] == mine and each["kind"] == kind]


def picker(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Pick a reaction")


def react(console: Console, words: str, emoji: str) -> None:
    message = console.message(words)
    message.hover()
    message.get_by_test_id("react").click()
    picker(console.page).get_by_role("button", name=emoji, exact=True).click()


def chip(console: Console, words: str, emoji: str) -> Locator:
    return console.message(words).get_by_role("button", name=f"{emoji} from")


def test_an_agent_reacts_on_whatsapp_by_hand_and_by_keys_and_hears_of_a_refusal(
    stack: Stack, new_page: NewPage
) -> None:
    phone, hello = Phone(stack, "whatsapp"), f"Perfect, thank you {mark()}"
    first = phone.says(hello)
    console = opened(stack, new_page(**LAPTOP), hello)
    page = console.page
    eventually(lambda: line_of(phone, first)["state"] == "read")
    assert len(gestures(phone, "seen")) == 1
    react(console, hello, "🙏")
    expect(chip(console, hello, "🙏")).to_be_visible()
    bears(phone, first, "🙏")

    button = console.message(hello).get_by_test_id("react")
    button.focus()
    page.keyboard.press("Enter")
    expect(picker(page).get_by_role("button").first).to_be_focused()
    sound(page, "gestures-picker")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(chip(console, hello, "❤️")).to_be_visible()
    expect(button).to_be_focused()
    bears(phone, first, "❤️")

    httpx.post(f"{phone.control}/fail", json={"status": 400, "code": 131009})
    chip(console, hello, "❤️").click()
    failed = console.message(hello).get_by_role("alert")
    expect(failed).to_contain_text("Reaction not taken back:")
    failed.get_by_role("button").click()
    expect(failed).to_have_count(0)
    bears(phone, first, "")

    console.field.press_sequentially("Let me look", delay=20)
    (typing,) = eventually(lambda: gestures(phone, "typing"))
    assert typing["seconds"] == 25
    assert len(gestures(phone, "seen")) == 2  # WhatsApp's typing is a seen mark too
    console.field.fill("")


@pytest.mark.parametrize(
    ("kind", "emoji", "choices"),
    [("telegram", "👍", 7), ("instagram", "❤️", 1), ("vk", "🔥", 7)],
)
def test_each_provider_is_told_in_its_own_way(
    stack: Stack, new_page: NewPage, kind: str, emoji: str, choices: int
) -> None:
    """On a phone: a long press on the bubble."""
    phone, hello = Phone(stack, kind), f"Bom dia {mark()}"
    first = phone.says(hello)
    options: dict[str, Any] = {**PHONE, "has_touch": True, "color_scheme": "dark"}
    console = opened(stack, new_page(**options), hello)
    page = console.page
    expect(console.message(hello).get_by_test_id("react")).to_be_visible()
    press = {"pointerType": "touch", "bubbles": True, "isPrimary": True}
    console.message(hello).get_by_text(hello).dispatch_event("pointerdown", press)
    expect(picker(page).get_by_role("button")).to_have_count(choices)
    if kind == "instagram":
        sound(page, "gestures-phone")
    picker(page).get_by_role("button", name=emoji, exact=True).click()
    expect(chip(console, hello, emoji)).to_be_visible()
    bears(phone, first, emoji)
    console.field.press_sequentially("Oi", delay=20)
    eventually(lambda: gestures(phone, "typing"))
    assert bool(gestures(phone, "seen")) == (kind != "telegram")  # whose bots have no such mark
    console.field.fill("")


def test_a_visitor_sees_it_under_his_words_and_where_it_is_not_taken_no_button_is_shown(
    stack: Stack, new_page: NewPage
) -> None:
    hello = f"That was quick {mark()}"
    widget = Site(stack).visit(new_page()).open()
    widget.say(hello)
    console = opened(stack, new_page(**LAPTOP), hello)
    react(console, hello, "👍")
    bubble = widget.window.locator(".line").filter(has_text=hello)
    expect(bubble).to_contain_text("👍")
    chip(console, hello, "👍").click()
    expect(bubble).not_to_contain_text("👍")
    ola = f"Olá {mark()}"
    Phone(stack, "viber").says(ola)  # which knows of no reactions
    console.open(ola)
    console.message(ola).hover()
    expect(console.message(ola).get_by_role("button", name="Reply to this")).to_be_visible()
    expect(console.message(ola).get_by_test_id("react")).to_have_count(0)
