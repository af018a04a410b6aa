"""Messenger and Instagram, from an owner's first click to a person's last reaction."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in
from tests.e2e.phones import (
    LAPTOP,
    PHONE,
    Phone,
    answered,
    connect_with_wrong_credentials,
    mark,
    opened,
    remove_channel,
    sound,
)
from tests.e2e.stack import Json, Stack, eventually

pytestmark = [pytest.mark.browser]
KINDS = pytest.mark.parametrize("kind", ["messenger", "instagram"])


def set_inbound(stack: Stack, text: str, *, hours: float) -> None:
    """As if the contact had last written so long ago."""
    agent, names = stack.agent(), stack.addresses["environment"]
    head = next(x for x in agent.conversations() if text in x["last"].get("text", ""))
    moment = datetime.now(UTC) - timedelta(hours=hours)
    boto3.client(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url=names["AWS_ENDPOINT_URL"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    ).update_item(
        TableName=names["MAIN_TABLE"],
        Key={
            "pk": {"S": f"A#{agent.get('/me')['account']['id']}#C#{head['id']}"},
            "sk": {"S": "~head"},
        },
        UpdateExpression="SET inbound_at = :at",
        ExpressionAttributeValues={":at": {"S": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")}},
    )


def shelf(stack: Stack, page: Page) -> int:
    """Of the channel that the page is about."""
    return int(stack.agent().get(f"/channels/{page.url.rsplit('/', 1)[-1]}/shelf")["kept"])


def paused(stack: Stack, page: Page) -> bool:
    id = page.url.rsplit("/", 1)[-1]
    listed: Any = stack.agent().client.get("/channels").json()
    return any(each["id"] == id and each["paused"] for each in listed)


@pytest.mark.feature("2.1")
@KINDS
def test_a_person_and_an_agent_talk(stack: Stack, new_page: NewPage, kind: str) -> None:
    phone, hello = Phone(stack, kind), f"Oi {mark()}"
    first = phone.says(hello)
    console = opened(stack, new_page(**LAPTOP), hello)
    page = console.page
    answer, line = answered(console, phone, kind.title(), hello)
    phone.does("react", message_id=line["id"], emoji="❤")
    expect(console.message(answer)).to_contain_text("❤")
    phone.does("edit", message_id=first, text=f"{hello} mesmo")
    expect(console.message(f"{hello} mesmo")).to_contain_text("edited")
    phone.does("send", kind="image", text="esta")
    expect(console.message("esta").locator("img").last).to_be_visible()  # beside his own picture
    gone = phone.says("esquece")
    expect(console.message("esquece")).to_be_visible()
    phone.does("delete", message_id=gone)
    expect(console.message("This message was deleted")).to_be_visible()
    phone.does("send", kind="unsupported")
    expect(console.message("This kind of message is not supported yet")).to_be_visible()
    phone.does("inbox", text="Answered in Meta's inbox")
    expect(console.message("Answered in Meta's inbox").get_by_test_id("delivery")).to_be_visible()
    sound(page, f"meta-{kind}")


@pytest.mark.feature("2.2")
@KINDS
def test_a_late_answer_goes_out_as_a_persons_and_says_so(
    stack: Stack, new_page: NewPage, kind: str
) -> None:
    phone, hello = Phone(stack, kind), f"Bom dia {mark()}"
    phone.says(hello)
    console = opened(stack, new_page(**LAPTOP, color_scheme="dark"), hello)
    hints = console.page.get_by_test_id("hints")
    console.field.fill("word " * 500)
    expect(hints).to_contain_text("Goes out as")
    set_inbound(stack, hello, hours=25)
    console.page.reload()
    expect(hints).to_contain_text("More than 24 hours have passed")
    sound(console.page, f"meta-{kind}-late")
    late = f"Desculpe a demora {mark()}"
    console.write(late)
    phone.got(late)
    told = httpx.get(f"{phone.control}/sent").json()["sent"]
    [fields] = [x["fields"] for x in told if x["fields"]["message"].get("text") == late]
    assert (fields["messaging_type"], fields["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    set_inbound(stack, late, hours=7 * 24 + 1)
    console.page.reload()
    expect(hints).to_contain_text("only within 7 days")


def pause_and_resume(stack: Stack, page: Page, inbox: Page, phone: Phone) -> None:
    """The channel that `page` is about. It still hears, and sends nothing."""
    expect(page.get_by_test_id("health-facts")).to_contain_text("within the last hour")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Paused: nothing goes out")).to_be_visible()
    sound(page, "meta-paused")
    again, answer = f"Ainda? {mark()}", f"Sim {mark()}"
    phone.says(again)
    console = opened(stack, inbox, again)
    hints, send = inbox.get_by_test_id("hints"), inbox.get_by_test_id("send")
    console.field.fill(answer)
    expect(hints).to_contain_text("This channel is paused")
    expect(send).to_be_disabled()
    sound(inbox, "meta-composer-paused")
    page.get_by_role("button", name="Resume", exact=True).click()
    expect(send).to_be_enabled()
    eventually(lambda: not paused(stack, page))
    send.click()
    phone.got(answer)


def connect_a_page(page: Page, own: Json) -> None:
    """With a wrong token first, which is told, and then put right."""
    expect(page.get_by_role("link", name="Instagram")).to_be_visible()
    sound(page, "meta-choose")
    page.get_by_role("link", name="Messenger People").click()
    page.get_by_label("Name").fill("Second page")
    page.get_by_label("Page ID").fill(own["id"])
    page.get_by_label("Page access token").fill("a-token-that-is-wrong")
    page.get_by_label("App secret").fill(own["app_secret"])
    page.get_by_label("Verify token").fill("words-of-my-own")
    sound(page, "meta-wizard")
    connect_with_wrong_credentials(page)
    page.get_by_label("Page access token").fill(own["token"])
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_test_id("connect-result")).to_contain_text("Connected")
    sound(page, "meta-connected")


def point_the_webhook(page: Page, control: str, page_id: str) -> None:
    """What Meta's form is given, it tries at once."""
    webhook = page.get_by_test_id("copy-text").first.inner_text()
    form = {"url": webhook, "page": page_id, "verify_token": "words-of-somebody"}
    assert httpx.post(f"{control}/webhook", json=form).status_code == 400
    form["verify_token"] = "words-of-my-own"
    httpx.post(f"{control}/webhook", json=form).raise_for_status()


def read_again(stack: Stack, page: Page, phone: Phone) -> None:
    """What was not understood is kept, and read again on demand."""
    phone.does("send", kind="unsupported")
    eventually(lambda: shelf(stack, page) == 1)
    page.reload()
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("0 items were read")).to_be_visible()
    expect(page.get_by_test_id("shelf")).to_contain_text("1 item from this channel")
    sound(page, "meta-shelf")


@pytest.mark.feature("2.1")
def test_an_owner_connects_a_page_of_his_own(stack: Stack, new_page: NewPage) -> None:
    page_id, token = str(secrets.randbelow(10**15)).zfill(15), secrets.token_hex(20)
    own = {"id": page_id, "token": token, "app_secret": secrets.token_hex(16), "name": "Second"}
    control = f"{stack.addresses['emulators']['messenger']}/_control"
    httpx.post(f"{control}/pages", json=own).raise_for_status()
    page = new_page(**PHONE)
    sign_in(page, stack, path="settings/channels/new", live=False)
    connect_a_page(page, own)
    point_the_webhook(page, control, page_id)
    phone, hello = Phone(stack, "messenger", page=page_id), f"Segunda {mark()}"
    phone.says(hello)
    agent = stack.agent()
    eventually(lambda: any(hello in x["last"].get("text", "") for x in agent.conversations()))
    read_again(stack, page, phone)
    pause_and_resume(stack, page, new_page(**LAPTOP), phone)
    remove_channel(page)
