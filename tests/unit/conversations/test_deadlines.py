"""What queues promised, as a list: the nearest deadline first, nothing lost and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.appending import change_head, raised
from chalicelib.conversations.filters import Eye, Filter, Rule
from chalicelib.conversations.model import DUE, Conversation, Status
from chalicelib.shared.errors import InvalidInput
from tests.contract.stores.samples import A, head
from tests.fakes import START, FakeConversationStore, conversation_ports

pytestmark = [pytest.mark.feature("4.5"), pytest.mark.feature("3.3")]


def promised(id: str, minutes: int | None, **more: Any) -> Conversation:
    due = None if minutes is None else START + timedelta(minutes=minutes)
    warn = due and due - timedelta(minutes=5)
    return head(id, sla_due=due, sla_warn=warn, **more)


def stored(store: FakeConversationStore, *heads: Conversation) -> None:
    for each in heads:
        for label in each.labels:
            store.mark_tag(each, label)
        store.create_head(each)


def listed(
    store: FakeConversationStore, *rules: Rule, limit: int = 2, now: datetime = START
) -> list[str]:
    found: list[str] = []
    cursor = ""
    for _ in range(50):
        page = service.filtered_page(
            conversation_ports(store),
            account_id=A,
            filter=Filter(rules=rules),
            eye=Eye("ana", now),
            cursor=cursor,
            limit=limit,
        )
        found += [each.id for each in page.conversations]
        cursor = page.cursor
        if not cursor:
            return found
    raise AssertionError("no end")


ANY = Rule("promise", "present")


@pytest.mark.parametrize("limit", [1, 2, 3, 30])
def test_what_is_late_stands_on_top_and_the_nearest_deadline_next(limit: int) -> None:
    store = FakeConversationStore()
    order = [30, -10, 5, None, 90, -60, 5]
    stored(store, *(promised(f"c{at}", minutes) for at, minutes in enumerate(order)))
    stored(store, promised("asleep", 1, status=Status.SNOOZED))
    assert listed(store, ANY, limit=limit) == ["c5", "c1", "c2", "c6", "c0", "c4"]


def test_what_is_late_or_nearly_so_is_asked_for_by_name() -> None:
    store = FakeConversationStore()
    stored(store, promised("late", -1), promised("soon", 4), promised("later", 60))
    stored(store, promised("ours", -2, assignee_id="ana"), promised("free", None))

    def which(operator: str, *values: str) -> list[str]:
        return listed(store, Rule("promise", operator, values))

    assert which("equals", "late") == ["ours", "late"]
    assert which("in", "late", "soon") == ["ours", "late", "soon"]
    assert which("equals", "running") == ["later"]
    assert which("absent") == ["free"]
    mine = Rule("assignee", "equals", ("me",))
    assert listed(store, Rule("promise", "equals", ("late",)), mine) == ["ours"]


def test_a_standing_that_no_promise_has_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput) as refusal:
        listed(FakeConversationStore(), Rule("promise", "equals", ("never",)))
    assert refusal.value.field == "filter.rules.0.values"


def test_another_deadline_moves_it_and_an_answer_takes_it_out() -> None:
    store = FakeConversationStore()
    stored(store, promised("a", 10), promised("b", 20))
    p = conversation_ports(store)
    moved = change_head(p, store.heads_by_key[A, "a"], to(30))
    assert listed(store, ANY) == ["b", "a"]
    answered = change_head(p, moved, to(None))
    assert listed(store, ANY) == ["b"]
    change_head(p, answered, to(5))
    assert listed(store, ANY) == ["a", "b"]
    asleep = change_head(p, store.heads_by_key[A, "a"], lambda h: raised(h, sleeping(h)))
    assert listed(store, ANY) == ["b"]
    assert change_head(p, asleep, to(None)).sla_due is None
    assert [label for label, *_ in store.tag_marks] == [DUE]  # b's: nothing is left behind


def to(minutes: int | None) -> Any:
    due = None if minutes is None else START + timedelta(minutes=minutes)
    return lambda before: raised(before, replace(before, sla_due=due))


def sleeping(before: Conversation) -> Conversation:
    return replace(before, status=Status.SNOOZED)


class Dying(FakeConversationStore):
    """Dies at the n-th write that is about heads or marks."""

    left: int = 10**6

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise RuntimeError("died")

    def mark_tag(self, *args: Any) -> None:
        self._step()
        super().mark_tag(*args)

    def unmark_tag(self, *args: Any, **more: Any) -> None:
        self._step()
        super().unmark_tag(*args, **more)

    def update_head(self, *args: Any, **more: Any) -> bool:
        self._step()
        return super().update_head(*args, **more)


@pytest.mark.parametrize("died_at", range(1, 10))
def test_a_death_at_any_step_hides_no_deadline(died_at: int) -> None:
    store = Dying()
    stored(store, promised("a", 10), promised("b", 20))
    p = conversation_ports(store)
    store.left = died_at
    try:
        for minutes in (30, None, 15):
            change_head(p, store.heads_by_key[A, "a"], to(minutes))
    except RuntimeError:
        pass
    store.left = 10**6
    due = {id: store.heads_by_key[A, id].sla_due for id in ("a", "b")}
    wanted = sorted((each for each in due if due[each]), key=lambda id: due[id] or START)
    assert listed(store, ANY) == wanted
