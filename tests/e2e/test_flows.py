"""A flow with every kind of node is drawn, tried and published; templates to begin with."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.console import sign_in, until
from tests.e2e.flow_graphs import KINDS, configured, every_kind, things
from tests.e2e.stack import Json, Person, Stack
from tests.e2e.test_desk import LAPTOP, check
from tests.e2e.test_flow_builder import drag, middle, saved

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}


def node(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-testid="flow-node"][data-kind="{kind}"]')


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    return stack.agent()


@pytest.mark.feature("6.1")
@pytest.mark.feature("6.5")
@pytest.mark.feature("6.4")
@pytest.mark.feature("6.8")
def test_a_flow_with_every_kind_of_node_is_drawn_tried_and_published(
    stack: Stack, new_page: NewPage, owner: Person
) -> None:
    page = new_page(**LAPTOP, reduced_motion="reduce")
    flow = owner.post("/flows", {"name": "Every kind"})["flow"]
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    _load(page, b"<html>", "This is no JSON file.")
    hello = "Welcome, {{ contact.name }}"
    graph = every_kind(word=f"never-{uuid.uuid4().hex}", hello=hello, **things(owner))
    _place(page, graph)
    page.get_by_test_id("publish").click()
    expect(page.get_by_test_id("publish-problems")).to_be_visible()
    page.keyboard.press("Escape")
    saved(page)
    drawn = owner.get(f"/flows/{flow['id']}")["graph"]
    wanted = configured(drawn, graph)
    file = {"kind": "tertulia.flow", "name": "All", "graph": {**wanted, "edges": []}}
    _load(page, json.dumps(file).encode())
    _connect(page, wanted["edges"])
    expect(page.get_by_test_id("problems-button")).to_contain_text("0")
    saved(page)

    _try_an_order(page)
    check(page, "dark")
    _try_a_survey(page)
    page.get_by_test_id("publish").click()
    page.get_by_label("What changed, for your team").fill("All that there is")
    page.get_by_test_id("publish-submit").click()
    expect(page.get_by_test_id("toasts")).to_contain_text("Version 1 is published")
    page.get_by_test_id("flow-versions").click()
    version = page.get_by_test_id("flow-version")
    expect(version).to_have_count(1)
    expect(version).to_contain_text("All that there is")
    expect(version).to_contain_text("Olivia Owner")
    check(page, "light")
    assert owner.client.delete(f"/flows/{flow['id']}").is_success


def _place(page: Page, graph: Json) -> None:
    """Every kind from the palette, side by side; the message first, which begins the flow."""
    canvas = page.get_by_test_id("flow-canvas")
    for _ in range(6):
        page.locator(".react-flow__controls-zoomout").click()
    kinds = sorted((one["kind"] for one in graph["nodes"]), key=lambda kind: kind != "message")
    assert len(kinds) == len(set(kinds)) == KINDS
    for number, kind in enumerate(kinds):
        row, column = divmod(number, 5)
        place = {"x": 190 + column * 105, "y": 40 + row * 175}
        page.get_by_test_id(f"palette-{kind}").drag_to(canvas, target_position=place)  # type: ignore[arg-type]
    expect(page.get_by_test_id("flow-node")).to_have_count(KINDS)


_STILL = """() => {
  const { transform } = document.querySelector(".react-flow__viewport").style;
  const still = window.seenAt === transform;
  window.seenAt = transform;
  return still;
}"""


def _connect(page: Page, edges: list[Json]) -> None:
    """Each line from its way out to its card."""
    expect(page.locator(".react-flow__edge")).to_have_count(1)  # from the start
    page.locator(".react-flow__controls-fitview").click()
    until(page, _STILL)
    for edge in edges:
        card = page.locator(f'.react-flow__node[data-id="{edge["source"]}"]')
        target = page.locator(f'.react-flow__node[data-id="{edge["target"]}"] .target')
        drag(page, card.get_by_test_id(f"port-{edge['port']}"), middle(target))
    expect(page.locator(".react-flow__edge")).to_have_count(len(edges) + 1)


def _load(page: Page, content: bytes, refusal: str = "") -> None:
    page.get_by_test_id("flow-more").click()
    page.get_by_test_id("flow-import").click()
    file = FilePayload(name="flow.json", mimeType="application/json", buffer=content)
    page.get_by_test_id("flow-file").set_input_files([file])
    if refusal:
        expect(page.get_by_role("alert")).to_have_text(refusal)
        page.keyboard.press("Escape")
    else:
        page.get_by_test_id("flow-import-use").click()


def _write(page: Page, text: str) -> None:
    page.get_by_test_id("sim-field").fill(text)
    page.get_by_test_id("sim-field").press("Enter")


def _try_an_order(page: Page) -> None:
    page.get_by_test_id("try-flow").click()
    phone = page.get_by_test_id("simulator")
    _write(page, "hello")
    phone.get_by_role("button", name="My order").click()
    expect(phone.get_by_text("Which order?")).to_be_visible()
    _write(page, "<b>no</b>")
    expect(phone.get_by_text("A number, please.")).to_be_visible()
    expect(phone.get_by_text("<b>no</b>")).to_be_visible()
    _write(page, "1042")
    expect(node(page, "http")).to_have_attribute("data-here", "true")
    page.get_by_test_id("sim-answer").click()
    page.get_by_role("button", name="It works").click()
    phone.get_by_role("button", name="It is late").click()
    page.get_by_test_id("sim-skip").click()
    expect(phone.get_by_text("The flow has ended, and people go on")).to_be_visible()
    expect(phone.get_by_text("Note for the team: Asks about 1042")).to_be_visible()
    told = page.get_by_test_id("sim-variables")
    for words in ("wish My order", "order 1042", "st 200", "topic It is late"):
        name, value = words.split(" ", 1)
        expect(
            told.get_by_role("row", name=name, exact=False).filter(has_text=value)
        ).to_have_count(1)
    page.get_by_test_id("sim-tab-steps").click()
    expect(page.get_by_test_id("sim-steps")).to_contain_text("Hand over")
    for kind in ("split", "condition", "tags", "integration", "list", "wait", "hand_off"):
        expect(node(page, kind)).to_have_attribute("data-lit", "true")
    expect(node(page, "survey")).not_to_have_attribute("data-lit", "true")


def _try_a_survey(page: Page) -> None:
    phone = page.get_by_test_id("simulator")
    page.get_by_test_id("sim-restart").click()
    page.get_by_test_id("sim-start").click()
    phone.get_by_role("button", name="Rate us").click()
    page.get_by_test_id("sim-survey").get_by_role("button", name="5").click()
    expect(phone.get_by_text("Good bye.")).to_be_visible()
    expect(phone.get_by_text("Conversation resolved")).to_be_visible()
    for kind in ("survey", "jump", "end"):
        expect(node(page, kind)).to_have_attribute("data-lit", "true")
    page.get_by_test_id("sim-close").click()
    expect(node(page, "end")).not_to_have_attribute("data-lit", "true")


@pytest.mark.feature("6.8")
def test_a_flow_begins_with_a_template(stack: Stack, new_page: NewPage, owner: Person) -> None:
    page = new_page(**PHONE)
    sign_in(page, stack, path="flows", live=False)
    page.get_by_test_id("from-gallery").click()
    templates = page.get_by_test_id("flow-template")
    expect(templates).to_have_count(6)
    check(page, "light")
    page.get_by_label("Search templates").fill("order status")
    expect(templates).to_have_count(1)
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_test_id("flow-name")).to_have_value("Order status")
    page.get_by_test_id("try-flow").click()
    page.get_by_test_id("sim-start").click()
    expect(page.get_by_test_id("sim-bot").first).to_be_visible()
    check(page, "light")
    made = page.url.rsplit("/", 1)[1]
    assert owner.client.delete(f"/flows/{made}").is_success
