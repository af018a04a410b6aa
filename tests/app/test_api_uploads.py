"""Disguised files: refused where they are sent, by their field; never shown where they are read."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.shared import aws
from tests.support.api import Account, Api, new_conversation, new_visitor, say

pytestmark = pytest.mark.feature("11")
EXE, HTML = b"MZ\x90\x00" + bytes(90), b"<!doctype html><script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(90)


def sent(person: Api, ticket: str, path: str, name: str, body: bytes, **asked: Any) -> Any:
    """As a browser does: a ticket, the bytes to the bucket, the message with the key."""
    from chalicelib.settings import settings

    told = {"name": name, "mime": "image/png", "size": len(body), **asked}
    key = person.post(ticket, told).ok()["key"]
    aws.s3().put_object(Bucket=settings().media_bucket, Key=key, Body=body)
    media = [{"key": key, "mime": "image/png", "name": name, "size": 1}]
    content = {"kind": "image" if name.endswith("png") else "file", "media": media}
    return person.post(path, {**say("", f"client-{len(key)}-{len(body)}"), "content": content})


def test_visitors_and_agents_send_what_it_says_it_is(house: Account) -> None:
    aws.s3().create_bucket(Bucket="media")
    visitor = new_visitor(house.nobody, house)
    talk = new_conversation(visitor)
    ways: tuple[tuple[Api, str, str, dict[str, Any]], ...] = (
        (visitor, "/widget/uploads", "/widget/messages", {}),
        (
            house.agent,
            "/uploads",
            f"/conversations/{talk}/messages",
            {"conversation_id": talk},
        ),
    )
    for person, ticket, path, more in ways:
        for body in (EXE, HTML):
            answer = sent(person, ticket, path, "holiday.png", body, **more)
            assert answer.problem() == (422, "invalid_input", "content.media.0.name")
        good = sent(person, ticket, path, "true.png", PNG, **more).ok()
        message = good.get("message", good)
        assert message["content"]["media"][0]["size"] == len(PNG)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 100 * 1024 * 1024 + 1}, "size"),
        ({"mime": "no type"}, "mime"),
    ],
)
def test_no_form_is_given_for_what_is_empty_too_large_or_of_no_type(
    house: Account, asked: dict[str, Any], field: str
) -> None:
    visitor = new_visitor(house.nobody, house)
    told = {"name": "x.png", "mime": "image/png", "size": 5, **asked}
    assert visitor.post("/widget/uploads", told).problem() == (422, "invalid_input", field)


def test_a_page_is_saved_to_disk_whatever_it_was_uploaded_as(house: Account) -> None:
    visitor = new_visitor(house.nobody, house)
    new_conversation(visitor)
    answer = sent(visitor, "/widget/uploads", "/widget/messages", "../../page\u202e.html", HTML)
    message = answer.ok().get("message", answer.ok())
    media = message["content"]["media"][0]
    assert (media["mime"], media["name"]) == ("application/octet-stream", "page.html")
    link = str(visitor.post("/widget/media/links", {"keys": [media["key"]]}).ok())
    assert "response-content-type=application%2Foctet-stream" in link
    assert "response-content-disposition=attachment" in link
