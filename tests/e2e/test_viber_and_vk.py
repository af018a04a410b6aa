"""Viber and VK, from an owner's first click to a person's pressed button."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.console import NewPage, sign_in
from tests.e2e.phones import (
    LAPTOP,
    PHONE,
    Phone,
    answered,
    connect_with_wrong_credentials,
    mark,
    opened,
    remove_channel,
    sound,
)
from tests.e2e.stack import Stack, eventually

pytestmark = [pytest.mark.browser]
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
KINDS = pytest.mark.parametrize("kind", ["viber", "vk"])
NAMES = {"viber": "Viber", "vk": "VK"}
RAW = {"viber": "(6)", "vk": "(900)"}
TOKENS = {
    "viber": ("Bot token", "445da6az1s345z78-this0is0a0wrong0token-00000"),
    "vk": ("Community access token", "vk1.a.this-is-a-wrong-token"),
}


@pytest.mark.feature("2.1")
@KINDS
def test_a_person_and_an_agent_talk(stack: Stack, new_page: NewPage, kind: str) -> None:
    phone, hello = Phone(stack, kind), f"Oi {mark()}"
    first = phone.says(hello)
    scheme = "dark" if kind == "vk" else "light"
    console = opened(stack, new_page(**LAPTOP, color_scheme=scheme), hello)
    page = console.page
    answer, line = answered(console, phone, NAMES[kind], hello)
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
    why = console.message(refused).get_by_role("alert")
    expect(why).to_contain_text("this person takes no messages from you here")
    expect(why.get_by_test_id("raw-reason")).to_contain_text(RAW[kind])
    sound(page, f"viber-vk-{kind}")


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
    sound(page, f"viber-vk-{kind}-wizard")
    connect_with_wrong_credentials(page)
    sound(page, f"viber-vk-{kind}-connect")
    remove_channel(page)


@pytest.mark.feature("2.2")
def test_a_picture_that_viber_does_not_take_as_one_is_told_before(
    stack: Stack, new_page: NewPage
) -> None:
    phone, hello = Phone(stack, "viber"), f"Bom dia {mark()}"
    phone.says(hello)
    console = opened(stack, new_page(**LAPTOP), hello)
    plan = FilePayload(name="plan.gif", mimeType="image/gif", buffer=GIF)
    console.page.get_by_test_id("file-input").set_input_files([plan])
    hints = console.page.get_by_test_id("hints")
    expect(hints).to_contain_text("plan.gif goes out on Viber as: file")
    console.page.get_by_test_id("send").click()
    eventually(lambda: any(x["kind"] == "file" for x in phone.lines()))
