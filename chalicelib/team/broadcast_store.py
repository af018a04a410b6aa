"""Broadcasts in the `main` table (docs/data.md): one partition an account, sorted by time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pynamodb.attributes import MapAttribute, UnicodeAttribute

from chalicelib.shared.attributes import plain
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, RawItem, find_raw, put_if, query, update_if
from chalicelib.team.broadcasts import Broadcast, broadcast_event, read_event

_REFERENCE_DAYS = 90


class BroadcastItem(MainItem):
    """reads: agent -> when, as text."""

    title = UnicodeAttribute()
    text = UnicodeAttribute(null=True)
    author = UnicodeAttribute()
    author_name = UnicodeAttribute(null=True)
    at = UnicodeAttribute()
    until = UnicodeAttribute()
    reads: Any = MapAttribute()


class _ClaimItem(MainItem):
    broadcast = UnicodeAttribute()


def _pk(account_id: str) -> str:
    return f"A#{account_id}#B"


class DynamoBroadcastStore:
    """Implements `broadcasts.BroadcastStore`."""

    def claim(self, account_id: str, client_id: str, broadcast_id: str, now: datetime) -> str:
        item = _ClaimItem(
            f"{_pk(account_id)}#{client_id}",
            "claim",
            broadcast=broadcast_id,
            ttl=int(now.timestamp()) + _REFERENCE_DAYS * 86400,
        )
        there = put_if(item, _ClaimItem.pk.does_not_exist())
        return there.broadcast if there else broadcast_id

    def create(self, broadcast: Broadcast) -> Broadcast:
        notice: Any = told(broadcast_event(broadcast))
        item = BroadcastItem(
            _pk(broadcast.account_id),
            broadcast.id,
            **notice,
            title=broadcast.title,
            text=broadcast.text,
            author=broadcast.author_id,
            author_name=broadcast.author_name,
            at=to_text(broadcast.at),
            until=to_text(broadcast.until),
            reads=dict(broadcast.reads),
        )
        there = put_if(item, BroadcastItem.pk.does_not_exist())
        return _broadcast(there.serialize()) if there else broadcast

    def get(self, account_id: str, broadcast_id: str) -> Broadcast | None:
        raw = find_raw(_pk(account_id), broadcast_id)
        return _broadcast(raw) if raw else None

    def page(self, account_id: str, *, cursor: str, limit: int) -> tuple[list[Broadcast], str]:
        pk = _pk(account_id)
        start: RawItem | None = {"pk": {"S": pk}, "sk": {"S": cursor}} if cursor else None
        raws, last = query(pk, start=start, limit=limit, consistent=True)
        return [_broadcast(raw) for raw in raws], last["sk"]["S"] if last else ""

    def end(self, broadcast: Broadcast) -> None:
        notice = told(broadcast_event(broadcast))
        update_if(
            BroadcastItem(_pk(broadcast.account_id), broadcast.id),
            [BroadcastItem.until.set(to_text(broadcast.until)), *_announce(notice)],
            BroadcastItem.pk.exists(),
        )

    def mark_read(
        self, broadcast: Broadcast, agent_id: str, at: datetime, to: Collection[str]
    ) -> None:
        mark: Any = BroadcastItem.reads[agent_id]
        notice = told(read_event(broadcast.id, agent_id, at), to=to)
        update_if(
            BroadcastItem(_pk(broadcast.account_id), broadcast.id),
            [mark.set(to_text(at)), *_announce(notice)],
            BroadcastItem.pk.exists() & mark.does_not_exist(),
        )


def _announce(notice: dict[str, str]) -> list[Any]:
    return [
        BroadcastItem.announce.set(notice["announce"]),
        BroadcastItem.notice.set(notice["notice"]),
    ]


def _broadcast(raw: RawItem) -> Broadcast:
    item = plain(raw)
    return Broadcast(
        account_id=item["pk"].split("#")[1],
        id=item["sk"],
        title=item["title"],
        text=item.get("text") or "",
        author_id=item["author"],
        author_name=item.get("author_name") or "",
        at=from_text(item["at"]),
        until=from_text(item["until"]),
        reads=item["reads"],
    )
