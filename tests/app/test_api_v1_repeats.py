"""The public API's idempotency keys and entity tags. At the same moment: test_api_v1_races.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from tests.support.api import Account, new_conversation, new_visitor
from tests.support.v1 import later, new_token, program, text

pytestmark = pytest.mark.feature("9.1")


@pytest.fixture(autouse=True)
def few_tokens(house: Account) -> Iterator[None]:
    """An account has fifty at most: what a test makes goes with it."""
    yield
    for each in house.owner.get("/api-tokens").ok()["tokens"]:
        house.owner.call("DELETE", f"/api-tokens/{each['id']}")


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


MAKES: dict[str, dict[str, Any]] = {
    "/v1/tags": {"name": "Made once"},
    "/v1/queues": {"name": "Made once"},
    "/v1/quick-responses": {"name": "Made once", "code": "made-once", "text": "5"},
    "/v1/contacts": {"name": "Made once", "attributes": {"plan": "gold"}},
    "/v1/report-mails": {"every": "month"},
}


@pytest.mark.parametrize("path", MAKES)
def test_what_a_dying_function_had_made_is_made_once_and_answered(
    house: Account, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    crm, wish = program(house), MAKES[path]
    if path == "/v1/report-mails":
        monkeypatch.setattr("chalicelib.entry.v1.reports.settings", Sends)
        monkeypatch.setattr("chalicelib.timers.service.schedule", lambda *_, **__: None)
        wish = {**wish, "agent_ids": [house.owner_id]}
    repeats = wiring.access_ports().repeats
    with monkeypatch.context() as dies:
        dies.setattr(type(repeats), "finish", lambda *_: (_ for _ in ()).throw(MemoryError()))
        assert crm.post(path, wish, Idempotency_Key="once").status == 500
    later(monkeypatch, seconds=61)
    made = crm.post(path, wish, Idempotency_Key="once")
    assert made.status == 201, made.body
    kept = crm.get(path).ok()["data"]
    assert kept.count(made.body) == 1
    assert len([each for each in kept if each.get("name") == wish.get("name")]) == 1


class Sends:
    mail_sender = "chat@house.example"


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
