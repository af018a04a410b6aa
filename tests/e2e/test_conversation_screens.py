"""Two people, two browsers: the visitor's widget and the agent's console."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import Console, sign_in
from tests.e2e.stack import Stack
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@pytest.fixture
def two(stack: Stack, new_page: NewPage) -> tuple[Widget, Console, str]:
    """A visitor who has written, an agent who has opened it, and the words."""
    console = sign_in(new_page(viewport={"width": 1280, "height": 800}), stack)
    widget = Site(stack).visit(new_page()).open()
    words = f"Is the Colombia back? {id(widget)}"
    widget.say(words)
    console.open(words)
    return widget, console, words


@pytest.mark.feature("1.2")
def test_they_talk_and_each_sees_what_became_of_his_words(
    two: tuple[Widget, Console, str],
) -> None:
    widget, console, words = two
    expect(widget.mark(words)).to_have_text("Seen")
    console.write("It is, since this morning")
    expect(widget.lines.last).to_have_text("It is, since this morning")
    console.expect_delivery("It is, since this morning", "read")
    widget.say("Lovely\nhttps://example.com/beans")
    expect(console.message("Lovely")).to_be_visible()
    link = widget.window.get_by_role("link", name="https://example.com/beans")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


@pytest.mark.feature("1.2")
def test_after_a_cut_on_both_sides_both_hold_the_same(two: tuple[Widget, Console, str]) -> None:
    widget, console, words = two
    for page in (widget.page, console.page):
        page.context.set_offline(True)
    expect(widget.window.get_by_text("No connection")).to_be_visible()
    widget.say("Still there?", "Hello?")
    for page in (widget.page, console.page):
        page.context.set_offline(False)
    console.write("Yes, the net was away")
    expected = [words, "Still there?", "Hello?", "Yes, the net was away"]
    expect(console.message("Yes, the net")).to_be_visible()
    expect(widget.lines).to_have_count(4)
    assert sorted(widget.lines.all_inner_texts()) == sorted(expected)
    expect(console.messages).to_have_count(4)
    widget.page.reload()
    expect(widget.lines).to_have_count(4)
    widget.say("Good")
    expect(console.message("Good")).to_have_count(1)
