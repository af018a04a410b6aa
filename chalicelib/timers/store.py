"""Due items of the main table, one partition a minute (docs/data.md)."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, find
from chalicelib.timers.model import Timer, minute

_CURSOR = ("T#", "cursor")


class _Due(MainItem):
    account = UnicodeAttribute(default="")
    timer = UnicodeAttribute(default="")
    due = UnicodeAttribute(default="")
    kind = UnicodeAttribute(default="")
    payload = JSONAttribute(default=dict)


def _key(timer: Timer) -> tuple[str, str]:
    return f"T#{to_text(minute(timer.due))}", f"{to_text(timer.due)}#{timer.id}"


class TimerStore:
    """Every method is one call to DynamoDB."""

    def put(self, timer: Timer) -> None:
        """The same timer again changes nothing."""
        _Due(
            *_key(timer),
            account=timer.account_id,
            timer=timer.id,
            due=to_text(timer.due),
            kind=timer.kind,
            payload=dict(timer.payload),
        ).save()

    def has(self, timer: Timer) -> bool:
        return find(_Due, *_key(timer)) is not None

    def remove(self, timer: Timer) -> None:
        """Harmless if it is gone."""
        _Due(*_key(timer)).delete()

    def due_in(self, at: datetime) -> list[Timer]:
        """All of one minute, earliest first."""
        return [
            Timer(
                account_id=item.account,
                id=item.timer,
                due=from_text(item.due),
                kind=item.kind,
                payload=item.payload,
            )
            for item in _Due.query(f"T#{to_text(minute(at))}")
        ]

    def swept_to(self) -> datetime | None:
        """Up to which minute nothing is left lying; None before the first sweep."""
        item = find(_Due, *_CURSOR)
        return from_text(item.due) if item else None

    def set_swept_to(self, at: datetime) -> None:
        _Due(*_CURSOR).update(actions=[_Due.due.set(to_text(minute(at)))])
