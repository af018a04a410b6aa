"""A flow with every kind of node: drawn, tried, published, talked to on two channels, changed and
taken back while conversations are inside it; and people who take over from it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.console import sign_in
from tests.e2e.flow_graphs import KINDS, configured, every_kind
from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.test_composer import RESULTS, person_wrote
from tests.e2e.test_desk import LAPTOP, check
from tests.e2e.test_flow_builder import drag, field, middle, saved
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}


def node(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-testid="flow-node"][data-kind="{kind}"]')


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    return stack.agent()


@pytest.fixture(scope="module")
def things(owner: Person) -> dict[str, str]:
    """What the flow names: a tag, a queue, a survey."""
    tag = owner.post("/tags", {"name": f"Asked {uuid.uuid4().hex[:6]}"})
    survey = owner.post("/surveys", {"name": "How was it", "questions": [{"kind": "csat"}]})
    queue = owner.get("/me")["queues"][0]
    return {"tag": tag["id"], "survey": survey["id"], "queue": queue["id"]}


@pytest.fixture
def new_flow(owner: Person, things: dict[str, str]) -> Iterator[Callable[[str], Json]]:
    """Makes flows that greet, published; they are gone when the test is over."""
    made: list[str] = []

    def make(hello: str) -> Json:
        word = f"start-{uuid.uuid4().hex[:8]}"
        graph = every_kind(word=word, hello=hello, **things)
        flow = owner.post("/flows", {"name": f"Café bot {word[-4:]}", "graph": graph})["flow"]
        made.append(flow["id"])
        owner.post(f"/flows/{flow['id']}/publish", {"version": flow["draft_version"]})
        return {**flow, "word": word}

    yield make
    for flow in made:
        assert owner.client.delete(f"/flows/{flow}").is_success


@pytest.mark.feature("6.1")
@pytest.mark.feature("6.5")
@pytest.mark.feature("6.4")
@pytest.mark.feature("6.8")
def test_a_flow_with_every_kind_of_node_is_drawn_tried_and_published(
    stack: Stack, new_page: NewPage, owner: Person, things: dict[str, str]
) -> None:
    page = new_page(**LAPTOP, reduced_motion="reduce")
    flow = owner.post("/flows", {"name": "Every kind"})["flow"]
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    _load(page, b"<html>", "This is no JSON file.")
    hello = "Welcome, {{ contact.name }}"
    graph = every_kind(word=f"never-{uuid.uuid4().hex}", hello=hello, **things)
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
    page.wait_for_function(_STILL, polling=150)
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


@pytest.mark.feature("6.4")
@pytest.mark.feature("6.6")
@pytest.mark.feature("4.2")
def test_conversations_stay_on_their_version_while_the_flow_is_changed_and_taken_back(
    stack: Stack, new_page: NewPage, owner: Person, new_flow: Callable[[str], Json]
) -> None:
    flow = new_flow("Welcome one")
    site = Site(stack)
    inside = _greeted(site.visit(new_page()), flow["word"], "Welcome one")
    chat = person_wrote(stack, "whatsapp", flow["word"])
    _press(chat, "How can", "My order")
    inside.window.get_by_role("button", name="My order").click()
    expect(inside.lines.filter(has_text="Which order?")).to_be_visible()
    eventually(lambda: _line(chat, "Which order?"))

    console = sign_in(new_page(**LAPTOP, reduced_motion="reduce"), stack)
    page = console.page
    page.get_by_test_id("view-bot").click()
    row = page.get_by_test_id("conversation-row").filter(has_text=f"Bot · {flow['name']}")
    expect(row.filter(has_text="Which order?")).to_have_count(2)
    _change_and_publish(page, stack, flow)
    _heard_of(stack, flow["word"], "Welcome two")
    newcomer = _greeted(site.visit(new_page()), flow["word"], "Welcome two")
    _take_back(page)
    _heard_of(stack, flow["word"], "Welcome one")

    # Those who were inside never see the second version.
    inside.say("abc")
    expect(inside.lines.filter(has_text="A number, please.")).to_be_visible()
    inside.say("1042")
    expect(inside.lines.filter(has_text="What about 1042?")).to_be_visible()
    inside.window.get_by_role("button", name="It is late").click()
    expect(inside.lines.filter(has_text="A person comes.")).to_be_visible()
    assert httpx.post(f"{chat}/send", json={"text": "7"}).is_success
    _press(chat, "What about 7?", "It is lost")
    eventually(lambda: _line(chat, "A person comes."))
    newcomer.window.get_by_role("button", name="My order").click()
    newcomer.say("12")
    expect(newcomer.lines.filter(has_text="Well, what about 12?")).to_be_visible()

    _look_at_what_was_learned(page, stack, owner)
    page.goto(f"{stack.console}flows/{flow['id']}")
    page.get_by_test_id("flow-numbers").click()
    page.get_by_role("menuitem", name="Version 1").click()
    expect(node(page, "hand_off").get_by_test_id("node-counts")).to_contain_text("2 came")
    expect(node(page, "survey").get_by_test_id("node-counts")).to_contain_text("0 came")


def _greeted(widget: Widget, word: str, hello: str) -> Widget:
    widget.open().say(word)
    # The first on a fresh stack wakes every function on the way.
    expect(widget.lines.filter(has_text=hello)).to_be_visible(timeout=60_000)
    expect(widget.window.get_by_role("button", name="My order")).to_be_enabled()
    return widget


def _heard_of(stack: Stack, word: str, hello: str) -> None:
    """Newcomers meet what was published within ten seconds."""
    came: list[Person] = []

    def greeted(visitor: Person) -> bool:
        lines = visitor.get("/widget/messages", after=0)["messages"]
        words = [one["content"]["text"] for one in lines if one["author"]["kind"] == "bot"]
        return words[:1] == [hello]

    def greeting() -> bool:
        came.append(stack.visitor(url="https://shop.example/", title="Shop"))
        came[-1].say(word)
        late = time.monotonic() + 2  # who was too early is not answered
        while time.monotonic() < late:
            if any(greeted(each) for each in came[-3:]):
                return True
            time.sleep(0.3)
        return False

    eventually(greeting, within=60)


def _line(chat: str, text: str) -> Json | None:
    lines: list[Json] = httpx.get(chat).json()["lines"]
    return next((one for one in lines if not one["mine"] and text in one["text"]), None)


def _press(chat: str, text: str, title: str) -> None:
    """On WhatsApp."""
    line = eventually(lambda: _line(chat, text))
    button = next(one for one in line["buttons"] if one["title"] == title)
    told = {"message_id": line["id"], "id": button["id"]}
    assert httpx.post(f"{chat}/press", json=told).is_success


def _change_and_publish(page: Page, stack: Stack, flow: Json) -> None:
    page.goto(f"{stack.console}flows/{flow['id']}")
    node(page, "message").click()
    field(page, "Text").fill("Welcome two")
    node(page, "list").click()
    field(page, "Text").fill("Well, what about {{ order }}?")
    saved(page)
    page.get_by_test_id("publish").click()
    changes = page.get_by_test_id("flow-diff")
    expect(changes.locator("del").filter(has_text="Welcome one")).to_be_visible()
    expect(changes.locator("ins").filter(has_text="Welcome two")).to_be_visible()
    check(page, "light")
    page.get_by_test_id("publish-submit").click()
    expect(page.get_by_test_id("toasts")).to_contain_text("Version 2 is published")


def _take_back(page: Page) -> None:
    page.get_by_test_id("flow-versions").click()
    first = page.get_by_test_id("flow-version").filter(has_text="Version 1")
    first.get_by_role("button").first.click()
    page.get_by_test_id("roll-back").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Go back").click()
    expect(page.get_by_test_id("toasts")).to_contain_text("Version 1 is back")
    expect(page.get_by_test_id("flow-version").first).to_contain_text("Version 3")
    page.keyboard.press("Escape")
    expect(node(page, "message")).to_contain_text("Welcome one")


def _look_at_what_was_learned(page: Page, stack: Stack, owner: Person) -> None:
    def handed() -> Json | None:
        rows = owner.conversations()
        return next((one for one in rows if "It is late" in str(_texts(owner, one))), None)

    found = eventually(handed)
    assert (found["status"], found["bot_id"]) == ("open", "")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{stack.console}inbox/all/open/{found['id']}")
    card = page.get_by_test_id("hand-off")
    expect(card).to_contain_text("handed this to the queue")
    for name, value in {"order": "1042", "wish": "My order", "topic": "It is late"}.items():
        expect(card.get_by_role("row", name=f"{name} {value}", exact=True)).to_be_visible()
    card.scroll_into_view_if_needed()
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / "flow-learned.png")
    check(page, "dark")


def _texts(owner: Person, row: Json) -> list[Any]:
    if not row["last"].get("author_kind"):
        return []
    messages = owner.get(f"/conversations/{row['id']}")["messages"]
    return [one["content"].get("text") for one in messages]


@pytest.mark.feature("6.7")
@pytest.mark.feature("4.2")
def test_a_person_takes_over_from_a_bot_and_gives_the_conversation_back(
    stack: Stack, new_page: NewPage, owner: Person, new_flow: Callable[[str], Json]
) -> None:
    flow = new_flow("Welcome again")
    _heard_of(stack, flow["word"], "Welcome again")
    visitor = stack.visitor(url="https://shop.example/", title="Shop")
    conversation = visitor.say(flow["word"])["conversation"]
    console = sign_in(new_page(**LAPTOP, reduced_motion="reduce"), stack, role="agent")
    page = console.page
    page.get_by_test_id("view-bot").click()
    page.locator(f'[data-conversation="{conversation["id"]}"]').click()
    bar = page.get_by_test_id("bot-bar")
    expect(bar).to_contain_text(f"Bot · {flow['name']} is answering here.")
    expect(console.message("Welcome again")).to_contain_text(flow["name"])
    expect(console.message("How can Bean & Leaf help?")).to_be_visible()
    check(page, "light", "dark")
    page.get_by_test_id("take-over").click()
    expect(bar).to_have_count(0)
    expect(page.get_by_test_id("assign")).to_contain_text("Ana Ribeiro")
    visitor.say("My order")
    expect(console.message("My order")).to_be_visible()
    console.write("I am a person")
    expect(console.message("I am a person")).to_be_visible()

    page.get_by_test_id("more").click()
    page.get_by_test_id("to-bot").click()
    page.get_by_role("menuitem", name=flow["name"]).click()
    expect(bar).to_be_visible()
    expect(console.event(f"gave this to the bot {flow['name']}")).to_be_visible()
    expect(console.message("Welcome again")).to_have_count(2)
    before = owner.get(f"/conversations/{conversation['id']}")["messages"]
    assert "Which order?" not in [one["content"].get("text") for one in before]
    phone = sign_in(new_page(**PHONE), stack, path="inbox/all/pending", live=False)
    phone.page.locator(f'[data-conversation="{conversation["id"]}"]').click()
    expect(phone.page.get_by_test_id("take-over")).to_be_visible()
    check(phone.page, "light")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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
