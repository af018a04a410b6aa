"""The composer: quick responses, messages sent later, what each channel takes and shows."""

from __future__ import annotations

import re
import time
import uuid
from datetime import UTC, datetime, timedelta

import boto3
import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
RESULTS = ROOT / "test-results"
WORD = "x" * 10_000


def mark() -> str:
    return uuid.uuid4().hex[:8]


def visitor_wrote(stack: Stack) -> tuple[Person, str]:
    visitor, text = stack.visitor(url="https://shop.example/tea", title="Tea"), f"Hello {mark()}"
    visitor.patch("/widget/contact", {"name": "Ana Souza"})
    visitor.say(text)
    return visitor, text


def row(stack: Stack, text: str) -> Json:
    agent = stack.agent()
    return eventually(
        lambda: next(
            (one for one in agent.conversations() if text in one["last"].get("text", "")), None
        )
    )


def person_wrote(stack: Stack, provider: str, text: str) -> str:
    """A new Telegram or WhatsApp user. Returns where his chat can be read."""
    control = f"{stack.addresses['emulators'][provider]}/_control"
    person = httpx.post(f"{control}/people", json={"name": "Tere Lima"}).json()
    address = f"{control}/people/{person['id']}"
    assert httpx.post(f"{address}/send", json={"text": text}).is_success
    return address


def got(visitor: Person) -> list[Json]:
    """What the visitor was sent, in order."""
    messages = visitor.get("/widget/messages", after=0)["messages"]
    return [one["content"] for one in messages if one["author"]["kind"] == "agent"]


def at_work(stack: Stack, page: Page, text: str) -> Console:
    found = row(stack, text)
    console = sign_in(page, stack, live=False)
    page.goto(stack.console + f"inbox/all/open/{found['id']}")
    expect(console.field).to_be_visible()
    return console


def looks_right(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"composer-{name}.png")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def write_reply(stack: Stack, page: Page, code: str) -> None:
    """In the settings, with a variable, a mistake in one, and a file."""
    page.goto(stack.console + "settings/replies/new")
    page.get_by_test_id("reply-name").fill(f"Opção {code}")
    page.get_by_test_id("reply-code").fill(code)
    body = page.get_by_test_id("reply-text")
    body.fill("Hi {{ contact.nam }}")
    preview = page.get_by_test_id("reply-preview")
    expect(preview).to_contain_text("Line 1, column 7: there is no variable contact.nam")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("there is no variable contact.nam")).to_have_count(2)
    body.fill("Hi ")
    page.get_by_role("button", name="Contact's first name").click()
    page.keyboard.type(", <b>see</b> below.")
    expect(preview).to_contain_text("Hi Ana, <b>see</b> below.")
    prices = FilePayload(name="prices.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 5")
    page.get_by_test_id("file-input").set_input_files([prices])
    expect(page.locator('[data-testid="attachments"] [data-ready]')).to_have_count(1)
    looks_right(page, "reply-editor")
    page.get_by_role("button", name="Save").click()
    card = page.get_by_test_id("reply-card").filter(has_text=code)
    expect(card).to_be_visible()
    looks_right(page, "replies")


def use_reply(console: Console, code: str) -> None:
    page = console.page
    console.field.click()
    page.keyboard.type("Well. /")
    expect(page.get_by_test_id("quick-menu").get_by_role("option").first).to_be_visible()
    page.keyboard.type(code[:5])
    option = page.get_by_test_id("quick-menu").get_by_role("option").filter(has_text=code)
    expect(option).to_be_visible()
    page.keyboard.type(code[5:])
    expect(page.get_by_test_id("quick-preview")).to_contain_text("Hi Ana, <b>see</b> below.")
    looks_right(page, "quick-menu")
    page.keyboard.press("Enter")
    expect(console.field).to_have_value("Well. Hi Ana, <b>see</b> below.")
    expect(page.get_by_test_id("attachments")).to_contain_text("prices.pdf")
    console.field.press("Enter")


@pytest.mark.feature("3.4")
def test_a_quick_response_is_written_in_the_settings_and_used_with_three_keys(
    stack: Stack, new_page: NewPage
) -> None:
    visitor, text = visitor_wrote(stack)
    code = f"opcao-{mark()}"
    console = at_work(stack, new_page(**LAPTOP), text)
    page = console.page
    write_reply(stack, page, code)
    page.goto(stack.console + f"inbox/all/open/{row(stack, text)['id']}")
    use_reply(console, code)
    [content] = eventually(lambda: got(visitor))
    assert (content["kind"], content["text"]) == ("file", "Well. Hi Ana, <b>see</b> below.")
    key = content["media"][0]["key"]
    link = visitor.post("/widget/media/links", {"keys": [key]})["links"][key]
    assert httpx.get(link).content == b"%PDF-1.4 5"

    page.context.set_offline(True)
    console.field.fill("From the train")
    console.field.press("Enter")
    expect(page.get_by_test_id("hints")).to_contain_text("You are offline")
    expect(console.message("From the train")).to_be_visible()
    page.context.set_offline(False)
    console.expect_delivery("From the train", "sent")
    assert [one["text"] for one in got(visitor)].count("From the train") == 1


@pytest.mark.feature("3.5")
def test_a_scheduled_message_goes_out_once_and_a_cancelled_one_never(
    stack: Stack, new_page: NewPage
) -> None:
    visitor, text = visitor_wrote(stack)
    console = at_work(stack, new_page(**LAPTOP), text)
    page, agent = console.page, stack.agent()
    path = f"/conversations/{row(stack, text)['id']}/schedules"
    lines = page.get_by_test_id("scheduled-line")

    console.field.fill("Your parcel is here")
    page.get_by_test_id("schedule").click()
    page.get_by_test_id("schedule-at").fill("2020-01-01T09:00")
    page.get_by_test_id("schedule-submit").click()
    expect(page.get_by_text("Choose a time in the future.")).to_be_visible()
    page.get_by_test_id("schedule-zone").select_option("America/Sao_Paulo")
    page.get_by_role("button", name="Tomorrow morning").click()
    looks_right(page, "schedule")
    page.get_by_test_id("schedule-submit").click()
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text("9:00 AM Sao Paulo")
    expect(console.field).to_have_value("")
    expect(console.event("scheduled a message")).to_be_visible()

    console.field.fill("Never mind")
    console.field.press("Control+Shift+s")
    page.get_by_test_id("schedule-submit").click()
    expect(lines).to_have_count(2)
    lines.filter(has_text="Your parcel").get_by_role("button", name="Edit").click()
    page.get_by_test_id("schedule-text").fill("Your parcel is here, at last")
    page.get_by_role("button", name="Save").click()
    expect(lines.filter(has_text="at last")).to_have_count(1)

    soon = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
    for one in agent.get(path)["schedules"]:
        agent.patch(f"{path}/{one['id']}", {"version": one["version"], "due_at": soon})
    lines.filter(has_text="Never mind").get_by_role("button", name="Cancel").click()
    expect(lines.filter(has_text="Never mind")).to_have_count(0)
    expect(console.event("cancelled the message")).to_be_visible()
    begun = time.monotonic()
    expect(console.message("at last")).to_be_visible(timeout=65_000)
    print(f"sent {time.monotonic() - begun:.1f} s after it was set for 5 s ahead")
    expect(lines).to_have_count(0)
    page.goto(stack.console + "scheduled")
    expect(page.get_by_role("heading", name="Scheduled messages")).to_be_visible()
    looks_right(page, "scheduled-page")
    assert [one["text"] for one in got(visitor)] == ["Your parcel is here, at last"]


@pytest.mark.feature("2.2")
def test_whatsapps_window_limits_and_formatting_are_told_before_sending(
    stack: Stack, new_page: NewPage
) -> None:
    text = f"Oi {mark()}"
    chat = person_wrote(stack, "whatsapp", text)
    console = at_work(stack, new_page(**LAPTOP, color_scheme="dark"), text)
    page, hints = console.page, console.page.get_by_test_id("hints")

    console.field.fill("We open at 9, really")
    console.field.press("Control+a")
    console.field.press("Control+b")
    expect(console.field).to_have_value("*We open at 9, really*")
    console.field.press("Enter")
    bubble = console.message("We open at 9, really")
    expect(bubble.locator("strong")).to_have_text("We open at 9, really")
    eventually(lambda: "*We open at 9, really*" in str(httpx.get(chat).json()["lines"]))
    console.field.fill("word " * 900)
    expect(hints).to_contain_text("Goes out as 2 messages")
    console.field.fill("")
    moving = FilePayload(name="cat.gif", mimeType="image/gif", buffer=b"GIF89a" + b"0" * 40)
    huge = FilePayload(name="huge.mp4", mimeType="video/mp4", buffer=b"0" * (17 * 1024 * 1024))
    empty = FilePayload(name="empty.txt", mimeType="text/plain", buffer=b"")
    page.get_by_test_id("file-input").set_input_files([moving, huge, empty])
    expect(hints).to_contain_text("huge.mp4 is larger than the 16 MB")
    expect(hints).to_contain_text("empty.txt is empty")
    expect(hints).to_contain_text("cat.gif goes out on WhatsApp as: file")
    looks_right(page, "whatsapp")

    head = row(stack, "We open at 9")
    yesterday = (datetime.now(UTC) - timedelta(hours=25)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    _set_inbound(stack, head, yesterday)
    page.reload()
    expect(hints).to_contain_text("only within 24 hours")
    console.field.fill("too late")
    expect(page.get_by_test_id("send")).to_be_disabled()
    console.write("Call her instead", note=True)
    expect(page.get_by_test_id("note")).to_be_visible()
    person = stack.agent()
    refused = person.client.post(
        f"/conversations/{head['id']}/messages",
        json={"client_id": uuid.uuid4().hex, "content": {"kind": "text", "text": "too late"}},
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "window_closed")


def _set_inbound(stack: Stack, head: Json, moment: str) -> None:
    """As if the contact had last written then."""
    names = stack.addresses["environment"]
    account = stack.agent().get("/me")["account"]["id"]
    boto3.client(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url=names["AWS_ENDPOINT_URL"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    ).update_item(
        TableName=names["MAIN_TABLE"],
        Key={"pk": {"S": f"A#{account}#C#{head['id']}"}, "sk": {"S": "~head"}},
        UpdateExpression="SET inbound_at = :at",
        ExpressionAttributeValues={":at": {"S": moment}},
    )


@pytest.mark.feature("3.4")
@pytest.mark.feature("2.2")
def test_on_a_phone_a_card_goes_out_a_reply_quotes_and_sending_resolves(
    stack: Stack, new_page: NewPage
) -> None:
    text = f"Hola {mark()}"
    chat = person_wrote(stack, "telegram", text)
    console = at_work(stack, new_page(**PHONE, color_scheme="dark"), text)
    page = console.page
    page.get_by_test_id("attach").click()
    page.get_by_role("menuitem", name="Contact card").click()
    form = page.get_by_test_id("card-form")
    form.get_by_role("button", name="Attach contact card").click()
    expect(form.get_by_role("alert")).to_have_text("A name is needed.")
    form.get_by_label("Name").fill("Support <desk>")
    form.get_by_label("Phone").fill("+4930123456")
    looks_right(page, "card-phone")
    form.get_by_role("button", name="Attach contact card").click()
    expect(page.get_by_test_id("card-chip")).to_contain_text("Support <desk>")
    console.message(text).hover()
    page.get_by_role("button", name="Reply to this").first.click()
    expect(page.get_by_test_id("quoted")).to_contain_text(text)
    console.field.fill(f"_Call_ <i>them</i> {WORD}")
    expect(page.get_by_text("characters over the limit")).to_be_visible()
    expect(page.get_by_test_id("send")).to_be_disabled()
    console.field.fill("_Call_ <i>them</i> \u202eנסיון")
    looks_right(page, "phone")
    console.field.press("Control+Shift+Enter")
    expect(console.event("resolved this")).to_be_visible()
    expect(console.message("Call <i>them</i>").locator("em")).to_have_text("Call")
    lines = eventually(
        lambda: [one for one in httpx.get(chat).json()["lines"] if not one["mine"]][1:] or None
    )
    told = httpx.get(chat).json()["lines"]
    assert re.search(r"^Call <i>them</i>", next(one["text"] for one in told if not one["mine"]))
    assert lines[-1]["kind"] == "contact"
    assert next(one for one in told if not one["mine"])["reply_to"]
