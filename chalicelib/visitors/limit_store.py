"""Shared counters of the widget's limits, in the connections table (docs/data.md)."""

from __future__ import annotations

from functools import lru_cache

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import TableConnection
from pynamodb.models import Model

from chalicelib.settings import settings
from chalicelib.shared.table import table_connection

KEPT = 60  # seconds after a window's end


class _Item(Model):
    class Meta:
        table_name = "connections"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    calls = NumberAttribute(default=0)
    ttl = NumberAttribute()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connection(settings().connections_table)


@lru_cache(maxsize=4)
def _connection(table_name: str) -> TableConnection:
    return table_connection(table_name, _Item)


class DynamoCounters:
    """A `limits.Counters`."""

    def add(self, key: str, ends: int, amount: int) -> int:
        item = _Item(f"L#{key}", "limit")
        item.update(actions=[_Item.calls.add(amount), _Item.ttl.set(ends + KEPT)])
        return int(item.calls)
