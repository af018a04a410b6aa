"""Two agents at one conversation, what stands beside it, and everything by keyboard."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.console import Console, sign_in, until, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
_SETTLED = "!document.getAnimations().some((one) => one instanceof CSSTransition)"
LAPTOP = {"viewport": {"width": 1280, "height": 800}}


@contextmanager
def measured(what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    print(f"{what}: {round((time.perf_counter() - started) * 1000)} ms")


def visitor_wrote(stack: Stack, words: str = "") -> tuple[Person, Json, str]:
    """A newcomer, his conversation and his words."""
    words = words or f"Do you grind for espresso? {uuid.uuid4().hex[:8]}"
    visitor = stack.visitor(url="https://shop.example/beans", title="Beans")
    told = visitor.say(words)
    return visitor, told["conversation"], words


def at(stack: Stack, page: Page, conversation: Json, role: str = "owner") -> Console:
    """Somebody at work, with the conversation open by its address."""
    console = sign_in(page, stack, role, f"inbox/all/open/{conversation['id']}")
    expect(console.field).to_be_visible()
    return console


def check(page: Page, *schemes: str) -> None:
    for scheme in schemes or ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        until(page, _SETTLED)  # colours change softly
        found = violations(page, AXE)
        assert not found, found


@pytest.mark.feature("8")
@pytest.mark.feature("3.2")
def test_two_agents_see_what_the_other_does(stack: Stack, new_page: NewPage) -> None:
    _, conversation, _ = visitor_wrote(stack)
    olivia = at(stack, new_page(**LAPTOP), conversation)
    ana_page = new_page(**LAPTOP)
    with measured("presence"):
        ana = at(stack, ana_page, conversation, "agent")
        face = olivia.page.get_by_test_id("viewers")
        expect(face).to_have_attribute("aria-label", "Ana Ribeiro is also here")
    expect(ana.page.get_by_test_id("viewers")).to_have_attribute(
        "aria-label", "Olivia Owner is also here"
    )
    typing = olivia.page.get_by_test_id("colleague-typing")
    olivia.field.fill("One moment, I will ask")
    with measured("typing"):
        ana.field.press_sequentially("Yes we")
        expect(typing).to_contain_text("Ana Ribeiro is replying")
    hint = olivia.page.get_by_test_id("collision-hint")
    expect(hint).to_have_count(0)
    with measured("collision"):
        ana.field.press_sequentially(" do")
        ana.field.press("Enter")
        expect(hint).to_contain_text("Ana Ribeiro replied while you were writing")
    expect(olivia.message("Yes we do")).to_be_visible()
    expect(typing).to_have_count(0)
    check(olivia.page, "light", "dark")
    olivia.field.fill("")
    expect(hint).to_have_count(0)
    ana.page.get_by_role("tab", name="Note").click()
    ana.field.press_sequentially("Look <b>here</b> @oli")
    expect(typing).to_contain_text("Ana Ribeiro is writing a note")
    menu = ana.page.get_by_test_id("mention-menu")
    expect(menu.get_by_role("option")).to_have_text(["Olivia Owner"])
    ana.field.press("Enter")
    with measured("note"):
        ana.field.press("Enter")
        note = olivia.message("Look <b>here</b> @Olivia Owner")
        expect(note.get_by_test_id("mention")).to_have_text("@Olivia Owner")
    with measured("crash seen"):
        ana_page.context.close()
        expect(face).to_have_count(0)


@pytest.mark.feature("3.2")
def test_a_mention_calls_and_is_read_where_it_stands(stack: Stack, new_page: NewPage) -> None:
    _, conversation, _ = visitor_wrote(stack)
    olivia = stack.agent()
    me = olivia.get("/me")["me"]["id"]
    olivia.post("/mentions/read", {"conversation_id": conversation["id"]})
    console = sign_in(new_page(**LAPTOP), stack, "owner")
    expect(console.page.get_by_test_id("view-mentions")).to_be_visible()
    text = f"@Olivia Owner please look {uuid.uuid4().hex[:6]}"
    with measured("mention"):
        content = {"kind": "text", "text": text, "mentions": [me]}
        body = {"client_id": uuid.uuid4().hex, "note": True, "content": content}
        stack.agent("agent").post(f"/conversations/{conversation['id']}/messages", body)
        expect(console.page.get_by_test_id("toasts")).to_contain_text("Ana Ribeiro mentioned you")
    badge = console.page.get_by_test_id("view-mentions").get_by_role("img")
    expect(badge).to_be_visible()
    console.page.get_by_test_id("view-mentions").click()
    row = console.page.get_by_test_id("mention-row").filter(has_text=text)
    expect(row).to_have_attribute("data-unread", "true")
    check(console.page, "light", "dark")
    row.click()
    expect(console.message(text)).to_be_in_viewport()
    expect(row).not_to_have_attribute("data-unread", "true")
    console.page.reload()
    expect(row).to_be_visible()
    expect(row).not_to_have_attribute("data-unread", "true")


@pytest.mark.feature("4.2")
def test_a_transfer_is_offered_declined_and_accepted(stack: Stack, new_page: NewPage) -> None:
    _, conversation, _ = visitor_wrote(stack)
    olivia = at(stack, new_page(**LAPTOP), conversation)
    ana = sign_in(new_page(**LAPTOP), stack, "agent", "settings/channels")
    olivia.page.get_by_test_id("messages").click()
    olivia.page.keyboard.press("t")
    dialog = olivia.page.get_by_test_id("transfer-dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    olivia.page.keyboard.type("ana")
    expect(dialog.get_by_role("option")).to_have_count(1)
    olivia.page.keyboard.press("Enter")
    expect(dialog.get_by_role("option", name="Ana Ribeiro")).to_have_attribute(
        "aria-selected", "true"
    )
    dialog.get_by_label("Note for the team").fill("She knows the grinders")
    check(olivia.page)
    offer = ana.page.get_by_test_id("offer")
    with measured("offer"):
        dialog.get_by_test_id("transfer-submit").click()
        expect(offer).to_be_visible()
    expect(olivia.message("She knows the grinders")).to_be_visible()
    expect(olivia.page.get_by_test_id("offer-bar")).to_have_text("Offered to Ana Ribeiro")
    check(ana.page, "light", "dark")
    offer.get_by_test_id("decline").click()
    expect(offer).to_have_count(0)
    expect(olivia.event("Ana Ribeiro declined. It is unassigned again")).to_be_visible()
    expect(olivia.page.get_by_test_id("offer-bar")).to_have_count(0)

    to_ana = stack.agent("agent").get("/me")["me"]["id"]
    stack.agent().patch(f"/conversations/{conversation['id']}", {"assignee_id": to_ana})
    offer.get_by_test_id("accept").click()
    expect(ana.page).to_have_url(re.compile(f"/inbox/mine/open/{conversation['id']}"))
    expect(olivia.event("Ana Ribeiro accepted this")).to_be_visible()


@pytest.mark.feature("2.1")
def test_a_refused_message_says_why_and_goes_out_at_the_second_try(
    stack: Stack, new_page: NewPage
) -> None:
    telegram = f"{stack.addresses['emulators']['telegram']}/_control"
    person = f"{telegram}/people/{httpx.post(f'{telegram}/people').json()['id']}"
    words = f"Oi {uuid.uuid4().hex[:8]}"
    httpx.post(f"{person}/send", json={"text": words}).raise_for_status()
    conversation = eventually(
        lambda: next((r for r in stack.agent().conversations() if r["last"]["text"] == words), None)
    )
    console = at(stack, new_page(**LAPTOP), conversation)
    refusal = {"status": 400, "method": "sendMessage", "description": "Bad Request: PEER_FLOOD"}
    httpx.post(f"{telegram}/fail", json=refusal).raise_for_status()
    console.write("Ola, tudo bem?")
    failed = console.message("Ola, tudo bem?")
    console.expect_delivery("Ola, tudo bem?", "failed")
    expect(failed.get_by_role("alert")).to_contain_text("PEER_FLOOD")
    failed.get_by_test_id("retry-delivery").click()
    console.expect_delivery("Ola, tudo bem?", "sent")
    expect(failed.get_by_role("alert")).to_have_count(0)
    lines = [line["text"] for line in httpx.get(person).json()["lines"]]
    assert lines.count("Ola, tudo bem?") == 1


@pytest.mark.feature("3.1")
@pytest.mark.feature("3.2")
def test_notes_files_journey_and_history_stand_beside(stack: Stack, new_page: NewPage) -> None:
    visitor, conversation, _ = visitor_wrote(stack)
    long = "x" * 300
    visitor.post("/widget/visit", {"url": "https://shop.example/cart?a=1", "title": long})
    agent = stack.agent()
    for number in range(4):  # each higher than a third of the screen
        agent.say(f"line {number}" + "\n." * 20, conversation=conversation["id"])
    console = at(stack, new_page(**LAPTOP), conversation)
    page = console.page
    page.get_by_test_id("toggle-panel").click()
    panel = page.get_by_test_id("contact-panel")
    journey = panel.get_by_test_id("journey")
    expect(journey.get_by_text("Beans", exact=True)).to_be_visible()
    expect(journey.get_by_role("listitem")).to_have_count(2)
    panel.get_by_test_id("add-note").click()
    page.keyboard.type("Grinds <i>fine</i> ")
    panel.get_by_test_id("save-note").click()
    notes = panel.get_by_test_id("notes")
    expect(notes.get_by_text("Grinds <i>fine</i>")).to_be_visible()
    expect(notes.get_by_role("listitem")).to_contain_text("Olivia Owner")
    expect(console.message("Grinds <i>fine</i>")).to_be_visible()
    sent: list[FilePayload] = [
        {"name": "price list.txt", "mimeType": "text/plain", "buffer": b"1 kg: 20"},
        {"name": "dot.png", "mimeType": "image/png", "buffer": _DOT},
    ]
    page.get_by_test_id("file-input").set_input_files(sent)
    expect(page.get_by_test_id("send")).to_be_enabled()
    console.field.press("Enter")  # the panel lies over the button
    files = panel.get_by_test_id("files")
    expect(files.get_by_role("link", name="Open price list.txt")).to_be_visible()
    expect(files.get_by_role("link", name="Open dot.png")).to_be_visible()
    expect(panel.get_by_text("This is the first conversation.")).to_be_visible()
    check(page, "light", "dark")
    # The same after a reload, now from what the server keeps beside; and the first message of all,
    # far above the newest, by its address.
    page.goto(f"{page.url.partition('#')[0]}#m1")
    page.reload()
    expect(page.locator("[data-seq='1']")).to_be_in_viewport()
    page.get_by_test_id("toggle-panel").click()
    expect(notes.get_by_text("Grinds <i>fine</i>")).to_be_visible()
    expect(files.get_by_role("link")).to_have_count(2)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(panel).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check(page)


@pytest.mark.feature("8")
def test_everything_goes_by_keyboard(stack: Stack, new_page: NewPage) -> None:
    _, conversation, _ = visitor_wrote(stack)
    console = at(stack, new_page(**LAPTOP), conversation)
    page = console.page
    keys: Any = page.keyboard
    page.get_by_test_id("messages").click()
    keys.press("?")
    sheet = page.get_by_test_id("shortcuts")
    for key in ("j", "u", "e", "t", "@", "mod+k"):
        expect(sheet.locator(f"[data-key='{key}']")).to_be_visible()
    check(page)
    keys.press("Escape")
    expect(sheet).to_have_count(0)
    page.get_by_test_id("messages").click()
    keys.press("@")
    expect(page.get_by_test_id("mention-menu").get_by_role("option").first).to_be_visible()
    keys.press("Escape")
    keys.press("Escape")
    keys.press("Control+k")
    palette = page.get_by_role("dialog")
    expect(palette.get_by_role("group", name="This conversation")).to_be_visible()
    check(page)
    keys.type("assign to ben")
    expect(palette.get_by_role("option").first).to_contain_text("Assign to Ben Carter")
    keys.press("Enter")
    expect(console.event("Olivia Owner assigned this to Ben Carter")).to_be_visible()
    keys.press("Control+k")
    expect(palette.get_by_role("group", name="This conversation")).to_be_visible()
    keys.type("priority high")
    keys.press("Enter")
    expect(console.event("set the priority to high")).to_be_visible()
    page.get_by_test_id("messages").click()
    keys.press("e")
    expect(page.get_by_test_id("resolve")).to_have_text("Reopen")
    keys.press("u")
    expect(page).to_have_url(re.compile(r"/inbox/all/open$"))


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)
