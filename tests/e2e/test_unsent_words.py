"""What a person has written and not sent is never lost, on however slow a machine."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import FilePayload, Page, Response, Route, expect

from tests.e2e.console import Console, NewPage, sign_in
from tests.e2e.stack import Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser]

PLAN = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 plan")
SECOND = FilePayload(name="second.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 two")

# React draws what came from the network in a task of its own. On a busy machine that task comes
# late, and what is typed meanwhile comes first.
BUSY = """() => {
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...all) {
    setTimeout(() => post.apply(this, all), 700);
  };
}"""


def opened(stack: Stack, page: Page) -> tuple[Console, str, Person]:
    visitor, text = stack.visitor(), f"Hello {uuid.uuid4().hex[:8]}"
    visitor.say(text)
    console = sign_in(page, stack)
    console.open(text)
    return console, text, visitor


@contextmanager
def file_goes_up(page: Page) -> Iterator[None]:
    """Until the bucket has it: what the page does then has not been drawn yet."""

    def took(answer: Response) -> bool:
        return answer.request.method == "POST" and "multipart" in (
            answer.request.headers.get("content-type", "")
        )

    with page.expect_response(took):
        yield


@pytest.mark.feature("3.4")
@pytest.mark.parametrize("note", [False, True], ids=["reply", "note"])
def test_words_written_while_a_file_is_drawn_as_sent_go_out_with_it(
    stack: Stack, new_page: NewPage, note: bool
) -> None:
    page = new_page()
    console, _, _ = opened(stack, page)
    if note:
        page.get_by_role("tab", name="Note").click()
    page.evaluate(BUSY)
    with file_goes_up(page):
        page.get_by_test_id("file-input").set_input_files([PLAN])
    console.field.fill("Here is the plan")
    expect(page.locator('[data-testid="attachments"] [data-ready]')).to_have_count(1)
    expect(console.field).to_have_value("Here is the plan")
    console.field.press("Enter")
    expect(console.messages.filter(has_text="Here is the plan")).to_contain_text("plan.pdf")


@contextmanager
def held_up(page: Page, path: str | re.Pattern[str]) -> Iterator[None]:
    """What is asked for there is not answered before the end."""
    waiting: list[Route] = []
    page.route(path, lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()
    page.unroute(path)


@pytest.mark.feature("3.4")
def test_a_file_on_its_way_waits_with_its_words_while_another_conversation_is_looked_at(
    stack: Stack, new_page: NewPage
) -> None:
    other = f"Other {uuid.uuid4().hex[:8]}"
    stack.visitor().say(other)
    page = new_page()
    console, text, visitor = opened(stack, page)
    with held_up(page, re.compile(r"/uploads?$")):
        page.get_by_test_id("file-input").set_input_files([PLAN])
        console.field.fill("Here is the plan")
        console.open(other)
        expect(page.get_by_test_id("attachments")).to_have_count(0)
        expect(console.field).to_have_value("")
    console.open(text)
    expect(console.field).to_have_value("Here is the plan")
    expect(page.locator('[data-testid="attachments"] [data-ready]')).to_have_count(1)
    console.field.press("Enter")
    expect(console.message("Here is the plan")).to_contain_text("plan.pdf")
    expect(page.get_by_test_id("attachments")).to_have_count(0)

    def came() -> bool:
        last: Json = visitor.get("/widget/messages", after=0)["messages"][-1]["content"]
        return bool(last["text"] == "Here is the plan" and last["media"][0]["name"] == "plan.pdf")

    eventually(came)


@pytest.mark.feature("3.4")
def test_enter_while_a_file_goes_up_sends_both_once_it_is_there_unless_one_writes_on(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    console, _, visitor = opened(stack, page)
    before = len(visitor.get("/widget/messages", after=0)["messages"])
    with held_up(page, re.compile(r"/uploads?$")):
        page.get_by_test_id("file-input").set_input_files([PLAN])
        console.field.fill("Here is the pl")
        console.field.press("Enter")
        expect(page.get_by_text("Goes out as soon as the files are up")).to_be_attached()
        console.field.press("a")
        expect(page.get_by_text("Goes out as soon as the files are up")).not_to_be_attached()
    expect(page.locator('[data-testid="attachments"] [data-ready]')).to_have_count(1)
    expect(console.field).to_have_value("Here is the pla")
    with held_up(page, re.compile(r"/uploads?$")):
        page.get_by_test_id("file-input").set_input_files([SECOND])
        console.field.press("n")
        console.field.press("Enter")
    sent = console.message("Here is the plan")
    expect(sent).to_contain_text("plan.pdf")
    expect(page.get_by_text("second.pdf").last).to_be_visible()
    expect(console.field).to_have_value("")
    expect(page.get_by_test_id("attachments")).to_have_count(0)

    def names() -> list[str]:
        came: list[Json] = visitor.get("/widget/messages", after=0)["messages"][before:]
        return [str(media["name"]) for each in came for media in each["content"]["media"] or ()]

    eventually(lambda: names() == ["plan.pdf", "second.pdf"])


@pytest.mark.feature("3.4")
def test_words_written_on_while_a_quick_response_is_fetched_stay_behind_it(
    stack: Stack, new_page: NewPage
) -> None:
    code = f"late-{uuid.uuid4().hex[:8]}"
    owner = stack.agent()
    reply = {"code": code, "name": "Late", "text": "Dear {{ contact.name }},", "shared": True}
    owner.post("/replies", reply)
    page = new_page()
    console, _, _ = opened(stack, page)
    console.field.click()
    page.keyboard.type(f"/{code}")
    expect(page.get_by_role("option").filter(has_text=code)).to_be_visible()
    with held_up(page, re.compile(r"/replies/[^/]+/use")):
        page.keyboard.press("Enter")
        page.keyboard.type(" thank you")
        expect(console.field).to_have_value(f"/{code} thank you")
    expect(console.field).to_have_value(re.compile("^Dear .*, thank you$"))
    page.keyboard.type(".")
    expect(console.field).to_have_value(re.compile("^Dear .*, thank you[.]$"))


@pytest.fixture
def room(stack: Stack) -> str:
    """A group of one's own: what is said in others' is in others' way."""
    name = f"Plans {uuid.uuid4().hex[:8]}"
    stack.agent().post("/team/rooms", {"client_id": uuid.uuid4().hex, "name": name, "members": []})
    return name


@pytest.mark.feature("8")
def test_what_is_said_to_colleagues_outlives_a_reload_written_or_sent(
    stack: Stack, new_page: NewPage, room: str
) -> None:
    page = new_page()
    sign_in(page, stack)
    field = page.get_by_test_id("team-field")
    messages = re.compile("/team/rooms/[^/]+/messages$")

    def in_the_room() -> None:
        page.get_by_test_id("team-button").click()
        page.get_by_test_id("team-room").filter(has_text=room).click()

    in_the_room()
    page.route(messages, lambda route: route.abort())
    field.fill("Sent without a network")
    field.press("Enter")
    expect(page.get_by_text("Waiting for the network")).to_be_visible()
    field.fill("Written before it")
    page.unroute(messages)
    page.reload()
    in_the_room()
    expect(field).to_have_value("Written before it")
    said = page.get_by_test_id("team-line").filter(has_text="Sent without a network")
    expect(said).to_have_count(1)
    expect(page.get_by_text("Waiting for the network")).to_have_count(0)
    field.fill("")


@pytest.mark.feature("3.2")
def test_a_note_begun_beside_a_conversation_waits_until_its_panel_is_back(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    console, _, _ = opened(stack, page)
    page.get_by_test_id("toggle-panel").click()
    page.get_by_test_id("add-note").click()
    page.keyboard.type("Prefers tea")
    page.get_by_test_id("contact-panel").get_by_role("button", name="Close", exact=True).click()
    page.get_by_test_id("toggle-panel").click()
    expect(page.get_by_label("Add a note").last).to_have_value("Prefers tea")
    page.get_by_test_id("save-note").click()
    expect(console.message("Prefers tea")).to_be_visible()
    expect(page.get_by_test_id("add-note")).to_be_visible()
