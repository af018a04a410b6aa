"""Working hours, in a partition of their own (docs/data.md)."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.hours.codec import from_data, to_data
from chalicelib.hours.model import OpeningHours
from chalicelib.hours.service import Catalogue
from chalicelib.shared.table import MainItem, put_if

_ACCOUNT, _QUEUE = "account", "queue#"


class HoursItem(MainItem):
    version = NumberAttribute(default=0)
    data = JSONAttribute(null=True)


class DynamoHoursStore:
    """An `HoursStore`."""

    def load(self, account_id: str) -> Catalogue:
        found = {}
        for item in HoursItem.query(_pk(account_id), consistent_read=True):
            queue_id = "" if item.sk == _ACCOUNT else item.sk.removeprefix(_QUEUE)
            found[queue_id] = from_data(queue_id, int(item.version), item.data or {})
        return found

    def save(self, account_id: str, hours: OpeningHours) -> bool:
        item = HoursItem(
            _pk(account_id), _sk(hours.queue_id), version=hours.version + 1, data=to_data(hours)
        )
        condition: Condition = HoursItem.pk.does_not_exist()
        if hours.version:
            condition = HoursItem.version == hours.version
        return put_if(item, condition) is None

    def remove(self, account_id: str, queue_id: str) -> None:
        HoursItem(_pk(account_id), _sk(queue_id)).delete()


def _pk(account_id: str) -> str:
    return f"A#{account_id}#O"


def _sk(queue_id: str) -> str:
    return f"{_QUEUE}{queue_id}" if queue_id else _ACCOUNT
