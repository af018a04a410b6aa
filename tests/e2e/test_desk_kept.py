"""What is kept about a conversation, who follows it, words that outlive a reload, early keys."""

from __future__ import annotations

import time
import uuid

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.console import Console, NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Stack, eventually
from tests.e2e.widget import Site

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
WIDE: Options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PHONE: Options = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def wrote(stack: Stack) -> tuple[str, str]:
    """A newcomer's words, and his conversation."""
    text = f"Where is my order? {uuid.uuid4().hex[:8]}"
    stack.visitor().say(text)
    agent = stack.agent()

    def look() -> str | None:
        rows = agent.conversations()
        return next((row["id"] for row in rows if row["last"].get("text") == text), None)

    return text, eventually(look)


def put_fact(page: Page, name: str, value: str) -> None:
    box = page.get_by_test_id("conversation-attributes")
    box.get_by_role("button", name="Add attribute").click()
    box.get_by_label("Attribute").fill(name)
    box.get_by_label("Value").fill(value)
    box.get_by_role("button", name="Save").click()
    expect(box.get_by_role("button", name=f"Change {name}")).to_be_visible()


def filter_by_fact(page: Page, name: str, value: str) -> None:
    page.get_by_test_id("filter").click()
    dialog = page.get_by_test_id("filter-dialog")
    rule = dialog.get_by_test_id("filter-rule").first
    rule.get_by_label("Field").select_option(label="Attribute of the conversation")
    rule.get_by_label("Name of the attribute").fill(name)
    rule.get_by_label("Value", exact=True).fill(value)


@pytest.mark.feature("3")
def test_a_fact_is_kept_about_a_conversation_and_finds_it_again(
    stack: Stack, new_page: NewPage
) -> None:
    (text, id), (other, _) = wrote(stack), wrote(stack)
    page = new_page(**WIDE)
    console = sign_in(page, stack, path=f"inbox/all/open/{id}")
    fact = f"<b>A-{uuid.uuid4().hex[:6]}</b>"
    put_fact(page, "order", fact)
    expect(console.event(f"noted order: {fact}")).to_be_visible()
    assert violations(page, AXE) == []

    filter_by_fact(page, "order", fact.upper())
    assert violations(page, AXE) == []
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name of the view").fill("By order")
    page.get_by_role("button", name="Save view").click()
    expect(console.row(text)).to_be_visible()
    expect(console.row(other)).to_have_count(0)
    # It leaves the list at once when the fact goes, without another request.
    stack.agent().patch(f"/conversations/{id}", {"attributes": {"order": ""}})
    expect(console.row(text)).to_have_count(0)
    leave_and_order_views(stack, page)


def leave_and_order_views(stack: Stack, page: Page) -> None:
    """A second view goes above the first, and all is as before."""
    owner = stack.agent()
    second = owner.post("/views", {"name": "Second", "filter": {"rules": []}})
    page.reload()
    names = page.locator('[data-testid^="view-view-"]')
    expect(names).to_have_text(["By order", "Second"])
    page.get_by_test_id(f"view-view-{second['id']}").click()
    expect(page.get_by_test_id("view-down")).to_be_disabled()
    page.get_by_test_id("view-up").click()
    expect(names).to_have_text(["Second", "By order"])
    expect(page.get_by_test_id("view-up")).to_be_disabled()
    for view in owner.get("/views")["views"]:
        owner.client.delete(f"/views/{view['id']}").raise_for_status()


@pytest.mark.feature("3")
def test_who_follows_finds_it_in_a_list_of_its_own(stack: Stack, new_page: NewPage) -> None:
    text, id = wrote(stack)
    page = new_page(**WIDE)
    console = sign_in(page, stack, path=f"inbox/all/open/{id}")
    page.get_by_test_id("more").click()
    page.get_by_role("menuitem", name="Follow").click()
    panel = page.get_by_test_id("contact-panel")
    expect(panel.get_by_role("img", name="Followed by Olivia Owner")).to_be_visible()
    page.get_by_test_id("view-following").click()
    expect(console.row(text)).to_be_visible()
    assert violations(page, AXE) == []

    phone = new_page(**PHONE)
    sign_in(phone, stack, path="inbox/following/open").open(text)
    phone.get_by_test_id("thread-contact").click()
    phone.get_by_test_id("follow").click()
    expect(phone.get_by_test_id("follow")).to_have_text("Follow")
    assert violations(phone, AXE) == []
    expect(console.row(text)).to_have_count(0)
    expect(page.get_by_text("You follow no open conversation")).to_be_visible()


@pytest.mark.feature("3")
def test_words_sent_without_a_network_outlive_the_page_and_go_out_once(
    stack: Stack, new_page: NewPage
) -> None:
    agent = new_page(**WIDE)
    console = sign_in(agent, stack)
    widget = Site(stack).visit(new_page()).open()
    words = f"Is it back? {uuid.uuid4().hex[:6]}"
    widget.say(words)
    console.open(words)
    context, address = agent.context, agent.url
    context.set_offline(True)
    console.write("It is *back*, _freshly_ roasted")
    console.write("Shall I keep a bag?")
    expect(console.message("Shall I keep a bag?")).to_be_visible()
    agent.close()
    context.set_offline(False)
    again = Console(context.new_page())
    again.page.goto(address)
    again.expect_delivery("It is *back*".replace("*", ""), "read")
    expect(widget.lines).to_have_text([words, "It is back, freshly roasted", "Shall I keep a bag?"])
    expect(widget.lines.nth(1).locator("strong")).to_have_text("back")
    again.page.reload()
    expect(again.message("Shall I keep a bag?")).to_have_count(1)
    expect(again.messages).to_have_count(3)


@pytest.mark.feature("3")
@pytest.mark.feature("8")
def test_keys_typed_before_the_palette_is_there_are_its_words(
    stack: Stack, new_page: NewPage
) -> None:
    text, id = wrote(stack)
    page = new_page(**WIDE)

    def slowly(route: Route) -> None:
        time.sleep(0.6)
        route.continue_()

    page.route("**/assets/Palette*", slowly)
    console = sign_in(page, stack, path=f"inbox/all/open/{id}")
    expect(console.message(text)).to_be_visible()
    page.locator("body").press("Control+k")
    page.keyboard.type("team chat", delay=5)
    expect(page.get_by_role("combobox")).to_have_value("team chat")
    page.keyboard.press("Enter")
    dock = page.get_by_test_id("team-dock")
    expect(dock).to_be_visible()
    assert stack.agent().get(f"/conversations/{id}")["conversation"]["status"] == "open"
    page.keyboard.press("Escape")
    expect(dock).to_be_hidden()
    page.locator("body").press("c")
    expect(dock).to_be_visible()
    send_away(stack, page)


@pytest.mark.feature("3")
def test_an_answer_begun_before_the_conversation_is_there_is_its_draft(
    stack: Stack, new_page: NewPage
) -> None:
    text, id = wrote(stack)
    page = new_page(**WIDE)
    console = sign_in(page, stack, path="inbox/all/open")
    held: list[Route] = []
    page.route(f"**/conversations/{id}", lambda route: held.append(route))
    console.row(text).click()
    page.wait_for_url(f"**/{id}")
    page.locator("body").press("n")
    page.keyboard.type("see the team", delay=5)
    expect(page.get_by_test_id("composer")).to_have_count(0)
    for route in held:
        route.continue_()
    field = page.get_by_test_id("composer").get_by_role("textbox")
    expect(field).to_have_value("see the team")
    page.keyboard.type(" again", delay=5)
    expect(field).to_have_value("see the team again")
    there = stack.agent().get(f"/conversations/{id}")["conversation"]
    assert (there["status"], there["assignee_id"]) == ("open", "")


def send_away(stack: Stack, page: Page) -> None:
    """Who made a group takes a member out of it, who then does not see it any more."""
    owner, ana = stack.agent(), stack.agent("agent")
    id = ana.get("/me")["me"]["id"]
    name = f"Night shift {uuid.uuid4().hex[:4]}"
    body = {"client_id": uuid.uuid4().hex, "name": name, "members": [id]}
    room = owner.post("/team/rooms", body)["id"]
    page.get_by_test_id("team-room").filter(has_text=name).click()
    page.get_by_role("button", name="Group").click()
    page.get_by_role("menuitem", name="Remove people").click()
    dialog = page.get_by_role("dialog", name="Remove people")
    dialog.get_by_text("Ana Ribeiro").click()
    assert violations(page, AXE) == []
    dialog.get_by_role("button", name="Remove people").click()
    expect(page.get_by_text("Olivia Owner removed Ana Ribeiro")).to_be_visible()
    assert ana.client.get(f"/team/rooms/{room}/messages").status_code == 404
