"""The door of the public API: tokens, scopes, walls, quotas, idempotency keys and entity tags, on
every operation that there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.access import quota
from chalicelib.access.model import SCOPES
from chalicelib.entry.v1 import openapi
from chalicelib.entry.v1.registry import OPERATIONS, Operation
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor
from tests.support.v1 import new_token, program, text

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
    "create_contact": {"name": "Mine"},
    "create_quick_response": {"name": "Mine", "code": "mine", "text": "Mine"},
    "create_file": {"name": "x.png", "mime": "image/png", "size": 1},
    "link_files": {"keys": ["media/a/b/c/d"]},
    "write_message": text("Mine now") | {"channel_id": "0" * 18, "to": {"contact_id": "0" * 18}},
}


def path_of(each: Operation, ids: dict[str, str]) -> str:
    days = "?first=2026-06-01&last=2026-06-02" if each.id == "list_survey_answers" else ""
    return f"/v1{each.path.format(**ids)}{days}"


def nothing(each: Operation) -> dict[str, str]:
    return dict.fromkeys(each.names, "0" * 18) | {"seq": "1"}


def body_of(each: Operation) -> dict[str, Any] | None:
    return BODIES.get(each.id, {}) if each.body else None


@pytest.fixture(scope="module")
def stranger(house: Account) -> Api:
    return program(new_account(house.nobody, "stranger"))


@pytest.fixture(scope="module")
def things(house: Account) -> dict[str, str]:
    """Ids of the house's things, by what they are called in the paths."""
    crm = program(house)
    conversation_id = new_conversation(new_visitor(house.nobody, house))
    contact_id = crm.get(f"/v1/conversations/{conversation_id}").ok()["contact_id"]
    later = crm.post(
        f"/v1/conversations/{conversation_id}/scheduled-messages", text("Later") | LATER
    )
    reply = {"name": "Prices", "code": "price", "text": "5"}
    survey = {"name": "How was it?", "questions": [{"kind": "csat"}]}
    from chalicelib.shared import aws

    aws.sqs().create_queue(QueueName="jobs")
    other = crm.post("/v1/contacts", {"name": "Other"}).ok()
    job = crm.post(f"/v1/contacts/{contact_id}/merge", {"other_id": other["id"]}).ok()
    return {
        "conversation_id": conversation_id,
        "contact_id": contact_id,
        "schedule_id": later.ok()["id"],
        "seq": "1",
        "tag_id": crm.post("/v1/tags", {"name": "VIP"}).ok()["id"],
        "agent_id": house.agent_id,
        "queue_id": house.queue_id,
        "channel_id": house.site_id,
        "reply_id": crm.post("/v1/quick-responses", reply).ok()["id"],
        "flow_id": house.owner.post("/flows", {"name": "Welcome"}).ok()["flow"]["id"],
        "survey_id": house.owner.post("/surveys", survey).ok()["id"],
        "job_id": job["id"],
    }


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


# Tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_without_a_token_nothing_is_answered(house: Account, each: Operation) -> None:
    answer = house.nobody.call(each.method, path_of(each, nothing(each)), body_of(each))
    assert answer.problem() == (401, "unauthenticated", "")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_is_shown_once_and_then_known_by_its_last_letters(house: Account) -> None:
    made = new_token(house, ["tags:read"], name="  Night   sync ")
    secret, token = made["secret"], made["token"]
    assert secret.startswith(f"tt_{house.id}_{token['id']}_")
    assert (token["name"], token["hint"]) == ("Night sync", secret[-4:])
    listed = house.owner.get("/api-tokens").ok()
    assert listed["scopes"] == list(SCOPES)
    assert token in listed["tokens"]
    assert secret.rpartition("_")[2] not in json.dumps(listed)


def test_what_is_stored_cannot_be_used_as_a_token(house: Account) -> None:
    from chalicelib.shared import aws

    secret = new_token(house)["secret"]
    items = aws.client("dynamodb").scan(TableName="main")["Items"]
    kept = [each for each in items if each["sk"]["S"].startswith("token#")]
    assert kept
    assert secret.rpartition("_")[2] not in json.dumps(kept, default=str)


def test_a_token_that_was_revoked_is_refused_at_once(house: Account) -> None:
    made = new_token(house)
    crm = house.owner.as_(made["secret"])
    assert crm.get("/v1/token").status == 200
    path = f"/api-tokens/{made['token']['id']}"
    assert house.owner.call("DELETE", path).status == 204
    assert crm.get("/v1/token").problem() == (401, "unauthenticated", "")
    assert house.owner.call("DELETE", path).status == 204
    assert made["token"]["id"] not in str(house.owner.get("/api-tokens").ok()["tokens"])


def test_an_expired_token_is_refused(house: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    end = datetime.now(UTC) + timedelta(minutes=5)
    crm = program(house, ["tags:read"], expires_at=end.isoformat())
    assert crm.get("/v1/tags").status == 200
    later(monkeypatch, minutes=4)
    assert crm.get("/v1/tags").status == 200
    later(monkeypatch, minutes=5)
    assert crm.get("/v1/tags").problem() == (401, "unauthenticated", "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["tags:read", "everything"]}, "scopes"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2999-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2027-01-01T00:00:00"}, "expires_at"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    house: Account, wrong: dict[str, Any], field: str
) -> None:
    asked = {"name": "X", "scopes": ["tags:read"]} | wrong
    assert house.owner.post("/api-tokens", asked).problem() == (422, "invalid_input", field)


def test_tokens_of_one_door_do_not_open_the_other(house: Account) -> None:
    crm = program(house)
    assert crm.get("/me").problem() == (401, "unauthenticated", "")
    assert crm.get("/api-tokens").problem() == (401, "unauthenticated", "")
    assert house.owner.get("/v1/token").problem() == (401, "unauthenticated", "")
    visitor = new_visitor(house.nobody, house)
    assert visitor.get("/v1/token").problem() == (401, "unauthenticated", "")
    assert crm.get("/widget/messages").status == 401


def test_a_token_that_is_nearly_right_is_refused(house: Account) -> None:
    secret = new_token(house)["secret"]
    head, _, tail = secret.rpartition("_")
    other = new_account(house.nobody, "other-door")
    for wrong in (
        secret[:-1],
        f"{head}_{tail[:-1]}{'A' if tail[-1] != 'A' else 'B'}",
        secret.replace(house.id, other.id),
        secret + "A",
        "tt_",
        "tt_x_y_z",
        f"tt_{house.id}_{'0' * 18}_{tail}",
    ):
        answer = house.owner.as_(wrong).get("/v1/token")
        assert answer.problem() == (401, "unauthenticated", ""), wrong


def test_the_last_use_is_written_once_a_minute(
    house: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_token(house, ["tags:read"])
    crm = house.owner.as_(made["secret"])

    def used() -> Any:
        tokens = house.owner.get("/api-tokens").ok()["tokens"]
        return next(each["used_at"] for each in tokens if each["id"] == made["token"]["id"])

    assert used() is None
    crm.get("/v1/token").ok()
    first = used()
    crm.aws.clear()
    crm.get("/v1/token").ok()
    assert crm.aws == {"GetItem": 1, "UpdateItem": 1}  # the token; the quota
    assert used() == first
    later(monkeypatch, seconds=61)
    crm.get("/v1/token").ok()
    assert used() > first


def test_a_token_is_in_no_log(house: Account, capsys: pytest.CaptureFixture[str]) -> None:
    secret = new_token(house)["secret"]
    crm = house.owner.as_(secret)
    crm.get("/v1/token").ok()
    crm.get("/v1/nothing-such")
    crm.post("/v1/tags", {"name": 5}, Idempotency_Key=secret)
    crm.as_(secret[:-1]).get("/v1/token")
    written = capsys.readouterr()
    assert "/v1/token" in written.out
    assert secret.rpartition("_")[2][:-1] not in written.out + written.err


# Quotas ----------------------------------------------------------------------------------------


def test_who_calls_too_often_waits_and_is_told_how_long(
    house: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "QUOTA", 3)
    still(monkeypatch, datetime(2026, 11, 22, 16, 0, 20, tzinfo=UTC))
    crm, other = program(house, ["tags:read"]), program(house, ["tags:read"])
    for left in (2, 1, 0):
        answer = crm.get("/v1/tags")
        assert answer.status == 200
        assert answer.headers["ratelimit"] == f'"token";r={left};t=40'
        assert answer.headers["ratelimit-policy"] == '"token";q=3;w=60'
    refused = crm.get("/v1/tags")
    assert refused.problem() == (429, "quota_used", "")
    assert refused.headers["retry-after"] == "40"
    assert refused.headers["ratelimit"] == '"token";r=0;t=40'
    assert other.get("/v1/tags").status == 200
    still(monkeypatch, datetime(2026, 11, 22, 16, 1, 0, tzinfo=UTC))
    assert crm.get("/v1/tags").headers["ratelimit"] == '"token";r=2;t=60'


def test_a_refused_call_is_told_what_is_left_too(house: Account) -> None:
    crm = program(house, ["tags:read"])
    for path in ("/v1/contacts", "/v1/nothing-such", "/v1/tags/0", "/v1/tags?limit=x"):
        answer = crm.get(path)
        assert answer.status >= 400
        assert answer.headers["ratelimit"].startswith('"token";r=')


# Idempotency keys ------------------------------------------------------------------------------


def test_the_same_key_gets_the_first_answer_again(house: Account) -> None:
    crm = program(house)
    first = crm.post("/v1/tags", {"name": "Once"}, Idempotency_Key='"key-1"')
    again = crm.post("/v1/tags", {"name": "Once"}, Idempotency_Key="key-1")
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert again.headers["etag"] == first.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    other = program(house).post("/v1/tags", {"name": "Once"}, Idempotency_Key="key-1")
    assert other.problem() == (409, "conflict", "name")  # another token's key is another key


def test_the_same_key_for_something_else_is_refused(house: Account) -> None:
    crm = program(house)
    crm.post("/v1/tags", {"name": "Key A"}, Idempotency_Key="key-2").ok()
    for path, body in (
        ("/v1/tags", {"name": "Key B"}),
        ("/v1/contacts", {"name": "Key A"}),
    ):
        answer = crm.post(path, body, Idempotency_Key="key-2")
        assert answer.problem() == (422, "idempotency_key_reused", "Idempotency-Key")


def test_a_refused_request_leaves_its_key_free(house: Account) -> None:
    crm = program(house)
    wrong = crm.post("/v1/tags", {"name": ""}, Idempotency_Key="key-3")
    assert wrong.problem() == (422, "invalid_input", "name")
    assert crm.post("/v1/tags", {"name": "Right"}, Idempotency_Key="key-3").status == 201


def test_a_key_whose_first_request_runs_is_refused(house: Account) -> None:
    from chalicelib.access.repeats import Kept, fingerprint

    made = new_token(house)
    crm, ports = house.owner.as_(made["secret"]), wiring.access_ports()
    body = json.dumps({"name": "Slow"}).encode()
    scope = f"{house.id}#{made['token']['id']}"
    mark = fingerprint("POST", "tags", body)
    running = Kept(mark, ports.clock())
    assert ports.repeats.begin(scope, "key-4", running) is None
    answer = crm.call("POST", "/v1/tags", raw=body, headers={"Idempotency-Key": "key-4"})
    assert answer.problem() == (409, "idempotency_key_in_use", "")
    assert answer.headers["retry-after"] == "1"


def test_a_key_whose_holder_died_is_taken_over(house: Account) -> None:
    from chalicelib.access.repeats import HELD, Kept, fingerprint

    made = new_token(house)
    crm, ports = house.owner.as_(made["secret"]), wiring.access_ports()
    body = json.dumps({"name": "Died"}).encode()
    dead = Kept(fingerprint("POST", "tags", body), ports.clock() - HELD)
    ports.repeats.begin(f"{house.id}#{made['token']['id']}", "key-5", dead)
    sent = {"Idempotency-Key": "key-5"}
    assert crm.call("POST", "/v1/tags", raw=body, headers=sent).status == 201
    assert crm.call("POST", "/v1/tags", raw=body, headers=sent).headers["idempotency-replayed"]


def test_a_message_goes_once_though_its_first_answer_was_never_kept(
    house: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    crm = program(house)
    path = f"/v1/conversations/{new_conversation(new_visitor(house.nobody, house))}/messages"
    repeats = wiring.access_ports().repeats
    with monkeypatch.context() as dies:
        dies.setattr(type(repeats), "finish", lambda *_: (_ for _ in ()).throw(MemoryError()))
        assert crm.post(path, text("Once"), Idempotency_Key="key-6").status == 500
    later(monkeypatch, seconds=61)
    again = crm.post(path, text("Once"), Idempotency_Key="key-6")
    assert (again.status, again.body["seq"]) == (201, 2)
    assert crm.get(f"/v1/conversations/{again.body['conversation_id']}").ok()["message_count"] == 2


def test_a_key_that_is_none_is_refused(house: Account) -> None:
    crm = program(house)
    for key in ("two words", "x" * 256, '""'):
        answer = crm.post("/v1/tags", {"name": "X"}, Idempotency_Key=key)
        assert answer.problem() == (422, "invalid_input", "Idempotency-Key"), key


# Entity tags -----------------------------------------------------------------------------------


def test_a_change_with_an_old_entity_tag_is_refused_and_changes_nothing(house: Account) -> None:
    crm = program(house)
    talk = new_conversation(new_visitor(house.nobody, house))
    contact = crm.post("/v1/contacts", {"name": "Ana"}).ok()["id"]
    tag = crm.post("/v1/tags", {"name": "Etag"}).ok()["id"]
    reply = {"name": "Etag", "code": "etag", "text": "1"}
    kept = crm.post("/v1/quick-responses", reply).ok()["id"]
    for path, first, second in (
        (f"/v1/conversations/{talk}", {"priority": "high"}, {"priority": "low"}),
        (f"/v1/contacts/{contact}", {"name": "B"}, {"name": "C"}),
        (f"/v1/tags/{tag}", {"name": "B"}, {"name": "C"}),
        (f"/v1/quick-responses/{kept}", {"text": "2"}, {"text": "3"}),
    ):
        seen = crm.get(path).headers["etag"]
        sent = {"If-Match": seen}
        after = crm.call("PATCH", path, first, headers=sent)
        assert after.status == 200
        assert after.headers["etag"] == crm.get(path).headers["etag"] != seen
        assert crm.call("PATCH", path, second, headers=sent).problem()[:2] == (
            412,
            "precondition_failed",
        )
        assert crm.get(path).body == after.body
        weakened = after.headers["etag"]  # as an edge does that compresses
        listed = {"If-Match": f'"other", W/{weakened}'}
        assert crm.call("PATCH", path, second, headers=listed).status == 200
        assert crm.call("PATCH", path, first, headers={"If-Match": "*"}).status == 200


def test_a_new_message_makes_an_entity_tag_old(house: Account) -> None:
    crm, visitor = program(house), new_visitor(house.nobody, house)
    path = f"/v1/conversations/{new_conversation(visitor)}"
    seen = crm.get(path).headers["etag"]
    visitor.post(
        "/widget/messages",
        {"client_id": "one-more-1", "content": {"kind": "text", "text": "Wait"}},
    ).ok()
    answer = crm.call("PATCH", path, {"status": "resolved"}, headers={"If-Match": seen})
    assert answer.problem()[:2] == (412, "precondition_failed")


def test_what_a_program_changes_for_all_stands_in_the_audit_log(house: Account) -> None:
    crm = program(house, name="Auditor's bot")
    tag = crm.post("/v1/tags", {"name": "Noted"}).ok()
    entries = house.owner.get("/audit").ok()["entries"]
    entry = next(each for each in entries if each["subject"] == tag["id"])
    assert (entry["action"], entry["agent_id"]) == ("tag.made", "")
    assert entry["values"] == {"token": "Auditor's bot"}


# Paths, methods, bodies ------------------------------------------------------------------------


def test_a_path_or_a_method_that_is_not_there_is_told(house: Account) -> None:
    crm = program(house)
    for path in ("/v1/nothing", "/v1/tags/1/2", "/v1/a/b/c/d/e", "/v1/conversations/search/x"):
        assert crm.get(path).problem() == (404, "not_found", "")
    for method, path, allow in (
        ("DELETE", "/v1/tags", "GET, POST"),
        ("POST", "/v1/tags/1", "DELETE, GET, PATCH"),
        ("PUT", "/v1/contacts/1", "DELETE, GET, PATCH"),
        ("GET", "/v1/messages", "POST"),
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


def later(patch: pytest.MonkeyPatch, **span: float) -> None:
    still(patch, datetime.now(UTC) + timedelta(**span))


def still(patch: pytest.MonkeyPatch, now: datetime) -> None:
    """The doors' clock stands there."""
    from dataclasses import replace

    ports = replace(wiring.access_ports(), clock=lambda: now)
    patch.setattr("chalicelib.wiring_access.access_ports", lambda: ports)
