"""A simulated conversation is kept as a test that a draft has to pass; what contacts wrote is told
to a draft."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import sign_in
from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.test_desk import LAPTOP, check
from tests.e2e.test_flow_builder import field, message, node, saved

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}


def orders(stack: Stack, word: str) -> Json:
    """Asks for an order, asks an address about it, and says what came."""
    ask = {"text": "Which order?", "answer": "number", "variable": "order"}
    call = {"url": f"{stack.console}demo/?order={{{{ order }}}}", "status_variable": "st"}
    ways = [("ask", "out", "call"), ("call", "2xx", "sent"), ("call", "error", "lost")]
    return {
        "start": "ask",
        "nodes": [
            {"id": "ask", "kind": "question", "data": ask},
            {"id": "call", "kind": "http", "x": 340, "data": call},
            message("sent", "Order {{ order }} is on its way", 680),
            message("lost", "Nobody knows", 680, 200),
        ],
        "edges": [{"source": a, "port": port, "target": b} for a, port, b in ways],
        "triggers": [{"kind": "keyword", "words": [word], "match": "exact"}],
    }


def made(stack: Stack) -> Json:
    word = f"orders-{uuid.uuid4().hex[:8]}"
    body = {"name": f"Orders {word[-4:]}", "graph": orders(stack, word)}
    return {**stack.agent().post("/flows", body)["flow"], "word": word}


def write(page: Page, text: str) -> None:
    page.get_by_test_id("sim-field").fill(text)
    page.get_by_test_id("sim-field").press("Enter")


@pytest.mark.feature("6.5")
def test_a_tried_conversation_is_kept_as_a_test_that_the_draft_has_to_pass(
    stack: Stack, new_page: NewPage
) -> None:
    flow = made(stack)
    page = new_page(**LAPTOP, reduced_motion="reduce")
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    _try(page)
    page.get_by_test_id("keep-test").click()
    page.get_by_test_id("test-name").fill("An order <b>comes</b>")
    page.get_by_test_id("test-name").press("Enter")
    total = page.get_by_test_id("tests-sum")
    expect(total).to_have_text("1 test, all passed")

    page.get_by_test_id("flow-tests").click()
    node(page, "is on its way").click()
    field(page, "Text").fill("We lost {{ order }}")
    saved(page)
    page.get_by_test_id("publish").click()
    failing = page.get_by_test_id("publish-tests")
    expect(failing).to_contain_text("An order <b>comes</b>")
    page.get_by_role("button", name="Show the tests").click()
    expect(total).to_have_text("1 of 1 failed")
    test = page.get_by_test_id("flow-test")
    test.get_by_role("button").first.click()
    miss = page.get_by_test_id("test-miss")
    expect(miss.locator("del")).to_have_text("Order 42 is on its way")
    expect(miss.locator("ins")).to_have_text("We lost 42")
    check(page, "light")

    page.get_by_test_id("test-edit").click()
    page.get_by_label("Name", exact=True).fill("Lost")
    page.get_by_label("The flow says").last.fill("We lost 42")
    check(page, "dark")
    page.get_by_test_id("test-save").click()
    expect(total).to_have_text("1 test, all passed")
    page.get_by_test_id("publish").click()
    page.get_by_test_id("publish-submit").click()
    expect(page.get_by_test_id("toasts")).to_contain_text("Version 1 is published")
    page.get_by_test_id("test-remove").click()
    page.get_by_test_id("test-remove-yes").click()
    expect(page.get_by_text("No tests yet")).to_be_visible()
    assert stack.agent().client.delete(f"/flows/{flow['id']}").is_success


def _try(page: Page) -> None:
    """An address that fails, and one that is really asked, on a Sunday at three in the morning."""
    page.get_by_test_id("try-flow").click()
    page.get_by_test_id("sim-tab-world").click()
    page.get_by_test_id("sim-time").fill("2026-11-22T03:00")
    page.get_by_test_id("sim-hours").select_option(label="As your working hours say")
    phone = page.get_by_test_id("simulator")
    write(page, "hello")
    write(page, "42")
    page.get_by_test_id("sim-failure").select_option(label="No answer in time")
    page.get_by_test_id("sim-fail").click()
    expect(phone.get_by_text("Nobody knows")).to_be_visible()
    page.get_by_test_id("sim-restart").click()
    write(page, "hello")
    write(page, "42")
    page.get_by_test_id("sim-real").click()
    expect(phone.get_by_text("Order 42 is on its way")).to_be_visible()
    page.get_by_test_id("sim-tab-variables").click()
    expect(page.get_by_test_id("sim-variables").get_by_role("row", name="st 200")).to_be_visible()


@pytest.mark.feature("6.5")
def test_what_contacts_wrote_is_told_to_a_draft(stack: Stack, new_page: NewPage) -> None:
    flow, owner = made(stack), stack.agent()
    owner.post(f"/flows/{flow['id']}/publish", {"version": flow["draft_version"]})
    visitor = eventually(lambda: _answered(stack, flow["word"]), within=60)
    visitor.say("42")
    eventually(lambda: "Order 42 is on its way" in _heard(visitor))

    page = new_page(**LAPTOP, reduced_motion="reduce")
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    node(page, "is on its way").click()
    field(page, "Text").fill("We lost {{ order }}")
    saved(page)
    page.get_by_test_id("flow-tests").click()
    page.get_by_test_id("tests-tab-replay").click()
    page.get_by_test_id("replay-run").click()
    expect(page.get_by_test_id("replay-sum")).to_contain_text("are answered otherwise")
    page.get_by_test_id("replayed").first.get_by_role("button").first.click()
    other = page.get_by_test_id("replay-other")
    expect(other.locator("del")).to_have_text("Order 42 is on its way")
    expect(other.locator("ins")).to_have_text("We lost 42")
    check(page, "light")
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    expect(page.get_by_test_id("tests-pane")).to_be_visible()
    check(page, "dark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert owner.client.delete(f"/flows/{flow['id']}").is_success


def _heard(visitor: Person) -> str:
    return str(visitor.get("/widget/messages", after=0)["messages"])


def _answered(stack: Stack, word: str) -> Person | None:
    """A visitor whom the flow has asked; who came before it was heard of gets no answer."""
    visitor = stack.visitor(url="https://shop.example/", title="Shop")
    visitor.say(word)
    try:
        eventually(lambda: "Which order?" in _heard(visitor), within=5)
    except AssertionError:
        return None
    return visitor
