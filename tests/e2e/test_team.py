"""Colleagues talk beside their work, hear what administrators announce, and see who is there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.console import sign_in, until, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = pytest.mark.browser

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
NewPage = Callable[..., Page]
PDF: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 plan"}


def agent_of(stack: Stack, name: str) -> Person:
    """Ana or Ben, through the API."""
    told = next(a for a in stack.addresses["accounts"] if a["email"].startswith(name))
    stack_of_one = Stack(Path(), addresses={**stack.addresses, "accounts": [told]})
    return stack_of_one.agent(told["role"])


def lines(page: Page) -> Locator:
    return page.get_by_test_id("team-line")


def write(page: Page, text: str) -> None:
    page.get_by_test_id("team-field").fill(text)
    page.get_by_test_id("team-field").press("Enter")


def open_room(page: Page, name: str) -> None:
    page.get_by_test_id("team-room").filter(has_text=name).click()
    expect(page.get_by_test_id("team-field")).to_be_visible()


def said(ana: Person, room: str) -> list[Json]:
    return list(ana.get(f"/team/rooms/{room}/messages")["messages"])


#: As on a busy machine: what a page puts off to its next drawing comes while one types on.
LATE_FRAMES = """const soon = requestAnimationFrame;
window.requestAnimationFrame = (draw) => setTimeout(() => soon(draw), 60);
"""


def has_read_all(person: Person) -> None:
    for room in person.get("/team")["rooms"]:
        person.post(f"/team/rooms/{room['id']}/read", {"seq": room["seq"]})


def they_read_and_type(owner: Page, ana: Page) -> None:
    owner.get_by_test_id("team-button").click()
    owner.get_by_test_id("team-colleague").filter(has_text="Ana Ribeiro").click()
    write(owner, "Can you look at this one?")
    badge = ana.get_by_test_id("team-button")
    expect(badge).to_have_attribute("aria-label", "Team chat, 1 unread")
    expect(owner.get_by_test_id("team-seen")).to_have_count(0)
    badge.click()
    open_room(ana, "Olivia Owner")
    expect(lines(ana)).to_contain_text(["Can you look at this one?"])
    expect(badge).to_have_attribute("aria-label", "Team chat")
    expect(owner.get_by_test_id("team-seen")).to_have_text("Seen")

    ana.get_by_test_id("team-field").press_sequentially("@ol")
    expect(owner.get_by_test_id("team-typing")).to_have_text("Ana Ribeiro is writing")
    ana.get_by_test_id("team-dock").get_by_role("option", name="Olivia Owner").click()
    ana.get_by_test_id("team-field").press_sequentially("<b>on it</b>")
    ana.get_by_test_id("team-field").press("Enter")
    expect(lines(owner).last).to_contain_text("@Olivia Owner <b>on it</b>")


def a_card_leads_to_its_conversation(owner: Page, ana: Page, case: str) -> None:
    """The panel stays while one goes there."""
    owner.get_by_test_id("conversation-row").filter(has_text=case).click()
    owner.get_by_test_id("team-link").click()
    owner.get_by_test_id("team-files").set_input_files([PDF])
    owner.get_by_test_id("team-send").click()
    card = ana.get_by_test_id("team-card")
    expect(lines(ana).last).to_contain_text("plan.pdf")
    file = lines(ana).last.get_by_test_id("file-card")
    expect(file).to_have_attribute("href", re.compile("plan.pdf"))
    assert httpx.get(file.get_attribute("href") or "").content == PDF["buffer"]
    card.click()
    expect(ana.get_by_test_id("composer-field")).to_be_visible()
    expect(ana.get_by_test_id("team-dock")).to_be_visible()


def own_words_are_changed_and_taken_back(owner: Page, ana: Page) -> None:
    first = lines(owner).first
    first.hover()
    first.get_by_role("button", name="What to do with this message").click()
    owner.get_by_role("menuitem", name="Change").click()
    owner.get_by_label("Change your message").fill("Can you look at these two?")
    owner.get_by_label("Change your message").press("Enter")
    expect(lines(ana).first).to_contain_text("Can you look at these two?")
    first.hover()
    first.get_by_role("button", name="What to do with this message").click()
    owner.get_by_role("menuitem", name="Delete").click()
    owner.get_by_role("menuitem", name="Delete this message for everyone?").click()
    expect(lines(ana).first).to_contain_text("This message was deleted")


@pytest.mark.feature("8")
def test_two_colleagues_talk_over_any_screen(stack: Stack, new_page: NewPage) -> None:
    case = f"A case for two {uuid.uuid4().hex[:6]}"
    stack.visitor().say(case)
    has_read_all(agent_of(stack, "ana"))
    owner, ana = new_page(), new_page()
    ana.add_init_script(LATE_FRAMES)
    sign_in(owner, stack)
    sign_in(ana, stack, role="agent")
    they_read_and_type(owner, ana)
    a_card_leads_to_its_conversation(owner, ana, case)
    own_words_are_changed_and_taken_back(owner, ana)
    assert violations(owner, AXE) == []


@pytest.mark.feature("8")
def test_words_written_without_a_network_go_out_once_and_in_order(
    stack: Stack, new_page: NewPage
) -> None:
    page, ana = new_page(), agent_of(stack, "ana")
    sign_in(page, stack)
    tag = uuid.uuid4().hex[:6]
    page.get_by_test_id("team-button").click()
    open_room(page, "Everyone")
    before = len(said(ana, "everyone"))
    page.context.set_offline(True)
    for number in range(3):
        write(page, f"{tag} {number}")
    expect(page.get_by_text("Waiting for the network").first).to_be_visible()
    ana.post(
        "/team/rooms/everyone/messages", {"client_id": uuid.uuid4().hex, "text": f"{tag} meanwhile"}
    )
    page.context.set_offline(False)
    expect(lines(page).filter(has_text=tag)).to_have_count(4)
    expect(page.get_by_text("Waiting for the network")).to_have_count(0)
    texts = eventually(
        lambda: t if len(t := [m["text"] for m in said(ana, "everyone")[before:]]) == 4 else None
    )
    assert texts == [f"{tag} meanwhile", f"{tag} 0", f"{tag} 1", f"{tag} 2"]
    assert [t.split("\n")[-1] for t in lines(page).filter(has_text=tag).all_inner_texts()] == texts


NOTICES = """window.told = [];
window.Notification = class {
  static permission = "granted";
  constructor(title, options) { told.push(this); Object.assign(this, {title, ...options}); }
  close() {}
};
document.hasFocus = () => false;
"""


@pytest.mark.feature("8")
def test_a_colleague_is_heard_by_who_looks_elsewhere(stack: Stack, new_page: NewPage) -> None:
    page, ana, ben = new_page(), agent_of(stack, "ana"), agent_of(stack, "ben")
    page.add_init_script(NOTICES)
    sign_in(page, stack)
    me = stack.agent().get("/me")["me"]["id"]
    words = f"<b>Lunch</b> {uuid.uuid4().hex[:6]}"

    def writes(who: Person, room: str, text: str) -> None:
        body = {"client_id": uuid.uuid4().hex, "text": text}
        who.post(f"/team/rooms/{room}/messages", body)

    writes(ben, "everyone", f"not for one alone {words}")
    direct = ana.post("/team/rooms", {"agent_id": me})["id"]
    writes(ana, direct, words)
    until(page, "told.length > 0")
    told = page.evaluate("told.map(({title, body}) => [title, body])")
    assert told == [["Ana Ribeiro", words]]  # what is said to all only counts
    page.evaluate("told[0].onclick()")
    expect(lines(page).last).to_contain_text(words)


@pytest.mark.feature("8")
def test_a_group_is_its_members_alone_and_scrolls_back_to_its_beginning(
    stack: Stack, new_page: NewPage
) -> None:
    owner = new_page(viewport={"width": 390, "height": 780}, color_scheme="dark")
    sign_in(owner, stack)
    ana, ben = agent_of(stack, "ana"), agent_of(stack, "ben")
    name = f"Night {uuid.uuid4().hex[:6]}"
    owner.get_by_test_id("team-button").click()
    owner.get_by_role("button", name="New group").click()
    owner.get_by_label("Name of the group").fill(name)
    owner.get_by_test_id("team-dock").get_by_text("Ana Ribeiro").click()
    assert violations(owner, AXE) == []
    owner.get_by_role("button", name="Create group").click()
    write(owner, "Only for us")
    room = eventually(
        lambda: next((r for r in ana.get("/team")["rooms"] if r["name"] == name), None)
    )
    assert name not in [r["name"] for r in ben.get("/team")["rooms"]]
    for number in range(60):
        path = f"/team/rooms/{room['id']}/messages"
        ana.post(path, {"client_id": uuid.uuid4().hex, "text": f"Fact {number}"})
    expect(lines(owner).last).to_contain_text("Fact 59")
    owner.reload()
    owner.get_by_test_id("team-button").click()
    open_room(owner, name)
    expect(lines(owner).last).to_contain_text("Fact 59")
    expect(lines(owner).last).to_be_in_viewport()
    box = owner.get_by_test_id("team-lines")
    for _ in range(3):
        box.evaluate("box => box.scrollTo({top: -box.scrollHeight})")
        owner.wait_for_timeout(300)
    expect(lines(owner).first).to_contain_text("Only for us")
    shown = [text.split("\n")[-1] for text in lines(owner).all_inner_texts()]
    assert shown == ["Only for us", *(f"Fact {number}" for number in range(60))]
    assert violations(owner, AXE) == []
    owner.get_by_role("button", name="Group").click()
    owner.get_by_role("menuitem", name="Leave the group").click()
    owner.get_by_role("dialog").get_by_role("button", name="Leave the group").click()
    expect(owner.get_by_test_id("team-room").filter(has_text=name)).to_have_count(0)


@pytest.mark.feature("8")
def test_a_broadcast_stays_until_it_is_read_and_tells_who_has(
    stack: Stack, new_page: NewPage
) -> None:
    owner, ana = new_page(), new_page()
    sign_in(owner, stack)
    sign_in(ana, stack, role="agent")
    title = f"We close at 16 {uuid.uuid4().hex[:6]}"
    owner.get_by_test_id("team-button").click()
    owner.get_by_role("button", name="Broadcasts").click()
    owner.get_by_role("button", name="New broadcast").click()
    owner.get_by_label("Title").fill(title)
    owner.get_by_label("Text").fill("See https://example.com/match")
    owner.get_by_role("button", name="Send to all agents").click()
    card = ana.get_by_test_id("broadcast-card")
    expect(card).to_contain_text(title)
    expect(card.get_by_role("link")).to_have_attribute("href", "https://example.com/match")
    assert violations(ana, AXE) == []
    ana.reload()
    expect(card).to_contain_text(title)
    item = owner.get_by_test_id("broadcast-item").filter(has_text=title)
    item.get_by_test_id("broadcast-readers").click()
    expect(item).to_contain_text("Read by 1 of")
    ana.get_by_role("button", name="Got it").click()
    expect(card).to_have_count(0)
    expect(item).to_contain_text("Ana Ribeiro ·")
    expect(item).to_contain_text("Read by 2 of")
    assert violations(owner, AXE) == []
    ana.reload()
    expect(ana.get_by_test_id("team-button")).to_be_visible()
    expect(card).to_have_count(0)
    ben = agent_of(stack, "ben")  # who comes later is told too, while it is shown
    assert title in [b["title"] for b in ben.get("/team")["broadcasts"]]
    item.get_by_role("button", name="Stop showing").click()
    expect(item).to_contain_text("No longer shown")
    assert title not in [b["title"] for b in ben.get("/team")["broadcasts"]]


@pytest.mark.feature("8")
def test_who_touches_no_screen_is_away_and_who_is_gone_is_offline(
    stack: Stack, new_page: NewPage
) -> None:
    owner, ana = new_page(), new_page()
    sign_in(owner, stack)
    owner.get_by_test_id("team-button").click()
    colleague = owner.get_by_test_id("team-colleague").filter(has_text="Ana Ribeiro")
    ana.clock.install()
    sign_in(ana, stack, role="agent")
    expect(colleague).to_have_attribute("data-presence", "online")
    ana.clock.fast_forward("05:10")
    expect(colleague).to_have_attribute("data-presence", "away")
    ana.mouse.move(200, 200)
    ana.mouse.move(210, 210)
    expect(colleague).to_have_attribute("data-presence", "online")

    # What one chose stays, whatever the screens say.
    ana.get_by_test_id("me-menu").click()
    ana.get_by_role("menuitem", name="Busy").click()
    expect(colleague).to_have_attribute("data-presence", "busy")
    ana.clock.fast_forward("05:10")
    ana.wait_for_timeout(300)
    expect(colleague).to_have_attribute("data-presence", "busy")
    ana.get_by_test_id("me-menu").click()
    ana.get_by_role("menuitem", name="Online").click()
    expect(colleague).to_have_attribute("data-presence", "online")
    ana.context.close()
    expect(colleague).to_have_attribute("data-presence", "offline")
