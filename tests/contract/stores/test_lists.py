"""Lists by queue and by tag, and the marks behind them: the fake, moto's DynamoDB and Amazon's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations.model import DUE, Conversation, Status, follower_label
from chalicelib.conversations.ports import ConversationStore
from tests.contract.stores.conftest import Stores
from tests.contract.stores.samples import A, B, head
from tests.fakes import START

pytestmark = pytest.mark.feature("3")


@pytest.fixture
def store(stores: Stores) -> ConversationStore:
    return stores.conversations


def opened(id: str, minute: int, **more: Any) -> Conversation:
    at = START + timedelta(minutes=minute)
    return head(id, opened_at=at, last_at=START - timedelta(minutes=minute), **more)


def walked(store: ConversationStore, limit: int = 2, **asked: Any) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = store.page(A, status="open", cursor=cursor, limit=limit, **asked)
        found += [each.id for each in page.conversations]
        cursor = page.cursor
        if not cursor:
            return found


def test_a_queues_list_goes_by_opening_either_way(store: ConversationStore) -> None:
    for i in range(5):
        store.create_head(opened(f"c{i}", i, queue_id="sales"))
    store.create_head(opened("other", 7, queue_id="support"))
    store.create_head(opened("none", 8))
    store.create_head(opened("done", 9, queue_id="sales", status=Status.RESOLVED))
    store.create_head(head("foreign", account=B, queue_id="sales"))
    assert walked(store, queue="sales") == ["c4", "c3", "c2", "c1", "c0"]
    assert walked(store, queue="sales", oldest=True) == ["c0", "c1", "c2", "c3", "c4"]


@pytest.mark.parametrize("asked", [{}, {"assignee": "-"}], ids=["all", "unassigned"])
def test_the_oldest_come_first_if_asked(store: ConversationStore, asked: dict[str, Any]) -> None:
    for i in range(5):
        store.create_head(opened(f"c{i}", i))
    assert walked(store, **asked, oldest=True) == walked(store, **asked)[::-1]


def test_a_conversation_moves_between_queues(store: ConversationStore) -> None:
    before = opened("c1", 1, queue_id="sales")
    store.create_head(before)
    after = replace(before, queue_id="support", version=1)
    assert store.update_head(before, after, announce=True)
    assert (walked(store, queue="sales"), walked(store, queue="support")) == ([], ["c1"])
    gone = replace(after, status=Status.RESOLVED, version=2)
    assert store.update_head(after, gone, announce=True)
    assert walked(store, queue="support") == []
    page = store.page(A, status="resolved", queue="support", cursor="", limit=9)
    assert page.conversations == [gone]


def tagged(store: ConversationStore, id: str, minute: int, *tags: str) -> Conversation:
    made = opened(id, minute, tags=tags)
    for tag in tags:
        store.mark_tag(made, tag)
    store.create_head(made)
    return made


@pytest.mark.feature("3.3")
def test_a_tags_list_goes_by_opening_either_way(store: ConversationStore) -> None:
    for i in range(5):
        tagged(store, f"c{i}", i, "vip", *(["late"] if i == 3 else []))
    assert walked(store, tag="vip") == ["c4", "c3", "c2", "c1", "c0"]
    assert walked(store, tag="vip", oldest=True) == ["c0", "c1", "c2", "c3", "c4"]
    assert walked(store, tag="late") == ["c3"]
    assert walked(store, tag="none") == []


@pytest.mark.feature("3.3")
def test_a_leftover_mark_shows_nothing(store: ConversationStore) -> None:
    made = tagged(store, "c1", 1, "vip")
    for stale in (replace(made, tags=(), version=1), replace(made, tags=("late",), version=2)):
        before = store.head(A, made.id)
        assert before is not None
        assert store.update_head(before, stale, announce=True)
        assert walked(store, tag="vip") == []
    store.mark_tag(opened("never", 2), "vip")
    assert walked(store, tag="vip") == []


@pytest.mark.feature("3.3")
def test_a_mark_goes_only_before_what_is_newer(store: ConversationStore) -> None:
    made = tagged(store, "c1", 1, "vip")
    newer = replace(made, version=4)
    store.mark_tag(newer, "vip")
    store.mark_tag(replace(made, version=3), "vip")  # a loser's: it lowers nothing
    store.unmark_tag(made, "vip", version=4)
    assert walked(store, tag="vip") == ["c1"]
    store.unmark_tag(made, "vip", version=5)
    store.unmark_tag(made, "vip", version=5)
    assert walked(store, tag="vip") == []


@pytest.mark.feature("3.3")
def test_a_tags_use_is_counted_up_to_a_limit(store: ConversationStore) -> None:
    for i in range(5):
        tagged(store, f"c{i}", i, "vip")
    assert store.count_tag(A, "vip", "open", 100) == 5
    assert store.count_tag(A, "vip", "open", 3) == 3
    assert store.count_tag(A, "vip", "resolved", 3) == 0


def test_who_follows_finds_them_as_a_tag_does(store: ConversationStore) -> None:
    followed = opened("followed", 1, followers=("rui",))
    left = opened("left", 2)
    for each in (followed, left):
        store.create_head(each)
        store.mark_tag(each, follower_label("rui"))
    assert walked(store, tag=follower_label("rui")) == ["followed"]
    assert walked(store, tag="rui") == []


@pytest.mark.feature("4.5")
def test_deadlines_are_listed_in_their_order_and_never_twice(store: ConversationStore) -> None:
    for id, minutes in (("late", -5), ("next", 5), ("far", 90)):
        made = opened(id, 50 - minutes, sla_due=START + timedelta(minutes=minutes))
        store.mark_tag(made, DUE)
        store.create_head(made)
    assert walked(store, tag=DUE, oldest=True) == ["late", "next", "far"]
    before = store.head(A, "next")  # type: ignore[arg-type]
    assert before is not None
    after = replace(before, sla_due=START + timedelta(minutes=120), version=1)
    store.mark_tag(after, DUE)
    assert store.update_head(before, after, announce=True)
    assert walked(store, tag=DUE, oldest=True) == ["late", "far", "next"]  # with the old mark there
    store.unmark_tag(before, DUE, version=1)
    assert walked(store, tag=DUE, oldest=True) == ["late", "far", "next"]
    assert store.update_head(after, replace(after, sla_due=None, version=2), announce=True)
    assert walked(store, tag=DUE, oldest=True) == ["late", "far"]
