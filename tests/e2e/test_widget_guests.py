"""Several tabs, hostile words, a site for signed users alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.console import until
from tests.e2e.stack import Person, Stack
from tests.e2e.test_widget_forms import heard, signature, violations
from tests.e2e.widget import Site

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
WORD = "Donaudampfschifffahrt" * 470  # the most that a message may have, nearly
HOSTILE = f"<img src=x onerror=alert(1)> \u202eesrever\u202c {WORD}"


@dataclass(frozen=True, slots=True)
class Sites:
    members: str
    key: str
    talk: str


@pytest.fixture(scope="module")
def sites(stack: Stack) -> Sites:
    owner = stack.agent()

    def new(**settings: str) -> str:
        body = {"kind": "website", "name": "Bean & Leaf", "settings": settings}
        return str(owner.post("/channels", body)["id"])

    members = new()
    key = owner.post(f"/channels/{members}/identity-key")["identity_key"]
    owner.patch(f"/channels/{members}", {"settings": {"identity": "required"}})
    talk = new(
        launcher="bar", launcher_text="Ask a barista", offset_x="40", hours_line="Back at 14:00"
    )
    return Sites(members, key, talk)


@pytest.mark.feature("1.11")
def test_where_identity_is_required_strangers_see_no_chat(
    stack: Stack, sites: Sites, new_page: NewPage
) -> None:
    page = new_page()
    widget = Site(stack, channel=sites.members).visit(page)
    until(page, "tertulia._.chat?.state.link === 'refused'")
    expect(widget.launcher).to_have_count(0)
    page.evaluate(f"tertulia.setUserToken('m1', '{signature(sites.key, 'm1')}')")
    widget.open().say("A member")
    widget.expect_sent("A member")
    page.evaluate("tertulia.clearHistory()")
    expect(widget.launcher).to_have_count(0)


def answer(owner: Person, channel: str, text: str) -> None:
    owner.say(text, conversation=heard(owner, channel)["conversation"]["id"])


@pytest.mark.feature("1.2")
def test_two_tabs_are_one_visitor(stack: Stack, sites: Sites, new_context: NewContext) -> None:
    owner, context = stack.agent(), new_context(viewport={"width": 1280, "height": 800})
    site = Site(stack, channel=sites.talk)
    one = site.visit(context.new_page())
    until(one.page, "tertulia.getVisitorNumber?.()")
    other = site.visit(context.new_page())
    expect(one.launcher).to_contain_text("Ask a barista")
    one.open()
    expect(one.window).to_contain_text("Back at 14:00")
    one.say(HOSTILE[:4000], "Second")
    one.expect_sent("Second")
    until(other.page, "tertulia._.chat.state.messages.length === 2")
    one.launcher.click()
    answer(owner, sites.talk, HOSTILE)
    for widget in (one, other):
        expect(widget.host.locator(".badge")).to_have_text("1")
        expect(widget.host.locator(".peek")).to_contain_text("<img src=x onerror=alert(1)>")
        assert widget.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one.open()  # read in one tab, it is read in the other
    expect(other.host.locator(".badge")).to_have_count(0)
    other.open()
    expect(other.mine).to_have_count(2)
    thread = other.window.locator(".scroll")
    assert thread.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert violations(other.page) == []
    # Signed out in one, it is signed out in both.
    other.page.evaluate("tertulia.clearHistory()")
    expect(one.mine).to_have_count(0)
    assert one.ask("getVisitorNumber()") != ""
