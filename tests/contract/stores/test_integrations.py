"""The store of integrations, on moto and DynamoDB Local."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.integrations.model import Connection
from chalicelib.integrations.oauth import LOST, Ask, Grant
from chalicelib.integrations.store import DynamoConnectionStore
from chalicelib.shared.errors import Conflict
from tests.unit.inlets.fakes import NOON

CONNECTION = Connection(
    id="app1",
    account_id="acme",
    kind="slack",
    name="Soporte 🛟",
    settings={"channel": "C0123456", "tells": ["new"], "channel_ids": []},
    secret_names=("bot_token",),
    sealed="c2VhbGVk",
    facts={"team": "Acme"},
    created_at=NOON,
)


@pytest.fixture
def kept(main_table: str) -> DynamoConnectionStore:
    return DynamoConnectionStore(lambda: NOON)


def test_it_is_kept_whole_changed_once_mended_and_removed(kept: DynamoConnectionStore) -> None:
    first = kept.save(CONNECTION)
    assert first == replace(CONNECTION, version=1)
    assert kept.connection("acme", "app1") == first
    assert kept.connection("other", "app1") is None
    kept.mend(first, "invalid_auth")
    assert kept.connections("acme") == [replace(first, broken="invalid_auth")]
    kept.save(replace(first, on=False))
    with pytest.raises(Conflict):
        kept.save(first)
    assert kept.remove("acme", "app1")
    assert not kept.remove("acme", "app1")
    kept.mend(first, "gone")  # nothing comes back by it
    assert kept.connections("acme") == []


def test_two_that_lose_the_same_token_are_one_piece_of_news(kept: DynamoConnectionStore) -> None:
    first = kept.save(CONNECTION)
    assert kept.mend(first, f"{LOST} token_revoked")
    assert not kept.mend(first, f"{LOST} invalid_refresh_token")
    assert kept.mend(first, "")
    assert kept.mend(first, f"{LOST} invalid_refresh_token")


def test_what_is_noted_first_stays_and_what_is_done_is_known(kept: DynamoConnectionStore) -> None:
    assert kept.recall(CONNECTION, "thread#k1") == ""
    kept.remember(CONNECTION, "thread#k1", "17.1")
    kept.remember(CONNECTION, "thread#k1", "18.2")
    assert kept.recall(CONNECTION, "thread#k1") == "17.1"
    assert kept.recall(replace(CONNECTION, id="app2"), "thread#k1") == ""
    assert not kept.is_done(CONNECTION, "new#k1")
    kept.did(CONNECTION, "new#k1")
    assert kept.is_done(CONNECTION, "new#k1")


def test_a_grant_follows_the_one_before_and_one_alone_renews_it(
    kept: DynamoConnectionStore,
) -> None:
    first = Grant("c2VhbGVk", NOON + timedelta(hours=12), 1, NOON)
    assert kept.grant(CONNECTION) is None
    kept.keep_grant(CONNECTION, first)
    assert kept.grant(CONNECTION) == first
    assert kept.grant(replace(CONNECTION, account_id="other")) is None
    with pytest.raises(Conflict):
        kept.keep_grant(CONNECTION, first)
    soon = NOON + timedelta(seconds=30)
    assert kept.lease(CONNECTION, 1, NOON, soon)
    assert not kept.lease(CONNECTION, 1, NOON, soon)
    assert kept.lease(CONNECTION, 1, soon, soon + timedelta(seconds=30))  # who had it died
    kept.release(CONNECTION, 1)
    assert kept.lease(CONNECTION, 1, NOON, soon)
    second = Grant("bmV3", None, 2, NOON)
    kept.keep_grant(CONNECTION, second)
    assert kept.grant(CONNECTION) == second
    assert not kept.lease(CONNECTION, 1, soon, soon)  # another one has renewed it
    kept.forget_grant(CONNECTION)
    assert kept.grant(CONNECTION) is None
    assert not kept.lease(CONNECTION, 2, NOON, soon)  # nothing comes back by it
    assert kept.grant(CONNECTION) is None


def test_an_ask_is_taken_once_by_who_asked_and_in_time(kept: DynamoConnectionStore) -> None:
    ask = Ask("app1", "ana", NOON + timedelta(minutes=10), "dmVyaWZpZXI=")
    kept.keep_ask("acme", "h1", ask)
    assert kept.take_ask("acme", "h1", "bob", NOON) is None
    assert kept.take_ask("other", "h1", "ana", NOON) is None
    assert kept.take_ask("acme", "h2", "ana", NOON) is None
    assert kept.take_ask("acme", "h1", "ana", NOON + timedelta(minutes=10)) is None
    assert kept.take_ask("acme", "h1", "ana", NOON) == ask
    assert kept.take_ask("acme", "h1", "ana", NOON) is None
