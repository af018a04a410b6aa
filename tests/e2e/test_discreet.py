"""What an account keeps to itself: read marks, typing, and what a provider sent as it came."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in
from tests.e2e.phones import LAPTOP, PHONE, Phone, mark, sound
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.feature("2.1", "11")]


@pytest.fixture
def messenger(stack: Stack) -> Iterator[str]:
    """The demo's page; afterwards it tells everything again."""
    id = str(stack.channel("messenger")["id"])
    yield id
    stack.agent().patch(f"/channels/{id}", {"settings": {"seen": "on", "typing": "on"}})


def telling(page: Page, stack: Stack, channel: str) -> None:
    sign_in(page, stack, path=f"settings/channels/{channel}", live=False)
    page.get_by_test_id("telling").scroll_into_view_if_needed()


def test_an_owner_switches_off_what_a_page_s_visitors_see_of_reading(
    stack: Stack, new_page: NewPage, messenger: str
) -> None:
    page = new_page(**LAPTOP, color_scheme="dark")
    telling(page, stack, messenger)
    seen = page.get_by_role("switch", name="Read marks")
    expect(seen).to_be_checked()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        seen.uncheck(force=True)
    expect(seen).not_to_be_checked()
    sound(page, "telling-dark")
    page.reload()
    expect(seen).not_to_be_checked()
    expect(page.get_by_role("switch", name="Typing")).to_be_checked()


def test_on_whatsapp_typing_goes_with_read_marks(stack: Stack, new_page: NewPage) -> None:
    channel = str(stack.channel("whatsapp")["id"])
    page = new_page(**PHONE)
    telling(page, stack, channel)
    try:
        page.get_by_role("switch", name="Read marks").uncheck(force=True)
        typing = page.get_by_role("switch", name="Typing")
        expect(typing).to_be_disabled()
        expect(typing).not_to_be_checked()
        expect(page.get_by_text("without read marks, typing is not shown")).to_be_visible()
        sound(page, "telling-phone")
    finally:
        stack.agent().patch(f"/channels/{channel}", {"settings": {"seen": "on"}})


def test_only_an_administrator_is_shown_what_a_provider_sent(
    stack: Stack, new_page: NewPage
) -> None:
    name = f"Rui {mark()}"
    phone = Phone(stack, "messenger", name=name)
    phone.does("send", kind="unsupported")
    console = sign_in(new_page(**LAPTOP), stack, path="inbox/all/open")
    console.page.get_by_role("option").filter(has_text=name).click()
    button = console.page.get_by_role("button", name="Show what was received")
    button.click()
    expect(console.page.get_by_test_id("received")).to_contain_text('"is_unsupported": true')
    sound(console.page, "received")
    address = console.page.url

    other = sign_in(new_page(**PHONE), stack, role="agent", path="inbox/all/open")
    other.page.goto(address)
    expect(other.page.get_by_text("This kind of message is not supported yet")).to_be_visible()
    expect(other.page.get_by_role("button", name="Show what was received")).to_have_count(0)
