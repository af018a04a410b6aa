"""An agent's day in a browser: conversations come, are answered, noted, passed on and closed."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.console import Console, NewPage, sign_in
from tests.e2e.stack import Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser]


def words() -> str:
    return f"Where is parcel {uuid.uuid4().hex[:8]}?"


@pytest.fixture
def desk(stack: Stack, new_page: NewPage) -> Console:
    return sign_in(new_page(viewport={"width": 1680, "height": 1000}), stack)


@pytest.fixture
def written(stack: Stack, desk: Console) -> tuple[Console, Person, str]:
    """A visitor's words, come live to an agent's screen, and opened there."""
    visitor, text = stack.visitor(url="https://shop.example/tea", title="Tea"), words()
    visitor.say(text)
    expect(desk.row(text)).to_be_visible()
    desk.open(text)
    return desk, visitor, text


def stored(stack: Stack, text: str) -> Json:
    rows = stack.agent().conversations()
    return next(row for row in rows if text in row["last"].get("text", ""))


@pytest.mark.feature("11")
def test_a_wrong_password_is_told_in_words(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    page.goto(stack.console)
    page.get_by_label("E-mail").fill(stack.account()["email"])
    page.get_by_label("Password", exact=True).fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")


@pytest.mark.feature("11")
def test_a_reload_keeps_the_agent_signed_in_and_at_his_place(
    written: tuple[Console, Person, str],
) -> None:
    console, _, text = written
    address = console.page.url
    console.page.reload()
    expect(console.message(text)).to_be_visible()
    assert console.page.url == address
    token = console.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "eyJ" not in token  # no access token where scripts could find it later


@pytest.mark.feature("3")
def test_a_conversation_arrives_live_and_a_reply_reaches_the_visitor(
    written: tuple[Console, Person, str],
) -> None:
    console, visitor, text = written
    expect(console.message(text)).to_have_count(1)
    console.write("It left on Monday.\nIt should be with you tomorrow.")
    console.expect_delivery("It left on Monday.", "sent")
    told = eventually(
        lambda: [
            m["content"]["text"]
            for m in visitor.get("/widget/messages", after=0)["messages"]
            if m["author"]["kind"] == "agent"
        ]
    )
    assert told == ["It left on Monday.\nIt should be with you tomorrow."]
    expect(console.message("It left on Monday.")).to_have_count(1)


@pytest.mark.feature("3")
def test_the_visitors_draft_is_seen_as_he_types(
    stack: Stack, written: tuple[Console, Person, str]
) -> None:
    console, visitor, _ = written
    with visitor.socket() as socket:
        socket.send({"type": "typing", "on": True, "text": "Or can I pick it up"})
        expect(console.page.get_by_test_id("typing")).to_contain_text("Or can I pick it up")
        socket.send({"type": "typing", "on": False})
        expect(console.page.get_by_test_id("typing")).to_have_count(0)


@pytest.mark.feature("3.2")
def test_a_note_has_author_and_time_and_stays_with_the_team(
    stack: Stack, written: tuple[Console, Person, str]
) -> None:
    console, visitor, _ = written
    console.write("Third parcel this month, be kind", note=True)
    note = console.page.get_by_test_id("note").filter(has_text="be kind")
    expect(note).to_be_visible()
    me = stack.agent().get("/me")["me"]["name"]
    expect(note).to_contain_text(me)
    expect(note.locator("time")).to_have_text(re.compile(r"\d{4}.*\d:\d{2}"))
    visible = visitor.get("/widget/messages", after=0)["messages"]
    assert all(m["visibility"] == "public" for m in visible)


@pytest.mark.feature("3")
def test_unread_is_counted_until_read(stack: Stack, desk: Console) -> None:
    visitor, first, second = stack.visitor(), words(), words()
    visitor.say(first)
    expect(desk.row(first).get_by_label("1 unread")).to_be_visible()
    visitor.say(second)
    expect(desk.row(second).get_by_label("2 unread")).to_be_visible()
    expect(desk.page).to_have_title(re.compile(r"^\(\d+\)"))
    desk.open(second)
    expect(desk.page.get_by_test_id("new-line")).to_be_visible()
    expect(desk.row(second).get_by_label("unread")).to_have_count(0)
    me = stack.agent().get("/me")["me"]["id"]
    eventually(lambda: stored(stack, second)["reads"].get(me) == 2)


@pytest.mark.feature("3")
def test_assigning_moves_the_conversation_between_the_lists(
    stack: Stack, written: tuple[Console, Person, str]
) -> None:
    console, _, text = written
    console.page.get_by_test_id("assign").click()
    console.page.get_by_role("option", name="Assign to me").click()
    expect(console.event("took this")).to_be_visible()
    me = stack.agent().get("/me")["me"]["id"]
    eventually(lambda: any(row["assignee_id"] == me for row in stack.agent().conversations()))
    console.page.get_by_test_id("view-mine").click()
    expect(console.page.get_by_test_id("conversation-row").first).to_be_visible()
    console.page.get_by_test_id("view-unassigned").click()
    expect(console.row(text)).to_have_count(0)


@pytest.mark.feature("3")
def test_resolving_can_be_undone(written: tuple[Console, Person, str]) -> None:
    console, _, text = written
    console.page.get_by_test_id("resolve").click()
    expect(console.row(text)).to_have_count(0)
    expect(console.event("resolved this")).to_be_visible()
    console.page.get_by_role("button", name="Undo").click()
    expect(console.page.get_by_test_id("resolve")).to_have_text("Resolve")
    expect(console.event("reopened this")).to_be_visible()


@pytest.mark.feature("3")
def test_a_snoozed_conversation_waits_in_its_own_list(written: tuple[Console, Person, str]) -> None:
    console, _, _ = written
    address = console.page.url.rsplit("/", 1)[-1]
    console.page.get_by_test_id("snooze").click()
    console.page.get_by_role("menuitem", name="Tomorrow morning").click()
    row = console.page.locator(f'[data-conversation="{address}"]')
    expect(row).to_have_count(0)
    console.page.get_by_test_id("status-snoozed").click()
    expect(row).to_contain_text("Until")


@pytest.mark.feature("3")
def test_a_file_goes_out_and_opens(written: tuple[Console, Person, str]) -> None:
    console, visitor, _ = written
    offer: FilePayload = {
        "name": "offer.pdf",
        "mimeType": "application/pdf",
        "buffer": b"%PDF-1.4 offer",
    }
    console.page.get_by_test_id("file-input").set_input_files([offer])
    expect(console.page.get_by_test_id("attachments")).to_contain_text("14 B")
    console.field.fill("Here is the offer")
    console.page.get_by_test_id("send").click()
    card = console.page.get_by_test_id("file-card").filter(has_text="offer.pdf")
    expect(card).to_have_attribute("href", re.compile("^http"))
    assert console.page.request.get(card.get_attribute("href") or "").body() == b"%PDF-1.4 offer"

    def came() -> Json | None:
        got: Json = visitor.get("/widget/messages", after=0)["messages"][-1]["content"]
        return got if got["media"] else None

    got = eventually(came)
    assert (got["text"], got["media"][0]["name"]) == ("Here is the offer", "offer.pdf")


@pytest.mark.feature("3")
def test_a_file_that_cannot_go_is_refused_with_the_reason(
    written: tuple[Console, Person, str],
) -> None:
    console, _, _ = written
    empty: FilePayload = {"name": "nothing.txt", "mimeType": "text/plain", "buffer": b""}
    console.page.get_by_test_id("file-input").set_input_files([empty])
    expect(console.page.get_by_test_id("composer")).to_contain_text("nothing.txt is empty")
    expect(console.page.get_by_test_id("attachments")).to_have_count(0)


@pytest.mark.feature("3")
def test_a_draft_outlives_a_reload_and_stays_with_its_conversation(
    stack: Stack, written: tuple[Console, Person, str]
) -> None:
    console, _, text = written
    console.field.fill("Half a sentence")
    other = words()
    stack.visitor().say(other)
    console.open(other)
    expect(console.field).to_have_value("")
    console.open(text)
    expect(console.field).to_have_value("Half a sentence")
    console.page.reload()
    expect(console.field).to_have_value("Half a sentence")


@pytest.mark.feature("1.5")
def test_the_contact_panel_shows_the_visitor_and_is_edited_in_place(
    stack: Stack, written: tuple[Console, Person, str]
) -> None:
    console, _, text = written
    panel = console.page.get_by_test_id("contact-panel")
    expect(panel).to_contain_text("shop.example/tea")
    panel.get_by_test_id("contact-email").click()
    panel.get_by_label("E-mail").fill("ana@mail.example")
    panel.get_by_label("E-mail").press("Enter")
    expect(panel.get_by_test_id("contact-email")).to_have_text("ana@mail.example")
    contact = stored(stack, text)["contact_id"]
    assert stack.agent().get(f"/contacts/{contact}")["email"] == "ana@mail.example"


@pytest.mark.feature("3")
def test_the_keyboard_is_enough(stack: Stack, desk: Console) -> None:
    first, second = words(), words()
    stack.visitor().say(first)
    stack.visitor().say(second)
    expect(desk.row(first)).to_be_visible()
    expect(desk.row(second)).to_be_visible()
    keys = desk.page.keyboard
    keys.press("j")
    expect(desk.message(second)).to_be_visible()
    keys.press("j")
    expect(desk.message(first)).to_be_visible()
    keys.press("n")
    keys.type("By keyboard alone")
    keys.press("Enter")
    expect(desk.page.get_by_test_id("note")).to_contain_text("By keyboard alone")
    keys.press("Escape")
    keys.press("e")
    expect(desk.row("By keyboard alone")).to_have_count(0)
    keys.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Next conversation")


@pytest.mark.feature("8")
def test_colleagues_see_who_else_is_here(stack: Stack, new_page: NewPage, desk: Console) -> None:
    text = words()
    stack.visitor().say(text)
    desk.open(text)
    colleague = sign_in(new_page(viewport={"width": 1680, "height": 1000}), stack, "agent")
    colleague.open(text)
    expect(desk.page.get_by_test_id("viewers")).to_be_visible()
    expect(colleague.page.get_by_test_id("viewers")).to_be_visible()
