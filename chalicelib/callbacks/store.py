"""Callbacks, in a partition of their own (docs/data.md). Those that are not done are in the index
`by_activity` too, which conversations use under other keys: a short list, however many are done. A
muted one is not there, and nobody is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.callbacks.model import Callback, Outcome, Status
from chalicelib.callbacks.service import Slice
from chalicelib.callbacks.view import callback_view
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, RawItem, find, put_if, query

POINTER_LIFE = timedelta(days=30)
_MOMENTS = ("requested_at", "ring_until", "accepted_at", "done_at", "due_at")
_TEXTS = ("phone", "name", "conversation_id", "accepted_by", "note")
_NUMBERS = ("attempts", "rings")


class CallbackItem(MainItem):
    """data: what is not at its default."""

    version = NumberAttribute(default=0)
    data = JSONAttribute(null=True)


class PointerItem(MainItem):
    callback = UnicodeAttribute(default="")


class DynamoCallbackStore:
    """A `CallbackStore`."""

    def point(
        self, account_id: str, contact_id: str, client_id: str, id: str, now: datetime
    ) -> str:
        ends = int((now + POINTER_LIFE).timestamp())
        item = PointerItem(*_pointer(account_id, contact_id, client_id), callback=id, ttl=ends)
        there = put_if(item, PointerItem.pk.does_not_exist())
        return there.callback if there else id

    def pointed(self, account_id: str, contact_id: str, client_id: str) -> str:
        item = find(PointerItem, *_pointer(account_id, contact_id, client_id))
        return item.callback if item else ""

    def get(self, account_id: str, id: str) -> Callback | None:
        item = find(CallbackItem, _partition(account_id), id)
        return _callback(item) if item else None

    def save(self, callback: Callback) -> Callback | None:
        after = replace(callback, version=callback.version + 1)
        condition: Condition = CallbackItem.pk.does_not_exist()
        if callback.version:
            condition = CallbackItem.version == callback.version
        return after if put_if(_item(after), condition) is None else None

    def open(self, account_id: str, cursor: str, limit: int) -> Slice:
        start = _open_key(account_id, cursor) if cursor else None
        raws, more = query(
            _open_partition(account_id), index="by_activity", start=start, limit=limit
        )
        return _slice(raws, more)

    def all(self, account_id: str, cursor: str, limit: int) -> Slice:
        partition = _partition(account_id)
        start = {"pk": {"S": partition}, "sk": {"S": cursor}} if cursor else None
        raws, more = query(partition, start=start, limit=limit)
        return _slice(raws, more)


def _partition(account_id: str) -> str:
    return f"A#{account_id}#L"


def _open_partition(account_id: str) -> str:
    return f"A#{account_id}#L#open"


def _pointer(account_id: str, contact_id: str, client_id: str) -> tuple[str, str]:
    return f"A#{account_id}#P#{contact_id}", f"callback#{client_id}"


def _open_key(account_id: str, id: str) -> RawItem:
    keys = {
        "pk": _partition(account_id),
        "sk": id,
        "g1pk": _open_partition(account_id),
        "g1sk": id,
    }
    return {name: {"S": value} for name, value in keys.items()}


def _slice(raws: list[RawItem], more: RawItem) -> Slice:
    found = [_callback(CallbackItem.from_raw_data(raw)) for raw in raws]
    return Slice(found, more["sk"]["S"] if more else "")


def _item(callback: Callback) -> CallbackItem:
    data: dict[str, Any] = {"channel": callback.channel_id, "contact": callback.contact_id}
    data |= {"status": callback.status.value, "outcome": callback.outcome.value}
    data |= {name: getattr(callback, name) for name in (*_TEXTS, *_NUMBERS)}
    for name in _MOMENTS:
        moment = getattr(callback, name)
        data[name] = to_text(moment) if moment else ""
    data["muted"] = callback.muted
    item = CallbackItem(
        _partition(callback.account_id),
        callback.id,
        version=callback.version,
        data={name: value for name, value in data.items() if value},
    )
    shown = callback
    if callback.muted:
        if not callback.version > 1:
            return item
        shown = replace(callback, status=Status.DONE)  # screens that show it let it go
    marks = told({"type": "callback.updated", "callback": callback_view(shown)})
    item.announce, item.notice = marks["announce"], marks["notice"]
    if shown.status is not Status.DONE:
        item.g1pk, item.g1sk = _open_partition(callback.account_id), callback.id
    return item


def _callback(item: CallbackItem) -> Callback:
    data = item.data or {}
    rest: dict[str, Any] = {name: from_text(data[name]) for name in _MOMENTS if data.get(name)}
    rest |= {name: data.get(name, "") for name in _TEXTS}
    rest |= {name: data.get(name, 0) for name in _NUMBERS}
    return Callback(
        id=item.sk,
        account_id=AccountId(item.pk.removeprefix("A#").removesuffix("#L")),
        channel_id=ChannelId(data["channel"]),
        contact_id=ContactId(data["contact"]),
        status=Status(data["status"]),
        outcome=Outcome(data.get("outcome", "")),
        version=int(item.version),
        muted=bool(data.get("muted")),
        **rest,
    )
