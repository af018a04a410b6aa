"""Threads of letters in the main table (docs/data.md)."""

from __future__ import annotations

import time
from dataclasses import asdict

from pynamodb.attributes import JSONAttribute

from chalicelib.mail.model import MailThread
from chalicelib.shared.table import MainItem, find

KEPT = 730 * 24 * 3600  # seconds after its last letter
_KEYS = ("account_id", "channel_id", "id")


class _ThreadItem(MainItem):
    data = JSONAttribute()


class DynamoThreadStore:
    """Implements `service.ThreadStore`. The last writer wins: what another has added to the
    references meanwhile is among those of the next letter."""

    def get(self, account_id: str, channel_id: str, thread: str) -> MailThread | None:
        item = find(_ThreadItem, partition(account_id, channel_id, thread), "thread")
        if item is None:
            return None
        values = dict(item.data)
        values["references"] = tuple(values.get("references", ()))
        return MailThread(account_id=account_id, channel_id=channel_id, id=thread, **values)

    def put(self, thread: MailThread) -> None:
        item = _ThreadItem(
            partition(thread.account_id, thread.channel_id, thread.id),
            "thread",
            ttl=int(time.time()) + KEPT,
        )
        item.data = {name: value for name, value in asdict(thread).items() if name not in _KEYS}
        item.save()


def partition(account_id: str, channel_id: str, thread: str) -> str:
    return f"A#{account_id}#mail#{channel_id}#{thread}"
