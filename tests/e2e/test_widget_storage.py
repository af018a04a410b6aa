"""What the widget keeps in the browser: nothing before it may, and the chat works without."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.stack import Json, Person, Stack
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
REFUSED = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('no', 'SecurityError') }
})"""
UNKEPT = "Nothing is kept in this browser"


def kept(page: Page) -> dict[str, str]:
    return dict(page.evaluate("({...localStorage})"))


@pytest.fixture
def asking(stack: Stack) -> Iterator[Stack]:
    """The demo site set to wait for consent."""
    owner: Person = stack.agent()
    channel: Json = stack.channel("website")
    settings = next(c for c in owner.get("/me")["channels"] if c["id"] == channel["id"])["settings"]
    set_to(owner, channel, {**settings, "consent": "ask"}, stack)
    yield stack
    set_to(owner, channel, {**settings, "consent": "none"}, stack)


def set_to(owner: Person, channel: Json, settings: Json, stack: Stack) -> None:
    """Changes the channel and waits until newcomers are told so: channels are cached a while."""
    from tests.e2e.stack import eventually

    answer = owner.client.patch(f"/channels/{channel['id']}", json={"settings": settings})
    assert answer.status_code == 200, answer.text
    eventually(
        lambda: stack.visitor().session["config"].get("consent", "none") == settings["consent"],
        within=90,
    )


@pytest.mark.feature("1.6")
def test_nothing_is_stored_before_consent(asking: Stack, new_page: NewPage) -> None:
    page = new_page()
    widget = Site(asking).visit(page).open()
    widget.say("Between us")
    widget.expect_sent("Between us")
    expect(widget.window.get_by_text(UNKEPT)).to_be_visible()
    assert kept(page) == {}
    assert page.context.cookies() == []

    widget.ask("consent(true)")
    expect(widget.window.get_by_text(UNKEPT)).to_have_count(0)
    assert any(name.endswith(".token") for name in kept(page))
    page.reload()
    expect(widget.mine.last).to_have_text("Between us")

    widget.ask("consent(false)")
    assert kept(page) == {}
    expect(widget.window.get_by_text(UNKEPT)).to_be_visible()


@pytest.mark.feature("1.6")
def test_with_storage_refused_it_works_and_says_what_is_missing(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    page.add_init_script(REFUSED)
    widget = Site(stack).visit(page).open()
    widget.say("One", "Two")
    widget.expect_sent("Two")
    expect(widget.mine).to_have_text(["One", "Two"])
    expect(widget.window.get_by_text(UNKEPT)).to_be_visible()


@pytest.mark.feature("1.6")
def test_every_key_in_the_browser_is_in_the_published_table(
    stack: Stack, new_page: NewPage
) -> None:
    with urlopen(f"{stack.console.rstrip('/')}/w/storage.json") as answer:  # our own stack
        table = json.load(answer)
    assert all(entry["purpose"] and entry["life"] for entry in table)
    page = new_page()
    widget: Widget = Site(stack).visit(page).open()
    widget.say("Kept")
    widget.expect_sent("Kept")
    widget.field.fill("A draft")
    page.context.set_offline(True)
    widget.say("Waiting")
    channel = stack.channel("website")["id"]
    told = {entry["key"].replace("<channel>", channel).replace("<message>", "") for entry in table}
    names = set(kept(page))
    assert {name for name in names if not any(name.startswith(known) for known in told)} == set()
    assert any(".outbox." in name for name in names)
