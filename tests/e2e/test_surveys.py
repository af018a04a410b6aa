"""Surveys: made, answered in the widget, on WhatsApp and on a page, and read."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually
from tests.e2e.widget import Site

pytestmark = [pytest.mark.browser, pytest.mark.feature("7")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}


def picture(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"surveys-{name}.png", full_page=True)


def found(agent: Person, text: str) -> str:
    """The open conversation in which this was said last."""

    def look() -> str | None:
        rows = agent.conversations()
        return next((row["id"] for row in rows if text in row["last"].get("text", "")), None)

    return eventually(look)


def answers(agent: Person, survey: str) -> list[Json]:
    today = datetime.now(UTC).date()
    days = {"first": today - timedelta(days=1), "last": today + timedelta(days=1)}
    return list(agent.get(f"/surveys/{survey}/answers", **days)["answers"])


def test_an_administrator_makes_one_and_a_visitor_answers_it(
    stack: Stack, new_page: NewPage
) -> None:
    owner = stack.agent()
    shop = f"Shop {uuid.uuid4().hex[:6]}"
    site = str(owner.post("/channels", {"kind": "website", "name": shop})["id"])
    desk = new_page(**LAPTOP)
    sign_in(desk, stack, path="settings/surveys", live=False)
    desk.get_by_role("button", name="New survey").first.click()
    name = f"Service {uuid.uuid4().hex[:6]}"
    desk.get_by_label("Name").fill(name)
    desk.get_by_role("combobox", name="Channels").fill(shop)
    desk.get_by_role("option", name=shop).click()
    desk.keyboard.press("Escape")
    assert violations(desk, AXE) == []
    picture(desk, "form")
    desk.get_by_role("button", name="Save survey").click()
    card = desk.get_by_test_id("survey-card").filter(has_text=name)
    expect(card).to_contain_text("CSAT · sent at the end")

    widget = Site(stack, channel=site).visit(new_page()).open()
    text = f"Is the blue one in stock? {uuid.uuid4().hex[:6]}"
    widget.say(text)
    talk = found(owner, text)
    owner.patch(f"/conversations/{talk}", {"status": "resolved"})
    expect(widget.lines.filter(has_text="How was our service?")).to_be_visible()
    picture(widget.page, "widget")
    widget.window.get_by_role("button", name="Good").click()
    expect(widget.lines.filter(has_text="Would you like to tell us why?")).to_be_visible()
    widget.say("Quick, and <b>kind</b>.")
    expect(widget.lines.filter(has_text="Thank you for your answer.")).to_be_visible()
    assert owner.get(f"/conversations/{talk}")["conversation"]["status"] == "resolved"

    card.get_by_role("link", name=f"Results of {name}").click()
    shown = desk.get_by_test_id("survey-results")
    expect(shown).to_contain_text("100%")
    expect(desk.get_by_test_id("survey-answer")).to_contain_text("Quick, and <b>kind</b>.")
    assert violations(desk, AXE) == []
    picture(desk, "results")
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.emulate_media(color_scheme="dark")
    expect(shown).to_be_visible()
    assert violations(desk, AXE) == []
    wide = desk.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    picture(desk, "results-phone")
    desk.get_by_role("link", name="Open the conversation with").click()
    lines = desk.get_by_test_id("events")
    expect(lines.filter(has_text=f"{name}: 🙂 Good").first).to_be_visible()


def test_an_agent_asks_on_whatsapp_and_a_number_answers(stack: Stack, new_page: NewPage) -> None:
    owner = stack.agent()
    name = f"NPS {uuid.uuid4().hex[:6]}"
    body: dict[str, Any] = {"name": name, "comment": False, "questions": [{"kind": "nps"}]}
    survey = str(owner.post("/surveys", body)["id"])
    people = f"{stack.addresses['emulators']['whatsapp']}/_control/people"
    person = f"{people}/{httpx.post(people).json()['id']}"
    text = f"Obrigada! {uuid.uuid4().hex[:6]}"
    httpx.post(f"{person}/send", json={"text": text}).raise_for_status()
    talk = found(owner, text)

    desk = new_page(**LAPTOP)
    sign_in(desk, stack, path=f"inbox/all/open/{talk}")
    desk.get_by_test_id("more").click()
    desk.get_by_test_id("ask-survey").click()
    menu = desk.get_by_role("menuitem", name=name)
    expect(menu).to_have_count(2)
    picture(desk, "ask")
    menu.nth(1).click()  # resolve and ask
    expect(desk.get_by_text(f"Asked: {name}")).to_be_visible()

    def question() -> str:
        lines = [line["text"] for line in httpx.get(person).json()["lines"]]
        return next((line for line in lines if "/api/s/" in line), "")

    asked = eventually(question)
    httpx.post(f"{person}/send", json={"text": "nota 9"}).raise_for_status()
    (answer,) = eventually(lambda: answers(owner, survey))
    assert answer["score"] == "9"
    assert owner.get(f"/conversations/{talk}")["conversation"]["status"] == "resolved"

    url = re.search(r"http\S+/api/s/\S+", asked)
    assert url
    page = new_page(**PHONE)
    page.goto(url[0])
    expect(page.get_by_role("status")).to_be_visible()
    assert violations(page, AXE) == []
    picture(page, "page")
    page.get_by_role("radio", name="10").check()
    page.get_by_role("button").click()
    expect(page.get_by_role("radio", name="10")).to_be_checked()
    assert [each["score"] for each in answers(owner, survey)] == ["10"]
    page.emulate_media(color_scheme="dark")
    assert violations(page, AXE) == []
    picture(page, "page-dark")
    expect(desk.get_by_test_id("events").filter(has_text="changed to 10/10")).to_be_visible()
