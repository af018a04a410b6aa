"""Connections, and what each notes for itself (docs/data.md)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.integrations.model import DONE, REMEMBERED, Connection
from chalicelib.shared.clock import Clock, from_text, to_text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, delete_if, find, put_if, query, update_if


class ConnectionItem(MainItem):
    """data: what people set, and what the service told, as JSON."""

    version = NumberAttribute(default=0)
    kind = UnicodeAttribute(default="")
    data = JSONAttribute(default=dict)
    sealed = UnicodeAttribute(default="")
    broken = UnicodeAttribute(default="")


class NoteItem(MainItem):
    value = UnicodeAttribute(default="")


class DynamoConnectionStore:
    """A `ConnectionStore`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def connections(self, account_id: str) -> list[Connection]:
        raw, _ = query(_apps(account_id), prefix="app#", limit=100, ascending=True, consistent=True)
        return [_connection(ConnectionItem.from_raw_data(each)) for each in raw]

    def connection(self, account_id: str, id: str) -> Connection | None:
        item = find(ConnectionItem, _apps(account_id), f"app#{id}")
        return _connection(item) if item else None

    def save(self, connection: Connection) -> Connection:
        item = ConnectionItem(
            _apps(connection.account_id),
            f"app#{connection.id}",
            version=connection.version + 1,
            kind=connection.kind,
            data=_data(connection),
            sealed=connection.sealed,
            broken=connection.broken,
            **_news(connection.id),
        )
        condition: Condition = ConnectionItem.pk.does_not_exist()
        if connection.version:
            condition = ConnectionItem.version == connection.version
        if put_if(item, condition) is not None:
            raise Conflict("somebody changed this integration at the same time")
        return _connection(item)

    def remove(self, account_id: str, id: str) -> bool:
        gone = delete_if(_apps(account_id), f"app#{id}", ConnectionItem.pk.exists())
        if gone:
            ends = int((self._clock() + REMEMBERED).timestamp())
            # Where its notes are while there are any: an erased contact may be in them.
            MainItem(_apps(account_id), f"gone#{id}", ttl=ends, **_news(id)).save()
        return gone

    def mend(self, connection: Connection, broken: str) -> None:
        item = ConnectionItem(_apps(connection.account_id), f"app#{connection.id}")
        news = _news(connection.id)
        update_if(
            item,
            [
                ConnectionItem.broken.set(broken[:300]),
                ConnectionItem.announce.set(news["announce"]),
                ConnectionItem.notice.set(news["notice"]),
            ],
            ConnectionItem.pk.exists() & (ConnectionItem.broken != broken[:300]),
        )

    def is_done(self, connection: Connection, key: str) -> bool:
        return bool(find(NoteItem, _notes(connection), f"done#{_hashed(key)}"))

    def did(self, connection: Connection, key: str) -> None:
        self._note(connection, f"done#{_hashed(key)}", "", self._clock() + DONE)

    def recall(self, connection: Connection, name: str) -> str:
        item = find(NoteItem, _notes(connection), f"note#{name}")
        return item.value if item else ""

    def remember(self, connection: Connection, name: str, value: str) -> None:
        self._note(connection, f"note#{name}", value, self._clock() + REMEMBERED)

    def _note(self, connection: Connection, sk: str, value: str, ends: datetime) -> None:
        item = NoteItem(_notes(connection), sk, value=value, ttl=int(ends.timestamp()))
        put_if(item, NoteItem.pk.does_not_exist())


def _apps(account_id: str) -> str:
    return f"A#{account_id}#apps"


def _notes(connection: Connection) -> str:
    return f"A#{connection.account_id}#app#{connection.id}"


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _news(id: str) -> dict[str, Any]:
    return told({"type": "webhooks.changed", "webhook_id": id, "off": ""})


def _data(connection: Connection) -> dict[str, Any]:
    return {
        "name": connection.name,
        "settings": dict(connection.settings),
        "secret_names": list(connection.secret_names),
        "facts": dict(connection.facts),
        "on": connection.on,
        "created_at": to_text(connection.created_at) if connection.created_at else "",
    }


def _connection(item: ConnectionItem) -> Connection:
    data = item.data
    return Connection(
        id=item.sk.removeprefix("app#"),
        account_id=item.pk.split("#")[1],
        kind=item.kind,
        name=data["name"],
        settings=data["settings"],
        secret_names=tuple(data["secret_names"]),
        sealed=item.sealed,
        facts=data["facts"],
        on=data["on"],
        broken=item.broken,
        created_at=from_text(data["created_at"]) if data["created_at"] else None,
        version=int(item.version),
    )
