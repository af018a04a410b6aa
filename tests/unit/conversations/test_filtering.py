"""Pages of a filtered list: nothing twice, nothing left out, never more than two looks a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.contacts.model import Contact
from chalicelib.conversations import service
from chalicelib.conversations.filters import Eye, Filter, Rule
from chalicelib.conversations.model import Conversation, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import ConversationListPage
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import ContactId
from tests.contract.stores.samples import A, B, head
from tests.fakes import START, FakeContactStore, FakeConversationStore, conversation_ports

pytestmark = pytest.mark.feature("3")
STATUSES = list(Status)


class Counting(FakeConversationStore):
    """looks: how many lists were asked, and how many rows each gave."""

    def page(self, account_id: str, **asked: Any) -> ConversationListPage:
        found = super().page(account_id, **asked)
        self.looks.append(len(found.conversations))
        return found

    looks: list[int]


@pytest.fixture
def store() -> Counting:
    made = Counting()
    made.looks = []
    for i in range(500):
        made.create_head(
            head(
                f"c{i:03}",
                status=STATUSES[i % 4],
                queue_id="sales" if i % 3 else "",
                priority="urgent" if i % 10 == 0 else "",
                last_at=START + timedelta(minutes=i),
                opened_at=START - timedelta(minutes=i),
            )
        )
    made.create_head(head("foreign", account=B, priority="urgent"))
    return made


def walk(
    p: ConversationPorts, store: Counting, *rules: Rule, limit: int = 30
) -> list[Conversation]:
    found: list[Conversation] = []
    cursor = ""
    for _ in range(100):
        store.looks.clear()
        page = service.filtered_page(
            p,
            account_id=A,
            filter=Filter(rules=rules),
            eye=Eye("ana", START),
            cursor=cursor,
            limit=limit,
        )
        assert len(store.looks) <= 2
        assert sum(store.looks) <= 200
        assert len(page.conversations) <= limit
        found += page.conversations
        cursor = page.cursor
        if not cursor:
            return found
    raise AssertionError("no end")


@pytest.mark.parametrize("limit", [1, 7, 30, 100])
def test_the_pages_together_hold_each_match_once(store: Counting, limit: int) -> None:
    p = conversation_ports(store)
    urgent = Rule("priority", "equals", ("urgent",))
    found = walk(p, store, urgent, limit=limit)
    wanted = [
        each
        for status in STATUSES
        for each in sorted(store.heads_by_key.values(), key=lambda c: c.last_at, reverse=True)
        if each.priority == "urgent" and each.status is status and each.account_id == A
    ]
    assert [each.id for each in found] == [each.id for each in wanted]


def test_open_ones_come_first(store: Counting) -> None:
    found = walk(conversation_ports(store), store, Rule("priority", "equals", ("urgent",)))
    order = [STATUSES.index(each.status) for each in found]
    assert order == sorted(order)


def test_a_queue_is_looked_through_alone(store: Counting) -> None:
    p = conversation_ports(store)
    sales = Rule("queue", "equals", ("sales",))
    urgent = Rule("priority", "equals", ("urgent",))
    found = walk(p, store, sales, urgent, Rule("status", "equals", ("open",)))
    assert {each.queue_id for each in found} == {"sales"}
    assert len(found) == len(
        [
            each
            for each in store.heads_by_key.values()
            if (each.queue_id, each.priority, each.status) == ("sales", "urgent", "open")
        ]
    )
    opened = [each.opened_at for each in found]
    assert opened == sorted(opened, reverse=True)


def test_conditions_that_exclude_each_other_need_no_look(store: Counting) -> None:
    rules = [Rule("status", "equals", (name,)) for name in ("open", "resolved")]
    assert walk(conversation_ports(store), store, *rules) == []
    assert store.looks == []


@pytest.mark.parametrize("cursor", ["x", "ajar|2026#c1", "open|", "resolved|2026-01-01#c1"])
def test_a_cursor_of_another_list_is_refused_or_harmless(store: Counting, cursor: str) -> None:
    p = conversation_ports(store)
    only_open = Filter(rules=(Rule("status", "equals", ("open",)),))
    asked: dict[str, Any] = {"filter": only_open, "eye": Eye("ana", START), "limit": 5}
    if cursor == "open|":
        assert service.filtered_page(p, account_id=A, cursor=cursor, **asked).conversations
        return
    with pytest.raises(InvalidInput) as refusal:
        service.filtered_page(p, account_id=A, cursor=cursor, **asked)
    assert refusal.value.field == "cursor"


def test_contacts_are_looked_at_in_batches_and_only_if_a_rule_asks(store: Counting) -> None:
    contacts = AskedContacts()
    contacts.create(Contact(ContactId("zoe"), A, START, attributes={"plan": "gold"}))
    for id in ("c000", "c004", "c008"):
        store.heads_by_key[A, id] = replace(store.heads_by_key[A, id], contact_id=ContactId("zoe"))
    p = conversation_ports(store, contacts)
    walk(p, store, Rule("status", "equals", ("open",)))
    assert contacts.asked == []
    gold = Rule("contact_attribute", "equals", ("gold",), "plan")
    assert [each.id for each in walk(p, store, gold)] == ["c008", "c004", "c000"]
    assert 0 < max(len(asked) for asked in contacts.asked) <= 100
    filter = Filter(rules=(gold, Rule("status", "equals", ("open",))))
    page = service.filtered_page(
        p, account_id=A, filter=filter, eye=Eye("ana", START), cursor="", limit=5
    )
    assert page.facts == {"zoe": {"plan": "gold"}}


class AskedContacts(FakeContactStore):
    def many(self, account_id: str, contact_ids: Sequence[str]) -> list[Contact]:
        self.asked = [*self.asked, tuple(contact_ids)]
        return super().many(account_id, contact_ids)

    asked: list[tuple[str, ...]] = []
