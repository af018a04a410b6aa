"""What agents learn of a visitor: pages, titles, source, group, contact data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.console import until
from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.test_conversation_live import conversation_of
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def contact_of(agent: Person, widget: Widget) -> Json:
    """Says a word, so that there is a conversation, and looks at the contact beside it."""
    text = f"who am I {id(widget)}"
    widget.open().say(text)
    conversation = conversation_of(agent, text)
    return agent.get(f"/contacts/{conversation['contact_id']}")


@pytest.mark.feature("1.5")
def test_agents_see_where_a_visitor_came_from_and_went(stack: Stack, new_page: NewPage) -> None:
    page = new_page(locale="pt-BR")
    widget = Site(stack).visit(page, "?utm_source=news&utm_campaign=may")
    agent = stack.agent()
    visitor = contact_of(agent, widget)["visitor"]
    assert visitor["utm"] == {"source": "news", "campaign": "may"}
    assert visitor["language"] == "pt-BR"
    assert visitor["ab_test_group"] in ("A", "B")
    assert visitor["visits_count"] == 1
    assert all(visitor[name] for name in ("browser", "os", "device"))

    page.evaluate("history.pushState({}, '', 'beans/'); document.title = 'Beans'")
    page.evaluate("new Promise(done => setTimeout(done, 900))")
    page.evaluate("history.pushState({}, '', 'espresso'); document.title = 'Espresso'")
    who = visitor_id(widget)

    def titles() -> list[str] | None:
        pages = agent.get(f"/contacts/{who}")["visitor"]["pages"]
        found = [entry["title"] for entry in pages]
        return found if found[-2:] == ["Beans", "Espresso"] else None

    assert eventually(titles)[0] == "Bean & Leaf"


def visitor_id(widget: Widget) -> str:
    return str(widget.ask("getVisitorNumber()"))


@pytest.mark.feature("1.5")
def test_a_second_page_is_the_same_visit_and_the_same_visitor(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    widget = Site(stack).visit(page)
    agent = stack.agent()
    first = contact_of(agent, widget)
    page.goto(page.url + "second")
    widget.launcher.wait_for()
    until(page, "window.tertulia.getVisitorNumber() !== ''")
    assert visitor_id(widget) == first["id"]
    seen = eventually(
        lambda: (
            record
            if (record := agent.get(f"/contacts/{first['id']}")["visitor"])["pages_count"] > 1
            else None
        )
    )
    assert seen["visits_count"] == 1
    assert seen["ab_test_group"] == first["visitor"]["ab_test_group"]


@pytest.mark.feature("1.5")
def test_a_site_introduces_its_visitor(stack: Stack, new_page: NewPage) -> None:
    widget = Site(stack).visit(new_page())
    agent = stack.agent()
    who = contact_of(agent, widget)["id"]
    widget.ask("setContactInfo({name: 'Ana Souza', email: 'ana@example.com'})")
    widget.ask("setCustomData({plan: 'gold', seats: 3})")
    widget.ask("setUserToken('u-17')")
    contact = eventually(
        lambda: (
            found
            if "user_token" in (found := agent.get(f"/contacts/{who}"))["attributes"]
            else None
        )
    )
    assert (contact["name"], contact["email"]) == ("Ana Souza", "ana@example.com")
    assert contact["attributes"] == {"plan": "gold", "seats": "3", "user_token": "u-17"}
    assert widget.ask("getContactInfo().name") == "Ana Souza"
