"""Who is on the websites now, in the connections table (docs/data.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.connection import TableConnection
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.settings import settings
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.table import table_connection
from chalicelib.visitors.live import Presence, Present

KEPT = timedelta(minutes=10)  # after he is gone, for a page that comes back
WATCHED = "~watched"  # sorts after every contact, and so comes first in a descending query
_LOOKED = ("url", "title", "referrer", "country", "city", "language", "device", "browser", "os")


class _Item(Model):
    """look: what is only shown, as JSON. The table's name is read at the first call."""

    class Meta:
        table_name = "connections"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    channel = UnicodeAttribute(default="")
    since = UnicodeAttribute(default="")
    page_at = UnicodeAttribute(default="")
    seen_at = UnicodeAttribute(default="")
    until = UnicodeAttribute(default="")
    pages = NumberAttribute(default=0)
    visits = NumberAttribute(default=1)
    look = JSONAttribute(null=True)
    name = UnicodeAttribute(null=True)
    conversation = UnicodeAttribute(null=True)
    called = BooleanAttribute(null=True)
    blocked = BooleanAttribute(null=True)
    ttl = NumberAttribute()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connection(settings().connections_table)


@lru_cache(maxsize=4)
def _connection(table_name: str) -> TableConnection:
    return table_connection(table_name, _Item)


class DynamoPresenceStore:
    """A `PresenceStore`."""

    def arrive(self, presence: Presence) -> bool:
        item = _Item(_partition(presence.account_id), presence.contact_id)
        actions: list[Action] = [
            _Item.channel.set(presence.channel_id),
            _Item.since.set(to_text(presence.since)),
            _Item.page_at.set(to_text(presence.page_at)),
            _Item.seen_at.set(to_text(presence.seen_at)),
            _Item.until.set(to_text(presence.until)),
            _Item.pages.set(presence.pages),
            _Item.visits.set(presence.visits_count),
            _Item.look.set(_look(presence)),
            _Item.ttl.set(_ttl(presence.until)),
            _blocked(presence.blocked),
        ]
        if presence.name:
            actions.append(_Item.name.set(presence.name))
        if presence.conversation_id:
            actions.append(_Item.conversation.set(presence.conversation_id))
        try:
            item.update(actions=actions)  # answers ALL_NEW into the item
        except UpdateError as problem:
            raise _busy() from problem
        return bool(item.called)

    def beat(
        self, account_id: str, contact_id: str, *, now: datetime, until: datetime, live: bool
    ) -> bool | None:
        item = _Item(_partition(account_id), contact_id)
        actions: list[Action] = [
            _Item.seen_at.set(to_text(now)),
            _Item.until.set(to_text(until)),
            _Item.ttl.set(_ttl(until)),
        ]
        if live:
            actions.append(_Item.called.remove())
        return bool(item.called) if _update(item, actions) else None

    def call(self, account_id: str, contact_id: str, conversation_id: str) -> bool:
        item = _Item(_partition(account_id), contact_id)
        return _update(item, [_Item.called.set(True), _Item.conversation.set(conversation_id)])

    def talks(self, account_id: str, contact_id: str, conversation_id: str) -> None:
        item = _Item(_partition(account_id), contact_id)
        _update(item, [_Item.conversation.set(conversation_id)])

    def block(self, account_id: str, contact_id: str, blocked: bool) -> None:
        _update(_Item(_partition(account_id), contact_id), [_blocked(blocked)])

    def present(self, account_id: str, now: datetime) -> Present:
        """One page of a query: 1 MB, some two thousand visitors."""
        data = _Item._get_connection().query(
            _partition(account_id), scan_index_forward=False, consistent_read=False
        )
        items = [_Item.from_raw_data(raw) for raw in data["Items"]]
        watch = next((item for item in items if item.sk == WATCHED), None)
        rows = [_presence(item) for item in items if item.sk != WATCHED]
        return Present(
            rows=[row for row in rows if row.until > now],
            watched_until=from_text(watch.until) if watch else None,
            more=bool(data.get("LastEvaluatedKey")),
        )

    def watched_until(self, account_id: str) -> datetime | None:
        try:
            return from_text(_Item.get(_partition(account_id), WATCHED).until)
        except DoesNotExist:
            return None

    def watch(self, account_id: str, until: datetime) -> None:
        _Item(_partition(account_id), WATCHED, until=to_text(until), ttl=_ttl(until)).save()


def _update(item: _Item, actions: list[Action]) -> bool:
    """False if there is no such item."""
    try:
        item.update(actions=actions, condition=_Item.pk.exists())
    except UpdateError as problem:
        if problem.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise _busy() from problem
    return True


def _blocked(blocked: bool) -> Action:
    return _Item.blocked.set(True) if blocked else _Item.blocked.remove()


def _busy() -> TryAgain:
    """Too many at once for one partition, say."""
    return TryAgain("the list of visitors is busy")


def _partition(account_id: str) -> str:
    return f"A#{account_id}#V"


def _ttl(until: datetime) -> int:
    return int((until + KEPT).timestamp())


def _look(presence: Presence) -> dict[str, Any]:
    texts = {name: getattr(presence, name) for name in _LOOKED}
    shown: dict[str, Any] = {name: text for name, text in texts.items() if text}
    return shown | ({"utm": dict(presence.utm)} if presence.utm else {})


def _presence(item: _Item) -> Presence:
    return Presence(
        account_id=item.pk.removeprefix("A#").removesuffix("#V"),
        contact_id=item.sk,
        channel_id=item.channel,
        since=from_text(item.since),
        page_at=from_text(item.page_at),
        seen_at=from_text(item.seen_at),
        until=from_text(item.until),
        pages=int(item.pages),
        visits_count=int(item.visits),
        name=item.name or "",
        conversation_id=item.conversation or "",
        called=bool(item.called),
        blocked=bool(item.blocked),
        **(item.look or {}),
    )
