"""An API channel: the documented connector stands for an owner's program, from the first click."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from infra.local.emulators.samples import sample as file_of
from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually
from tests.support.connector import FOLDER, sample

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
LUZ = {"id": "luz-1043", "name": "Luz Prado", "language": "es"}


def mark() -> str:
    return uuid.uuid4().hex[:8]


class Program:
    """An owner's: the sample, which keeps what it is told, and refuses on order."""

    def __init__(self) -> None:
        self.told: list[Json] = []
        self.refusal = ""
        self.connector = sample.Connector("", "", self.take)
        self.server = sample.serve(self.connector, host="127.0.0.1")
        self.files = _files()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/messages"

    def take(self, event: Json) -> None:
        if self.refusal:
            raise sample.Refused(self.refusal)
        self.told.append(event)

    def says(self, kind: str, **message: Any) -> int:
        if kind in ("photo", "video", "audio", "voice", "document", "sticker"):
            message["file"] = f"http://127.0.0.1:{self.files.server_port}/{kind}"
        pictured = {**LUZ, "photo": f"http://127.0.0.1:{self.files.server_port}/photo"}
        return int(self.connector.say(pictured, {"type": kind, **message}))

    def got(self, kind: str, text: str = "") -> Json:
        """The event of that kind, once it is there."""

        def look() -> Json | None:
            fitting = (x for x in self.told if x["message"]["type"] == kind)
            return next((x for x in fitting if text in x["message"].get("text", "")), None)

        return eventually(look)

    def close(self) -> None:
        for server in (self.server, self.files):
            server.shutdown()


def _files() -> http.server.ThreadingHTTPServer:
    kinds = {"photo": "image", "document": "file"}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind = self.path.strip("/")
            _, mime, data = file_of(kinds.get(kind, kind))
            self.send_response(200)
            self.send_header("Content-Type", mime)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def program() -> Iterator[Program]:
    with contextlib.closing(Program()) as running:
        yield running


@pytest.mark.feature("2.1")
def test_anybody_may_read_the_schemas_of_both_directions(stack: Stack) -> None:
    for name, file in (("event-1", "event"), ("event-in-1", "event-in")):
        answer = httpx.get(f"{stack.console}schemas/channel-{name}.json")
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json() == json.loads((FOLDER / f"{file}.schema.json").read_text())


def sound(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"api-channel-{name}.png")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def keys_on(page: Page, program: Program) -> None:
    """The owner copies both into his program."""
    shown = page.get_by_test_id("copy-text")
    expect(shown).to_have_count(2)
    program.connector.address, program.connector.key = shown.all_inner_texts()


@pytest.fixture
def connected(stack: Stack, program: Program) -> Iterator[Program]:
    """A channel of its own, gone afterwards."""
    owner = stack.agent()
    asked = {"kind": "custom", "name": f"Program {mark()}", "settings": {"url": program.url}}
    id = owner.post("/channels", asked)["id"]
    made = owner.post(f"/channels/{id}/keys")
    program.connector.address, program.connector.key = made["address"], made["signing_key"]
    assert owner.post(f"/channels/{id}/connect")["health"] == "ok"
    yield program
    owner.client.delete(f"/channels/{id}").raise_for_status()


@pytest.mark.feature("2.1")
def test_an_owner_connects_a_program_of_his_own(
    stack: Stack, new_page: NewPage, program: Program
) -> None:
    page = new_page(**PHONE)
    sign_in(page, stack, path="settings/channels/new", live=False)
    page.get_by_role("link", name="API channel").click()
    page.get_by_label("Name").fill("Shop app")
    page.get_by_role("button", name="Create channel").click()
    expect(page.get_by_text("Fill in this field.")).to_be_visible()
    page.get_by_label("Your address").fill("ftp://127.0.0.1/messages")
    page.get_by_role("button", name="Create channel").click()
    expect(page.get_by_text("must be an address like")).to_be_visible()
    sound(page, "wizard")
    page.get_by_label("Your address").fill(program.url)
    page.get_by_role("button", name="Create channel").click()

    result = page.get_by_test_id("connect-result")
    connect = page.get_by_role("button", name="Connect", exact=True)
    page.get_by_role("button", name="Make address and key").click()
    keys_on(page, program)
    right, program.connector.key = program.connector.key, "whsec_" + "A" * 43 + "="
    connect.click()
    expect(result).to_contain_text("Your server answered 401: wrong signature")
    program.connector.key = right
    connect.click()
    expect(result).to_contain_text("Connected.")
    sound(page, "connected")

    before = (program.connector.address, program.connector.key)
    page.get_by_role("button", name="Make new ones").click()
    page.get_by_role("dialog").get_by_role("button", name="Make new ones").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    keys_on(page, program)
    assert program.connector.address != before[0]
    assert program.connector.key != before[1]
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()


@pytest.mark.feature("2.1")
def test_a_customer_and_an_agent_talk_in_every_kind(
    stack: Stack, new_page: NewPage, connected: Program
) -> None:
    hello = f"Hola {mark()}"
    assert connected.says("text", text=hello, id="first") == 200
    assert connected.says("text", text=hello, id="first") == 200  # a repeat adds nothing
    page = new_page(**LAPTOP, color_scheme="dark")
    console = sign_in(page, stack)
    expect(console.row(hello)).to_contain_text("Luz Prado")
    console.open(hello)
    expect(console.message(hello)).to_have_count(1)
    head = page.get_by_role("region", name="Conversation with Luz Prado")
    expect(head.get_by_role("button", name="Luz Prado").locator("img")).to_be_visible()
    assert connected.connector.is_anybody_there()

    answer = f"Claro {mark()}"
    console.write(answer)
    event = connected.got("text", answer)
    assert event["recipient"] == {"id": LUZ["id"]}
    assert event["sender"]["name"]
    console.expect_delivery(answer, "sent")
    connected.connector.receipt(event, "read")
    console.expect_delivery(answer, "read")
    connected.connector.receipt(event, "delivered")  # late: never backwards

    connected.says("photo", text="esta")
    expect(console.message("esta").get_by_alt_text("file.png")).to_be_visible()
    connected.says("voice", duration=3)
    expect(console.messages.locator("audio")).to_be_attached()
    connected.says("document", file_name="factura.pdf")
    expect(console.message("factura.pdf")).to_be_visible()
    connected.says("location", latitude=-23.56, longitude=-46.65, title="MASP")
    expect(console.message("MASP")).to_be_visible()
    connected.says("contact", contacts=[{"name": "Rui Alves", "phones": ["+5511999990000"]}])
    expect(console.message("Rui Alves")).to_be_visible()
    connected.says("reaction", id=event["message"]["id"], emoji="❤️")
    expect(console.message(answer)).to_contain_text("❤")
    connected.says("edit", id="first", text=f"{hello} mesmo")
    expect(console.message(f"{hello} mesmo")).to_contain_text("edited")
    connected.says("text", text="<b>no</b> \u202eesrever", reply_to=event["message"]["id"])
    expect(console.message("<b>no</b>")).to_contain_text(answer)
    connected.says("hologram")
    expect(console.message("This kind of message is not supported yet")).to_be_visible()
    connected.says("rate", value="good")
    expect(console.event("The contact rated: good")).to_be_visible()
    console.expect_delivery(answer, "read")
    _agent_sends_the_rest(console, connected)
    sound(page, "talk")


def _agent_sends_the_rest(console: Console, program: Program) -> None:
    name, mime, data = file_of("file")
    plan = FilePayload(name=name, mimeType=mime, buffer=data)
    console.page.get_by_test_id("file-input").set_input_files([plan])
    expect(console.page.get_by_test_id("hints")).to_have_text("")  # nothing looks different there
    console.page.get_by_test_id("send").click()
    sent = program.got("document")["message"]
    assert (sent["file_name"], sent["mime_type"], sent["file_size"]) == (name, mime, len(data))


@pytest.mark.feature("2.2")
def test_what_the_program_refuses_is_said_and_sent_again(
    stack: Stack, new_page: NewPage, connected: Program
) -> None:
    hello, answer = f"Oi {mark()}", f"Ainda aí? {mark()}"
    connected.says("text", text=hello)
    console = sign_in(new_page(**LAPTOP), stack)
    console.open(hello)
    connected.refusal = "Luz has closed her account"
    console.write(answer)
    console.expect_delivery(answer, "failed")
    expect(console.message(answer)).to_contain_text(connected.refusal)
    connected.refusal = ""
    console.message(answer).get_by_test_id("retry-delivery").click()
    connected.got("text", answer)
    console.expect_delivery(answer, "sent")
    assert sum(x["message"].get("text") == answer for x in connected.told) == 1
    agent, id = stack.agent(), console.page.url.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
    options = [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]
    content = {"kind": "options", "text": "Shall we call?", "options": options}
    agent.post(f"/conversations/{id}/messages", {"client_id": mark() * 2, "content": content})
    keyboard = connected.got("keyboard")["message"]
    assert [button["id"] for button in keyboard["keyboard"]] == ["yes", "no"]
    connected.says("choice", choice={"id": "yes", "text": "Yes"}, reply_to=keyboard["id"])
    expect(console.messages.last).to_contain_text("Yes")
