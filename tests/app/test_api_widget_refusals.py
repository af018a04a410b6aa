"""Bad input at the widget's routes. All over one deployment: nothing here changes it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api import Account, new_visitor, say


def with_content(**content: Any) -> dict[str, Any]:
    return {"client_id": "client-0001", "content": content}


@pytest.mark.parametrize("unknown", ["nonsense", "acc-000000000000", "a" * 60, "x%2Fy"])
def test_an_unknown_channel_is_not_found(house: Account, unknown: str) -> None:
    assert house.nobody.post(f"/widget/{unknown}/session", {}).problem() == (404, "not_found", "")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("after=-1", "after"),
        ("before=1&after=1", "after"),
        ("since=1", "since"),
    ],
)
def test_a_bad_query_names_the_field(house: Account, query: str, field: str) -> None:
    visitor = new_visitor(house.nobody, house)
    answer = visitor.get(f"/widget/messages?{query}")
    assert answer.problem() == (422, "invalid_input", field)


FOREIGN = {"key": "media/other/other/r/x.png", "mime": "image/png"}
BAD_MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"client_id": "short", "content": {"kind": "text", "text": "x"}}, "client_id"),
    ({"client_id": "has space", "content": {"kind": "text", "text": "x"}}, "client_id"),
    ({"content": {"kind": "text", "text": "x"}}, "client_id"),
    ({"client_id": "client-0001"}, "content"),
    (with_content(kind="text"), "content.text"),
    (with_content(kind="text", text=" \n"), "content.text"),
    (with_content(kind="text", text="x" * 10_001), "content.text"),
    (with_content(kind="text", text=7), "content.text"),
    (with_content(kind="poem", text="x"), "content.kind"),
    (with_content(kind="template", text="x"), "content.kind"),
    (with_content(kind="event", text="x"), "content.kind"),
    (with_content(kind="options", text="x"), "content.kind"),
    (with_content(kind="unsupported", raw="{}"), "content.kind"),
    (with_content(kind="text", text="x", raw="{}"), "content.raw"),
    (with_content(kind="text", text="x", event="conversation.resolved"), "content.event"),
    (with_content(kind="text", text="x", forwarded=True), "content.forwarded"),
    (with_content(kind="image"), "content.media"),
    (with_content(kind="image", media=[FOREIGN]), "content.media.0.key"),
    (with_content(kind="image", media=[{"mime": "image/png"}]), "content.media.0.key"),
    (
        with_content(kind="image", media=[{"mime": "image/png", "url": "https://x.example/"}]),
        "content.media.0.key",
    ),
    (with_content(kind="location"), "content.location"),
    (
        with_content(kind="location", location={"latitude": 91, "longitude": 0}),
        "content.location.latitude",
    ),
    (with_content(kind="contact"), "content.contacts"),
    (with_content(kind="choice"), "content.choice"),
    (say("x") | {"note": True}, "note"),
    (say("x") | {"reply_to": -1}, "reply_to"),
    (say("x") | {"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("body", "field"), BAD_MESSAGES)
def test_a_bad_message_names_the_field_and_stores_nothing(
    house: Account, body: dict[str, Any], field: str
) -> None:
    visitor = new_visitor(house.nobody, house)
    assert visitor.post("/widget/messages", body).problem() == (422, "invalid_input", field)
    assert visitor.get("/widget/messages").ok()["conversation"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "mime": "image/png", "size": 1}, "name"),
        ({"name": "x", "mime": "picture", "size": 1}, "mime"),
        ({"name": "x", "mime": "image/png", "size": 0}, "size"),
        ({"name": "x", "mime": "image/png", "size": 105_000_000}, "size"),
    ],
)
def test_a_bad_upload_names_the_field(house: Account, body: dict[str, Any], field: str) -> None:
    answer = new_visitor(house.nobody, house).post("/widget/uploads", body)
    assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"phone": "none"}, "phone"),
        ({"name": "x" * 121}, "name"),
        ({"custom": {str(n): "x" for n in range(51)}}, "custom"),
        ({"custom": {"note": "x" * 1001}}, "custom.note"),
        ({"age": "7"}, "age"),
    ],
)
def test_a_bad_introduction_names_the_field(
    house: Account, body: dict[str, Any], field: str
) -> None:
    answer = new_visitor(house.nobody, house).patch("/widget/contact", body)
    assert answer.problem() == (422, "invalid_input", field)
