"""Tokens, quotas and idempotency keys: the fakes and the tables do the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chalicelib.access import model
from chalicelib.access.ports import Quotas, Repeats, TokenStore
from chalicelib.access.repeats import KEPT, Kept
from chalicelib.access.store import DynamoQuotas, DynamoRepeats, DynamoTokenStore
from chalicelib.shared.clock import to_milliseconds
from tests.unit.access.fakes import NOON, FakeQuotas, FakeRepeats, FakeTokenStore

pytestmark = pytest.mark.feature("9.1")
A, B = "0123456789abcdefgh", "another0account000"


@dataclass(frozen=True)
class Access:
    tokens: TokenStore
    quotas: Quotas
    repeats: Repeats


@pytest.fixture
def fake() -> Access:
    return Access(FakeTokenStore(), FakeQuotas(), FakeRepeats())


@pytest.fixture
def tables(main_table: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    """One table does for both: their keys differ."""
    from chalicelib.settings import settings

    monkeypatch.setenv("CONNECTIONS_TABLE", main_table)
    settings.cache_clear()
    yield Access(DynamoTokenStore(), DynamoQuotas(), DynamoRepeats())
    settings.cache_clear()


def token(account_id: str = A, **more: object) -> model.Token:
    made, _ = model.made(
        account_id=account_id,
        agent_id="ana",
        name="CRM 👑",
        scopes=["tags:read", "contacts:write"],
        expires_at=None,
        now=NOON,
        secret=model.new_secret(),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def check_tokens(store: TokenStore) -> None:
    one, two = token(expires_at=NOON + timedelta(days=30)), token()
    other = token(B)
    for each in (one, two, other):
        store.add(each)
    assert store.get(A, one.id) == one
    assert store.get(B, one.id) is None
    assert store.get(A, "nothing") is None
    assert store.all(A) == sorted([one, two], key=lambda each: each.id)
    later = NOON + timedelta(seconds=30)
    store.used(one, NOON)
    store.used(one, later)  # within the minute
    assert store.get(A, one.id) == replace(one, used_at=NOON)
    store.used(one, NOON + timedelta(seconds=60))
    assert store.get(A, one.id) == replace(one, used_at=NOON + timedelta(seconds=60))
    assert store.revoke(A, two.id, NOON)
    assert store.revoke(A, two.id, later)
    assert store.get(A, two.id) == replace(two, revoked_at=NOON)
    assert not store.revoke(B, one.id, NOON)
    store.used(token(), NOON)  # of none that is there: makes none
    assert len(store.all(A)) == 2


def check_quotas(quotas: Quotas) -> None:
    assert [quotas.take("a#t", 60, 3) for _ in range(5)] == [1, 2, 3, 0, 0]
    assert quotas.take("a#t", 120, 3) == 1
    assert quotas.take("a#u", 60, 3) == 1


def check_repeats(repeats: Repeats) -> None:
    first = Kept("mark", to_milliseconds(NOON))
    later = replace(first, started_at=NOON + timedelta(minutes=2))
    assert repeats.begin("a#t", "key with spaces ☃", first) is None
    assert repeats.begin("a#t", "key with spaces ☃", later) == first
    assert repeats.begin("a#u", "key with spaces ☃", later) is None
    assert repeats.take_over("a#t", "key with spaces ☃", first, later)
    assert not repeats.take_over("a#t", "key with spaces ☃", first, later)
    repeats.release("a#t", "key with spaces ☃", first)  # not his any more
    answer = replace(later, status=201, body="{'é'}".encode() * 1000, headers={"ETag": '"1"'})
    repeats.finish("a#t", "key with spaces ☃", answer)
    repeats.finish("a#t", "key with spaces ☃", replace(first, status=200))
    repeats.release("a#t", "key with spaces ☃", later)  # an answer stays
    assert repeats.begin("a#t", "key with spaces ☃", first) == answer
    assert not repeats.take_over("a#t", "key with spaces ☃", answer, first)
    repeats.release("a#u", "key with spaces ☃", later)
    assert repeats.begin("a#u", "key with spaces ☃", first) is None
    tomorrow = replace(first, started_at=later.started_at + KEPT + timedelta(seconds=2))
    assert repeats.begin("a#t", "key with spaces ☃", tomorrow) is None


def test_in_memory(fake: Access) -> None:
    check_tokens(fake.tokens)
    check_quotas(fake.quotas)
    check_repeats(fake.repeats)


def test_in_the_tables(tables: Access) -> None:
    check_tokens(tables.tokens)
    check_quotas(tables.quotas)
    check_repeats(tables.repeats)
