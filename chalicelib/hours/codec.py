"""Hours as the table keeps them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.hours.model import Exceptional, Holiday, Hours, Interval, OpeningHours, Schedule


def to_data(hours: OpeningHours) -> dict[str, Any]:
    schedule = hours.schedule
    return {
        "zone": schedule.zone,
        "week": [_pairs(day) for day in schedule.week],
        "holidays": [[_text(each.day), each.name, each.yearly] for each in schedule.holidays],
        "exceptions": [
            [_text(each.day), each.name, _pairs(each.hours)] for each in schedule.exceptions
        ],
        "country": schedule.country,
        "subdivision": schedule.subdivision,
        "messages": {kind: dict(texts) for kind, texts in hours.messages.items()},
        "callback": hours.callback,
    }


def from_data(queue_id: str, version: int, data: Mapping[str, Any]) -> OpeningHours:
    schedule = Schedule(
        zone=data["zone"],
        week=tuple(_hours(day) for day in data["week"]),
        holidays=tuple(Holiday(_day(day), name, yearly) for day, name, yearly in data["holidays"]),
        exceptions=tuple(
            Exceptional(_day(day), _hours(pairs), name) for day, name, pairs in data["exceptions"]
        ),
        country=data["country"],
        subdivision=data["subdivision"],
    )
    return OpeningHours(queue_id, schedule, data["messages"], data["callback"], version)


def _pairs(hours: Hours) -> list[list[int]]:
    return [[each.start, each.end] for each in hours]


def _hours(pairs: Sequence[Sequence[int]]) -> Hours:
    return tuple(Interval(int(start), int(end)) for start, end in pairs)


def _text(day: date) -> str:
    return day.isoformat()


def _day(text: str) -> date:
    return date.fromisoformat(text)
