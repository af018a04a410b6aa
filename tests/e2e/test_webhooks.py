"""Webhooks: made in the console, verified by a receiver that goes down, read in the ledger."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser, pytest.mark.feature("9.4")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
ORDER = "<img src=x onerror=alert(1)> No. 1007"
ANSWER: Json = {
    "result": "ok",
    "custom_data": [
        {
            "title": "Last order",
            "key": ORDER,
            "content": "On its way",
            "link": "https://shop.example",
        }
    ],
    "contact_info": {"phone": "+55 11 98765-4321"},
    "crm_link": "https://crm.example/ana",
}


class Receiver:
    """Somebody's server. status: what it answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.status = 200
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.called = threading.Event()

    def texts(self, secret: str) -> list[str]:
        """What was said, of all good calls, each verified by the specification's own library."""
        hook = Webhook(secret)
        told: list[Json] = [hook.verify(body, headers) for headers, body in self.got]
        return [
            str(each["data"]["message"]["content"].get("text", ""))
            for each in told
            if each["type"] == "message.received"
        ]


@contextmanager
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if here.status == 200:
                here.got.append((dict(self.headers), body))
            here.called.set()
            answer = json.dumps(ANSWER).encode() if here.status == 200 else b"<h1>Closed</h1>"
            self.send_response(here.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Receiver(f"http://127.0.0.1:{server.server_port}/hooks")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


def picture(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"webhooks-{name}.png", full_page=True)


def make(desk: Page, stack: Stack, url: str, name: str, shop: str) -> str:
    """By hand; the secret."""
    sign_in(desk, stack, path="settings/webhooks", live=False)
    desk.get_by_role("button", name="New webhook").first.click()
    box = desk.get_by_role("dialog")
    box.get_by_label("Address").fill("not an address")
    box.get_by_role("button", name="Make the webhook").click()
    expect(box).to_contain_text("Must be an address like")
    box.get_by_label("Address").fill(url)
    box.get_by_label("Description").fill(name)
    box.get_by_role("button", name="None").click()
    box.get_by_label("A contact wrote").check()
    box.get_by_label(shop).check()
    box.get_by_label("Answers may add to the conversation").check()
    assert violations(desk, AXE) == []
    picture(desk, "form")
    box.get_by_role("button", name="Make the webhook").click()
    shown = desk.get_by_role("dialog", name="Your webhook's secret")
    secret = shown.get_by_test_id("copy-text").inner_text()
    assert secret.startswith("whsec_")
    picture(desk, "secret")
    shown.get_by_role("button", name="Done").click()
    return secret


def guest(stack: Stack, site: str) -> Person:
    person = stack.visitor()
    session = person.post(f"/widget/{site}/session", {"token": ""})
    person.client.headers["Authorization"] = f"Bearer {session['token']}"
    return person


def heard(visitor: Person, here: Receiver) -> None:
    """A webhook that was just made is heard of everywhere within ten seconds."""

    def told() -> bool:
        visitor.say(f"Is anybody there? {uuid.uuid4().hex[:6]}")
        return here.called.wait(3)

    eventually(told)


def test_who_was_down_gets_everything_once_he_is_back(stack: Stack, new_page: NewPage) -> None:
    owner, tag = stack.agent(), uuid.uuid4().hex[:6]
    shop = f"Shop {tag}"
    site = str(owner.post("/channels", {"kind": "website", "name": shop})["id"])
    desk = new_page(**LAPTOP)
    with receiver() as here:
        secret = make(desk, stack, here.address, f"Stock {tag}", shop)
        row = desk.get_by_test_id("webhook-row").filter(has_text=f"Stock {tag}")
        expect(row).to_contain_text("1 event")
        picture(desk, "list")
        id = next(w["id"] for w in owner.get("/webhooks")["webhooks"] if tag in w["description"])
        try:
            visitor = guest(stack, site)
            heard(visitor, here)
            here.status = 503
            lost = [f"While you were away, {number} {tag}" for number in range(3)]
            for text in lost:
                visitor.say(text)
            row.get_by_role("link").click()
            # Three at least: a slow machine may still have had earlier ones on their way.
            refused = desk.get_by_test_id("delivery").filter(has_text="HTTP 503")
            expect(refused.nth(2)).to_be_visible()
            expect(desk.get_by_text("Failing since")).to_be_visible()
            assert violations(desk, AXE) == []
            picture(desk, "ledger")
            here.status = 200
            back = f"Here you are {tag}"
            talk = str(visitor.say(back)["message"]["conversation_id"])
            wanted = {*lost, back}
            eventually(lambda: wanted <= set(here.texts(secret)) or None)
            expect(desk.get_by_text("Failing since")).to_be_hidden()
            expect(desk.get_by_text("Waiting", exact=True)).to_have_count(1)  # the filter's own
            look_into(desk)
            beside(desk, stack, talk)
            gone(desk, stack, here, lambda: visitor.say(f"Are you still there {tag}"))
            told = mail_about(stack, f"Stock {tag}")
            assert f"{stack.console}settings/webhooks/{id}" in told["BodyText"]
            here.status = 200
            desk.get_by_role("button", name="Switch on").click()
            expect(desk.get_by_text("410 Gone")).to_have_count(0)
            desk.get_by_role("button", name="Send all failed again").click()
            desk.get_by_role("dialog").get_by_role("button", name="Send again").click()
            eventually(lambda: f"Are you still there {tag}" in here.texts(secret) or None)
            expect(desk.get_by_test_id("delivery").filter(has_text="Failed")).to_have_count(0)
        finally:
            owner.client.delete(f"/webhooks/{id}")


def look_into(desk: Page) -> None:
    """One delivery: what was sent, what came back, and sent once more."""
    lines = desk.get_by_test_id("delivery")
    lines.filter(has_text="2 tries").first.click()
    box = desk.get_by_role("dialog", name="Delivery")
    expect(box).to_contain_text("webhook-signature: v1,")
    expect(box).to_contain_text("HTTP 503")
    expect(box).to_contain_text('"result": "ok"')
    assert violations(desk, AXE) == []
    picture(desk, "delivery")
    box.get_by_role("button", name="Send again").click()
    expect(box.locator("li")).to_have_count(3)
    box.get_by_role("button", name="Close").click()
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.emulate_media(color_scheme="dark")
    expect(lines.first).to_be_visible()
    eventually(lambda: violations(desk, AXE) == [])  # once the colours have turned
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    picture(desk, "ledger-phone")


def beside(desk: Page, stack: Stack, talk: str) -> None:
    """What the receiver answered stands beside the conversation, as text."""
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"{stack.console}inbox/all/open/{talk}")
    desk.get_by_test_id("toggle-panel").click()
    desk.mouse.move(640, 300)  # off the button, whose name would hang over the page
    card = desk.get_by_test_id("webhook-card")
    expect(card).to_contain_text(ORDER)
    expect(card.get_by_role("link", name="Open")).to_have_attribute("href", ANSWER["crm_link"])
    expect(desk.get_by_test_id("contact-panel")).to_contain_text("+5511987654321")
    expect(desk.get_by_role("tooltip")).to_have_count(0)
    assert violations(desk, AXE) == []
    picture(desk, "beside")


def gone(desk: Page, stack: Stack, here: Receiver, say: Callable[[], Json]) -> None:
    """It answers that it is gone: who administers is told at once, wherever he is."""
    here.status = 410
    say()
    expect(desk.get_by_text("was switched off")).to_be_visible()
    picture(desk, "switched-off")
    desk.get_by_role("button", name="Look", exact=True).click()
    expect(desk.get_by_text("Switched off: it answered 410 Gone")).to_be_visible()
    expect(desk.get_by_test_id("delivery").filter(has_text="Failed")).to_have_count(1)
    picture(desk, "gone")


def mail_about(stack: Stack, name: str) -> Json:
    """The one letter to the one who administers, as the stack's mail service keeps it."""
    endpoint = stack.addresses["environment"]["AWS_ENDPOINT_URL"]

    def found() -> list[Json]:
        told = httpx.get(f"{endpoint}/_ministack/ses/messages", timeout=20).json()["messages"]
        return [mail for mails in told.values() for mail in mails if name in mail["Subject"]]

    (mail,) = eventually(found)
    assert mail["To"] == [stack.account("owner")["email"]]
    return mail
