"""Saved views: an item for the account's and one for each agent's own (docs/data.md)."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.saved_views.model import Shelf, dumps, loads
from chalicelib.shared.ids import AccountId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, find_all, put_if


class ViewsItem(MainItem):
    """data: JSON; [id, name, filter] a view, in order."""

    version = NumberAttribute()
    data = UnicodeAttribute()


class DynamoViewStore:
    """Implements `service.ViewStore`. Each method is one call to the table."""

    def shelves(self, account_id: AccountId, agent_id: str) -> tuple[Shelf, Shelf]:
        pk = _pk(account_id)
        raws = find_all([(pk, _sk("")), (pk, _sk(agent_id))], consistent=True)
        found = {item.sk: item for item in map(ViewsItem.from_raw_data, raws)}
        return _shelf(account_id, "", found), _shelf(account_id, agent_id, found)

    def save(self, shelf: Shelf) -> bool:
        marks: dict[str, Any] = told(
            {"type": "account.changed"}, to=[shelf.owner] if shelf.owner else ()
        )
        item = ViewsItem(
            _pk(shelf.account_id),
            _sk(shelf.owner),
            version=shelf.version + 1,
            data=dumps(shelf.views),
            **marks,
        )
        free = ViewsItem.pk.does_not_exist()
        held = ViewsItem.version == shelf.version
        return put_if(item, held if shelf.version else free) is None


def _pk(account_id: str) -> str:
    return f"A#{account_id}#V"


def _sk(owner: str) -> str:
    return f"agent#{owner}" if owner else "shared"


def _shelf(account_id: AccountId, owner: str, found: dict[str, ViewsItem]) -> Shelf:
    item = found.get(_sk(owner))
    if item is None:
        return Shelf(account_id, owner)
    return Shelf(account_id, owner, loads(item.data), int(item.version))
