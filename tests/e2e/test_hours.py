"""Working hours: an administrator sets them, and who writes while it is closed is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Person, Stack
from tests.e2e.widget import Site
from tests.support.days import tomorrow

pytestmark = [pytest.mark.browser, pytest.mark.feature("5")]
KEPT_S = 11  # chalicelib/wiring_automation.py keeps hours for 10
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
DARK_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "locale": "pt-BR",
}


@pytest.fixture
def owner(stack: Stack) -> Iterator[Person]:
    """Leaves the account as others want it: always open."""
    person = stack.agent()
    yield person
    if person.client.delete("/hours").is_success:
        time.sleep(KEPT_S)  # until no process answers by the old ones


def day(page: Page, number: int) -> Any:
    return page.get_by_test_id(f"day-{number}")


def test_hours_are_drawn_explained_kept_and_taken_away(
    stack: Stack, owner: Person, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, stack, path="settings/hours", live=False)
    page.get_by_role("button", name="Set hours").click()
    now = page.get_by_test_id("hours-now")
    expect(now).to_contain_text("09:00–18:00")

    draw_the_week(page)
    name_days_off(page)
    expect(now).to_contain_text("Stocktaking")
    page.get_by_label("Ask whether we should call").check()
    assert violations(page, AXE) == []
    page.get_by_test_id("save-hours").click()
    expect(page.get_by_text("Hours saved")).to_be_visible()

    kept = owner.get("/hours")["account"]["schedule"]
    assert kept["zone"] == "America/Sao_Paulo"
    assert [len(each) for each in kept["week"]] == [2, 2, 2, 2, 2, 0, 0]
    assert (kept["country"], kept["subdivision"]) == ("BR", "SP")
    look_on_a_phone(new_page(**DARK_PHONE), stack)


def draw_the_week(page: Page) -> None:
    """A night is marked as one, not guessed; a second interval makes a break."""
    page.get_by_label("From, Friday").fill("22:00")
    page.get_by_label("Until, Friday").fill("02:00")
    said = day(page, 4).get_by_role("alert")
    expect(said).to_contain_text("02:00 is not after 22:00")
    page.get_by_label("Ends on the next day, Friday").click()
    expect(said).to_have_count(0)
    page.get_by_label("Until, Monday").fill("13:00")
    page.get_by_label("Add an interval, Monday").click()
    page.get_by_label("From, Monday").last.fill("12:00")
    expect(day(page, 0).get_by_role("alert")).to_contain_text("Overlaps with 09:00–13:00")
    page.get_by_label("From, Monday").last.fill("14:00")
    expect(day(page, 0)).to_contain_text("Break 13:00–14:00")
    page.get_by_label("Copy Monday to other days").click()
    page.get_by_role("menuitem", name="To Monday to Friday").click()
    expect(day(page, 4)).to_contain_text("Break 13:00–14:00")


def name_days_off(page: Page) -> None:
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("sao paulo")
    page.get_by_role("option", name="America/Sao Paulo").click()
    page.get_by_label("Public holidays of").select_option("BR")
    # The server reads all of its countries at the first question.
    expect(page.get_by_label("Region")).to_be_visible(timeout=60_000)
    page.get_by_label("Region").select_option("SP")
    expect(page.get_by_text("public holidays in")).to_be_visible()
    page.get_by_label("Day", exact=True).first.fill("2030-01-25")
    page.get_by_label("Name", exact=True).first.fill("<b>Fair</b>")
    page.get_by_label("Every year").check()
    page.get_by_role("button", name="Add day off").click()
    expect(page.get_by_text("<b>Fair</b>")).to_be_visible()
    today = datetime.now(UTC).date()
    page.get_by_label("Day", exact=True).last.fill((today + timedelta(days=2)).isoformat())
    page.get_by_label("Name", exact=True).last.fill("Stocktaking")
    page.get_by_role("button", name="Add exception").click()


def look_on_a_phone(phone: Page, stack: Stack) -> None:
    """In the dark, in another language; a queue keeps the account's hours."""
    sign_in(phone, stack, path="settings/hours", live=False)
    expect(day(phone, 0)).to_contain_text("Intervalo 13:00–14:00")
    expect(phone.get_by_text("Stocktaking").first).to_be_visible()
    assert violations(phone, AXE) == []
    phone.get_by_test_id("hours-of").select_option(index=1)
    expect(phone.get_by_text("Igual ao da conta")).to_be_visible()
    phone.get_by_test_id("hours-of").select_option(index=0)
    phone.get_by_role("button", name="Remover horário").click()
    phone.get_by_role("dialog").get_by_role("button", name="Remover horário").click()
    expect(phone.get_by_text("Nenhum horário definido")).to_be_visible()


def closed_until_tomorrow(owner: Person) -> None:
    """At one o'clock in UTC, whatever day it is."""
    hours = [{"start": "01:00", "end": "02:00"}]
    body = {
        "version": 0,
        "schedule": {
            "zone": "UTC",
            "week": [[]] * 7,
            "exceptions": [{"day": str(tomorrow(still=90)), "hours": hours}],
        },
        "messages": {"closed": {"en": "We are closed, back {{ opening }}."}},
        "callback": True,
    }
    answer = owner.client.put("/hours", json=body)
    assert answer.is_success, answer.text


@pytest.mark.feature("1.8")
def test_who_writes_while_it_is_closed_is_told_and_asks_to_be_called(
    stack: Stack, owner: Person, new_page: NewPage
) -> None:
    closed_until_tomorrow(owner)
    mark = uuid.uuid4().hex[:6]
    phone = f"+346{uuid.uuid4().int % 10**8:08}"
    visitor = new_page(viewport={"width": 900, "height": 800})
    widget = Site(stack).visit(visitor)
    widget.open()

    def told(text: str) -> Any:
        return widget.lines.filter(has_text=text)

    expect(widget.window).to_contain_text("Back tomorrow at 01:00")
    widget.say(f"Night {mark}")
    expect(told("We are closed, back tomorrow at 01:00.")).to_be_visible()
    widget.host.get_by_role("button", name="Yes, call me").click()
    expect(told("Which number may we call?")).to_be_visible()
    widget.say(f"{phone[:3]} {phone[3:]}")
    expect(told(f"We will call {phone} tomorrow at 01:00.")).to_be_visible()

    page = new_page(viewport={"width": 1280, "height": 900})
    console = sign_in(page, stack)
    console.open(f"We will call {phone}")
    expect(console.message(f"Night {mark}")).to_be_visible()
    expect(page.get_by_text("No, thanks")).to_have_count(1)
    expect(page.get_by_text(f"asked to be called at {phone}").first).to_be_visible()
    (due,) = [
        each["due_at"]
        for each in owner.get("/callbacks")["callbacks"]
        if each["phone"] == phone and each["status"] == "scheduled"
    ]
    assert due.endswith("T01:00:00.000Z")
