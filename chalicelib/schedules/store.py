"""Scheduled messages in the main table (docs/data.md)."""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.conversations import codec
from chalicelib.schedules.model import Schedule, State
from chalicelib.schedules.ports import SchedulePage
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ConversationId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, RawItem, find, put_if, query

KEPT_DAYS = 7  # of a finished one: for timers that come late
_LISTED = frozenset({State.WAITING, State.FAILED})
_INDEX = "by_activity"
_MOST = 200


class ScheduleItem(MainItem):
    """data: JSON; all but the ids and the version."""

    version = NumberAttribute()
    data = UnicodeAttribute()


def _pk(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#W#{conversation_id}"


def _listed_pk(account_id: str, state: str) -> str:
    return f"A#{account_id}#W#{state}"


class DynamoScheduleStore:
    """Implements `ports.ScheduleStore`."""

    def get(self, account_id: str, conversation_id: str, id: str) -> Schedule | None:
        item = find(ScheduleItem, _pk(account_id, conversation_id), id)
        return _schedule(item) if item else None

    def add(self, schedule: Schedule) -> Schedule:
        old = put_if(_item(schedule), ScheduleItem.pk.does_not_exist())
        return _schedule(old) if old else schedule

    def replace(self, before: Schedule, after: Schedule) -> bool:
        return put_if(_item(after), ScheduleItem.version == before.version) is None

    def of_conversation(self, account_id: str, conversation_id: str) -> list[Schedule]:
        raws, _ = query(_pk(account_id, conversation_id), limit=_MOST, consistent=True)
        return [_schedule(ScheduleItem.from_raw_data(raw)) for raw in raws]

    def page(self, account_id: str, *, state: str, cursor: str, limit: int) -> SchedulePage:
        partition = _listed_pk(account_id, state)
        raws, last = query(
            partition,
            index=_INDEX,
            limit=limit,
            ascending=True,
            start=_start(account_id, partition, cursor),
        )
        found = [_schedule(ScheduleItem.from_raw_data(raw)) for raw in raws]
        return SchedulePage(found, last["g1sk"]["S"] if last else "")


def _start(account_id: str, partition: str, cursor: str) -> RawItem | None:
    """The full key that a cursor, the index's own sort key, stands for."""
    if not cursor:
        return None
    parts = cursor.split("#")
    if len(parts) != 3 or not all(parts):
        raise InvalidInput("no cursor of this list", field="cursor")
    return {
        "pk": {"S": _pk(account_id, parts[1])},
        "sk": {"S": parts[2]},
        "g1pk": {"S": partition},
        "g1sk": {"S": cursor},
    }


def _item(schedule: Schedule) -> ScheduleItem:
    packed = codec.pack(schedule)
    for name in ("id", "account_id", "conversation_id", "version"):
        packed.pop(name, None)
    due = to_text(schedule.due_at)
    listed: dict[str, Any] = (
        {
            "g1pk": _listed_pk(schedule.account_id, schedule.state),
            "g1sk": f"{due}#{schedule.conversation_id}#{schedule.id}",
        }
        if schedule.state in _LISTED
        else {}
    )
    if schedule.state not in _LISTED and schedule.state is not State.SENDING:
        listed["ttl"] = int(schedule.due_at.timestamp()) + KEPT_DAYS * 86_400
    listed |= told(_event(schedule))
    return ScheduleItem(
        _pk(schedule.account_id, schedule.conversation_id),
        schedule.id,
        version=schedule.version,
        data=codec.dumps(packed),
        **listed,
    )


def _event(schedule: Schedule) -> dict[str, Any]:
    """As `wire.frames.ScheduleChanged`: what it says is asked for; a text may exceed a frame."""
    return {
        "type": "schedule.changed",
        "conversation_id": schedule.conversation_id,
        "schedule_id": schedule.id,
        "author_id": schedule.author_id,
        "contact_name": schedule.contact_name,
        "state": schedule.state.value,
        "reason": schedule.reason,
        "version": schedule.version,
    }


def _schedule(item: ScheduleItem) -> Schedule:
    inner: dict[str, Any] = json.loads(item.data)
    inner["content"] = codec.content_from(inner["content"])
    inner["state"] = State(inner.get("state", State.WAITING))
    for name in ("due_at", "created_at"):
        inner[name] = from_text(inner[name])
    _, account_id, _, conversation_id = item.pk.split("#", 3)
    return Schedule(
        id=item.sk,
        account_id=AccountId(account_id),
        conversation_id=ConversationId(conversation_id),
        version=int(item.version),
        **inner,
    )
