"""Reports: what people do is counted within seconds, and every number leads back to it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser, pytest.mark.feature("10")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}


def picture(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"reports-{name}.png", full_page=True)


def counted(owner: Person, **asked: str) -> dict[str, int]:
    today = datetime.now(UTC).date()
    days = {"first": str(today - timedelta(days=1)), "last": str(today + timedelta(days=1))}
    counts: dict[str, int] = owner.get("/reports", **days, **asked)["total"]["counts"]
    return counts


def talk(stack: Stack, owner: Person, queue: str) -> Json:
    """Opened, answered and resolved, in that queue; and one that waits there."""
    name = f"Bia {uuid.uuid4().hex[:6]} <b>"
    ids = []
    for _ in range(2):
        visitor = stack.visitor()
        sent = visitor.post(
            "/widget/messages",
            {
                "client_id": uuid.uuid4().hex,
                "content": {"kind": "text", "text": "Do you ship to Porto?"},
            },
        )
        ids.append(str(sent["conversation"]["id"]))
        owner.patch(f"/conversations/{ids[-1]}", {"queue_id": queue})
    contact = owner.get(f"/conversations/{ids[0]}")["contact"]["id"]
    owner.patch(f"/contacts/{contact}", {"name": name})
    body = {"client_id": uuid.uuid4().hex, "content": {"kind": "text", "text": "We do."}}
    owner.post(f"/conversations/{ids[0]}/messages", body)
    owner.patch(f"/conversations/{ids[0]}", {"status": "resolved"})
    return {"name": name, "done": ids[0], "open": ids[1]}


@pytest.fixture
def queue(stack: Stack) -> Any:
    """Of its own: what is counted for it is this test's alone."""
    owner = stack.agent()
    made = owner.post("/queues", {"name": f"Desk {uuid.uuid4().hex[:6]}"})
    yield made
    owner.client.delete(f"/queues/{made['id']}")


def test_a_conversation_is_counted_and_found_again_behind_its_numbers(
    stack: Stack, new_page: NewPage, queue: Json
) -> None:
    owner = stack.agent()
    mine = talk(stack, owner, queue["id"])
    of = {"of": "queue", "value": str(queue["id"])}
    eventually(lambda: counted(owner, **of).get("resolved") == 1 or None)
    desk = new_page(**LAPTOP)
    sign_in(desk, stack, path="reports/queue?span=week", live=False)
    row = desk.get_by_test_id("report-rows").get_by_role("row").filter(has_text=queue["name"])
    expect(row).to_contain_text("1")
    assert violations(desk, AXE) == []
    picture(desk, "queues")
    row.get_by_role("link", name=queue["name"]).click()
    report = desk.get_by_test_id("report")
    tile = report.get_by_role("button", name=re.compile("^Resolved 1"))
    expect(tile).to_be_visible()
    expect(desk).to_have_url(f"{stack.console}reports?span=week&of=queue&value={queue['id']}")
    assert violations(desk, AXE) == []
    picture(desk, "overview")
    with desk.expect_download() as saved:
        report.get_by_role("button", name="Download CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Day,Opened,Resolved")
    assert len(lines) == 8
    report.get_by_text("As a table").click()
    desk.get_by_role("combobox", name="Number shown").select_option(label="Resolved")
    report.get_by_role("button", name=re.compile("^1. Resolved of ")).click()
    line = desk.get_by_test_id("behind-line")
    expect(line).to_have_count(1)
    desk.get_by_role("button", name="Close").click()
    tile.click()
    expect(line).to_have_count(1)
    expect(line).to_contain_text(mine["name"])
    assert violations(desk, AXE) == []
    picture(desk, "behind")
    line.click()
    expect(desk).to_have_url(f"{stack.console}inbox/all/resolved/{mine['done']}")


def test_the_board_and_the_busy_hours_fit_a_phone_in_the_dark(
    stack: Stack, new_page: NewPage, queue: Json
) -> None:
    owner = stack.agent()
    mine = talk(stack, owner, queue["id"])
    desk = new_page(
        viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce"
    )
    sign_in(desk, stack, path="reports/live", live=False)
    board = desk.get_by_test_id("live-board")
    line = board.get_by_role("row").filter(has_text=queue["name"])
    expect(line.get_by_role("cell").first).to_have_text("1")
    expect(board).to_contain_text("Longest wait")
    assert violations(desk, AXE) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    picture(desk, "live-phone")
    owner.patch(f"/conversations/{mine['open']}", {"status": "resolved"})
    expect(line.get_by_role("cell").first).to_have_text("0")
    desk.get_by_role("link", name="Busy hours").click()
    expect(desk.get_by_role("table", name="Busy hours: Opened")).to_be_visible()
    assert violations(desk, AXE) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    picture(desk, "hours-phone")


def test_agents_have_no_reports(stack: Stack, new_page: NewPage) -> None:
    desk = new_page(**LAPTOP)
    sign_in(desk, stack, role="agent", path="reports", live=False)
    expect(desk).to_have_url(f"{stack.console}inbox/mine/open")
    expect(desk.get_by_role("link", name="Reports")).to_have_count(0)


def test_a_report_by_e_mail_is_set_changed_and_taken_away(stack: Stack, new_page: NewPage) -> None:
    desk = new_page(
        viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce"
    )
    sign_in(desk, stack, path="reports/mails", live=False)
    desk.get_by_role("button", name="New report by e-mail").click()
    desk.get_by_role("combobox", name="Report").select_option(label="Queues")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_have_text("Choose at least one person.")
    desk.get_by_role("checkbox").first.check()
    assert violations(desk, AXE) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    picture(desk, "mail-form-phone")
    desk.get_by_role("button", name="Save").click()
    line = desk.get_by_test_id("report-mail").filter(has_text="Queues")
    expect(line).to_contain_text("Mondays, the week before")
    line.get_by_role("button", name="Change").click()
    desk.get_by_role("combobox", name="How often").select_option(
        label="On the first, the month before"
    )
    desk.get_by_role("button", name="Save").click()
    expect(line).to_contain_text("On the first, the month before")
    assert violations(desk, AXE) == []
    picture(desk, "mails-phone")
    line.get_by_role("button", name="Remove").click()
    expect(line).to_have_count(0)
