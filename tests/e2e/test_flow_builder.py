"""A flow is drawn, by mouse and by keyboard, kept as it is drawn; what is wrong with it is told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import sign_in
from tests.e2e.stack import Json, Stack
from tests.e2e.test_desk import LAPTOP, check

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def node(page: Page, text: str) -> Locator:
    """The card that shows this text."""
    return page.get_by_test_id("flow-node").filter(has_text=text)


def opened(page: Page, stack: Stack, graph: Json | None = None) -> Json:
    """A new flow, in the builder."""
    body: Json = {"name": f"Flow {uuid.uuid4().hex[:8]}"}
    flow: Json = stack.agent().post("/flows", body | ({"graph": graph} if graph else {}))["flow"]
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    expect(page.get_by_test_id("flow-builder")).to_be_visible()
    return flow


def saved(page: Page) -> None:
    expect(page.get_by_test_id("saving")).to_have_attribute("data-state", "kept")


def drawn(stack: Stack, flow: Json) -> Json:
    """The draft, as the server has it."""
    return dict(stack.agent().get(f"/flows/{flow['id']}")["graph"])


def drag(page: Page, source: Locator, to: tuple[float, float]) -> None:
    box = source.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(to[0] - 20, to[1] - 10, steps=4)
    page.mouse.move(*to, steps=4)
    page.mouse.up()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def field(page: Page, label: str) -> Locator:
    return page.get_by_test_id("node-pane").get_by_role("textbox", name=label, exact=True)


def message(id: str, text: str, x: int = 0, y: int = 0) -> Json:
    return {"id": id, "kind": "message", "x": x, "y": y, "data": {"kind": "text", "text": text}}


@pytest.mark.feature("6.1")
@pytest.mark.feature("6.8")
def test_a_flow_is_drawn_by_mouse_and_is_there_after_a_reload(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page(**LAPTOP)
    sign_in(page, stack, path="flows", live=False)
    page.get_by_test_id("new-flow").click()
    expect(page.get_by_text("Add the first step")).to_be_visible()
    canvas = page.get_by_test_id("flow-canvas")
    page.get_by_test_id("palette-message").drag_to(canvas, target_position={"x": 330, "y": 160})
    field(page, "Text").fill("Welcome to <b>the café</b>")
    expect(node(page, "Welcome to <b>the café</b>")).to_be_visible()
    page.get_by_test_id("palette-question").drag_to(canvas, target_position={"x": 330, "y": 420})
    field(page, "Question").fill("What is your e-mail address, {{ contact.fi")
    page.get_by_role("option", name="contact.first_name").click()
    question = node(page, "What is your e-mail address, {{ contact.first_name }}")
    expect(question).to_be_visible()

    lines = page.locator(".react-flow__edge")
    expect(lines).to_have_count(1)  # from the start
    drag(
        page,
        node(page, "Welcome").get_by_test_id("port-out"),
        middle(question.locator(".target")),
    )
    expect(lines).to_have_count(2)
    page.get_by_test_id("undo").click()
    expect(lines).to_have_count(1)
    page.get_by_test_id("redo").click()
    expect(lines).to_have_count(2)

    # A line that is let go over nothing asks what it shall lead to.
    box = question.bounding_box()
    assert box
    drag(page, question.get_by_test_id("port-out"), (box["x"] - 60, box["y"] + 120))
    page.get_by_role("dialog").get_by_test_id("palette-end").click()
    expect(lines).to_have_count(3)
    expect(page.get_by_test_id("flow-node")).to_have_count(3)

    mend(page)
    page.get_by_test_id("flow-name").fill("Drawn by hand")
    page.keyboard.press("Enter")
    saved(page)

    page.reload()
    expect(page.get_by_test_id("flow-name")).to_have_value("Drawn by hand")
    expect(page.get_by_test_id("flow-node")).to_have_count(3)
    expect(lines).to_have_count(3)
    expect(node(page, "Welcome to <b>the café</b>")).to_be_visible()
    check(page, "light", "dark")


def mend(page: Page) -> None:
    """What is missing is told, and leads to its field."""
    page.get_by_test_id("problems-button").click()
    problem = page.get_by_test_id("problem").filter(has_text="Keep the answer as")
    expect(problem).to_have_count(1)
    problem.click()
    expect(field(page, "Keep the answer as")).to_be_focused()
    page.keyboard.type("E-mail")
    expect(field(page, "Keep the answer as")).to_have_value("e_mail")
    expect(page.get_by_test_id("problems-button")).to_contain_text("0")
    saved(page)


@pytest.mark.feature("6.8")
def test_everything_is_done_by_keyboard(stack: Stack, new_page: NewPage) -> None:
    page = new_page(**LAPTOP)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    flow = opened(page, stack)
    add_by_keys(page)
    card = page.locator(".react-flow__node-card")
    lines_follow_their_answers(page)
    at = {one["id"]: one["x"] for one in drawn_when_saved(page, stack, flow)["nodes"]}
    move_and_copy(page)
    moved = {one["id"]: one["x"] for one in drawn_when_saved(page, stack, flow)["nodes"]}
    assert sorted(moved[id] - at[id] for id in at) == [0, 32]

    other = stack.agent().post("/flows", {"name": "Other"})["flow"]
    page.goto(f"{stack.console}flows/{other['id']}")
    expect(page.get_by_test_id("flow-builder")).to_be_visible()
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("Control+v")
    expect(card).to_have_count(2)
    expect(node(page, "Coffee or tea?")).to_be_visible()
    saved(page)
    pasted = drawn(stack, other)
    assert {one["id"] for one in pasted["nodes"]}.isdisjoint(at)
    assert len(pasted["edges"]) == 2


def add_by_keys(page: Page) -> None:
    page.get_by_label("Find a step").focus()
    page.keyboard.type("butt")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.locator(".react-flow__node-card")
    expect(card).to_have_count(1)
    card.focus()
    page.keyboard.press("Enter")
    expect(field(page, "Text")).to_be_focused()
    page.keyboard.type("Coffee or tea?")
    rows = page.get_by_test_id("row-choices")
    rows.nth(0).get_by_role("textbox", name="Words on it").fill("Coffee")
    rows.nth(1).get_by_role("textbox", name="Words on it").fill("Tea")
    expect(node(page, "Coffee or tea?").get_by_test_id("port-b2")).to_be_attached()
    expect(card).to_have_attribute("aria-label", re.compile(r"^Buttons: Coffee or tea\?, \d pro"))


def lines_follow_their_answers(page: Page) -> None:
    """An answer that goes takes its line with it; undo brings both back."""
    card = page.locator(".react-flow__node-card")
    page.get_by_label("Find a step").fill("hand")
    page.get_by_test_id("palette-hand_off").press("Enter")
    expect(card).to_have_count(2)
    card.first.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("exit-b2").select_option(label="Hand over")
    expect(page.locator(".react-flow__edge")).to_have_count(3)
    page.get_by_role("button", name="Remove: Tea").press("Enter")
    expect(page.locator(".react-flow__edge")).to_have_count(2)
    card.first.focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".react-flow__edge")).to_have_count(3)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+z")


def move_and_copy(page: Page) -> None:
    """Moved by a step of the grid, copied and deleted, all of them to the clipboard."""
    card = page.locator(".react-flow__node-card")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+d")
    expect(card).to_have_count(3)
    expect(card.nth(2)).to_have_class(re.compile("selected"))
    page.keyboard.press("Delete")
    expect(card).to_have_count(2)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")


def drawn_when_saved(page: Page, stack: Stack, flow: Json) -> Json:
    saved(page)
    return drawn(stack, flow)


@pytest.mark.feature("6.8")
def test_nothing_is_lost_without_a_server_nor_when_another_was_faster(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page(**LAPTOP)
    graph = {"start": "a", "nodes": [message("a", "One")]}
    flow = opened(page, stack, graph)
    page.context.set_offline(True)
    node(page, "One").click()
    field(page, "Text").fill("Two, written in a tunnel")
    expect(page.get_by_test_id("saving-banner")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    saved(page)
    assert drawn(stack, flow)["nodes"][0]["data"]["text"] == "Two, written in a tunnel"

    version = stack.agent().get(f"/flows/{flow['id']}")["flow"]["draft_version"]
    theirs = {"graph": {"start": "a", "nodes": [message("a", "Theirs")]}, "version": version}
    stack.agent()._read(stack.agent().client.put(f"/flows/{flow['id']}/draft", json=theirs))
    field(page, "Text").fill("Mine")
    banner = page.get_by_test_id("saving-banner")
    expect(banner).to_contain_text("Olivia Owner changed this flow")
    banner.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert drawn(stack, flow)["nodes"][0]["data"]["text"] == "Mine"


@pytest.mark.feature("6.1")
def test_on_a_phone_a_flow_is_read(stack: Stack, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    hostile = "<img src=x onerror=alert(1)> \u202e" + "x" * 2000
    graph = {
        "start": "a",
        "nodes": [message("a", hostile), message("b", "Bye", 300)],
        "edges": [{"source": "a", "port": "out", "target": "b"}],
        "triggers": [{"kind": "keyword", "words": ["price"]}],
    }
    flow = opened(page, stack, graph)
    expect(page.get_by_text("Read only here")).to_be_visible()
    expect(page.get_by_test_id("palette-message")).to_have_count(0)
    page.get_by_test_id("node-list").get_by_role("button", name="Message: Bye").click()
    expect(field(page, "Text")).to_have_value("Bye")
    expect(field(page, "Text")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check(page, "light")
    page.goto(stack.console + "flows")
    row = page.get_by_test_id("flow-row").filter(has_text=flow["name"])
    expect(row).to_contain_text("Keyword: price")
    check(page, "light")
