"""A flow with every kind of node, talked to on two channels: changed and taken back while
conversations are inside it; and people who take over from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import sign_in
from tests.e2e.flow_graphs import flow_maker
from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.test_composer import RESULTS, person_wrote
from tests.e2e.test_desk import LAPTOP, check
from tests.e2e.test_flow_builder import field, saved
from tests.e2e.test_flows import PHONE, node
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    return stack.agent()


@pytest.fixture
def new_flow(owner: Person) -> Iterator[Callable[[str], Json]]:
    with flow_maker(owner) as make:
        yield make


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
    expect(console.message("My order").last).to_be_visible()  # as the button says too
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
