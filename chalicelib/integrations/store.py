"""Connections, and what each notes for itself (docs/data.md)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.integrations.model import DONE, REMEMBERED, Connection
from chalicelib.integrations.oauth import LOST, Ask, Grant
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


class GrantItem(MainItem):
    """ends: epoch seconds, 0 = never. busy: until then one process renews it."""

    sealed = UnicodeAttribute(default="")
    ends = NumberAttribute(default=0)
    number = NumberAttribute(default=0)
    at = UnicodeAttribute(default="")
    busy = NumberAttribute(default=0)


class AskItem(MainItem):
    connection_id = UnicodeAttribute(default="")
    agent_id = UnicodeAttribute(default="")
    sealed = UnicodeAttribute(default="")


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
        if find(ConnectionItem, _apps(account_id), f"app#{id}") is None:
            return False
        ends = int((self._clock() + REMEMBERED).timestamp())
        # Where its notes are while there are any: an erased contact may be in them. Before it is
        # gone: whoever dies in between must leave neither notes unknown nor a grant behind.
        MainItem(_apps(account_id), f"gone#{id}", ttl=ends, **_news(id)).save()
        delete_if(_grants(account_id), f"grant#{id}", MainItem.pk.exists())
        return delete_if(_apps(account_id), f"app#{id}", ConnectionItem.pk.exists())

    def mend(self, connection: Connection, broken: str) -> bool:
        item = ConnectionItem(_apps(connection.account_id), f"app#{connection.id}")
        lost = broken.startswith(LOST)
        news = _news(connection.id, "lost" if lost else "")
        is_news = ConnectionItem.pk.exists() & (ConnectionItem.broken != broken[:300])
        if lost:  # two jobs may lose the same token at once, each with a word of its own
            is_news &= ~ConnectionItem.broken.startswith(LOST)
        held, _ = update_if(
            item,
            [
                ConnectionItem.broken.set(broken[:300]),
                ConnectionItem.announce.set(news["announce"]),
                ConnectionItem.notice.set(news["notice"]),
            ],
            is_news,
        )
        return held

    def grant(self, connection: Connection) -> Grant | None:
        item = find(GrantItem, *_grant(connection))
        if item is None:
            return None
        ends = datetime.fromtimestamp(int(item.ends), UTC) if item.ends else None
        return Grant(item.sealed, ends, int(item.number), from_text(item.at))

    def keep_grant(self, connection: Connection, grant: Grant) -> None:
        item = GrantItem(
            *_grant(connection),
            sealed=grant.sealed,
            ends=int(grant.ends.timestamp()) if grant.ends else 0,
            number=grant.number,
            at=to_text(grant.at),
        )
        condition: Condition = GrantItem.pk.does_not_exist()
        if grant.number > 1:
            condition = GrantItem.number == grant.number - 1
        if put_if(item, condition) is not None:
            raise Conflict("somebody connected this integration at the same time")

    def forget_grant(self, connection: Connection) -> None:
        delete_if(*_grant(connection), MainItem.pk.exists())

    def lease(self, connection: Connection, number: int, now: datetime, until: datetime) -> bool:
        free = (GrantItem.number == number) & (GrantItem.busy <= int(now.timestamp()))
        item = GrantItem(*_grant(connection))
        held, _ = update_if(item, [GrantItem.busy.set(int(until.timestamp()))], free)
        return held

    def release(self, connection: Connection, number: int) -> None:
        item = GrantItem(*_grant(connection))
        update_if(item, [GrantItem.busy.set(0)], GrantItem.number == number)

    def keep_ask(self, account_id: str, hash: str, ask: Ask) -> None:
        AskItem(
            _grants(account_id),
            f"ask#{hash}",
            connection_id=ask.connection_id,
            agent_id=ask.agent_id,
            sealed=ask.sealed,
            ttl=int(ask.ends.timestamp()),
        ).save()

    def take_ask(self, account_id: str, hash: str, agent_id: str, now: datetime) -> Ask | None:
        place = _grants(account_id), f"ask#{hash}"
        item = find(AskItem, *place)
        good = (AskItem.agent_id == agent_id) & (AskItem.ttl > int(now.timestamp()))
        if item is None or not delete_if(*place, good):
            return None
        ends = datetime.fromtimestamp(int(item.ttl or 0), UTC)
        return Ask(item.connection_id, item.agent_id, ends, item.sealed)

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


def _grants(account_id: str) -> str:
    return f"A#{account_id}#grants"


def _grant(connection: Connection) -> tuple[str, str]:
    return _grants(connection.account_id), f"grant#{connection.id}"


def _notes(connection: Connection) -> str:
    return f"A#{connection.account_id}#app#{connection.id}"


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _news(id: str, off: str = "") -> dict[str, Any]:
    return told({"type": "webhooks.changed", "webhook_id": id, "off": off})


def _data(connection: Connection) -> dict[str, Any]:
    return {
        "name": connection.name,
        "settings": dict(connection.settings),
        "secret_names": list(connection.secret_names),
        "facts": dict(connection.facts),
        "on": connection.on,
        "way": connection.way,
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
        way=data.get("way", "key"),
    )
