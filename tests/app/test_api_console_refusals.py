"""Bad input at the console's routes. All over one deployment: nothing here changes it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.entry import _cursor
from tests.support.api import Account, new_conversation, new_visitor, problems_of, say


@pytest.fixture(scope="module")
def conversation(house: Account) -> str:
    """The path of one."""
    return f"/conversations/{new_conversation(new_visitor(house.nobody, house))}"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("view=theirs", "view"),
        ("status=closed", "status"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=garbage", "cursor"),
        ("cursor=%F0%9F%98%80", "cursor"),
        ("cursor=" + "A" * 3000, "cursor"),
        ("page=2", "page"),
    ],
)
def test_a_bad_list_query_names_the_field(house: Account, query: str, field: str) -> None:
    answer = house.agent.get(f"/conversations?{query}")
    assert answer.problem() == (422, "invalid_input", field)


def test_a_cursor_is_good_for_its_own_list_alone(house: Account) -> None:
    position = "2030-01-01T00:00:00.000Z#01h00000000000000"
    mine = _cursor.pack(position, house.id, "all", "", "", "open", "newest")
    assert house.agent.get(f"/conversations?view=all&cursor={mine}").status == 200
    strange = {
        "another account's": _cursor.pack(position, "other", "all", "", "", "open", "newest"),
        "another view's": _cursor.pack(position, house.id, "unassigned", "", "", "open", "newest"),
        "another status's": _cursor.pack(position, house.id, "all", "", "", "resolved", "newest"),
        "a colleague's": _cursor.pack(
            position, house.id, "mine", house.owner_id, "", "open", "newest"
        ),
        "a bare position": position.replace("#", "%23"),
    }
    for name, cursor in strange.items():
        answer = house.agent.get(f"/conversations?view=all&cursor={cursor}")
        assert answer.problem() == (422, "invalid_input", "cursor"), name
    theirs = strange["a colleague's"]
    answer = house.agent.get(f"/conversations?view=mine&cursor={theirs}")
    assert answer.problem() == (422, "invalid_input", "cursor")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("before=-1", "before"),
        ("after=x", "after"),
        ("before=2&after=1", "after"),
        ("limit=1000", "limit"),
        ("before=99999999999", "before"),
    ],
)
def test_a_bad_message_query_names_the_field(
    house: Account, conversation: str, query: str, field: str
) -> None:
    answer = house.agent.get(f"{conversation}/messages?{query}")
    assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "closed"}, "status"),
        ({"status": "snoozed"}, "snoozed_until"),
        ({"status": "snoozed", "snoozed_until": "2001-01-01T00:00:00Z"}, "snoozed_until"),
        ({"status": "snoozed", "snoozed_until": "2099-01-01T00:00:00"}, "snoozed_until"),
        ({"status": "snoozed", "snoozed_until": "tomorrow"}, "snoozed_until"),
        ({"assignee_id": "nobody"}, "assignee_id"),
        ({"queue_id": "nowhere"}, "queue_id"),
        ({"priority": "extreme"}, "priority"),
        ({"tags": []}, "tags"),
    ],
)
def test_a_bad_change_names_the_field(
    house: Account, conversation: str, body: dict[str, Any], field: str
) -> None:
    answer = house.agent.patch(conversation, body)
    assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (say(""), "content.text"),
        (say("x" * 10_001), "content.text"),
        (say("x") | {"reply_to": 99}, "reply_to"),
        (say("x") | {"reply_to": -1}, "reply_to"),
        ({"client_id": "client-0001", "content": {"kind": "choice"}}, "content.kind"),
        ({"client_id": "client-0001", "content": {"kind": "options"}}, "content.text"),
        (
            {"client_id": "client-0001", "content": {"kind": "options", "text": "?"}},
            "content.options",
        ),
        ({"client_id": "client-0001", "content": {"kind": "image"}}, "content.media"),
    ],
)
def test_a_bad_message_names_the_field(
    house: Account, conversation: str, body: dict[str, Any], field: str
) -> None:
    answer = house.agent.post(f"{conversation}/messages", body)
    assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PATCH", "/me", {"presence": "asleep"}, "presence"),
        ("PATCH", "/me", {"name": ""}, "name"),
        ("PATCH", "/me", {"name": "   "}, "name"),
        ("PATCH", "/me", {"role": "owner"}, "role"),
        ("POST", "/uploads", {"name": "x", "mime": "a/b", "size": 1}, "conversation_id"),
        ("POST", "/media/links", {"keys": []}, "keys"),
        ("POST", "/media/links", {"keys": ["../secrets"]}, "keys"),
        ("POST", "/channels", {"kind": "smoke", "name": "x"}, "kind"),
        ("POST", "/channels", {"kind": "website", "name": ""}, "name"),
        (
            "POST",
            "/channels",
            {"kind": "website", "name": "x", "queue_id": "none"},
            "queue_id",
        ),
        ("POST", "/channels", {"kind": "telegram", "name": "x"}, "secrets.token"),
    ],
)
def test_bad_input_elsewhere_names_the_field(
    house: Account, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    answer = house.owner.call(method, path, body)
    assert answer.problem() == (422, "invalid_input", field)


@pytest.mark.parametrize("seq", ["0", "x", "1e3", "99999999999", "-1", "٣"])
def test_a_message_that_is_not_there_is_not_retried(
    house: Account, conversation: str, seq: str
) -> None:
    assert house.agent.post(f"{conversation}/messages/{seq}/retry").status == 404


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"nonsense", b'{"name": "\xff"}', b'{"name": "\\ud800"}', b"[" * 100_000],
    ids=["empty", "cut", "words", "not utf-8", "half a character", "deep"],
)
def test_malformed_json_is_told_as_such(house: Account, raw: bytes) -> None:
    assert house.agent.call("PATCH", "/me", raw=raw).problem() == (400, "malformed_json", "")


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"text"', b"7"])
def test_json_that_is_no_object_is_refused(house: Account, raw: bytes) -> None:
    assert house.agent.call("PATCH", "/me", raw=raw).problem() == (422, "invalid_input", "")


def test_a_body_over_the_limit_is_too_large(house: Account) -> None:
    raw = b'{"name": "' + b"x" * (256 * 1024) + b'"}'
    assert house.agent.call("PATCH", "/me", raw=raw).problem() == (413, "too_large", "")


def test_only_json_is_taken(house: Account) -> None:
    answer = house.agent.call(
        "PATCH", "/me", raw=b"name=Ana", headers={"Content-Type": "text/plain"}
    )
    assert answer.problem() == (415, "unsupported_media_type", "")


def test_a_wrong_method_is_told_in_the_same_form(house: Account) -> None:
    answer = house.agent.call("PUT", "/me", {})
    assert answer.problem() == (405, "method_not_allowed", "")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "PATCH"}


def test_every_answer_forbids_caching_and_sniffing(house: Account) -> None:
    for answer in (house.agent.get("/me"), house.nobody.get("/me")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_a_bug_is_told_without_details_and_logged_without_personal_data(
    house: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from chalicelib.accounts import service

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("cannot greet ana@people.example")

    monkeypatch.setattr(service, "bootstrap", fail)
    answer = house.agent.get("/me")
    assert answer.problem() == (500, "internal_error", "")
    assert "ana" not in str(answer.body)
    out = capsys.readouterr()
    assert '"error":"RuntimeError"' in out.out
    assert "ana@people.example" not in out.out + out.err


def test_logs_hold_no_personal_data(
    house: Account, conversation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = new_visitor(house.nobody, house)
    visit = {"url": "https://shop.example/private-page", "title": "Private title"}
    visitor.post("/widget/visit", visit).ok()
    visitor.patch("/widget/contact", {"name": "Beatriz", "email": "bea@people.example"}).ok()
    visitor.post("/widget/messages", say("My card is 4111 1111")).ok()
    visitor.patch("/widget/contact", {"email": "broken address"})
    house.nobody.post(
        "/auth/sign-in", {"email": "agent@house.example", "password": "hunter2hunter2"}
    )
    house.agent.post(f"{conversation}/messages", say("Dear Beatriz", "client-0077")).ok()
    out = capsys.readouterr()
    text = out.out + out.err
    assert text.count('"message":"request"') == 7
    tokens = (visitor.token, house.agent.token)
    words = ("bea@people", "Beatriz", "4111", "private", "hunter2", "agent@house", "broken")
    assert problems_of(text, *words, *tokens) == []
