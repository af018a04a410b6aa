"""Our reading and writing of WhatsApp's formats against another's: the pywa library."""

from __future__ import annotations

import importlib
import json
from typing import Any

import httpx
import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import InboundMessage
from chalicelib.shared.content import Content, Kind
from tests.contract.channels.captured import CASES, CHANNELS, body_of
from tests.contract.channels.outgoing import CONTENTS, LINK

TO = "34600000001"


class Wire:
    """pywa with a transport that writes down what it would send."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        pywa = importlib.import_module("pywa")
        self.types = importlib.import_module("pywa.types")
        session = httpx.Client(transport=httpx.MockTransport(self._take))
        self.client = pywa.WhatsApp(phone_id="106540352242922", token="t", session=session)

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(json.loads(request.content))
        answer = {
            "messaging_product": "whatsapp",
            "contacts": [{"input": TO, "wa_id": TO}],
            "messages": [{"id": "wamid.x"}],
        }
        return httpx.Response(200, json=answer)


@pytest.fixture(scope="module")
def wire() -> Wire:
    return Wire()


def theirs(wire: Wire, case: str) -> dict[str, Any]:
    """What pywa sends for the same thing."""
    client, types = wire.client, wire.types
    rows = [types.SectionRow(f"Option {n}", str(n), "d") for n in range(5)]
    calls = {
        "text": lambda: client.send_message(TO, "Hello\nthere"),
        "image": lambda: client.send_image(TO, LINK, "caption"),
        "video": lambda: client.send_video(TO, LINK, "caption"),
        "audio": lambda: client.send_audio(TO, LINK),
        "file": lambda: client.send_document(TO, LINK, caption="caption", filename="contract.pdf"),
        "sticker": lambda: client.send_sticker(TO, LINK),
        "place": lambda: client.send_location(TO, 1.5, -2.25, "Corner", "Main street 1"),
        "buttons": lambda: client.send_message(
            TO,
            "Shall we call?",
            buttons=[types.Button("Yes, please", "a"), types.Button("No", "b")],
        ),
        "list": lambda: client.send_message(
            TO, "Which?", buttons=types.SectionList("☰", [types.Section("", rows)])
        ),
        "link": lambda: client.send_message(
            TO, "See", buttons=types.URLButton("Shop", "https://e.org/")
        ),
    }
    calls[case]()
    return wire.bodies[-1]


def same(body: Any) -> Any:
    """Numbers as text or not, and what may be left out, do not matter."""
    if isinstance(body, dict):
        left_out = {"preview_url": False, "title": ""}
        return {
            key: same(value) for key, value in body.items() if left_out.get(key, object()) != value
        }
    if isinstance(body, list):
        return [same(each) for each in body]
    return str(body) if isinstance(body, float) else body


@pytest.mark.parametrize(
    "case",
    ["text", "image", "video", "audio", "file", "sticker", "place", "buttons", "list", "link"],
)
def test_we_send_what_pywa_sends(wire: Wire, case: str) -> None:
    [ours] = registry.get("whatsapp").render(
        CHANNELS["whatsapp"], TO, CONTENTS[case], base_url="https://g", media_url={"k": LINK}
    )
    assert same(ours.json) == same(theirs(wire, case))


READABLE = {
    Kind.TEXT,
    Kind.IMAGE,
    Kind.VIDEO,
    Kind.AUDIO,
    Kind.VOICE,
    Kind.FILE,
    Kind.STICKER,
    Kind.LOCATION,
    Kind.CONTACT,
    Kind.ORDER,
}


def messages() -> list[tuple[str, InboundMessage]]:
    """Captured messages of one person; pywa wants the user id that Meta adds since April 2026."""
    read = {
        case: registry.get(kind).parse(body_of(kind, case).decode())
        for kind, case in CASES
        if kind == "whatsapp"
    }
    return [
        (case, items[0])
        for case, items in read.items()
        if len(items) == 1
        and isinstance(items[0], InboundMessage)
        and not items[0].echo
        and items[0].content.kind in READABLE
        and items[0].sender.alias
    ]


@pytest.mark.parametrize(("case", "ours"), messages(), ids=[case for case, _ in messages()])
def test_we_read_what_pywa_reads(wire: Wire, case: str, ours: InboundMessage) -> None:
    update = json.loads(body_of("whatsapp", case))
    read = wire.types.Message.from_update(client=wire.client, update=update)
    content = ours.content
    assert (read.id, read.from_user.wa_id) == (ours.id, ours.sender.id)
    assert read.timestamp == ours.sent_at
    if content.kind is not Kind.ORDER:
        assert (read.text or read.caption or "") == content.text
    assert bool(read.forwarded) == content.forwarded
    if content.media:
        assert read.media.id == content.media[0].provider_id
    if content.location:
        assert (read.location.latitude, read.location.longitude) == (
            content.location.latitude,
            content.location.longitude,
        )
    if content.contacts:
        assert [card.name.formatted_name for card in read.contacts] == [
            card.name for card in content.contacts
        ]


def test_the_list_of_readable_cases_is_not_empty() -> None:
    kinds = {ours.content.kind for _, ours in messages()}
    assert kinds == READABLE
    assert isinstance(CONTENTS["text"], Content)
