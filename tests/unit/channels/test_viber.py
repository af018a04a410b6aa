"""Viber: what goes out, what its answers mean, and the one answer to a callback that it reads."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.abilities import Answering, Profiled
from chalicelib.channels.base import (
    Profile,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookRequest,
)
from chalicelib.channels.policy import Difference, differences
from chalicelib.channels.viber.render import LIMITS
from chalicelib.shared.content import ContactCard, Content, Kind, Location, Media, Option, text
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CHANNELS, body_of, signed
from tests.contract.channels.outgoing import CONTENTS

BASE = "https://chatapi.viber.com/pa"
VIBER = registry.get("viber")
MB = 1024 * 1024
PERMANENT = (1, 3, 4, 5, 6, 11, 13, 14, 16, 17, 21)


def bodies(content: Content, link: str = "https://files.example.com/k") -> list[dict[str, Any]]:
    requests = VIBER.render(
        CHANNELS["viber"], "01234567890A=", content, base_url=BASE, media_url={"k": link}
    )
    token = CHANNELS["viber"].secrets["token"]
    assert {request.url for request in requests} == {f"{BASE}/send_message"}
    assert all(request.headers == {"X-Viber-Auth-Token": token} for request in requests)
    found = [dict(request.json or {}) for request in requests]
    assert all(body.pop("receiver") == "01234567890A=" for body in found)
    assert all(body.pop("sender") == {"name": "Café Tertulia"} for body in found)
    assert all(body.pop("min_api_version") == 1 for body in found)
    return found


@pytest.mark.feature("2.1")
def test_a_text_goes_out_in_the_bots_name() -> None:
    assert bodies(text("Hello")) == [{"type": "text", "text": "Hello"}]
    long = replace(CHANNELS["viber"], settings={}, name="n" * 40)
    [request] = VIBER.render(long, "x", text("hi"), base_url=BASE, media_url={})
    assert dict(request.json or {})["sender"] == {"name": "n" * 28}


@pytest.mark.parametrize(
    "words", ["x" * 8000, "слово " * 2000, "😀" * 4000, "ก" * 7000, '"\\' * 3500]
)
def test_no_message_is_larger_than_viber_takes(words: str) -> None:
    found = bodies(text(words))
    assert all(len(json.dumps(body)) < 29_000 and len(body["text"]) <= 7000 for body in found)
    assert "".join(body["text"] for body in found).replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize(
    ("media", "kind", "sent"),
    [
        (Media("image/jpeg", "a.jpg", 1 * MB, key="k"), Kind.IMAGE, "picture"),
        (Media("image/jpeg", "a.jpg", 1 * MB + 1, key="k"), Kind.IMAGE, "file"),
        (Media("image/png", "a.png", 10, key="k"), Kind.IMAGE, "picture"),
        (Media("image/gif", "a.gif", 10, key="k"), Kind.IMAGE, "file"),
        (Media("video/mp4", "a.mp4", 26 * MB, key="k"), Kind.VIDEO, "video"),
        (Media("video/mp4", "a.mp4", 26 * MB + 1, key="k"), Kind.VIDEO, "file"),
        (Media("video/webm", "a.webm", 10, key="k"), Kind.VIDEO, "file"),
        (Media("audio/ogg", "a.ogg", 10, key="k"), Kind.VOICE, "file"),
        (Media("image/webp", "a.webp", 10, key="k"), Kind.STICKER, "file"),
    ],
)
@pytest.mark.feature("2.2")
def test_what_viber_takes_as_itself_goes_as_itself_and_the_rest_as_a_file(
    media: Media, kind: Kind, sent: str
) -> None:
    content = Content(kind, "", (media,))
    [body] = bodies(content, f"https://files.example.com/m/{media.name}?signature=1")
    assert body["type"] == sent
    told = (
        []
        if sent in ("picture", "video")
        else [Difference("sent_as", name=media.name, kind="file")]
    )
    assert differences(LIMITS, content) == told
    if sent == "file":
        assert (body["size"], body["file_name"]) == (media.size, media.name)


def test_a_file_above_fifty_megabytes_is_refused_before_it_is_sent() -> None:
    large = Media("application/pdf", "a.pdf", 50 * MB + 1, key="k")
    with pytest.raises(InvalidInput) as refused:
        bodies(Content(Kind.FILE, "", (large,)))
    assert refused.value.field == "content.media.0.size"


def test_an_address_that_names_no_picture_carries_a_file() -> None:
    media = Media("image/jpeg", "a", 10, key="k")
    [body, words] = bodies(Content(Kind.IMAGE, "see", (media,)), "https://files.example.com/a")
    assert (body["type"], words) == ("file", {"type": "text", "text": "see"})


def test_words_go_with_the_first_picture_and_after_files() -> None:
    pictures = tuple(Media("image/jpeg", f"{n}.jpg", 9, key="k") for n in range(2))
    link = "https://files.example.com/0.jpg"
    first, second = bodies(Content(Kind.IMAGE, "see", pictures), link)
    assert (first["text"], second["text"]) == ("see", "")
    long = bodies(Content(Kind.IMAGE, "x" * 513, pictures[:1]), link)
    assert [body["type"] for body in long] == ["picture", "text"]
    assert [body["type"] for body in bodies(CONTENTS["file"])] == ["file", "text"]


def test_a_place_and_a_card() -> None:
    place = Content(Kind.LOCATION, location=Location(1.5, -2.25, "Corner", "Main street 1"))
    assert bodies(place) == [
        {"type": "text", "text": "Corner\nMain street 1"},
        {"type": "location", "location": {"lat": 1.5, "lon": -2.25}},
    ]
    plain = Content(Kind.CONTACT, contacts=(ContactCard("Rui", ("+5511999990000",)),))
    assert bodies(plain) == [
        {"type": "contact", "contact": {"name": "Rui", "phone_number": "+5511999990000"}}
    ]
    [words] = bodies(CONTENTS["contact"])  # says more than a card of Viber's holds
    assert words["text"].splitlines() == ["Rui Alves", "Alves", "+5511999990000", "rui@example.com"]


def test_buttons_say_their_words_and_what_they_stand_for_comes_back() -> None:
    options = (
        Option("a", "Yes <b>"),
        Option("b", "No", "never"),
        Option("", "Shop", url="https://e.org"),
    )
    [body] = bodies(Content(Kind.OPTIONS, "Which?", options=options))
    assert body["text"] == "Which?\nNo — never"
    assert json.loads(body["tracking_data"]) == {"tertulia": {"Yes <b>": "a", "No": "b"}}
    first, second, third = body["keyboard"]["Buttons"]
    assert (first["ActionType"], first["ActionBody"], first["Text"]) == (
        *("reply", "Yes <b>", "Yes &lt;b&gt;"),
    )
    assert second["Text"] == "No"
    assert (third["ActionType"], third["ActionBody"]) == ("open-url", "https://e.org")


def test_more_options_than_a_keyboard_holds_are_numbered() -> None:
    options = tuple(Option(str(n), f"Option {n}") for n in range(13))
    [body] = bodies(Content(Kind.OPTIONS, "Which?", options=options))
    assert "keyboard" not in body
    assert body["text"].splitlines()[13] == "13. Option 12"


def answer(body: object, status: int = 200) -> ProviderResponse:
    return ProviderResponse(status, {}, json.dumps(body).encode())


def test_a_message_that_was_taken_has_a_token() -> None:
    taken = {"status": 0, "status_message": "ok", "message_token": 5741311803571721087}
    sent = SendResult(Verdict.SENT, provider_id="5741311803571721087")
    assert VIBER.read_response(answer(taken)) == sent


@pytest.mark.parametrize(
    ("status", "verdict", "wait"),
    [
        *((code, Verdict.CREDENTIALS, 0) for code in (2, 7, 8, 9, 10, 15)),
        *((code, Verdict.PERMANENT, 0) for code in (*PERMANENT, 22, 23, 24)),
        (12, Verdict.RETRY, 60),
        (99, Verdict.RETRY, 0),
    ],
)
def test_a_status_says_what_is_to_be_done(status: int, verdict: Verdict, wait: int) -> None:
    result = VIBER.read_response(answer({"status": status, "status_message": "why"}))
    assert (result.verdict, result.retry_after) == (verdict, wait)
    assert (result.reason, result.code) == ("why", str(status))


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        (ProviderResponse(0, {}, b""), Verdict.RETRY),
        (ProviderResponse(502, {}, b"<html>"), Verdict.RETRY),
        (ProviderResponse(200, {}, b"[" * 10_000), Verdict.RETRY),
        (ProviderResponse(403, {}, b""), Verdict.CREDENTIALS),
        (ProviderResponse(404, {}, b""), Verdict.PERMANENT),
        (answer({"status": 0}), Verdict.RETRY),  # no token: nobody knows
        (answer({"status": True, "message_token": 1}), Verdict.RETRY),
    ],
)
def test_an_answer_that_is_none_is_never_taken_for_sent(
    response: ProviderResponse, verdict: Verdict
) -> None:
    assert VIBER.read_response(response).verdict is verdict


def started(**more: object) -> WebhookRequest:
    event = {**json.loads(body_of("viber", "conversation_started")), **more}
    return signed("viber", json.dumps(event).encode())


def test_the_welcome_answers_the_opening_of_a_chat_and_nothing_else() -> None:
    assert isinstance(VIBER, Answering)
    channel = CHANNELS["viber"]
    reply = VIBER.answer(channel, started())
    assert reply is not None
    assert (reply.mime, reply.last) == ("application/json", False)
    assert json.loads(reply.text) == {
        "sender": {"name": "Café Tertulia"},
        "type": "text",
        "text": "What can we do for you?",
    }
    assert VIBER.answer(channel, started(subscribed=True)) is None
    assert VIBER.answer(channel, started(event="message")) is None
    assert VIBER.answer(replace(channel, settings={}), started()) is None
    assert VIBER.answer(channel, WebhookRequest("POST", {}, {}, b"\xff[")) is None


def test_receipts_of_one_message_are_told_apart_and_repeats_are_not() -> None:
    cases = ["delivered", "seen", "failed"]
    names = [VIBER.split(body_of("viber", case))[0].dedup for case in cases]
    assert len(set(names)) == 3
    later = json.loads(body_of("viber", "seen")) | {"timestamp": 1457764199999}
    assert VIBER.split(json.dumps(later).encode())[0].dedup == names[1]


def test_connecting_asks_who_the_bot_is_and_sets_the_webhook() -> None:
    first, second = VIBER.connect_requests(
        CHANNELS["viber"], webhook_url="https://t.example/hook", base_url=BASE
    )
    assert first.url == f"{BASE}/get_account_info"
    body = dict(second.json or {})
    assert (second.url, body["url"]) == (f"{BASE}/set_webhook", "https://t.example/hook")
    assert set(body["event_types"]) >= {"delivered", "seen", "failed", "conversation_started"}  # type: ignore[call-overload]
    assert (body["send_name"], body["send_photo"]) == (True, True)


def test_a_profile_that_is_not_told_is_none() -> None:
    assert isinstance(VIBER, Profiled)
    assert VIBER.read_profile(answer({"status": 12})) is None
    assert VIBER.read_profile(ProviderResponse(500, {}, b"")) is None
    odd = {"status": 0, "user": {"name": 7, "avatar": "javascript:alert(1)"}}
    assert VIBER.read_profile(answer(odd)) == Profile()
