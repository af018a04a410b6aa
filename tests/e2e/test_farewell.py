"""At the end of a conversation: how it was, and a copy by mail."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import sign_in
from tests.e2e.stack import ROOT, Json, Stack, eventually
from tests.e2e.widget import Site, Widget

pytestmark = [pytest.mark.browser, pytest.mark.feature("1.9")]

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def channel(stack: Stack) -> str:
    """A site that asks how it was and sends mail."""
    settings = {"title": "Bean & Leaf", "rating": "on", "transcript": "on"}
    body = {"kind": "website", "name": "Farewell", "settings": settings}
    return str(stack.agent().post("/channels", body)["id"])


def talk(stack: Stack, channel: str, page: Page) -> tuple[Widget, str]:
    """A visitor who has written, and his conversation."""
    widget = Site(stack, channel=channel).visit(page).open()
    text = f"Do you roast on Sundays? {uuid.uuid4().hex[:6]}"
    widget.say(text)
    agent = stack.agent()

    def look() -> str | None:
        rows = agent.conversations()
        return next((row["id"] for row in rows if text in row["last"].get("text", "")), None)

    return widget, eventually(look)


def resolve(stack: Stack, conversation: str, status: str = "resolved") -> None:
    stack.agent().patch(f"/conversations/{conversation}", {"status": status})


def violations(page: Page) -> list[str]:
    """What axe-core holds against the widget; the page around it is the site's."""
    page.evaluate(AXE)
    found: Json = page.evaluate("axe.run({include: [['tertulia-chat']]})")
    return [entry["id"] for entry in found["violations"]]


def choose(widget: Widget, item: str) -> None:
    widget.window.get_by_role("button", name="More", exact=True).click()
    widget.window.get_by_role("button", name=item).click()


def test_a_visitor_rates_when_it_is_over_and_agents_see_it(
    stack: Stack, channel: str, new_page: NewPage
) -> None:
    widget, conversation = talk(stack, channel, new_page())
    expect(widget.window.locator(".rate")).to_have_count(0)
    resolve(stack, conversation)
    stars = widget.window.get_by_role("group", name="How was it?")
    stars.get_by_role("button", name="2 of 5").click()
    comment = widget.window.get_by_label("What could be better? (optional)")
    expect(comment).to_be_focused()
    comment.fill("<b>Slow</b>")
    assert violations(widget.page) == []
    widget.window.locator(".rate").get_by_role("button", name="Send").click()
    done = widget.window.get_by_text("Thank you. You gave 2 of 5.")
    expect(done).to_be_visible()

    page = new_page()
    sign_in(page, stack, path=f"inbox/all/resolved/{conversation}")
    lines = page.get_by_test_id("events")
    expect(lines.filter(has_text="Rated 2 of 5 by the visitor: “<b>Slow</b>”")).to_be_visible()

    # It can be changed, also after a reload; the next end is asked about anew.
    widget.page.reload()
    expect(done).to_be_visible()
    widget.window.get_by_role("button", name="Change").click()
    stars.get_by_role("button", name="5 of 5").click()
    expect(lines.filter(has_text="Rated 5 of 5 by the visitor")).to_be_visible()
    widget.page.locator("tertulia-chat .composer textarea").fill("One more thing")
    widget.page.locator("tertulia-chat .composer textarea").press("Enter")
    expect(widget.window.locator(".rate")).to_have_count(0)
    resolve(stack, conversation)
    expect(stars.get_by_role("button", name="1 of 5")).to_have_attribute("aria-pressed", "false")


def test_a_visitor_is_mailed_his_conversation(
    stack: Stack, channel: str, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 390, "height": 780}, color_scheme="dark")
    widget, conversation = talk(stack, channel, page)
    agent = stack.agent()
    agent.say("Only on Mondays.", conversation=conversation)
    content = {"kind": "text", "text": "A difficult one"}
    note = {"client_id": uuid.uuid4().hex, "content": content, "note": True}
    agent.post(f"/conversations/{conversation}/messages", note)
    expect(widget.lines.last).to_have_text("Only on Mondays.")
    choose(widget, "Send me the conversation")
    form = widget.window.locator(".mail")
    field = form.get_by_label("Your e-mail address")
    expect(field).to_be_focused()
    field.fill("not an address")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_have_text("This is not an e-mail address.")
    assert violations(widget.page) == []
    address = f"vera-{uuid.uuid4().hex[:8]}@example.com"
    field.fill(address)
    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text(f"On its way to {address}.")
    form.get_by_role("button", name="Back to the chat").click()
    expect(widget.lines.last).to_have_text("Only on Mondays.")
    (mail,) = eventually(lambda: mails_to(stack, address))
    assert mail["Subject"] == "Your conversation with Bean & Leaf"
    assert "Do you roast on Sundays?" in mail["BodyText"]
    assert "Only on Mondays." in mail["BodyHtml"]
    assert "difficult" not in mail["BodyText"] + mail["BodyHtml"]


def mails_to(stack: Stack, address: str) -> list[Json]:
    """What the local cloud's SES has sent there."""
    endpoint = stack.addresses["environment"]["AWS_ENDPOINT_URL"]
    told = httpx.get(f"{endpoint}/_ministack/ses/messages", timeout=20).json()["messages"]
    return [mail for mails in told.values() for mail in mails if address in mail["To"]]


def test_a_site_that_offers_neither_shows_neither(stack: Stack, new_page: NewPage) -> None:
    plain = {"kind": "website", "name": "Plain", "settings": {"title": "Plain"}}
    channel = str(stack.agent().post("/channels", plain)["id"])
    widget, conversation = talk(stack, channel, new_page())
    resolve(stack, conversation)
    expect(widget.window.get_by_text("This conversation is closed.")).to_be_visible()
    expect(widget.window.locator(".rate")).to_have_count(0)
    expect(widget.window.get_by_role("button", name="More", exact=True)).to_have_count(0)
