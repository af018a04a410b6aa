"""Entries of the audit log in the `main` table, a partition a month (docs/data.md)."""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.audit.model import KEPT, Entry, month_of
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, RawItem, put_if, query

_NAMES = ("action", "agent_id", "subject", "label", "fields", "values", "counts", "address")


class _EntryItem(MainItem):
    """data: JSON; what the key does not say, without what is empty."""

    data = UnicodeAttribute()


class DynamoAuditStore:
    """Implements `service.AuditStore`."""

    def add(self, entry: Entry) -> None:
        values = {name: getattr(entry, name) for name in _NAMES if getattr(entry, name)}
        item = _EntryItem(
            _partition(entry.account_id, month_of(entry.at)),
            f"{to_text(entry.at)}#{entry.id}",
            data=json.dumps(values, ensure_ascii=False, separators=(",", ":")),
            ttl=int((entry.at + KEPT).timestamp()),
        )
        put_if(item, _EntryItem.pk.does_not_exist())

    def month(
        self, account_id: str, month: str, *, before: str, limit: int
    ) -> tuple[list[Entry], str]:
        partition = _partition(account_id, month)
        start: RawItem | None = None
        if before:
            start = {"pk": {"S": partition}, "sk": {"S": before}}
        raws, last = query(partition, start=start, limit=limit)
        return [_entry(account_id, raw) for raw in raws], last["sk"]["S"] if last else ""


def _partition(account_id: str, month: str) -> str:
    return f"A#{account_id}#D#{month}"


def _entry(account_id: str, raw: RawItem) -> Entry:
    at, _, id = raw["sk"]["S"].partition("#")
    values: dict[str, Any] = json.loads(raw["data"]["S"])
    values["fields"] = tuple(values.get("fields", ()))
    return Entry(id=id, account_id=account_id, at=from_text(at), **values)
