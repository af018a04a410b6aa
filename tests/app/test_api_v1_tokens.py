"""Tokens of the public API, and how often they may call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access import quota
from chalicelib.access.model import SCOPES
from tests.support.api import Account, new_account, new_visitor
from tests.support.v1 import later, new_token, program, still

pytestmark = pytest.mark.feature("9.1")


@pytest.fixture(autouse=True)
def few_tokens(house: Account) -> Iterator[None]:
    """An account has fifty at most: what a test makes goes with it."""
    yield
    for each in house.owner.get("/api-tokens").ok()["tokens"]:
        house.owner.call("DELETE", f"/api-tokens/{each['id']}")


# Tokens ----------------------------------------------------------------------------------------


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
