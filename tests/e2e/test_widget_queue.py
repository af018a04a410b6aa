"""What is written is sent once and in order, whatever happens to the connection or the page."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.stack import Person, Stack
from tests.e2e.test_conversation_live import conversation_of, reply
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]
NO_SOCKETS = """window.WebSocket = class {
  constructor() { throw new DOMException('blocked', 'SecurityError') }
}"""
WAITING = """Object.entries(localStorage)
  .filter(([name]) => name.includes('.outbox.')).map(([, text]) => JSON.parse(text)[1])"""


def stored(agent: Person, text: str) -> list[str]:
    """What the agents see of that conversation."""
    conversation = conversation_of(agent, text)
    messages = agent.get(f"/conversations/{conversation['id']}")["messages"]
    return [m["content"]["text"] for m in messages if m["visibility"] == "public"]


@pytest.mark.feature("1.4")
def test_messages_written_offline_are_sent_once_in_order_after_a_reload(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    widget = Site(stack).visit(page).open()
    own = f"q{id(page)}"
    widget.say(f"{own} first")
    widget.expect_sent(f"{own} first")
    page.route("**/api/widget/**", lambda route: route.abort())
    words = [f"{own} {number}" for number in range(5)]
    widget.say(*words)
    expect(widget.mark(words[-1])).to_have_text("Sending")
    waiting = page.evaluate(WAITING)
    assert len(waiting) == 5
    assert all({"created_ts", "text", "chat_id", "msg_id"} <= set(item) for item in waiting)

    page.reload()
    expect(widget.mine).to_have_text(words)  # seen again although nothing can be fetched
    page.unroute("**/api/widget/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    widget.expect_sent(words[-1])
    expect(widget.mine).to_have_text([f"{own} first", *words])
    assert stored(stack.agent(), words[-1]) == [f"{own} first", *words]


@pytest.mark.feature("1.4")
def test_a_lost_answer_doubles_nothing(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    widget = Site(stack).visit(page).open()
    lost = {"answers": 2}

    def lose(route: Route) -> None:
        """The server gets it; its answer does not come back."""
        if lost["answers"]:
            lost["answers"] -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/widget/messages", lose)
    text = f"once {id(page)}"
    widget.say(text, f"{text} more")
    widget.expect_sent(f"{text} more")
    expect(widget.mine).to_have_text([text, f"{text} more"])
    assert stored(stack.agent(), f"{text} more") == [text, f"{text} more"]


@pytest.mark.feature("1.4")
def test_two_tabs_send_what_waits_once(stack: Stack, new_context: NewContext) -> None:
    context = new_context()
    site = Site(stack)
    one = site.visit(context.new_page()).open()
    text = f"tabs {id(context)}"
    one.say(text)
    one.expect_sent(text)
    other = Widget(context.new_page())
    other.page.goto(one.page.url)
    expect(other.mine.first).to_have_text(text)  # it opens as the first has it
    context.route("**/api/widget/messages", lambda route: route.abort())
    words = [f"{text} {number}" for number in range(4)]
    one.say(*words[:2])
    other.say(*words[2:])
    expect(one.mine).to_have_text([text, *words])
    context.unroute("**/api/widget/messages")
    for tab in (one, other):
        tab.page.evaluate("dispatchEvent(new Event('online'))")
    for tab in (one, other):
        tab.expect_sent(words[-1])
        expect(tab.mine).to_have_text([text, *words])
    assert stored(stack.agent(), words[-1]) == [text, *words]


@pytest.mark.feature("1.4")
def test_a_refused_message_says_why_and_holds_up_nobody(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    widget = Site(stack).visit(page).open()
    problem = {"title": "Unprocessable", "status": 422, "code": "invalid", "detail": "Too rude."}

    def refuse(route: Route) -> None:
        if "rude" in (route.request.post_data or ""):
            route.fulfill(
                status=422, body=json.dumps(problem), content_type="application/problem+json"
            )
        else:
            route.continue_()

    page.route("**/api/widget/messages", refuse)
    text = f"polite {id(page)}"
    widget.say("rude", text)
    widget.expect_sent(text)
    expect(widget.window.locator(".foot.bad")).to_contain_text("Too rude.")
    page.unroute("**/api/widget/messages")
    widget.window.get_by_role("button", name="Try again").click()
    widget.expect_sent("rude")


@pytest.mark.feature("1.2")
def test_after_a_cut_nothing_is_missing_and_nothing_doubled(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    widget = Site(stack).visit(page).open()
    agent = stack.agent()
    text = f"cut {id(page)}"
    widget.say(text)
    conversation = conversation_of(agent, text)
    reply(agent, conversation, "Before the cut")
    expect(widget.lines.last).to_have_text("Before the cut")
    page.context.set_offline(True)
    expect(widget.window.get_by_text("No connection")).to_be_visible()
    for number in range(3):
        reply(agent, conversation, f"During {number}")
    page.context.set_offline(False)
    expect(widget.lines).to_have_text(
        [text, "Before the cut", "During 0", "During 1", "During 2"], timeout=20_000
    )
    expect(widget.window.get_by_text("No connection")).to_have_count(0)
    reply(agent, conversation, "After")
    expect(widget.lines.last).to_have_text("After")


@pytest.mark.feature("1.3")
def test_where_sockets_are_blocked_it_asks_instead(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(NO_SOCKETS)
    widget = Site(stack).visit(page).open()
    agent = stack.agent()
    text = f"blocked {id(page)}"
    widget.say(text)
    conversation = conversation_of(agent, text)
    for number in range(3):
        reply(agent, conversation, f"Polled {number}")
    expect(widget.lines).to_have_text([text, "Polled 0", "Polled 1", "Polled 2"], timeout=20_000)


@pytest.mark.feature("1.2")
def test_typing_is_shown_both_ways(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    widget = Site(stack).visit(page).open()
    agent = stack.agent()
    text = f"typing {id(page)}"
    widget.say(text)
    conversation = conversation_of(agent, text)
    with agent.socket() as socket:
        socket.send({"type": "typing", "conversation_id": conversation["id"]})
        expect(widget.window.locator(".dots")).to_be_visible()
        widget.field.press_sequentially("I would like")
        socket.until(lambda e: e["type"] == "typing" and e.get("text", "").startswith("I wo"))
