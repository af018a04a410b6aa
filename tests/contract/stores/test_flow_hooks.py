"""Calls of webhooks: the same in memory, on moto and on DynamoDB Local."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.flows.starts import Hook, HookStore
from tests.contract.stores.conftest import Stores
from tests.unit.flows.stores import MemoryHookStore

pytestmark = pytest.mark.feature("6.2")
AT = datetime(2026, 3, 2, 9, 30, 0, 123000, tzinfo=UTC)
HOOK = Hook("acc1", "f1", "k1", "w1", "c1", AT, {"order": "é <b>", "n": 1.5, "list": [None]})
DAY = timedelta(days=1)


@pytest.fixture
def store(stores: Stores) -> HookStore:
    if stores.backend == "fake":
        return MemoryHookStore()
    from chalicelib.flows.hook_store import DynamoHookStore

    return DynamoHookStore()


def test_a_call_comes_back_whole_and_is_nobody_elses(store: HookStore) -> None:
    assert store.keep_hook(HOOK, unless_since=AT - DAY)
    assert store.hook("acc1", "f1", "k1") == HOOK
    for key in (("acc2", "f1", "k1"), ("acc1", "f2", "k1"), ("acc1", "f1", "k2")):
        assert store.hook(*key) is None


def test_the_same_key_is_taken_again_only_when_it_is_old(store: HookStore) -> None:
    from dataclasses import replace

    store.keep_hook(HOOK, unless_since=AT - DAY)
    again = replace(HOOK, at=AT + timedelta(minutes=5), data={})
    assert not store.keep_hook(again, unless_since=again.at - DAY)
    assert store.hook("acc1", "f1", "k1") == HOOK
    later = replace(HOOK, at=AT + 2 * DAY, data={"order": "new"})
    assert store.keep_hook(later, unless_since=later.at - DAY)
    assert store.hook("acc1", "f1", "k1") == later


def test_what_is_done_is_known_and_brings_nothing_more(store: HookStore) -> None:
    store.keep_hook(HOOK, unless_since=AT - DAY)
    for _ in range(2):
        store.end_hook(HOOK)
    found = store.hook("acc1", "f1", "k1")
    assert found is not None
    assert (found.done, dict(found.data), found.conversation_id) == (True, {}, "c1")
    assert not store.keep_hook(HOOK, unless_since=AT - DAY)
