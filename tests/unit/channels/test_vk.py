"""VK: what goes out, in how many steps, what its answers mean, and its handshake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.abilities import Answering, Profiled, Reply
from chalicelib.channels.base import (
    InboundMessage,
    Profile,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookRequest,
)
from chalicelib.shared.content import Content, Kind, Media, Option, text
from tests.contract.channels.captured import CHANNELS, body_of
from tests.contract.channels.outgoing import CONTENTS, LINK

BASE = "https://api.vk.com/method"
VK = registry.get("vk")
PEER = "45421694"


def rendered(content: Content, **more: Any) -> list[ProviderRequest]:
    return list(
        VK.render(CHANNELS["vk"], PEER, content, base_url=BASE, media_url={"k": LINK}, **more)
    )


def fields(request: ProviderRequest | None) -> dict[str, Any]:
    """Of a call of the API, as a form."""
    assert request is not None
    assert request.form
    found = dict(request.json or {})
    assert (found.pop("access_token"), found.pop("v")) == ("vk1.a.community-token", "5.199")
    assert "access_token" not in request.url
    return found


def sends(content: Content, **more: Any) -> list[dict[str, Any]]:
    requests = rendered(content, **more)
    assert {request.url for request in requests} == {f"{BASE}/messages.send"}
    assert {request.once for request in requests} == {"random_id"}
    found = [fields(request) for request in requests]
    assert all(each.pop("peer_ids") == PEER for each in found)
    assert all(json.loads(each.pop("payload")) == {"tertulia": 1} for each in found)
    return found


def answer(body: object, status: int = 200) -> ProviderResponse:
    return ProviderResponse(status, {}, json.dumps(body).encode())


def after(request: ProviderRequest, body: object) -> ProviderRequest | None:
    assert request.then is not None
    return request.then(answer(body))


@pytest.mark.feature("2.1")
def test_a_text_goes_out_and_a_long_one_in_pieces_of_which_the_first_quotes() -> None:
    assert sends(text("Hello")) == [{"message": "Hello"}]
    first, *rest = sends(text("слово " * 1000), reply_to=f"{PEER}:44")
    assert json.loads(first["forward"]) == {
        "peer_id": 45421694,
        "conversation_message_ids": [44],
        "is_reply": True,
    }
    assert rest
    assert all(set(each) == {"message"} and len(each["message"]) <= 4096 for each in rest)


def test_an_answer_to_what_has_no_number_quotes_nothing_but_is_sent() -> None:
    [sent] = sends(text("Hello"), reply_to="callback:8f3d")
    assert sent == {"message": "Hello"}


def test_a_place_and_a_card() -> None:
    assert sends(CONTENTS["place"]) == [
        {"message": "Corner\nMain street 1", "lat": "1.5", "long": "-2.25"}
    ]
    [card] = sends(CONTENTS["contact"])
    assert card["message"].splitlines()[0] == "Rui Alves"


def test_buttons_carry_what_they_stand_for() -> None:
    options = (Option("a", "Да"), Option("", "Shop", url="https://e.org"))
    [sent] = sends(Content(Kind.OPTIONS, "Which?", options=options))
    assert json.loads(sent["keyboard"]) == {
        "one_time": False,
        "inline": True,
        "buttons": [
            [{"action": {"type": "text", "label": "Да", "payload": '{"option": "a"}'}}],
            [{"action": {"type": "open_link", "link": "https://e.org", "label": "Shop"}}],
        ],
    }


@pytest.mark.parametrize(("count", "rows"), [(6, 6), (7, 4), (10, 5)])
def test_a_keyboard_is_never_higher_than_vk_shows(count: int, rows: int) -> None:
    options = tuple(Option(str(n), f"Option {n}") for n in range(count))
    [sent] = sends(Content(Kind.OPTIONS, "Which?", options=options))
    assert len(json.loads(sent["keyboard"])["buttons"]) == rows


def test_eleven_options_are_numbered() -> None:
    options = tuple(Option(str(n), f"Option {n}") for n in range(11))
    [sent] = sends(Content(Kind.OPTIONS, "Which?", options=options))
    assert "keyboard" not in sent
    assert sent["message"].endswith("11. Option 10")


PHOTO = Media("image/png", "a.png", 9, key="k")
PDF = Media("application/pdf", "c.pdf", 9, key="k")


@pytest.mark.feature("2.1")
def test_a_photo_goes_up_in_three_steps_and_then_with_its_words() -> None:
    [where] = rendered(Content(Kind.IMAGE, "look", (PHOTO,)), reply_to=f"{PEER}:44")
    assert where.url == f"{BASE}/photos.getMessagesUploadServer"
    assert fields(where) == {"peer_id": PEER}
    bytes_ = after(where, {"response": {"upload_url": "https://pu.vk.com/c1?act=do_add"}})
    assert bytes_ is not None
    assert (bytes_.url, bytes_.json) == ("https://pu.vk.com/c1?act=do_add", None)
    assert bytes_.upload is not None
    assert (bytes_.upload.form_name, bytes_.upload.url) == ("photo", LINK)
    save = after(bytes_, {"server": 855128, "photo": "[{}]", "hash": "h"})
    assert save is not None
    assert save.url == f"{BASE}/photos.saveMessagesPhoto"
    assert fields(save) == {"server": 855128, "photo": "[{}]", "hash": "h"}
    last = after(save, {"response": [{"id": 7, "owner_id": -216, "access_key": "f1"}]})
    assert last is not None
    assert (last.url, last.once, last.then) == (f"{BASE}/messages.send", "random_id", None)
    sent = fields(last)
    assert (sent["attachment"], sent["message"]) == ("photo-216_7_f1", "look")
    assert "forward" in sent


def walk(request: ProviderRequest) -> tuple[list[str], dict[str, Any]]:
    """The methods of a chain whose every step succeeds, and what is sent at its end."""
    methods: list[str] = []
    number = 0
    while request.then:
        method = request.url.rpartition("/")[2] if request.upload is None else "upload"
        methods.append(method)
        number += 1
        thing = {"id": number, "owner_id": -1}
        kind = "audio_message" if fields_type(request) == "audio_message" else "doc"
        answers: Mapping[str, object] = {
            "upload": {"server": 1, "photo": "p", "hash": "h", "file": "f"},
            "photos.saveMessagesPhoto": {"response": [thing]},
            "docs.save": {"response": {"type": kind, kind: thing}},
        }
        told = answers.get(method, {"response": {"upload_url": "https://u.vk.com/"}})
        following = after(request, told)
        assert following is not None, method
        request = following
    return methods, fields(request)


def fields_type(request: ProviderRequest) -> object:
    return (request.json or {}).get("type")


def test_documents_and_photos_of_one_message_go_up_one_after_the_other() -> None:
    mixed = Content(Kind.FILE, "both", (PDF, replace(PDF, name="d.pdf")))
    [chain] = rendered(mixed)
    methods, sent = walk(chain)
    assert methods == ["docs.getMessagesUploadServer", "upload", "docs.save"] * 2
    assert (sent["attachment"], sent["message"]) == ("doc-1_3,doc-1_6", "both")


def test_a_voice_note_goes_as_one_and_its_words_follow() -> None:
    note = Content(Kind.VOICE, "listen", (Media("audio/ogg", "v.ogg", 9, key="k"),))
    chain, words = rendered(note)
    assert fields(chain)["type"] == "audio_message"
    assert walk(chain)[1]["attachment"] == "doc-1_3"
    assert fields(words)["message"] == "listen"
    other = Content(Kind.VOICE, "", (Media("audio/mp4", "v.m4a", 9, key="k"),))
    assert fields(rendered(other)[0])["type"] == "doc"


def test_eleven_files_make_two_messages() -> None:
    album = Content(Kind.IMAGE, "look", (PHOTO,) * 11)
    first, second = (walk(chain)[1] for chain in rendered(album))
    assert (first["attachment"].count(",") + 1, first["message"]) == (10, "look")
    assert (second["attachment"].count(","), "message" in second) == (0, False)


@pytest.mark.parametrize(
    "refusal",
    [
        {"error": {"error_code": 901, "error_msg": "no"}},
        {"response": {}},
        {"response": {"upload_url": "file:///etc/passwd"}},
        [],
    ],
)
def test_a_step_that_fails_ends_the_chain(refusal: object) -> None:
    [where] = rendered(Content(Kind.IMAGE, "", (PHOTO,)))
    assert after(where, refusal) is None
    assert VK.read_response(answer(refusal)).verdict is not Verdict.SENT


def test_the_answers_of_the_steps_are_never_taken_for_a_sent_message() -> None:
    for body in (
        {"response": {"upload_url": "https://pu.vk.com/"}},
        {"server": 1, "photo": "p", "hash": "h"},
        {"file": "f"},
        {"response": {"type": "doc", "doc": {"id": 1, "owner_id": 2}}},
        {"response": [{"id": 1, "owner_id": 2}]},
    ):
        assert VK.read_response(answer(body)).verdict is Verdict.RETRY


def test_a_message_that_was_taken_is_named_as_notifications_name_it() -> None:
    sent = {"peer_id": 45421694, "message_id": 1081, "conversation_message_id": 81}
    assert VK.read_response(answer({"response": [sent]})) == SendResult(
        Verdict.SENT, provider_id="45421694:81"
    )


@pytest.mark.parametrize(
    ("code", "verdict", "wait"),
    [
        *((code, Verdict.CREDENTIALS, 0) for code in (2, 5, 7, 15, 27, 28, 1116, 1117)),
        *((code, Verdict.PERMANENT, 0) for code in (100, 900, 901, 902, 911, 914, 936, 950)),
        *((code, Verdict.RETRY, 0) for code in (1, 10, 36)),
        (6, Verdict.RETRY, 1),
        (9, Verdict.RETRY, 60),
        (29, Verdict.RETRY, 900),
    ],
)
def test_an_error_says_what_is_to_be_done(code: int, verdict: Verdict, wait: int) -> None:
    whole = VK.read_response(answer({"error": {"error_code": code, "error_msg": "why"}}))
    one = {"peer_id": 1, "message_id": 0, "error": {"code": code, "description": "why"}}
    for result in (whole, VK.read_response(answer({"response": [one]}))):
        assert (result.verdict, result.retry_after) == (verdict, wait)
        assert (result.reason, result.code) == ("why", str(code))


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        (ProviderResponse(0, {}, b""), Verdict.RETRY),
        (ProviderResponse(502, {}, b"<html>"), Verdict.RETRY),
        (ProviderResponse(200, {}, b"[" * 10_000), Verdict.RETRY),
        (ProviderResponse(413, {}, b""), Verdict.PERMANENT),
        (answer({"response": True}), Verdict.RETRY),
        (answer({"error": "unknown file type"}), Verdict.PERMANENT),
    ],
)
def test_an_answer_that_is_none_is_never_taken_for_sent(
    response: ProviderResponse, verdict: Verdict
) -> None:
    assert VK.read_response(response).verdict is verdict


def confirmation(**more: object) -> WebhookRequest:
    event = {**json.loads(body_of("vk", "confirmation")), **more}
    return WebhookRequest("POST", {}, {}, json.dumps(event).encode())


def test_the_handshake_answers_the_communitys_own_words() -> None:
    assert isinstance(VK, Answering)
    channel = CHANNELS["vk"]
    words = Reply("4b1f9e7c", last=True)
    assert VK.answer(channel, confirmation()) == words
    plain = {"type": "confirmation", "group_id": 216500000}
    bare = WebhookRequest("POST", {}, {}, json.dumps(plain).encode())
    assert VK.answer(channel, bare) == words
    for wrong in (
        confirmation(secret="guess"),
        confirmation(secret=None),
        confirmation(group_id=7),
        confirmation(type="message_new"),
        WebhookRequest("POST", {}, {}, b"[]"),
    ):
        assert VK.answer(channel, wrong) is None
    assert VK.answer(replace(channel, settings={"group_id": "216500000"}), confirmation()) is None


def test_a_repeat_is_known_by_its_event_id() -> None:
    event = json.loads(body_of("vk", "text"))
    first = VK.split(json.dumps(event).encode())[0]
    again = VK.split(json.dumps({**event, "v": "5.200"}).encode())[0]
    assert first.dedup == again.dedup == event["event_id"]
    odd = VK.split(json.dumps({**event, "event_id": "ü" * 200}).encode())[0]
    assert len(odd.dedup) == 64


def test_a_pressed_callback_button_is_answered_so_that_it_stops_spinning() -> None:
    [item] = VK.parse(body_of("vk", "callback_button_with_text_payload").decode())
    [call] = VK.acknowledge(CHANNELS["vk"], item, base_url=BASE)
    assert call.url == f"{BASE}/messages.sendMessageEventAnswer"
    assert fields(call) == {"event_id": "8f3d6c0b", "user_id": "7", "peer_id": "2000000003"}
    [said] = VK.parse(body_of("vk", "keyboard_button").decode())
    assert isinstance(said, InboundMessage)
    assert VK.acknowledge(CHANNELS["vk"], said, base_url=BASE) == ()


@pytest.mark.parametrize(
    ("peer", "method"),
    [
        ("45421694", "users.get"),
        ("-77", "groups.getById"),
        ("2000000003", "messages.getConversationsById"),
    ],
)
def test_who_a_chat_is_with_is_asked_of_whom_knows(peer: str, method: str) -> None:
    assert isinstance(VK, Profiled)
    assert VK.profile_request(CHANNELS["vk"], peer, base_url=BASE).url == f"{BASE}/{method}"


@pytest.mark.parametrize(
    ("body", "profile"),
    [
        (
            [
                {
                    "first_name": "Анна",
                    "last_name": "П",
                    "screen_name": "ann",
                    "photo_200": "https://p",
                }
            ],
            Profile("Анна П", "ann", "https://p"),
        ),
        ({"groups": [{"name": "Lamps", "screen_name": "lamps"}]}, Profile("Lamps", "lamps")),
        ({"items": [{"chat_settings": {"title": "All of us"}}]}, Profile("All of us")),
        ([{"first_name": "DELETED", "deactivated": "deleted"}], None),
        ([], None),
        (None, None),
    ],
)
def test_a_profile_is_read(body: object, profile: Profile | None) -> None:
    assert isinstance(VK, Profiled)
    assert VK.read_profile(answer({"response": body})) == profile
