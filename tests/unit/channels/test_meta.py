"""Messenger and Instagram: what goes out, and what Meta's answers mean."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import Profile, ProviderResponse, SendResult, Verdict
from chalicelib.channels.policy import split_text, units
from chalicelib.shared.content import Content, Kind, Media, Option, text
from chalicelib.shared.errors import InvalidInput
from tests.contract.channels.captured import CHANNELS
from tests.contract.channels.outgoing import CONTENTS, LINK

BASE = "https://graph.facebook.com/v23.0"
KINDS = ["messenger", "instagram"]


def bodies(kind: str, content: Content, **more: Any) -> list[dict[str, Any]]:
    requests = registry.get(kind).render(
        CHANNELS[kind], "7412", content, base_url=BASE, media_url={"k": LINK}, **more
    )
    page = CHANNELS[kind].settings["page_id"]
    assert {request.url for request in requests} == {f"{BASE}/{page}/messages"}
    assert all(r.headers == {"Authorization": "Bearer EAAG-token"} for r in requests)
    return [dict(request.json or {}) for request in requests]


def messages(kind: str, content: Content) -> list[dict[str, Any]]:
    return [body["message"] for body in bodies(kind, content)]


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_in_time_is_a_response_and_a_late_one_is_tagged_as_a_persons(kind: str) -> None:
    [in_time] = bodies(kind, text("Hello"))
    assert in_time == {
        "recipient": {"id": "7412"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Hello", "metadata": "tertulia"},
    }
    [late] = bodies(kind, text("Hello"), late=True)
    assert (late["messaging_type"], late["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_first_piece_answers_a_message(kind: str) -> None:
    first, *rest = bodies(kind, text("word " * 900), reply_to="m_1")
    assert first["reply_to"] == {"mid": "m_1"}
    assert rest
    assert not any("reply_to" in body for body in rest)


@pytest.mark.parametrize("words", ["x" * 5000, "ção " * 1500, "😀" * 1200, "a b\n" * 1500])
def test_a_text_is_cut_to_what_the_channel_takes(words: str) -> None:
    for kind, most, most_bytes in (("messenger", 2000, 8000), ("instagram", 1000, 1000)):
        pieces = [message["text"] for message in messages(kind, text(words))]
        assert all(0 < units(piece) <= most for piece in pieces)
        assert all(len(piece.encode()) <= most_bytes for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(words.split())


def test_bytes_are_counted_only_where_they_matter() -> None:
    assert split_text("çç", 2) == ["çç"]
    assert split_text("çç", 2, 2) == ["ç", "ç"]


@pytest.mark.parametrize("kind", KINDS)
def test_files_go_one_a_message_and_their_words_after_them(kind: str) -> None:
    *files, words = messages(kind, CONTENTS["album"])
    assert [each["attachment"]["type"] for each in files] == ["image"] * 3
    assert all(each["attachment"]["payload"] == {"url": LINK} for each in files)
    assert words["text"] == "caption"
    [voice] = messages(kind, CONTENTS["voice"])
    assert voice["attachment"]["type"] == ("audio" if kind == "messenger" else "file")
    [word] = messages(kind, Content(Kind.IMAGE, "", (Media("image/tiff", "f", key="k"),)))
    assert word["attachment"]["type"] == "file"
    with pytest.raises(InvalidInput, match="file is not there"):
        bodies(kind, Content(Kind.FILE, "", (Media("text/plain", "f", key="gone"),)))


@pytest.mark.parametrize("kind", KINDS)
def test_up_to_13_options_are_quick_replies_and_more_are_numbered(kind: str) -> None:
    some = tuple(Option(f"id-{n}", f"Option {n}") for n in range(14))
    [quick] = messages(kind, Content(Kind.OPTIONS, "Which?", options=some[:13]))
    assert quick["text"] == "Which?"
    assert quick["quick_replies"][12] == {
        "content_type": "text",
        "title": "Option 12",
        "payload": "id-12",
    }
    [many] = messages(kind, Content(Kind.OPTIONS, "Which?", options=some))
    assert many["text"].endswith("14. Option 13")
    long = (Option("a", "A title of more than twenty"), Option("b", "No"))
    [worded] = messages(kind, Content(Kind.OPTIONS, "Which?", options=long))
    assert "quick_replies" not in worded


@pytest.mark.parametrize("kind", KINDS)
def test_an_option_that_opens_an_address_makes_it_a_template_of_at_most_three(kind: str) -> None:
    shop = Option("", "Shop", url="https://e.org/")
    some = (shop, Option("a", "Call me", "till 8"))
    [message] = messages(kind, Content(Kind.OPTIONS, "See", options=some))
    payload = message["attachment"]["payload"]
    assert payload["text"] == "See\nCall me — till 8"
    assert payload["buttons"] == [
        {"type": "web_url", "title": "Shop", "url": "https://e.org/"},
        {"type": "postback", "title": "Call me", "payload": "a"},
    ]
    four = (shop, *(Option(str(n), f"Option {n}") for n in range(3)))
    [numbered] = messages(kind, Content(Kind.OPTIONS, "See", options=four))
    assert numbered["text"].startswith("See\n1. Shop — https://e.org/")
    wordy = (shop, replace(some[1], description="d" * 700))
    *before, last = messages(kind, Content(Kind.OPTIONS, "See", options=wordy))
    assert before
    assert len(last["attachment"]["payload"]["text"]) <= 640


@pytest.mark.parametrize("kind", KINDS)
def test_places_and_contact_cards_go_in_words(kind: str) -> None:
    [place] = messages(kind, CONTENTS["place"])
    assert place["text"].splitlines()[:2] == ["Corner", "Main street 1"]
    assert "mlat=1.500000&mlon=-2.250000" in place["text"]
    [card] = messages(kind, CONTENTS["contact"])
    assert card["text"] == "Rui Alves\nAlves\n+5511999990000\nrui@example.com"


def answer(status: int, body: object) -> ProviderResponse:
    return ProviderResponse(status, {}, json.dumps(body).encode())


def graph(status: int, code: int, subcode: int = 0, **more: object) -> ProviderResponse:
    error = {
        "code": code,
        "message": "m",
        **({"error_subcode": subcode} if subcode else {}),
        **more,
    }
    return answer(status, {"error": error})


@pytest.mark.parametrize(
    ("response", "verdict", "wait", "code"),
    [
        (graph(400, 190), Verdict.CREDENTIALS, 0, "190"),
        (graph(401, 190, 460), Verdict.CREDENTIALS, 0, "190/460"),
        (graph(403, 230), Verdict.CREDENTIALS, 0, "230"),
        (graph(403, 10), Verdict.CREDENTIALS, 0, "10"),
        (graph(403, 10, 2018278), Verdict.PERMANENT, 0, "10/2018278"),
        (graph(403, 200, 1545041), Verdict.PERMANENT, 0, "200/1545041"),
        (graph(400, 551), Verdict.PERMANENT, 0, "551"),
        (graph(400, 100, 2018001), Verdict.PERMANENT, 0, "100/2018001"),
        (graph(400, 613), Verdict.RETRY, 60, "613"),
        (graph(400, 4), Verdict.RETRY, 60, "4"),
        (graph(400, 4, 2018354), Verdict.PERMANENT, 0, "4/2018354"),
        (graph(500, 1200), Verdict.RETRY, 0, "1200"),
        (graph(500, 2), Verdict.RETRY, 0, "2"),
        (graph(400, 4711, is_transient=True), Verdict.RETRY, 0, "4711"),
        (graph(400, 4711), Verdict.PERMANENT, 0, "4711"),
        (graph(503, 4711), Verdict.RETRY, 0, "4711"),
        (answer(401, {}), Verdict.CREDENTIALS, 0, "401"),
        (ProviderResponse(502, {}, b"<html>"), Verdict.RETRY, 0, "502"),
        (ProviderResponse(0, {}, b""), Verdict.RETRY, 0, "no_answer"),
        (answer(200, {"recipient_id": "1"}), Verdict.RETRY, 0, "200"),
        (answer(400, {"error": "odd"}), Verdict.PERMANENT, 0, "400"),
    ],
)
def test_metas_refusals_are_sorted(
    response: ProviderResponse, verdict: Verdict, wait: int, code: str
) -> None:
    result = registry.get("messenger").read_response(response)
    assert (result.verdict, result.retry_after, result.code) == (verdict, wait, code)
    assert registry.get("instagram").read_response(response) == result


def test_what_meta_took_is_known_by_its_message_id() -> None:
    took = answer(200, {"recipient_id": "7412", "message_id": "m_1"})
    assert registry.get("messenger").read_response(took) == SendResult(Verdict.SENT, "m_1")


@pytest.mark.parametrize(
    ("body", "profile"),
    [
        (
            {"first_name": "Ana", "last_name": "Prado", "profile_pic": "https://cdn/p.jpg"},
            Profile("Ana Prado", "", "https://cdn/p.jpg"),
        ),
        ({"name": "Ana P", "username": "ana.p"}, Profile("Ana P", "ana.p")),
        ({"name": 7, "username": [], "profile_pic": "javascript:x"}, Profile("7")),
        ({}, Profile()),
    ],
)
def test_a_profile_is_read_as_far_as_it_is_told(body: object, profile: Profile) -> None:
    assert registry.get("instagram").read_profile(answer(200, body)) == profile  # type: ignore[attr-defined]
    assert registry.get("messenger").read_profile(graph(400, 100, 33)) is None  # type: ignore[attr-defined]
