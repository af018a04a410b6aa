"""Forms of the settings keep what was typed, and lead to what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from tests.e2e.console import NewPage, Options, sign_in
from tests.e2e.stack import Json, Stack

pytestmark = [pytest.mark.browser]
LAPTOP: Options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}
TYPED = "Typed & not saved <b>"


@pytest.fixture
def inlet(stack: Stack) -> Iterator[Json]:
    owner = stack.agent()
    site = stack.channel("website")["id"]
    made: Json = owner.post("/inbound-webhooks", {"name": "Orders", "channel_id": site})
    yield made
    owner.client.delete(f"/inbound-webhooks/{made['id']}")


def refusing(field: str, detail: str) -> str:
    return json.dumps(
        {"type": "about:blank", "title": "x", "status": 422, "detail": detail, "field": field}
    )


def in_view(one: Locator) -> None:
    expect(one).to_be_in_viewport(ratio=0.9)


@pytest.mark.feature("9.3")
def test_what_was_typed_outlives_changes_of_the_same_thing_and_looks_that_fail(
    stack: Stack, new_page: NewPage, inlet: Json
) -> None:
    page = sign_in(new_page(**LAPTOP), stack, path=f"settings/inbound/{inlet['id']}").page
    name = page.get_by_label("Name", exact=True)
    address = page.get_by_test_id("copy-text").first.inner_text()
    name.fill(TYPED)

    page.get_by_role("button", name="Make a new address").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new address").click()
    expect(page.get_by_test_id("copy-text").first).not_to_have_text(address)
    expect(name).to_have_value(TYPED)

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=TYPED)).to_be_visible()

    # Somebody else's change waits for the saving, which says so.
    name.fill("Mine")
    owner = stack.agent()
    now = next(one for one in owner.get("/inbound-webhooks")["inlets"] if one["id"] == inlet["id"])
    owner.patch(f"/inbound-webhooks/{inlet['id']}", {"version": now["version"], "name": "Theirs"})
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="at the same time")).to_be_visible()
    expect(name).to_have_value("Mine")


@pytest.mark.feature("9.4")
def test_a_click_beside_a_form_keeps_it_and_a_refusal_is_never_silent(
    stack: Stack, new_page: NewPage
) -> None:
    page = sign_in(new_page(**LAPTOP), stack, path="settings/webhooks").page
    page.get_by_role("button", name="New webhook").first.click()
    url = page.get_by_label("Address", exact=False).first
    url.fill("https://shop.example/hooks")
    page.mouse.click(8, 400)
    expect(url).to_have_value("https://shop.example/hooks")
    page.keyboard.press("Escape")

    # The button is far below the field that is wrong.
    page.goto(stack.console + "settings/invitations/new")
    page.get_by_label("Name").fill("Hello")
    page.get_by_role("button", name="Save", exact=True).click()
    wrong = page.get_by_label("What it says")
    expect(wrong).to_be_focused()
    in_view(wrong)

    # A field that the form does not show just now.
    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        body = refusing("rule.sample", "must be between 1 and 100")
        route.fulfill(status=422, content_type="application/problem+json", body=body)

    page.route("**/api/surveys", refuse)
    page.goto(stack.console + "settings/surveys/new")
    page.get_by_label("Name").fill("Hello")
    page.get_by_label("Send it when a conversation is resolved").uncheck(force=True)
    page.get_by_role("button", name="Save survey").click()
    expect(page.get_by_text("Must be between 1 and 100")).to_be_visible()


@pytest.mark.feature("5")
def test_other_hours_are_looked_at_only_after_asking_while_something_is_not_saved(
    stack: Stack, new_page: NewPage
) -> None:
    page = sign_in(new_page(**LAPTOP), stack, path="settings/hours").page
    begin = page.get_by_role("button", name="Set hours")
    whose = page.get_by_test_id("hours-of")
    begin.or_(page.get_by_test_id("save-hours")).first.wait_for()
    if begin.is_visible():
        begin.click()
    page.get_by_test_id("closed-text").fill(TYPED)
    whose.select_option("Support")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("closed-text")).to_have_value(TYPED)
    whose.select_option("Support")
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(page.get_by_test_id("closed-text")).to_have_count(0)
    expect(whose).to_have_value(re.compile(".+"))


@pytest.mark.feature("10")
def test_days_of_a_report_can_be_typed_digit_by_digit(stack: Stack, new_page: NewPage) -> None:
    page = new_page(**LAPTOP)
    refused: list[str] = []

    def heard(response: Response) -> None:
        if "/api/reports" in response.url and response.status >= 400:
            refused.append(response.url)

    page.on("response", heard)
    sign_in(page, stack, path="reports?from=2026-03-01&to=2026-03-31", live=False)
    first = page.get_by_label("From")
    first.focus()
    first.press_sequentially("03152025")
    expect(first).to_have_value("2025-03-15")
    expect(page).to_have_url(re.compile("from=2025-03-15&to=2026-03-15"))
    shown = page.get_by_test_id("report").or_(page.get_by_text("Nothing happened in these days"))
    expect(shown.first).to_be_visible()
    assert refused == []


@pytest.mark.feature("1.1")
def test_a_line_is_copied_where_the_clipboard_is_forbidden(stack: Stack, new_page: NewPage) -> None:
    page = new_page(**LAPTOP)
    page.add_init_script("delete Navigator.prototype.clipboard")
    channel = stack.channel("website")["id"]
    sign_in(page, stack, path=f"settings/channels/{channel}")
    page.get_by_role("button", name="Copy: HTML").click()
    expect(page.get_by_role("button", name="Copy: HTML")).to_have_text("Copied")
    assert _selected(page) == page.get_by_test_id("copy-text").first.inner_text()


def _selected(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))
