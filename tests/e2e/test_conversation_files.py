"""Files between a visitor and an agent, both ways."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.stack import Json, Person, Stack, eventually
from tests.e2e.test_conversation_live import conversation_of
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


PICTURE = png(2, 2)


@pytest.fixture
def talking(stack: Stack, new_page: NewPage) -> tuple[Widget, Person, Json]:
    page = new_page()
    widget = Site(stack).visit(page).open()
    agent = stack.agent()
    text = f"files {id(page)}"
    widget.say(text)
    return widget, agent, conversation_of(agent, text)


def newest(agent: Person, conversation: Json, kind: str) -> Json:
    """The newest message of that kind, once it is there."""

    def look() -> Json | None:
        messages = agent.get(f"/conversations/{conversation['id']}")["messages"]
        return next((m for m in reversed(messages) if m["content"]["kind"] == kind), None)

    return eventually(look)


def bytes_of(agent: Person, media: Json) -> bytes:
    link = agent.post("/media/links", {"keys": [media["key"]]})["links"][media["key"]]
    return httpx.get(link).content


@pytest.mark.feature("1.2")
def test_a_visitor_sends_a_file_and_a_picture(
    talking: tuple[Widget, Person, Json], tmp_path: Path
) -> None:
    widget, agent, conversation = talking
    order = tmp_path / "order ç 7.pdf"
    order.write_bytes(b"%PDF-1.4 order")
    picture = tmp_path / "bag.png"
    picture.write_bytes(PICTURE)
    widget.host.locator("input[type=file]").set_input_files([order, picture])

    expect(widget.window.get_by_text("order ç 7.pdf")).to_be_visible()
    file = newest(agent, conversation, "file")["content"]["media"][0]
    assert (file["name"], file["size"]) == ("order ç 7.pdf", len(b"%PDF-1.4 order"))
    assert bytes_of(agent, file) == b"%PDF-1.4 order"
    image = newest(agent, conversation, "image")["content"]["media"][0]
    assert (image["width"], image["height"]) == (2, 2)
    assert bytes_of(agent, image) == PICTURE

    widget.page.reload()  # now by the server's links alone
    shown = widget.window.locator(".mine .picture img")
    expect(shown).to_be_visible()
    assert eventually(lambda: shown.evaluate("image => image.naturalWidth")) == 2


@pytest.mark.feature("1.2")
def test_an_agent_sends_a_file(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    body = {
        "name": "invoice.txt",
        "mime": "text/plain",
        "size": 5,
        "conversation_id": conversation["id"],
    }
    ticket = agent.post("/uploads", body)
    put = httpx.post(ticket["url"], data=ticket["fields"], files={"file": ("f", b"total")})
    assert put.status_code < 300, put.text
    media = {"mime": "text/plain", "name": "invoice.txt", "size": 5, "key": ticket["key"]}
    content = {"kind": "file", "media": [media]}
    agent.post(
        f"/conversations/{conversation['id']}/messages",
        {"client_id": f"file-{conversation['id']}", "content": content},
    )
    card = widget.window.locator(".theirs a.card")
    expect(card.locator("b")).to_have_text("invoice.txt")
    link = eventually(lambda: card.get_attribute("href"))
    assert httpx.get(str(link)).content == b"total"


@pytest.mark.feature("1.2")
def test_a_file_can_be_dropped_and_pasted(talking: tuple[Widget, Person, Json]) -> None:
    widget, agent, conversation = talking
    hand = """(element, [kind, name]) => {
      const data = new DataTransfer();
      data.items.add(new File(['hello'], name, {type: 'text/plain'}));
      element.dispatchEvent(kind === 'paste'
        ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    widget.window.evaluate(hand, ["dragover", "dropped.txt"])
    expect(widget.window.locator(".drop")).to_be_visible()
    widget.window.evaluate(hand, ["drop", "dropped.txt"])
    expect(widget.window.locator(".drop")).to_have_count(0)
    widget.field.evaluate(hand, ["paste", "pasted.txt"])
    names = widget.window.locator(".mine .card b")
    expect(names).to_have_count(2)
    assert sorted(names.all_inner_texts()) == ["dropped.txt", "pasted.txt"]
    newest(agent, conversation, "file")


@pytest.mark.feature("1.2")
def test_a_file_that_cannot_be_sent_says_why(
    talking: tuple[Widget, Person, Json], tmp_path: Path
) -> None:
    widget, agent, conversation = talking
    nothing = tmp_path / "nothing.txt"
    nothing.touch()
    widget.host.locator("input[type=file]").set_input_files(nothing)
    expect(widget.window.get_by_role("alert")).to_have_text("The file is empty.")
    widget.window.get_by_role("button", name="Remove: nothing.txt").click()

    widget.page.route("**/api/widget/uploads", lambda route: route.abort())
    some = tmp_path / "some.txt"
    some.write_text("some")
    widget.host.locator("input[type=file]").set_input_files(some)
    expect(widget.window.get_by_role("alert")).to_have_text("The upload failed.")
    widget.page.unroute("**/api/widget/uploads")
    widget.window.get_by_role("button", name="Try again").click()
    assert newest(agent, conversation, "file")["content"]["media"][0]["name"] == "some.txt"
