"""Tags and saved views in the table: one item each, and no writer overwrites another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts.model import Account
from chalicelib.accounts.store import DynamoAccountStore
from chalicelib.conversations.filters import Filter, Rule
from chalicelib.saved_views.model import SavedView, Shelf
from chalicelib.saved_views.store import DynamoViewStore
from chalicelib.shared import aws
from chalicelib.shared.ids import AccountId
from chalicelib.tags.model import Catalogue, Tag
from chalicelib.tags.store import DynamoTagStore

A = AccountId("acc1")
VIP, LATE = Tag("t1", "VIP 👑", "red"), Tag("t2", "Später", "teal")


def notice(table: str, pk: str, sk: str) -> Any:
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    item = aws.client("dynamodb").get_item(TableName=table, Key=key)["Item"]
    assert item["announce"]["S"] == "notice"
    return json.loads(item["notice"]["S"])


@pytest.mark.feature("3.3")
def test_tags_come_back_in_their_order_and_with_the_account(main_table: str) -> None:
    store, accounts = DynamoTagStore(), DynamoAccountStore()
    accounts.add_account(Account(A, "Acme"))
    assert store.load(A) == Catalogue(A)
    assert accounts.page(A).tags == ()
    assert store.save(Catalogue(A, (VIP, LATE)))
    assert store.load(A) == Catalogue(A, (VIP, LATE), 1)
    assert accounts.page(A).tags == (VIP, LATE)
    assert store.save(Catalogue(A, (LATE, VIP), 1))
    assert accounts.page(A).tags == (LATE, VIP)
    assert store.load(AccountId("acc2")).tags == ()
    told = notice(main_table, "A#acc1", "tags")
    assert told == {"event": {"type": "account.changed"}, "to": []}


@pytest.mark.feature("3.3")
def test_tags_are_not_written_over_a_newer_version(main_table: str) -> None:
    store = DynamoTagStore()
    assert store.save(Catalogue(A, (VIP,)))
    assert not store.save(Catalogue(A, (LATE,)))
    assert store.save(Catalogue(A, (VIP, LATE), 1))
    assert not store.save(Catalogue(A, (), 1))
    assert store.load(A).tags == (VIP, LATE)


@pytest.mark.feature("3")
def test_views_of_all_and_of_one_are_read_together(main_table: str) -> None:
    store = DynamoViewStore()
    view = SavedView("v1", "Late", Filter("any", (Rule("tags", "contains", ("t1",)),)))
    assert store.shelves(A, "ana") == (Shelf(A, ""), Shelf(A, "ana"))
    assert store.save(Shelf(A, "", (view,)))
    assert store.save(Shelf(A, "ana", (replace(view, id="v2"),)))
    shared, own = store.shelves(A, "ana")
    assert (shared.views, own.views) == ((view,), (replace(view, id="v2"),))
    assert store.shelves(A, "rui") == (shared, Shelf(A, "rui"))
    assert not store.save(Shelf(A, "ana", ()))
    assert store.save(replace(own, views=()))
    assert notice(main_table, "A#acc1#V", "shared")["to"] == []
    assert notice(main_table, "A#acc1#V", "agent#ana")["to"] == ["ana"]
