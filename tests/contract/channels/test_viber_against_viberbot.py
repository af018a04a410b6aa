"""What we send to Viber against Viber's own library, and keyboards against another's types."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
from hypothesis import given, settings

from chalicelib.channels import registry
from chalicelib.channels.abilities import Answering, Profiled
from chalicelib.channels.base import InboundMessage, ProviderRequest, WebhookRequest
from chalicelib.shared.content import Content, Kind, Media
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CASES, CHANNELS, body_of
from tests.contract.channels.described import WRITTEN, problems, schema
from tests.contract.channels.outgoing import CONTENTS, LINK

pytestmark = pytest.mark.feature("2.1")

BASE = "https://chatapi.viber.com/pa"
PERSON = "01234567890A="
VIBER = registry.get("viber")
CHANNEL = CHANNELS["viber"]
FILES = {
    "picture": Content(Kind.IMAGE, "caption", (Media("image/jpeg", "a.jpg", 9, key="jpg"),)),
    "screenshot": Content(Kind.IMAGE, "", (Media("image/png", "a.png", 9, key="png"),)),
    "film": Content(Kind.VIDEO, "caption", (Media("video/mp4", "a.mp4", 9, key="mp4"),)),
    "long film": Content(
        Kind.VIDEO, "", (Media("video/mp4", "a.mp4", 9, key="mp4", duration=170),)
    ),
}
LINKS = {"k": LINK, "jpg": "https://f.example.com/a.jpg?s=1", "mp4": "https://f.example.com/a.mp4"}
LINKS["png"] = "https://f.example.com/a.png"


class Wire:
    """viberbot with a transport that writes down what it would post."""

    def __init__(self) -> None:
        configuration = importlib.import_module("viberbot.api.bot_configuration")
        self.messages = importlib.import_module("viberbot.api.messages")
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self.api = importlib.import_module("viberbot").Api(
            configuration.BotConfiguration(CHANNEL.secrets["token"], "Café Tertulia", None)
        )
        self.api._request_sender.post_request = self._take

    def _take(self, endpoint: str, payload: str) -> dict[str, Any]:
        body = json.loads(payload)
        assert body.pop("auth_token") == CHANNEL.secrets["token"]
        self.posted.append((endpoint, body))
        return {"status": 0, "message_token": 1, "event_types": [], "user": {}}

    def sends(self, body: dict[str, Any]) -> dict[str, Any]:
        """The same message through its own classes. Raises what its `validate` refuses."""
        message = self.messages.get_message(body)
        self.api.send_messages(PERSON, [message])
        return self.posted[-1][1]


@pytest.fixture(scope="module")
def wire() -> Wire:
    return Wire()


def bodies(content: Content, **more: Any) -> list[dict[str, Any]]:
    requests = VIBER.render(CHANNEL, PERSON, content, base_url=BASE, media_url=LINKS, **more)
    assert all(each.url == f"{BASE}/send_message" for each in requests)
    return [dict(each.json or {}) for each in requests]


def assert_it_is_as_described(wire: Wire, body: dict[str, Any]) -> None:
    theirs = wire.sends(body)
    assert {**theirs, "sender": {"name": theirs["sender"]["name"]}} == body
    described = {key: value for key, value in body.items() if key != "receiver"}
    assert not problems(schema("viber"), described), body
    assert len(json.dumps(body).encode()) <= 30_000
    assert len(body.get("tracking_data", "")) <= 4000


@pytest.mark.parametrize("case", [*CONTENTS, *FILES])
def test_we_send_what_viberbot_sends(wire: Wire, case: str) -> None:
    for body in bodies({**CONTENTS, **FILES}[case], reply_to="5555"):
        body.setdefault("min_api_version", 1)
        assert_it_is_as_described(wire, body)


@settings(max_examples=60, deadline=None)
@given(content=WRITTEN)
def test_whatever_is_written_is_as_described(wire: Wire, content: Content) -> None:
    try:
        found = bodies(content)
    except InvalidInput:
        return
    for body in found:
        assert_it_is_as_described(wire, body)


def test_the_welcome_is_a_message_of_theirs(wire: Wire) -> None:
    assert isinstance(VIBER, Answering)
    opened = json.dumps({"event": "conversation_started", "subscribed": False}).encode()
    reply = VIBER.answer(CHANNEL, WebhookRequest("POST", {}, {}, opened))
    assert reply is not None
    assert not problems(schema("viber"), json.loads(reply.text))
    assert wire.messages.get_message(json.loads(reply.text)).validate()


def test_connecting_asks_what_viberbot_asks(wire: Wire) -> None:
    url = "https://api.example.com/hooks/viber/acc-viber"
    account, webhook = VIBER.connect_requests(CHANNEL, webhook_url=url, base_url=BASE)
    events = importlib.import_module("viberbot.api.event_type").EventType
    known = {value for name, value in vars(events).items() if name.isupper()}
    ours: dict[str, Any] = dict(webhook.json or {})
    # Of its time before personalisation could be asked for: getting-started/web-hooks.
    assert (ours.pop("send_name"), ours.pop("send_photo")) == (True, True)
    assert set(ours["event_types"]) <= known
    wire.api.set_webhook(url, ours["event_types"])
    assert wire.posted[-1] == ("set_webhook", {**ours, "is_inline": False})
    wire.api.get_account_info()
    assert wire.posted[-1] == (end_of(account), dict(account.json or {}))


def test_a_profile_is_asked_as_viberbot_asks(wire: Wire) -> None:
    assert isinstance(VIBER, Profiled)
    asked = VIBER.profile_request(CHANNEL, PERSON, base_url=BASE)
    wire.api.get_user_details(PERSON)
    assert wire.posted[-1] == (end_of(asked), dict(asked.json or {}))


def end_of(request: ProviderRequest) -> str:
    assert request.headers == {"X-Viber-Auth-Token": CHANNEL.secrets["token"]}
    return request.url.removeprefix(f"{BASE}/")


# All but the ones that are wrong or of a future on purpose, and callbacks that it has no class for.
READ = [
    case
    for kind, case in CASES
    if kind == "viber" and not {"unknown", "wrong", "webhook", "voice"} & set(case.split("_"))
]


@pytest.mark.parametrize("case", READ)
def test_we_read_what_viberbot_reads(wire: Wire, case: str) -> None:
    body = body_of("viber", case)
    items = [item for item in VIBER.parse(body.decode()) if isinstance(item, InboundMessage)]
    read = wire.api.parse_request(body)
    if read.event_type != "message":
        assert not items
        return
    [ours] = items
    assert (ours.id, ours.sender.id) == (str(read.message_token), read.sender.id)
    assert ours.sender.name == (read.sender.name or "")


def test_the_library_tells_right_from_wrong(wire: Wire) -> None:
    with pytest.raises(Exception, match="not supported"):
        wire.sends({"type": "voice", "media": "x"})
    with pytest.raises(Exception, match="failed validating"):
        wire.sends({"type": "video", "media": "x"})
    right = bodies(CONTENTS["buttons"])[-1]
    right.pop("receiver")
    assert not problems(schema("viber"), right)
    assert problems(schema("viber"), {**right, "keyboard": {**right["keyboard"], "Type": "x"}})
    assert problems(schema("viber"), {**right, "reply_to": "1"})
