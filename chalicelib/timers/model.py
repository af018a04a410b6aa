"""Something due at a moment. The due item in the table is the truth; whatever wakes is a hint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.shared.clock import from_text, to_text


@dataclass(frozen=True, slots=True)
class Timer:
    """id: unique among those due at the same moment; the same id and moment are the same timer.
    kind: names the handler. payload: what the handler needs, ids only."""

    account_id: str
    id: str
    due: datetime
    kind: str
    payload: Mapping[str, str] = field(default_factory=dict)

    def to_work(self) -> dict[str, object]:
        """The timers queue's message (docs/data.md)."""
        return {
            "account_id": self.account_id,
            "timer_id": self.id,
            "due": to_text(self.due),
            "kind": self.kind,
            "payload": dict(self.payload),
        }

    @staticmethod
    def from_work(work: Mapping[str, Any]) -> Timer:
        return Timer(
            account_id=work["account_id"],
            id=work["timer_id"],
            due=from_text(work["due"]),
            kind=work["kind"],
            payload=work["payload"],
        )


def minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def minutes(first: datetime, last: datetime) -> list[datetime]:
    """Every minute from `first` to `last`, both included."""
    start = minute(first)
    count = int((minute(last) - start).total_seconds()) // 60
    return [start + timedelta(minutes=number) for number in range(count + 1)]
