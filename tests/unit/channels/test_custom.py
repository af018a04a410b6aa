"""An API channel: whom it believes, what goes out, and what an answer means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks import Webhook, WebhookVerificationError

from chalicelib.channels import registry
from chalicelib.channels.base import ProviderRequest, ProviderResponse, Stamp, Verdict
from chalicelib.channels.custom import Custom
from chalicelib.shared.content import Content, Kind, Option
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CASES, CHANNELS, body_of, signed
from tests.contract.channels.outgoing import CONTENTS, LINK
from tests.support.connector import FOLDER, sample

ADAPTER = Custom()
CHANNEL = CHANNELS["custom"]
OPEN = replace(CHANNEL, settings={"url": "https://shop.example.com/messages"})
KEY = CHANNEL.secrets["signing_key"]
STAMP = Stamp("7f3a0c5be1d24c6f9f6b1f0d2c3b4a59", datetime(2026, 7, 1, 10, tzinfo=UTC), "Ana")
SCHEMA = json.loads((FOLDER / "event.schema.json").read_text())


def rendered(content: Content, reply_to: str = "") -> list[ProviderRequest]:
    calls = ADAPTER.render(
        CHANNEL, "u-1043", content, base_url="", media_url={"k": LINK}, reply_to=reply_to
    )
    return [call.stamped(STAMP) for call in calls if call.stamped]


def event_of(call: ProviderRequest) -> dict[str, Any]:
    return dict(json.loads(call.body or b""))


def message_of(content: Content) -> dict[str, Any]:
    [call] = rendered(content)
    return dict(event_of(call)["message"])


# Whom it believes -----------------------------------------------------------------------------


@pytest.mark.feature("2.1")
def test_the_secret_address_is_enough_and_nothing_less_is() -> None:
    request = replace(signed("custom", body_of("custom", "text")), headers={})
    assert ADAPTER.verify(OPEN, request)
    for token in ("", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "\ud83d"):
        assert not ADAPTER.verify(OPEN, replace(request, token=token))
    assert not ADAPTER.verify(replace(OPEN, secrets={}), replace(request, token=""))
    assert not ADAPTER.verify(CHANNEL, request), "here every event has to be signed"


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("channel", [OPEN, CHANNEL], ids=["optional", "required"])
@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "d-2"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1782900001"},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-timestamp": "²"},
    ],
)
def test_a_wrong_signature_is_refused_even_where_none_is_asked(
    channel: Any, change: Mapping[str, str]
) -> None:
    request = signed("custom", body_of("custom", "text"))
    assert ADAPTER.verify(channel, request)
    assert not ADAPTER.verify(channel, replace(request, headers={**request.headers, **change}))


@pytest.mark.parametrize(("late", "right"), [(0, True), (300, True), (301, False), (-301, False)])
def test_a_signature_is_good_for_five_minutes(late: int, right: bool) -> None:
    request = signed("custom", body_of("custom", "text"))
    at = request.at + timedelta(seconds=late)
    assert ADAPTER.verify(CHANNEL, replace(request, at=at)) is right


def test_one_of_several_signatures_is_enough() -> None:
    request = signed("custom", body_of("custom", "text"))
    many = f"v2,zzz v1,AAAA {request.headers['webhook-signature']}"
    headers = {**request.headers, "webhook-signature": many}
    assert ADAPTER.verify(CHANNEL, replace(request, headers=headers))


def test_the_documented_connector_signs_as_we_check() -> None:
    request = signed("custom", body_of("custom", "text"))
    stamp = str(int(request.at.timestamp()))
    told = sample.sign(KEY, "d-1", stamp, request.body)
    assert told == request.headers["webhook-signature"]


@pytest.mark.parametrize(("paused", "status"), [(False, "1"), (True, "0")])
def test_the_status_is_told_to_who_knows_the_address(paused: bool, status: str) -> None:
    request = replace(signed("custom", b""), method="GET", headers={})
    told = ADAPTER.challenge(replace(OPEN, paused=paused), request) or ""
    assert ADAPTER.status(told, attended=True) == status
    assert ADAPTER.status(told, attended=False) == "0"
    assert ADAPTER.challenge(OPEN, replace(request, token="")) is None


# What comes in --------------------------------------------------------------------------------


@pytest.mark.feature("2.1")
def test_two_messages_without_ids_that_say_the_same_are_two() -> None:
    request = replace(signed("custom", body_of("custom", "text_without_ids")), headers={})
    later = replace(request, at=request.at + timedelta(seconds=2))
    first, second = (ADAPTER.parse(ADAPTER.named(x).decode()) for x in (request, later))
    assert first[0].id != second[0].id
    assert ADAPTER.named(request) == ADAPTER.named(request)


def test_a_delivery_that_is_repeated_by_its_id_is_one() -> None:
    request = signed("custom", body_of("custom", "text_without_ids"))
    later = replace(request, at=request.at + timedelta(seconds=60))
    assert ADAPTER.named(request) == ADAPTER.named(later)
    [item] = ADAPTER.parse(ADAPTER.named(request).decode())
    assert item.id == "d-1"


@pytest.mark.parametrize("case", [case for kind, case in CASES if kind == "custom"])
def test_naming_changes_no_more_than_ids(case: str) -> None:
    request = signed("custom", body_of("custom", case))
    named = ADAPTER.parse(ADAPTER.named(request).decode())
    before = ADAPTER.parse(request.body.decode())
    assert [(x.type, x.sender) for x in named] == [(x.type, x.sender) for x in before]


@pytest.mark.feature("2.1")
@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("https://cdn.example/u/1.jpg", "https://cdn.example/u/1.jpg"),
        (" http://cdn.example/1 ", "http://cdn.example/1"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("//cdn.example/1.jpg", ""),
        ("https://cdn.example/" + "x" * 2000, ""),
        (7, ""),
        (None, ""),
    ],
)
def test_a_picture_of_the_customer_is_an_address_or_nothing(told: object, taken: str) -> None:
    event = {"sender": {"id": 1, "photo": told}, "message": {"type": "text", "text": "hi"}}
    [item] = ADAPTER.parse(json.dumps(event))
    assert item.type == "message"
    assert item.sender.photo == taken


COMING = Draft202012Validator(json.loads((FOLDER / "event-in.schema.json").read_text()))


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("case", [case for kind, case in CASES if kind == "custom"])
def test_what_the_published_schema_allows_is_what_is_understood(case: str) -> None:
    body = json.loads(body_of("custom", case))
    for event in body.get("events", [body]):
        [item] = ADAPTER.parse(json.dumps({"events": [event]}))
        assert COMING.is_valid(event) is (item.type != "unsupported"), item
    assert COMING.is_valid(body) is all(
        COMING.is_valid(each) for each in body.get("events", [body])
    )


# What goes out --------------------------------------------------------------------------------


@pytest.mark.feature("2.2")
@pytest.mark.parametrize("case", list(CONTENTS))
def test_what_goes_out_is_as_the_published_schema_has_it(case: str) -> None:
    calls = rendered(CONTENTS[case], reply_to="m-1")
    for call in calls:
        Draft202012Validator(SCHEMA).validate(event_of(call))
        assert call.url == "https://shop.example.com/messages"
    first = event_of(calls[0])
    assert first["recipient"] == {"id": "u-1043"}
    assert first["sender"] == {"name": "Ana", "bot": False}
    assert first["message"]["reply_to"] == "m-1"
    assert len(calls) == (3 if case == "album" else 1)


@pytest.mark.feature("2.1")
def test_what_goes_out_is_verified_by_the_library_of_the_convention() -> None:
    [asked] = ADAPTER.render(CHANNEL, "u", CONTENTS["text"], base_url="", media_url={})
    assert asked.stamped
    call = asked.stamped(replace(STAMP, at=datetime.now(UTC)))
    Webhook(KEY).verify(call.body or b"", dict(call.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(KEY).verify((call.body or b"") + b" ", dict(call.headers))


def test_the_schema_takes_no_event_that_is_none() -> None:
    [call] = rendered(CONTENTS["text"])
    event = event_of(call)
    for wrong in (
        {**event, "recipient": {}},
        {**event, "message": {**event["message"], "type": "hologram"}},
        {**event, "message": {"type": "text", "id": "x"}},
    ):
        assert not Draft202012Validator(SCHEMA).is_valid(wrong)


def test_a_bot_is_told_apart_and_a_ping_is_nobodys() -> None:
    [call] = ADAPTER.render(CHANNEL, "u", CONTENTS["text"], base_url="", media_url={})
    assert call.stamped
    by_bot = event_of(call.stamped(replace(STAMP, author="", by_bot=True)))
    assert by_bot["sender"] == {"name": "", "bot": True}
    [asked] = ADAPTER.connect_requests(CHANNEL, webhook_url="", base_url="")
    assert asked.stamped
    ping = event_of(asked.stamped(STAMP))
    Draft202012Validator(SCHEMA).validate(ping)
    assert (set(ping), ping["message"]["type"]) == ({"message"}, "ping")


def test_a_voice_message_is_an_audio_that_says_so() -> None:
    assert message_of(CONTENTS["voice"])["type"] == "audio"
    assert message_of(CONTENTS["voice"])["voice"] is True
    assert "voice" not in message_of(CONTENTS["audio"])


def test_buttons_bear_what_comes_back_and_more_than_thirty_are_numbered() -> None:
    buttons = message_of(CONTENTS["buttons"])["keyboard"]
    assert buttons == [{"text": "Yes, please", "id": "a"}, {"text": "No", "id": "b"}]
    assert message_of(CONTENTS["link"])["keyboard"] == [{"text": "Shop", "url": "https://e.org/"}]
    many = tuple(Option(str(n), f"Option {n}") for n in range(31))
    assert message_of(Content(Kind.OPTIONS, "Which?", options=many))["type"] == "text"


def test_nothing_goes_out_without_a_key() -> None:
    with pytest.raises(InvalidInput, match="keys first"):
        ADAPTER.render(
            replace(CHANNEL, secrets={}), "u", CONTENTS["text"], base_url="", media_url={}
        )


# What an answer means -------------------------------------------------------------------------


@pytest.mark.feature("2.3")
@pytest.mark.parametrize(
    ("status", "body", "verdict", "reason"),
    [
        (200, b"", Verdict.SENT, ""),
        (204, b"ignored", Verdict.SENT, ""),
        (301, b"", Verdict.PERMANENT, "your server redirects; no redirect is followed"),
        (400, b"No such customer", Verdict.PERMANENT, "No such customer"),
        (404, b"", Verdict.PERMANENT, "your server answered 404"),
        (422, b'{"error": "closed"}', Verdict.PERMANENT, "closed"),
        (422, b"[" * 100_000, Verdict.PERMANENT, "[" * 500),
        (401, b"wrong signature", Verdict.CREDENTIALS, "wrong signature"),
        (403, b"", Verdict.CREDENTIALS, "your server answered 403"),
        (410, b"", Verdict.CREDENTIALS, "your server answered 410"),
        (0, b"", Verdict.RETRY, ""),
        (408, b"", Verdict.RETRY, ""),
        (429, b"", Verdict.RETRY, ""),
        (500, b"oops", Verdict.RETRY, "oops"),
        (503, b"", Verdict.RETRY, ""),
    ],
)
def test_an_answer_is_sorted(status: int, body: bytes, verdict: Verdict, reason: str) -> None:
    result = ADAPTER.read_response(ProviderResponse(status, {}, body))
    assert (result.verdict, result.reason) == (verdict, reason)


def test_an_answer_may_name_the_message_and_ask_for_patience() -> None:
    named = ADAPTER.read_response(ProviderResponse(200, {}, b'{"id": "theirs-1"}'))
    assert named.provider_id == "theirs-1"
    for odd in (b'{"id": 7}', b'{"id": ""}', b'{"id": "' + b"x" * 301 + b'"}', b"[]", b"{"):
        assert ADAPTER.read_response(ProviderResponse(200, {}, odd)).provider_id == ""
    busy = ADAPTER.read_response(ProviderResponse(429, {"retry-after": "40"}, b""))
    assert busy.retry_after == 40
    page = ProviderResponse(404, {"content-type": "text/html"}, b"<h1>Not found</h1>")
    assert ADAPTER.read_response(page).reason == "your server answered 404"


def test_it_is_among_the_kinds() -> None:
    assert registry.get("custom").kind == "custom"
