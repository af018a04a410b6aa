"""The door of the public API: scopes, walls, paths and bodies, on every operation that there is.
Tokens and quotas: test_api_v1_tokens.py. Repeats and entity tags: test_api_v1_repeats.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access.model import SCOPES
from chalicelib.entry.v1 import openapi
from chalicelib.entry.v1.registry import OPERATIONS, Operation
from tests.support import v1
from tests.support.api import Account, Api, new_account
from tests.support.v1 import program, text

pytestmark = pytest.mark.feature("9.1")

assert openapi  # which knows all of them
EVERY = sorted(OPERATIONS, key=lambda each: (each.path, each.method))
LATER = {"due_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
BODIES: dict[str, dict[str, Any]] = {
    "search_conversations": {"filter": {"rules": []}},
    "send_message": text("Mine now"),
    "schedule_message": text("Mine now") | LATER,
    "start_flow": {"flow_id": "0" * 18},
    "ask_survey": {"survey_id": "0" * 18},
    "merge_contacts": {"other_id": "1" * 18},
    "create_tag": {"name": "Mine"},
    "react_to_message": {"emoji": "👍"},
    "create_queue": {"name": "Mine"},
    "create_webhook": v1.HOOK,
    "create_contact": {"name": "Mine"},
    "create_quick_response": {"name": "Mine", "code": "mine", "text": "Mine"},
    "create_file": {"name": "x.png", "mime": "image/png", "size": 1},
    "link_files": {"keys": ["media/a/b/c/d"]},
    "import_contacts": {"key": "mine", "fields": ["name"]},
    "create_report_mail": {"every": "week", "agent_ids": ["0" * 18]},
    "resend_failed_deliveries": {"since": "2026-06-01T09:00:00Z"},
    "accept_callback": {"agent_id": "0" * 18},
    "finish_callback": {"outcome": "reached"},
    "write_message": text("Mine now") | {"channel_id": "0" * 18, "to": {"contact_id": "0" * 18}},
}


NEEDED = {
    "list_survey_answers": "?first=2026-06-01&last=2026-06-02",
    "search_messages": "?q=hello",
    "get_report": "?first=2026-06-01&last=2026-06-02",
    "get_report_hours": "?first=2026-06-01&last=2026-06-02",
    "list_counted_conversations": "?first=2026-06-01&last=2026-06-02&number=opened",
}


def path_of(each: Operation, ids: dict[str, str]) -> str:
    return f"/v1{each.path.format(**ids)}{NEEDED.get(each.id, '')}"


def nothing(each: Operation) -> dict[str, str]:
    return dict.fromkeys(each.names, "0" * 18) | {"seq": "1"}


def body_of(each: Operation) -> dict[str, Any] | None:
    return BODIES.get(each.id, {}) if each.body else None


@pytest.fixture(scope="module")
def stranger(house: Account) -> Api:
    return program(new_account(house.nobody, "stranger"))


@pytest.fixture(scope="module")
def things(house: Account) -> dict[str, str]:
    return v1.things(house, program(house))


@pytest.fixture(autouse=True)
def few_tokens(
    house: Account, things: dict[str, str], narrow: dict[str, Api], stranger: Api
) -> Iterator[None]:
    """An account has fifty at most: what a test makes goes with it."""
    kept = {each["id"] for each in house.owner.get("/api-tokens").ok()["tokens"]}
    yield
    for each in house.owner.get("/api-tokens").ok()["tokens"]:
        if each["id"] not in kept:
            house.owner.call("DELETE", f"/api-tokens/{each['id']}")


# Scopes ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def narrow(house: Account) -> dict[str, Api]:
    """A token a scope that lacks that one alone."""
    return {
        scope: program(house, [each for each in SCOPES if each != scope], name=scope)
        for scope in SCOPES
        if any(each.scope == scope for each in EVERY)
    }


@pytest.mark.parametrize("each", [each for each in EVERY if each.scope], ids=lambda each: each.id)
def test_an_operation_is_refused_without_its_scope(
    narrow: dict[str, Api], things: dict[str, str], each: Operation
) -> None:
    answer = narrow[each.scope].call(each.method, path_of(each, things), body_of(each))
    assert answer.problem() == (403, "insufficient_scope", "")
    assert each.scope in answer.body["detail"]


def test_every_scope_opens_something_and_writing_never_by_a_reading_one() -> None:
    assert {each.scope for each in EVERY if each.scope} == set(SCOPES)
    for each in EVERY:
        writes = each.method != "GET" and not each.safe
        assert each.scope.endswith(":write") == (writes and bool(each.scope)), each.id


def test_a_token_with_one_scope_opens_its_operations_alone(house: Account) -> None:
    crm = program(house, ["tags:read"])
    assert crm.get("/v1/tags").status == 200
    assert crm.get("/v1/token").ok()["scopes"] == ["tags:read"]
    assert crm.post("/v1/tags", {"name": "X"}).status == 403
    assert crm.get("/v1/contacts").status == 403


# Walls -----------------------------------------------------------------------------------------


@pytest.mark.feature("11")
@pytest.mark.parametrize("each", [each for each in EVERY if each.names], ids=lambda each: each.id)
def test_another_accounts_ids_are_not_found(
    house: Account, stranger: Api, things: dict[str, str], each: Operation
) -> None:
    body = body_of(each)
    if each.id == "start_flow":
        pytest.skip("the flow is asked for first: see below")
    if each.id == "ask_survey":
        body = {"survey_id": things["survey_id"]}
    answer = stranger.call(each.method, path_of(each, things), body)
    assert answer.problem()[:2] == (404, "not_found"), answer.body
    missing = stranger.call(each.method, path_of(each, nothing(each)), body)
    assert missing.body == answer.body


def test_nothing_of_another_account_can_be_named_in_a_body(
    stranger: Api, things: dict[str, str]
) -> None:
    outbound = text("Hi") | {"channel_id": things["channel_id"], "to": {"contact_id": "0" * 18}}
    assert stranger.post("/v1/messages", outbound).problem() == (
        422,
        "invalid_input",
        "channel_id",
    )
    asked = {"name": "x.png", "mime": "image/png", "size": 1}
    with_talk = asked | {"conversation_id": things["conversation_id"]}
    assert stranger.post("/v1/files", with_talk).problem()[2] == "conversation_id"
    path = f"/v1/conversations/{things['conversation_id']}/flow"
    assert stranger.post(path, {"flow_id": things["flow_id"]}).status in (404, 422)


# Without a token ------------------------------------------------------------------------------


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_without_a_token_nothing_is_answered(house: Account, each: Operation) -> None:
    answer = house.nobody.call(each.method, path_of(each, nothing(each)), body_of(each))
    assert answer.problem() == (401, "unauthenticated", "")
    assert answer.headers["www-authenticate"] == "Bearer"


# Paths, methods, bodies ------------------------------------------------------------------------


def test_a_path_or_a_method_that_is_not_there_is_told(house: Account) -> None:
    crm = program(house)
    for path in ("/v1/nothing", "/v1/tags/1/2", "/v1/a/b/c/d/e", "/v1/conversations/search/x"):
        assert crm.get(path).problem() == (404, "not_found", "")
    for method, path, allow in (
        ("DELETE", "/v1/tags", "GET, POST"),
        ("POST", "/v1/tags/1", "DELETE, GET, PATCH"),
        ("PUT", "/v1/contacts/1", "DELETE, GET, PATCH"),
        ("PATCH", "/v1/messages", "GET, POST"),
    ):
        answer = crm.call(method, path)
        assert answer.problem() == (405, "method_not_allowed", "")
        assert answer.headers["allow"] == allow


@pytest.mark.parametrize(
    ("raw", "kind", "told"),
    [
        (b"{", "application/json", (400, "malformed_json", "")),
        (b"", "application/json", (400, "malformed_json", "")),
        (b"[]", "application/json", (422, "invalid_input", "")),
        (b'{"name":"X"}', "text/plain", (415, "unsupported_media_type", "")),
        (b'{"name":"' + b"x" * 300_000 + b'"}', "application/json", (413, "too_large", "")),
        (b'{"name":"X","nothing":1}', "application/json", (422, "invalid_input", "nothing")),
        (b'{"name":"\\ud800"}', "application/json", (400, "malformed_json", "")),
    ],
)
def test_a_body_that_cannot_be_is_refused(
    house: Account, raw: bytes, kind: str, told: tuple[int, str, str]
) -> None:
    crm = program(house)
    answer = crm.call("POST", "/v1/tags", raw=raw, headers={"Content-Type": kind})
    assert answer.problem() == told


def test_hostile_words_come_back_as_they_were(house: Account) -> None:
    crm = program(house)
    words = "<script>alert(1)</script> \u202e\u0000 " + "x" * 1000
    made = crm.post("/v1/contacts", {"name": "X", "description": words}).ok()
    assert crm.get(f"/v1/contacts/{made['id']}").ok()["description"] == words.strip()


def test_a_parameter_that_is_not_known_is_refused(house: Account) -> None:
    crm = program(house)
    assert crm.get("/v1/tags?limit=5").problem() == (422, "invalid_input", "limit")
    assert crm.get("/v1/contacts?name=x").problem() == (422, "invalid_input", "name")
    assert crm.get("/v1/contacts?limit=0").problem() == (422, "invalid_input", "limit")
