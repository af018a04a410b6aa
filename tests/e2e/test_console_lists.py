"""Lists by queue, tag and filter, saved views, many conversations at once, and thousands of them.

In an account of its own: what is counted and listed here is nobody else's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from playwright.sync_api import Locator, Page, expect

from chalicelib.conversations import items
from chalicelib.conversations.model import Conversation, Preview, Status
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack

pytestmark = [pytest.mark.browser]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
WIDE = {"viewport": {"width": 1680, "height": 1000}, "reduced_motion": "reduce"}
PASSWORD = "correct-horse-9"
MANY = 3_000


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Stack:
    """The stack as another account sees it, with a site and two queues."""
    email = "owner@lists.example"
    command = [sys.executable, "-m", "chalicelib.accounts", "create-owner", "--account", "Lists"]
    command += ["--email", email, "--name", "Lena Lists", "--password", PASSWORD]
    environment = {**os.environ, **stack.addresses["environment"]}
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    owner = {"email": email, "password": PASSWORD, "role": "owner"}
    mine = replace(stack, addresses={**stack.addresses, "accounts": [owner]})
    mine.addresses["account_id"] = json.loads(made.stdout)["account_id"]
    site = mine.agent().post("/channels", {"kind": "website", "name": "Shop"})
    mine.addresses["channels"] = [{"id": site["id"], "kind": "website"}]
    return mine


def said(shop: Stack, *texts: str) -> list[str]:
    """A conversation for each text; their ids."""
    return [shop.visitor().say(text)["conversation"]["id"] for text in texts]


def picture(page: Page, name: str) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"console-{name}.png"
    page.screenshot(path=path)
    return path


def entry(console: Console, name: str) -> Locator:
    return console.page.get_by_role("navigation", name="Views").get_by_role("link", name=name)


def rule(console: Console, at: int, field: str, operator: str, value: str) -> None:
    row = console.page.get_by_test_id("filter-rule").nth(at)
    row.get_by_label("Field").select_option(label=field)
    row.get_by_label("Comparison").select_option(label=operator)
    row.get_by_label("Value").select_option(label=value)


@pytest.mark.feature("3.3")
def test_a_tag_is_made_put_on_followed_and_deleted(shop: Stack, new_page: NewPage) -> None:
    (conversation,) = said(shop, "My grinder is broken")
    console = sign_in(new_page(**WIDE), shop, path="settings/tags")
    page = console.page
    page.get_by_role("button", name="New tag").first.click()
    page.get_by_label("Name").fill("VIP <b>guest</b>")
    page.get_by_role("radio", name="Red", exact=True).check(force=True)
    page.get_by_role("button", name="Create tag").click()
    expect(page.get_by_test_id("tag-line")).to_have_text(re.compile("VIP <b>guest</b>"))
    page.get_by_role("button", name="New tag").first.click()
    page.get_by_label("Name").fill("vip <B>GUEST</B>")
    page.get_by_role("button", name="Create tag").click()
    expect(page.get_by_test_id("tag-form")).to_contain_text("There is a tag of this name")
    picture(page, "tags")
    assert violations(page, AXE) == []

    page.goto(f"{shop.console}inbox/all/open/{conversation}")
    expect(console.field).to_be_visible()
    page.get_by_test_id("messages").focus()
    page.keyboard.press("l")
    page.get_by_label("Search tags").fill("vip")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("thread-tags")).to_have_text("VIP <b>guest</b>")
    expect(console.row("broken").get_by_test_id("tag")).to_have_text("VIP <b>guest</b>")
    expect(console.event("Lena Lists added VIP <b>guest</b>")).to_be_visible()
    expect(console.row("My grinder is broken")).to_be_visible()  # words, not "a change"
    expect(entry(console, "VIP <b>guest</b>")).to_contain_text("1")
    entry(console, "VIP <b>guest</b>").click()
    expect(console.page.get_by_test_id("conversation-row")).to_have_count(1)
    assert violations(page, AXE) == []

    owner = shop.agent()
    (tag,) = owner.get("/me")["tags"]
    owner.patch(f"/tags/{tag['id']}", {"name": "Guest", "colour": "teal"})
    expect(console.row("broken").get_by_test_id("tag")).to_have_text("Guest")

    page.goto(f"{shop.console}settings/tags")
    page.get_by_role("button", name="Delete Guest").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 conversation carries it")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No tags yet")).to_be_visible()
    page.goto(f"{shop.console}inbox/all/open/{conversation}")
    expect(console.row("broken")).to_be_visible()
    expect(page.get_by_test_id("tag")).to_have_count(0)


@pytest.mark.feature("3")
def test_a_filter_stays_right_live_and_is_kept_as_a_view(shop: Stack, new_page: NewPage) -> None:
    urgent, calm = said(shop, "The roof is on fire", "Just saying hello")
    owner = shop.agent()
    owner.patch(f"/conversations/{urgent}", {"priority": "urgent"})
    console = sign_in(new_page(**WIDE), shop)
    page = console.page
    page.get_by_test_id("filter").click()
    page.get_by_role("button", name="Add condition").click()
    rule(console, 1, "Priority", "is", "Urgent")
    picture(page, "filter")
    assert violations(page, AXE) == []
    page.get_by_role("button", name="Show", exact=True).click()
    rows = page.get_by_test_id("conversation-row")
    expect(rows).to_have_count(1)
    expect(console.row("The roof is on fire")).to_be_visible()

    owner.patch(f"/conversations/{calm}", {"priority": "urgent"})
    expect(rows).to_have_count(2)
    owner.patch(f"/conversations/{urgent}", {"status": "resolved"})
    expect(rows).to_have_count(1)
    expect(console.row("Just saying hello")).to_be_visible()

    page.get_by_test_id("save-view").click()
    page.get_by_label("Name of the view").fill("Fires")
    page.get_by_role("button", name="Save view").click()
    expect(entry(console, "Fires")).to_have_attribute("aria-current", "page")
    page.reload()
    expect(console.row("Just saying hello")).to_be_visible()
    page.get_by_test_id("edit-filter").click()
    rule(console, 1, "Priority", "is", "Low")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_text("No conversation fits")).to_be_visible()
    page.get_by_test_id("delete-view").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete view").click()
    expect(entry(console, "Fires")).to_have_count(0)


@pytest.mark.feature("3")
def test_many_are_chosen_and_changed_at_once(shop: Stack, new_page: NewPage) -> None:
    texts = [f"Bulk order {n}" for n in range(4)]
    ids = said(shop, *texts)
    console = sign_in(new_page(**WIDE), shop)
    page, bar = console.page, console.page.get_by_test_id("bulk-bar")
    expect(console.row("Bulk order")).to_have_count(4)
    console.row("Bulk order 3").hover()
    console.row("Bulk order 3").get_by_test_id("select-row").click()
    console.row("Bulk order 1").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    console.open("Bulk order 0")
    page.get_by_test_id("messages").focus()
    page.keyboard.press("x")
    expect(bar).to_contain_text("4 selected")
    picture(page, "bulk")
    assert violations(page, AXE) == []
    bar.get_by_role("button", name="Priority").click()
    page.get_by_role("menuitem", name="High").click()
    expect(page.get_by_text("4 conversations changed")).to_be_visible()
    assert {rows["priority"] for rows in _rows(shop.agent(), ids)} == {"high"}

    for n in (0, 1):
        console.row(f"Bulk order {n}").hover()
        console.row(f"Bulk order {n}").get_by_test_id("select-row").click()
    page.get_by_test_id("bulk-resolve").click()
    expect(console.row("Bulk order")).to_have_count(2)
    expect(bar).to_be_hidden()
    expect(page.get_by_text("2 conversations resolved")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(console.row("Bulk order")).to_have_count(4)

    # One is resolved behind our back: it cannot be snoozed, the others can.
    page.route("**/ws*", lambda route: route.abort())
    console.row("Bulk order 2").hover()
    console.row("Bulk order 2").get_by_test_id("select-row").click()
    console.row("Bulk order 3").click(modifiers=["Shift"])
    page.route(
        "**/api/conversations/bulk",
        lambda route: (
            shop.agent().patch(f"/conversations/{ids[2]}", {"status": "resolved"}),
            route.continue_(),
        ),
    )
    bar.get_by_role("button", name="Snooze").click()
    page.get_by_role("menuitem", name="Tomorrow morning").click()
    expect(page.get_by_text("1 could not be changed")).to_be_visible()
    expect(page.get_by_text("1 conversation changed")).to_be_visible()


def _rows(owner: Person, ids: list[str]) -> list[Json]:
    return [owner.get(f"/conversations/{id}")["conversation"] for id in ids]


@pytest.mark.feature("3")
def test_queues_order_priority_and_links(shop: Stack, new_page: NewPage) -> None:
    owner = shop.agent()
    queue = owner.post("/queues", {"name": "Returns"})["id"]
    first, second = said(shop, "Return the kettle", "Return the mug")
    for id in (first, second):
        owner.patch(f"/conversations/{id}", {"queue_id": queue})
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    console = sign_in(page, shop)
    page.get_by_role("button", name="All. Choose a list").click()
    page.get_by_role("menuitem", name="Returns").click()
    rows = page.get_by_test_id("conversation-row")
    expect(rows).to_have_text([re.compile("mug"), re.compile("kettle")])
    picture(page, "queue-phone")
    assert violations(page, AXE) == []
    page.get_by_test_id("sort").click()
    expect(rows).to_have_text([re.compile("kettle"), re.compile("mug")])
    console.open("Return the kettle")
    page.get_by_test_id("priority").click()
    page.get_by_role("menuitem", name="Urgent").click()
    expect(page.get_by_test_id("priority")).to_have_accessible_name("Priority: Urgent")
    assert violations(page, AXE) == []

    for n in range(25):
        owner.say(f"line {n}", conversation=first)
    page.goto(f"{shop.console}inbox/all/open/{first}#m1")
    target = page.locator('[data-testid="message"][data-seq="1"]')
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("Return the kettle")


def _heads(account: str, channel: str) -> list[dict[str, Any]]:
    """Pending ones, so that the other tests' lists stay short. Told to no screen."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = []
    for n in range(MANY):
        at = start + timedelta(minutes=n)
        head = Conversation(
            id=ConversationId(f"many{n:05}"),
            account_id=AccountId(account),
            channel_id=ChannelId(channel),
            channel_kind="website",
            contact_id=ContactId(f"person{n:05}"),
            contact_name=f"Person {n:04}",
            sender="x",
            status=Status.PENDING,
            opened_at=at,
            last_at=at,
            seq=1,
            inbound=1,
            last=Preview(1, "text", "contact", "", "public", f"Message {n}", at),
        )
        made.append({**items.head_item(head).serialize(), "announce": {"S": "-"}})
    return made


@pytest.fixture(scope="module")
def thousands(shop: Stack) -> Stack:
    here = shop.addresses["environment"]
    table = boto3.client(
        "dynamodb",
        endpoint_url=here["AWS_ENDPOINT_URL"],
        region_name=here["AWS_REGION"],
        aws_access_key_id=here["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=here["AWS_SECRET_ACCESS_KEY"],
    )
    puts: list[Any] = [
        {"PutRequest": {"Item": item}}
        for item in _heads(shop.addresses["account_id"], shop.channel("website")["id"])
    ]
    for at in range(0, len(puts), 25):
        table.batch_write_item(RequestItems={here["MAIN_TABLE"]: puts[at : at + 25]})
    return shop


@pytest.mark.feature("3")
def test_thousands_scroll_with_few_nodes_and_one_request_a_page(
    thousands: Stack, new_page: NewPage
) -> None:
    console = sign_in(new_page(**WIDE), thousands, path="inbox/all/pending")
    page = console.page
    rows = page.get_by_test_id("conversation-row")
    expect(rows.first).to_contain_text("Person 2999")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "status=pending" in r.url else None)
    most = 0
    deadline = time.monotonic() + 30
    while most == 0 or (reached(rows) <= 300 and time.monotonic() < deadline):
        page.evaluate(
            """() => {
                const list = document.querySelector('[data-testid="conversation-list"]');
                list.parentElement.scrollTop = list.scrollHeight;
            }"""
        )
        page.wait_for_timeout(60)
        most = max(most, rows.count())
    bottom = reached(rows)
    assert bottom > 300
    assert most < 60, "only what is in sight is drawn"
    assert len(asked) == len(set(asked)), "no page is asked for twice"
    assert len(asked) <= bottom // 30 + 2
    names = [int(re.findall(r"Person (\d{4})", text)[0]) for text in rows.all_inner_texts()]
    assert names == sorted(names, reverse=True)
    assert names[-1] >= MANY - reached(rows)


def reached(rows: Locator) -> int:
    """How far down the list the last row that is drawn stands."""
    return int(rows.last.get_attribute("aria-posinset") or 0)
