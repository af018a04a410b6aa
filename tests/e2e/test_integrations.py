"""Inbound webhooks and integrations: a mapping drawn by clicks, and a bot of the owner's own."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = pytest.mark.browser
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "reduced_motion": "reduce",
    "color_scheme": "dark",
}
HOSTILE = "<img src=x onerror=alert(1)>"


def picture(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"integrations-{name}.png", full_page=True)


def lead(tag: str, text: str) -> Json:
    return {
        "id": f"{tag}-{uuid.uuid4().hex[:8]}",
        "who": {"name": f"Ana {tag}", "email": f"ana-{tag}@example.com"},
        "plan": HOSTILE,
        "text": text,
    }


def take(desk: Page, value: str, target: str, name: str = "") -> None:
    """A click on a value of the sample, and what it becomes."""
    desk.get_by_test_id("leaf").filter(has_text=value).click()
    tree = desk.get_by_role("list", name="Sample")
    tree.get_by_role("combobox").select_option(label=target)
    if name:
        tree.get_by_label("Its name").fill(name)
    tree.get_by_role("button", name="Take it").click()


@pytest.mark.feature("9.3")
def test_a_form_is_mapped_by_clicks_and_becomes_a_conversation(
    stack: Stack, new_page: NewPage
) -> None:
    owner, tag = stack.agent(), uuid.uuid4().hex[:6]
    site = str(owner.post("/channels", {"kind": "website", "name": f"Site {tag}"})["id"])
    desk = new_page(**LAPTOP)
    sign_in(desk, stack, path="settings/inbound", live=False)
    desk.get_by_role("button", name="New inbound webhook").first.click()
    box = desk.get_by_role("dialog")
    box.get_by_label("Name").fill(f"Landing {tag} {'W' * 60}")
    box.get_by_label("Channel").select_option(site)
    box.get_by_role("button", name="Make the address").click()
    address = desk.get_by_test_id("copy-text").inner_text()
    id = next(w["id"] for w in owner.get("/inbound-webhooks")["inlets"] if tag in w["name"])
    try:
        again = desk.get_by_role("button", name="Look again")
        expect(again).to_be_visible()  # a page that looks later finds the call by itself
        assert httpx.post(address, json=lead(tag, "First")).status_code == 202
        again.click()
        take(desk, f"Ana {tag}", "Name")
        take(desk, f"ana-{tag}@example.com", "E-mail")
        take(desk, HOSTILE, "Custom data", "Plan")
        take(desk, "First", "Message")
        expect(desk.get_by_test_id("chosen")).to_have_count(4)
        assert violations(desk, AXE) == []
        picture(desk, "mapping")
        desk.get_by_role("button", name="Save").click()
        expect(desk.get_by_text("Saved", exact=True)).to_be_visible()
        desk.get_by_role("button", name="Do it again").click()
        call = desk.get_by_test_id("inlet-call").first
        expect(call).to_contain_text("Done")
        call.get_by_role("link", name="Open the conversation").click()
        expect(desk.get_by_text("First", exact=True).last).to_be_visible()
        expect(desk.get_by_text(f"came in through Landing {tag}")).to_be_visible()
        desk.get_by_test_id("toggle-panel").click()
        expect(desk.get_by_test_id("webhook-card")).to_contain_text(HOSTILE)
        small = new_page(**PHONE)
        sign_in(small, stack, path=f"settings/inbound/{id}", live=False)
        expect(small.get_by_test_id("inlet-call")).to_have_count(1)
        assert violations(small, AXE) == []
        head = small.get_by_role("heading", level=1)
        assert head.evaluate("it => it.scrollWidth <= it.clientWidth"), "a long name is broken"
        picture(small, "phone")
    finally:
        owner.client.delete(f"/inbound-webhooks/{id}")


class Robo:
    """A bot: it says what it was told, and hands over at "person"."""

    def __init__(self) -> None:
        self.back = ""
        self.got: list[Json] = []
        self.called = threading.Event()

    def hear(self, told: Json) -> None:
        self.got.append(told)
        self.called.set()
        if told["event"] == "CLIENT_MESSAGE" and self.back:
            threading.Thread(target=self._answer, args=(told,), daemon=True).start()

    def _answer(self, told: Json) -> None:
        text, chat = told["message"]["text"], told["chat_id"]
        if text == "person":
            httpx.post(self.back, json={"event": "INVITE_AGENT", "id": told["id"], "chat_id": chat})
            return
        message = {"type": "TEXT", "text": f"You said {text}"}
        body = {"event": "BOT_MESSAGE", "id": told["id"], "chat_id": chat, "message": message}
        httpx.post(self.back, json=body)


@contextmanager
def robo() -> Iterator[tuple[Robo, str]]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            here.hear(told)

        def log_message(self, *_: Any) -> None:
            return

    here, server = Robo(), ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here, f"http://127.0.0.1:{server.server_port}/bot"
    finally:
        server.shutdown()
        server.server_close()


def guest(stack: Stack, site: str) -> Person:
    person = stack.visitor()
    session = person.post(f"/widget/{site}/session", {"token": ""})
    person.client.headers["Authorization"] = f"Bearer {session['token']}"
    return person


@pytest.mark.feature("9.6")
def test_a_bot_of_ones_own_is_connected_answers_and_hands_over(
    stack: Stack, new_page: NewPage
) -> None:
    owner, tag = stack.agent(), uuid.uuid4().hex[:6]
    site = str(owner.post("/channels", {"kind": "website", "name": f"Bot {tag}"})["id"])
    desk = new_page(**LAPTOP)
    with robo() as (bot, url):
        sign_in(desk, stack, path="settings/integrations", live=False)
        desk.get_by_role("button", name="Connect: Bot of your own").click()
        box = desk.get_by_role("dialog")
        box.get_by_label("Name").fill(f"Robo {tag}")
        box.get_by_label("Address of the bot").fill("nowhere")
        box.get_by_role("button", name="Connect").click()
        expect(box).to_contain_text("ust be an address like")
        box.get_by_label("Address of the bot").fill(url)
        box.get_by_label(f"Bot {tag}").check()
        assert violations(desk, AXE) == []
        picture(desk, "form")
        box.get_by_role("button", name="Connect").click()
        row = desk.get_by_test_id("connection").filter(has_text=f"Robo {tag}")
        bot.back = row.get_by_test_id("copy-text").inner_text()
        picture(desk, "list")
        assert violations(desk, AXE) == []
        id = next(c["id"] for c in owner.get("/integrations")["connections"] if tag in c["name"])
        try:
            talk = answered(stack, owner, site, bot)
            desk.goto(f"{stack.console}inbox/all/open/{talk}")
            expect(desk.get_by_text("You said").last).to_be_visible()
        finally:
            owner.client.delete(f"/integrations/{id}")


def answered(stack: Stack, owner: Person, site: str, bot: Robo) -> str:
    """Functions know within ten seconds that a bot listens: conversations begin until it does."""
    begun: dict[str, Person] = {}

    def heard() -> str | None:
        visitor = guest(stack, site)
        begun[str(visitor.say("hello")["message"]["conversation_id"])] = visitor
        bot.called.wait(1)
        return bot.got[0]["chat_id"] if bot.got else None

    talk = eventually(heard)
    visitor = begun[talk]
    eventually(lambda: "You said hello" in texts(owner, talk) or None)
    visitor.say("person")
    eventually(lambda: not head(owner, talk)["bot_id"] or None)
    assert head(owner, talk)["status"] == "open"
    return talk


def texts(owner: Person, talk: str) -> list[str]:
    found = owner.get(f"/conversations/{talk}/messages")["messages"]
    return [each["content"].get("text", "") for each in found]


def head(owner: Person, talk: str) -> Json:
    found: Json = owner.get(f"/conversations/{talk}")["conversation"]
    return found
