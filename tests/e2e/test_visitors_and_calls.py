"""Who is on the websites, speaking to them first, and calling them back."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Stack, eventually
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
# The tests' browser calls itself headless, and robots are no visitors.
PERSON = {
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def of_widget(widget: Widget) -> list[str]:
    """What axe-core holds against the widget; the page around it is not ours."""
    widget.page.evaluate(AXE)
    found = widget.page.evaluate("axe.run('tertulia-chat', {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found["violations"]]


@pytest.fixture
def calling_site(stack: Stack) -> str:
    """One of its own that calls visitors back: what changes in a known one, a process may not hear
    of for ten seconds."""
    settings = {"callback": "on", "callback_seconds": "60"}
    body = {"kind": "website", "name": "Bean & Leaf calls", "settings": settings}
    return str(stack.agent().post("/channels", body)["id"])


@pytest.mark.feature("1.12")
def test_an_agent_sees_a_visitor_move_and_speaks_to_him_first(
    stack: Stack, new_page: NewPage
) -> None:
    console = sign_in(new_page(reduced_motion="reduce"), stack, path="visitors")
    mark = uuid.uuid4().hex[:8]
    visitor = new_page(**PERSON)
    widget = Site(stack, head=f"<script>document.title='Beans {mark}'</script>").visit(
        visitor, f"{mark}?utm_source=news"
    )
    row = console.page.get_by_test_id("visitor-row").filter(has_text=mark)
    expect(row).to_contain_text("First visit")
    expect(row).to_contain_text("news")

    visitor.evaluate(f"history.pushState({{}}, '', 'cups-{mark}'); document.title = 'Cups {mark}'")
    expect(row).to_contain_text(f"Cups {mark}")
    expect(row).to_contain_text("2 pages")
    console.page.get_by_label("Page or title contains").fill(f"cups {mark}")
    expect(console.page.get_by_test_id("visitor-row")).to_have_count(1)
    assert violations(console.page, AXE) == []

    row.get_by_role("button", name="Start a chat").click()
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("Your first message").fill("May I help with the cups?")
    assert violations(console.page, AXE) == []
    dialog.get_by_role("button", name="Send").click()
    expect(console.message("May I help with the cups?")).to_be_visible()
    # The silent visitor's page has no socket: its next beat tells it to connect.
    expect(widget.host.locator(".peek")).to_contain_text("May I help with the cups?")
    widget.host.locator(".peek-text").click()
    expect(widget.lines).to_have_text(["May I help with the cups?"])
    widget.say("Yes, the blue ones")
    expect(console.message("Yes, the blue ones")).to_be_visible()


@pytest.mark.feature("1.12")
def test_the_list_of_visitors_fits_a_phone(stack: Stack, new_page: NewPage) -> None:
    hostile = "<img src=x onerror=alert(1)>" + "W" * 200
    Site(stack, head=f"<title>{hostile}</title>").visit(new_page(**PERSON)).launcher.wait_for()
    page = new_page(reduced_motion="reduce", **PHONE)
    console = sign_in(page, stack, path="visitors")
    expect(console.page.get_by_test_id("visitor-row").first).to_be_visible()
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def make_invitation(console: Console, mark: str) -> None:
    page = console.page
    page.get_by_role("button", name="Add invitation").first.click()
    page.get_by_label("Name").fill(f"Reader {mark}")
    page.get_by_label("What it says").fill(f"Looking for {mark}?")
    expect(page.get_by_test_id("invitation-preview")).to_contain_text(f"Looking for {mark}?")
    page.get_by_label("Value 1", exact=True).fill("soon")
    page.get_by_role("button", name="Remove condition 2").click()
    page.get_by_role("button", name="Add condition").click()
    page.get_by_label("Value 2", exact=True).fill(mark)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("condition").first).to_contain_text("whole number")
    assert violations(page, AXE) == []
    page.get_by_label("Value 1", exact=True).fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("invitation-card").filter(has_text=mark)).to_be_visible()


@pytest.mark.feature("1.7")
def test_an_invitation_appears_by_its_rule_is_answered_and_counted(
    stack: Stack, new_page: NewPage
) -> None:
    mark = uuid.uuid4().hex[:8]
    console = sign_in(new_page(reduced_motion="reduce"), stack, path="settings/invitations")
    make_invitation(console, mark)
    assert violations(console.page, AXE) == []

    elsewhere = Site(stack).visit(new_page(**PERSON))
    widget = Site(stack).visit(new_page(**PERSON), mark)
    bubble = widget.host.locator(".invitation")
    expect(bubble).to_contain_text(f"Looking for {mark}?")
    expect(elsewhere.launcher).to_be_visible()
    expect(elsewhere.host.locator(".invitation")).to_have_count(0)
    assert of_widget(widget) == []
    bubble.locator(".peek-text").click()
    expect(widget.window.locator(".invited")).to_contain_text(f"Looking for {mark}?")
    widget.say(f"Yes, for {mark}")
    widget.expect_sent(f"Yes, for {mark}")

    owner = stack.agent()

    def counted() -> bool:
        listed = owner.get("/invitations")["invitations"]
        (mine,) = [each for each in listed if mark in each["name"]]
        return bool(mine["counts"]["A"] == {"shown": 1, "opened": 1, "answered": 1})

    eventually(counted)
    console.page.reload()
    card = console.page.get_by_test_id("invitation-card").filter(has_text=mark)
    expect(card).to_contain_text("100% of those who saw it answered")
    console.page.goto(stack.console + "inbox/all/open")
    console.open(f"Yes, for {mark}")
    expect(console.event("Answer to the invitation")).to_be_visible()


def ask_for_call(widget: Widget, phone: str) -> None:
    widget.open()
    widget.window.get_by_role("button", name="More").click()
    widget.window.get_by_role("button", name="Ask for a call").click()
    widget.window.get_by_label("Phone").fill("12")
    widget.window.get_by_role("button", name="Call me").click()
    expect(widget.window.get_by_role("alert")).to_contain_text("not a phone number")
    assert of_widget(widget) == []
    widget.window.get_by_label("Phone").fill(phone)
    widget.window.get_by_label("Name (optional)").fill("Bia Prado")
    widget.window.get_by_role("button", name="Call me").click()


@pytest.mark.feature("1.8")
def test_a_callback_rings_at_two_agents_and_one_has_it(
    stack: Stack, new_page: NewPage, calling_site: str
) -> None:
    ana = sign_in(new_page(reduced_motion="reduce"), stack, "owner", path="callbacks")
    rui = sign_in(new_page(reduced_motion="reduce", **PHONE), stack, "agent")
    widget = Site(stack, channel=calling_site).visit(new_page(**PERSON))
    ask_for_call(widget, "+55 11 98765-4321")
    expect(widget.window.get_by_role("timer")).to_be_visible()
    assert of_widget(widget) == []
    ringing = "Bia Prado asks for a call"
    for console in (ana, rui):
        expect(console.page.get_by_test_id("call-dock")).to_contain_text(ringing)
        expect(console.page.get_by_test_id("call-dock").get_by_role("timer")).to_contain_text(
            "seconds left"
        )
        assert violations(console.page, AXE) == []

    rui.page.get_by_role("button", name="Accept").click()
    expect(rui.page.get_by_test_id("call-dock")).to_contain_text("You are calling Bia Prado")
    expect(ana.page.get_by_test_id("call-dock")).to_have_count(0)
    expect(ana.page.get_by_test_id("toasts")).to_contain_text("has accepted this callback")
    expect(widget.window).to_contain_text("is calling you now")
    assert violations(rui.page, AXE) == []

    rui.page.get_by_label("Note").first.fill("Wants two tables")
    rui.page.get_by_role("button", name="Reached").click()
    expect(rui.page.get_by_test_id("call-dock")).to_have_count(0)
    ana.page.get_by_role("button", name="Done", exact=True).click()
    row = ana.page.get_by_test_id("callback-row").first
    expect(row).to_contain_text("+5511987654321")
    expect(row).to_contain_text("Reached")
    expect(row).to_contain_text("Wants two tables")
    assert violations(ana.page, AXE) == []
    row.get_by_role("link", name="Open conversation").click()
    expect(ana.event("called back: Reached")).to_be_visible()


@pytest.mark.feature("1.7")
def test_a_site_invites_with_words_and_rules_of_its_own(stack: Stack, new_page: NewPage) -> None:
    widget = Site(stack).visit(new_page(**PERSON))
    widget.launcher.wait_for()
    part = "window.tertulia._.chat.parts.load('invitation')"
    bubble = widget.host.locator(".invitation")
    rule = (
        "{text: 'From the <b>site</b>', conditions: [{field: 'pages', op: 'at_least', value: 1}]}"
    )
    widget.page.evaluate(f"{part}.then((part) => part.setRules([{rule}, null, 5]))")
    expect(bubble).to_contain_text("From the <b>site</b>")
    bubble.get_by_label("Dismiss").click()
    expect(bubble).to_have_count(0)
    widget.page.evaluate(f"{part}.then((part) => part.open('Still there?'))")
    expect(bubble).to_contain_text("Still there?")
