"""The catalogue of an account's tags: one item of its partition (docs/data.md)."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.shared.ids import AccountId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, find, put_if
from chalicelib.tags.model import Catalogue, dumps, loads

SORT_KEY = "tags"


class TagsItem(MainItem):
    """data: JSON; [id, name, colour] a tag, in order."""

    version = NumberAttribute()
    data = UnicodeAttribute()


class DynamoTagStore:
    """Implements `service.TagStore`. Each method is one call to the table."""

    def load(self, account_id: AccountId) -> Catalogue:
        item = find(TagsItem, f"A#{account_id}", SORT_KEY)
        if item is None:
            return Catalogue(account_id)
        return Catalogue(account_id, loads(item.data), int(item.version))

    def save(self, catalogue: Catalogue) -> bool:
        marks: dict[str, Any] = told({"type": "account.changed"})
        item = TagsItem(
            f"A#{catalogue.account_id}",
            SORT_KEY,
            version=catalogue.version + 1,
            data=dumps(catalogue.tags),
            **marks,
        )
        free = TagsItem.pk.does_not_exist()
        held = TagsItem.version == catalogue.version
        return put_if(item, held if catalogue.version else free) is None
