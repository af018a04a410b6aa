"""Rooms and messages <-> JSON text. What is at its default is left out of the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from datetime import datetime
from typing import Any

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.content import Media
from chalicelib.team.model import Card, Last, Room, RoomKind, TeamMessage

_MOMENTS = ("at", "edited_at", "deleted_at", "created_at")


def dumps(value: Any, *besides: str) -> str:
    """A dataclass as JSON, without the fields in `besides`."""
    kept = {
        field.name: _packed(getattr(value, field.name))
        for field in fields(value)
        if field.name not in besides and not _is_default(field, getattr(value, field.name))
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _is_default(field: Any, value: Any) -> bool:
    return field.default is not MISSING and value == field.default


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, Card | Media):
        return asdict(value)
    if isinstance(value, tuple):
        return [_packed(each) for each in value]
    return value


def _loaded(data: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(data)
    for name in _MOMENTS:
        if values.get(name):
            values[name] = from_text(values[name])
    for name in ("members", "mentions", "about"):
        if name in values:
            values[name] = tuple(values[name])
    return values


def message(data: str, *, account_id: str, room_id: str, seq: int, rev: int) -> TeamMessage:
    values = _loaded(data)
    if "media" in values:
        values["media"] = tuple(Media(**each) for each in values["media"])
    if values.get("card"):
        values["card"] = Card(**values["card"])
    return TeamMessage(account_id=account_id, room_id=room_id, seq=seq, rev=rev, **values)


def last(data: str) -> Last:
    return Last(**_loaded(data))


def room(
    state: str,
    *,
    account_id: str,
    room_id: str,
    seq: int,
    version: int,
    newest: str,
    reads: Mapping[str, int],
) -> Room:
    values = _loaded(state)
    values["kind"] = RoomKind(values["kind"])
    return Room(
        account_id=account_id,
        id=room_id,
        seq=seq,
        version=version,
        last=last(newest),
        reads=dict(reads),
        **values,
    )
