"""The connections table: sockets and tickets. TTL, no stream (docs/data.md)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.connection import TableConnection
from pynamodb.exceptions import DeleteError, DoesNotExist, UpdateError
from pynamodb.models import Model

from chalicelib.realtime.model import (
    SOCKET_LIFE,
    TICKET_LIFE,
    AgentWho,
    Presence,
    Socket,
    VisitorWho,
    Who,
)
from chalicelib.settings import settings
from chalicelib.shared.table import table_connection


class _Item(Model):
    """The table's name is read from the settings at the first call, not at import."""

    class Meta:
        table_name = "connections"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    who = JSONAttribute()
    connection = UnicodeAttribute(default="")
    viewing = UnicodeAttribute(null=True)
    idle = BooleanAttribute(null=True)
    chosen = UnicodeAttribute(null=True)
    typed = UnicodeAttribute(null=True)
    ttl = NumberAttribute()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connection(settings().connections_table)


@lru_cache(maxsize=4)
def _connection(table_name: str) -> TableConnection:
    return table_connection(table_name, _Item)


def _pack(who: Who) -> dict[str, Any]:
    values = {name: value for name, value in asdict(who).items() if value is not False}
    return {"type": "agent" if isinstance(who, AgentWho) else "visitor", **values}


def _unpack(values: dict[str, Any]) -> Who:
    kind, rest = values["type"], {k: v for k, v in values.items() if k != "type"}
    return AgentWho(**rest) if kind == "agent" else VisitorWho(**rest)


def _place(who: Who, connection_id: str) -> tuple[str, str]:
    """Where the pushing side finds the socket."""
    if isinstance(who, AgentWho):
        return f"A#{who.account_id}", f"agent#{who.agent_id}#{connection_id}"
    return f"A#{who.account_id}#P#{who.contact_id}", connection_id


def _ttl(now: datetime, life: Any) -> int:
    return int((now + life).timestamp())


class SocketStore:
    """Every method is one call to DynamoDB, but `add`, `remove` and `follow`, which are two."""

    def put_ticket(self, ticket: str, who: Who, now: datetime) -> None:
        _Item(f"T#{ticket}", "ticket", who=_pack(who), ttl=_ttl(now, TICKET_LIFE)).save()

    def take_ticket(self, ticket: str, now: datetime) -> Who | None:
        """Who may come in with it: once, and not after its 60 s, though TTL deletes later."""
        taken = self._delete(f"T#{ticket}", "ticket")
        if taken is None or taken.ttl <= now.timestamp():
            return None
        return _unpack(taken.who)

    def add(self, connection_id: str, who: Who, now: datetime) -> None:
        for pk, sk in ((f"S#{connection_id}", "socket"), _place(who, connection_id)):
            ttl = _ttl(now, SOCKET_LIFE)
            _Item(pk, sk, who=_pack(who), connection=connection_id, ttl=ttl).save()

    def get(self, connection_id: str) -> Socket | None:
        try:
            return _socket(_Item.get(f"S#{connection_id}", "socket"))
        except DoesNotExist:
            return None

    def remove(self, connection_id: str) -> Who | None:
        """Who it was; None if it was gone already. A repeat after a crash finishes the same work,
        or TTL does."""
        gone = self._delete(f"S#{connection_id}", "socket")
        if gone is None:
            return None
        who = _unpack(gone.who)
        self._delete(*_place(who, connection_id))
        return who

    def forget(self, socket: Socket) -> None:
        """Drop a socket that a push found dead."""
        self._delete(*_place(socket.who, socket.connection_id))
        self._delete(f"S#{socket.connection_id}", "socket")

    def set_viewing(self, socket: Socket, conversation_id: str) -> None:
        self._set(socket, _Item.viewing.set(conversation_id))

    def set_idle(self, socket: Socket, idle: bool) -> None:
        self._set(socket, _Item.idle.set(idle))

    def set_chosen(self, socket: Socket, presence: Presence) -> None:
        self._set(socket, _Item.chosen.set(presence))

    def set_typed(self, socket: Socket, typed: str) -> None:
        """Beside what `get` reads: its own frames alone ask for it."""
        self._update(_Item(f"S#{socket.connection_id}", "socket"), _Item.typed.set(typed))

    def _set(self, socket: Socket, action: Any) -> None:
        self._update(_Item(*_place(socket.who, socket.connection_id)), action)

    @staticmethod
    def _update(item: _Item, action: Any) -> None:
        """A socket that was closed meanwhile stays closed."""
        try:
            item.update(actions=[action], condition=_Item.pk.exists())
        except UpdateError as problem:
            if problem.cause_response_code != "ConditionalCheckFailedException":
                raise

    def follow(self, socket: Socket, who: VisitorWho, now: datetime) -> None:
        """The visitor's socket belongs to another conversation from now on."""
        self.add(socket.connection_id, who, now)

    def of_agents(self, account_id: str, *, fresh: bool = False) -> list[Socket]:
        """fresh: with all that was written before; twice the read units."""
        found = _Item.query(f"A#{account_id}", _Item.sk.startswith("agent#"), consistent_read=fresh)
        return [_socket(item) for item in found]

    def of_visitor(self, account_id: str, contact_id: str) -> list[Socket]:
        return [_socket(item) for item in _Item.query(f"A#{account_id}#P#{contact_id}")]

    @staticmethod
    def _delete(pk: str, sk: str) -> _Item | None:
        """Delete and return what was there: one call decides who was first."""
        try:
            answer = _Item._get_connection().delete_item(
                pk, sk, condition=_Item.pk.exists(), return_values="ALL_OLD"
            )
        except DeleteError as problem:
            if problem.cause_response_code == "ConditionalCheckFailedException":
                return None
            raise
        return _Item.from_raw_data(answer["Attributes"])


def _socket(item: _Item) -> Socket:
    who = _unpack(item.who)
    if item.chosen and isinstance(who, AgentWho):
        who = replace(who, presence=cast("Presence", item.chosen))
    return Socket(
        connection_id=item.connection,
        who=who,
        viewing=item.viewing or "",
        idle=bool(item.idle),
        until=int(item.ttl),
        typed=item.typed or "",
    )
