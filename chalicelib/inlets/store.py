"""Inbound webhooks, their calls, and the keys that tell calls apart (docs/data.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.conversations import keys
from chalicelib.inlets.model import KEPT, Entry, Field, Inlet, State, Target
from chalicelib.inlets.ports import Page
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, delete_if, find, put_if, query, update_if


class InletItem(MainItem):
    """data: what people set, as JSON."""

    version = NumberAttribute(default=0)
    data = JSONAttribute(default=dict)
    sealed = UnicodeAttribute(default="")


class KeyItem(MainItem):
    """entry: the id of the first call with this key. at: when that came."""

    entry = UnicodeAttribute(default="")
    at = UnicodeAttribute(default="")


class EntryItem(MainItem):
    """data: what became of it, as JSON."""

    at = UnicodeAttribute(default="")
    body = UnicodeAttribute(default="")
    form = NumberAttribute(default=0)
    state = UnicodeAttribute(default="")
    round = NumberAttribute(default=0)
    data = JSONAttribute(default=dict)


def _inlets(account_id: str) -> str:
    return f"A#{account_id}#inlets"


def _ledger(account_id: str, inlet_id: str) -> str:
    return f"A#{account_id}#inlet#{inlet_id}"


class DynamoInletStore:
    """An `InletStore`."""

    def inlets(self, account_id: str) -> list[Inlet]:
        raw, _ = query(
            _inlets(account_id), prefix="inlet#", limit=100, ascending=True, consistent=True
        )
        return [_inlet(InletItem.from_raw_data(each)) for each in raw]

    def inlet(self, account_id: str, id: str) -> Inlet | None:
        item = find(InletItem, _inlets(account_id), f"inlet#{id}")
        return _inlet(item) if item else None

    def save(self, inlet: Inlet) -> Inlet:
        item = InletItem(
            _inlets(inlet.account_id),
            f"inlet#{inlet.id}",
            version=inlet.version + 1,
            data=_data(inlet),
            sealed=inlet.sealed,
            **_news(inlet.id),
        )
        condition: Condition = InletItem.pk.does_not_exist()
        if inlet.version:
            condition = InletItem.version == inlet.version
        if put_if(item, condition) is not None:
            raise Conflict("somebody changed this webhook at the same time")
        return _inlet(item)

    def remove(self, account_id: str, id: str) -> bool:
        if find(InletItem, _inlets(account_id), f"inlet#{id}") is None:
            return False
        ends = int((datetime.now(UTC) + KEPT).timestamp())
        # Where its ledger is while there is one: an erased contact may be in it. Before it is gone:
        # whoever dies in between must not leave a ledger unknown.
        MainItem(_inlets(account_id), f"gone#{id}", ttl=ends, **_news(id)).save()
        return delete_if(_inlets(account_id), f"inlet#{id}", InletItem.pk.exists())

    def claim(
        self,
        account_id: str,
        inlet_id: str,
        key: str,
        entry_id: str,
        *,
        now: datetime,
        since: datetime,
    ) -> str:
        item = KeyItem(
            _ledger(account_id, inlet_id),
            f"k#{key}",
            entry=entry_id,
            at=to_text(now),
            ttl=int((now + KEPT).timestamp()),
        )
        free = KeyItem.pk.does_not_exist() | (KeyItem.at < to_text(since))
        there = put_if(item, free)
        return there.entry if there else entry_id

    def add(self, entry: Entry) -> Entry | None:
        item = EntryItem(
            _ledger(entry.account_id, entry.inlet_id),
            f"d#{entry.id}",
            at=to_text(entry.at),
            body=entry.body,
            form=int(entry.form),
            state=entry.state.value,
            ttl=int((entry.at + KEPT).timestamp()),
        )
        there = put_if(item, EntryItem.pk.does_not_exist())
        return _entry(there) if there else None

    def entry(self, account_id: str, inlet_id: str, id: str) -> Entry | None:
        item = find(EntryItem, _ledger(account_id, inlet_id), f"d#{id}")
        return _entry(item) if item else None

    def record(self, entry: Entry, *, round: int) -> bool:
        item = EntryItem(_ledger(entry.account_id, entry.inlet_id), f"d#{entry.id}")
        outcome = {
            "error": entry.error,
            "field": entry.field,
            "left_out": list(entry.left_out),
            "contact_id": entry.contact_id,
            "conversation_id": entry.conversation_id,
        }
        done, _ = update_if(
            item,
            [
                EntryItem.state.set(entry.state.value),
                EntryItem.round.set(entry.round),
                EntryItem.data.set(outcome),
            ],
            EntryItem.round == round,
        )
        return done

    def entries(self, account_id: str, inlet_id: str, *, position: str, limit: int) -> Page:
        partition = _ledger(account_id, inlet_id)
        start = {"pk": {"S": partition}, "sk": {"S": f"d#{position}"}} if position else None
        raw, last = query(partition, prefix="d#", start=start, limit=limit)
        found = tuple(_entry(EntryItem.from_raw_data(each)) for each in raw)
        return Page(found, last["sk"]["S"].removeprefix("d#") if last else "")

    def mark(self, entry: Entry) -> None:
        pk = keys.contact(entry.account_id, entry.contact_id)
        ends = int((entry.at + KEPT).timestamp())
        MainItem(pk, f"i#{entry.inlet_id}#{entry.id}", ttl=ends).save()


def _news(id: str) -> dict[str, Any]:
    return told({"type": "webhooks.changed", "webhook_id": id, "off": ""})


def _data(inlet: Inlet) -> dict[str, Any]:
    return {
        "name": inlet.name,
        "channel_id": inlet.channel_id,
        "queue_id": inlet.queue_id,
        "flow_id": inlet.flow_id,
        "mapping": [[one.target.value, one.path, one.key] for one in inlet.mapping],
        "dedupe": inlet.dedupe,
        "region": inlet.region,
        "header": inlet.header,
        "turn": inlet.turn,
        "on": inlet.on,
        "created_at": to_text(inlet.created_at) if inlet.created_at else "",
    }


def _inlet(item: InletItem) -> Inlet:
    data = item.data
    return Inlet(
        id=item.sk.removeprefix("inlet#"),
        account_id=item.pk.split("#")[1],
        name=data["name"],
        channel_id=data["channel_id"],
        queue_id=data["queue_id"],
        flow_id=data["flow_id"],
        mapping=tuple(Field(Target(each[0]), each[1], each[2]) for each in data["mapping"]),
        dedupe=data["dedupe"],
        region=data["region"],
        header=data["header"],
        sealed=item.sealed,
        turn=int(data["turn"]),
        on=data["on"],
        created_at=from_text(data["created_at"]) if data["created_at"] else None,
        version=int(item.version),
    )


def _entry(item: EntryItem) -> Entry:
    _, account_id, _, inlet_id = item.pk.split("#")
    data = item.data or {}
    return Entry(
        id=item.sk.removeprefix("d#"),
        account_id=account_id,
        inlet_id=inlet_id,
        at=from_text(item.at),
        body=item.body,
        form=bool(item.form),
        state=State(item.state),
        round=int(item.round or 0),
        error=data.get("error", ""),
        field=data.get("field", ""),
        left_out=tuple(data.get("left_out", ())),
        contact_id=data.get("contact_id", ""),
        conversation_id=data.get("conversation_id", ""),
    )
