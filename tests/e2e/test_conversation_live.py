"""A visitor in a browser and an agent talk: in both directions, with everything that shows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import until
from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser


def conversation_of(agent: Person, text: str) -> Json:
    """The conversation whose last message says so, once the agents' list shows it."""

    def look() -> Json | None:
        page = agent.get("/conversations", view="all", status="open", limit=30)
        found = (row for row in page["conversations"] if text in row["last"].get("text", ""))
        return next(found, None)

    return eventually(look)


def reply(agent: Person, conversation: Json, text: str, **more: object) -> Json:
    body = {
        "client_id": f"e2e-{abs(hash((conversation['id'], text))):x}",
        "content": {"kind": "text", "text": text},
        **more,
    }
    return agent.post(f"/conversations/{conversation['id']}/messages", body)


@pytest.fixture
def talking(stack: Stack, new_page: object) -> tuple[Widget, Person, Json]:
    """A visitor who has written, and the agent who has seen it."""
    page: Page = new_page()  # type: ignore[operator]
    widget = Site(stack).visit(page).open()
    agent = stack.agent()
    text = f"Do you have decaf? {id(page)}"
    widget.say(text)
    return widget, agent, conversation_of(agent, text)


@pytest.mark.feature("1.2")
def test_a_visitor_and_an_agent_talk(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    reply(agent, conversation, "We do, from Colombia.")
    expect(widget.lines.last).to_have_text("We do, from Colombia.")
    widget.say("One bag, please")
    eventually(
        lambda: (
            "One bag"
            in agent.get(f"/conversations/{conversation['id']}")["messages"][-1]["content"]["text"]
        )
    )


@pytest.mark.feature("1.2")
def test_the_visitor_sees_that_his_message_was_read(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    widget.expect_sent("Do you have decaf?")
    agent.post(f"/conversations/{conversation['id']}/read", {"inbound": 1})
    expect(widget.mark("Do you have decaf?")).to_have_text("Seen")


@pytest.mark.feature("1.2")
def test_the_agent_sees_that_the_visitor_got_and_read_his_message(
    talking: tuple[Widget, Person, Json],
) -> None:
    widget, agent, conversation = talking
    widget.window.get_by_role("button", name="Close chat").click()
    sent = reply(agent, conversation, "Are you still there?")

    def state() -> str:
        messages = agent.get(f"/conversations/{conversation['id']}")["messages"]
        found = next(m for m in messages if m["seq"] == sent["seq"])
        return str(found["delivery"]["state"])

    expect(widget.host.locator(".badge")).to_have_text("1")
    assert widget.ask("getUnreadCount()") == 1
    eventually(lambda: state() == "delivered")
    widget.open()
    eventually(lambda: state() == "read")
    expect(widget.host.locator(".badge")).to_have_count(0)


@pytest.mark.feature("1.2")
def test_a_hidden_page_tells_of_news_in_its_title(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    page = widget.page
    title = page.title()
    hide = """hidden => {
      Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    page.evaluate(hide, True)
    reply(agent, conversation, "Look here")
    until(page, "document.title === 'Unread messages: 1'")
    until(page, "title => document.title === title", title)  # in turns
    page.evaluate(hide, False)
    expect(widget.lines.last).to_have_text("Look here")
    until(page, "tertulia.getUnreadCount() === 0")
    page.wait_for_timeout(1500)
    assert page.title() == title


@pytest.mark.feature("1.2")
def test_news_are_said_aloud_and_history_is_not(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    aloud = widget.window.locator("[aria-live=polite]")
    reply(agent, conversation, "For all ears")
    expect(aloud).to_have_text("Olivia Owner: For all ears")
    expect(widget.window.get_by_role("log")).to_have_attribute("aria-live", "off")


@pytest.mark.feature("1.2")
def test_a_note_never_reaches_the_visitor(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    reply(agent, conversation, "He is the difficult one", note=True)
    reply(agent, conversation, "A moment, please")
    expect(widget.lines.last).to_have_text("A moment, please")
    assert "difficult" not in widget.host.inner_text()


@pytest.mark.feature("1.2")
def test_history_is_there_on_the_next_visit(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    for number in range(70):
        reply(agent, conversation, f"Fact {number}")
    expect(widget.lines.last).to_have_text("Fact 69")
    widget.page.reload()
    expect(widget.lines.last).to_have_text("Fact 69")  # the window stays open over a reload
    scroll = widget.window.get_by_role("log")
    for _ in range(4):
        scroll.evaluate("box => box.scrollTop = 0")
        widget.page.wait_for_timeout(400)
    expect(widget.lines.first).to_contain_text("Do you have decaf?")
    assert [t for t in widget.lines.all_inner_texts() if t.startswith("Fact")] == [
        f"Fact {number}" for number in range(70)
    ]
