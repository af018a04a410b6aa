"""Hours between the wire and the model. Pure; what comes in is refused by `rules`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.hours import engine, rules
from chalicelib.hours.model import DAY, Exceptional, Holiday, Hours, OpeningHours, Schedule
from chalicelib.shared.clock import to_text

if TYPE_CHECKING:
    from chalicelib.wire.hours import HoursInterval, HoursRequest, ScheduleBody

PREVIEWED = 14  # days


def hours_from(asked: HoursRequest, queue_id: str) -> OpeningHours:
    """Raises InvalidInput, naming the field."""
    said = {kind: {name: text.strip() for name, text in texts.items()} for kind, texts in
            asked.messages.items()}  # fmt: skip
    return OpeningHours(
        queue_id=queue_id,
        schedule=schedule_from(asked.schedule),
        messages={kind: {n: t for n, t in texts.items() if t} for kind, texts in said.items()},
        callback=asked.callback,
        version=asked.version,
    )


def schedule_from(asked: ScheduleBody) -> Schedule:
    """Raises InvalidInput (`schedule.week.0.1.end`, ...)."""
    place = "schedule.exceptions"
    schedule = Schedule(
        zone=asked.zone,
        week=rules.week([_drafts(day) for day in asked.week], "schedule.week"),
        holidays=tuple(
            Holiday(each.day, each.name.strip(), each.yearly) for each in asked.holidays
        ),
        exceptions=tuple(
            Exceptional(
                each.day, rules.hours(_drafts(each.hours), f"{place}.{at}.hours"), each.name.strip()
            )
            for at, each in enumerate(asked.exceptions)
        ),
        country=asked.country,
        subdivision=asked.subdivision,
    )
    return rules.checked(schedule)


def hours_view(hours: OpeningHours, now: datetime) -> dict[str, Any]:
    """`HoursView`."""
    schedule = hours.schedule
    return {
        "queue_id": hours.queue_id,
        "version": hours.version,
        "schedule": {
            "zone": schedule.zone,
            "week": [_intervals(day) for day in schedule.week],
            "holidays": [
                {"day": each.day.isoformat(), "name": each.name, "yearly": each.yearly}
                for each in schedule.holidays
            ],
            "exceptions": [
                {
                    "day": each.day.isoformat(),
                    "name": each.name,
                    "hours": _intervals(each.hours),
                }
                for each in schedule.exceptions
            ],
            "country": schedule.country,
            "subdivision": schedule.subdivision,
        },
        "messages": {kind: dict(texts) for kind, texts in hours.messages.items()},
        "callback": hours.callback,
        "now": state_view(schedule, now),
    }


def state_view(schedule: Schedule, now: datetime) -> dict[str, Any]:
    """`HoursState`."""
    state = engine.state(schedule, now)
    opens = state.until
    if state.kind == "open" and state.until is not None:
        opens = engine.next_opening(schedule, state.until)
    return {
        "kind": state.kind,
        "until": _text(state.until),
        "name": state.name,
        "opens": _text(opens),
    }


def preview(schedule: Schedule, now: datetime) -> dict[str, Any]:
    """`HoursPreview`."""
    today = now.astimezone(engine.zone(schedule)).date()
    exceptional = {each.day for each in schedule.exceptions}
    days = []
    for day in (today + timedelta(days=each) for each in range(PREVIEWED)):
        found = engine.day_of(schedule, day)
        days.append(
            {
                "day": day.isoformat(),
                "hours": _intervals(found.hours),
                "holiday": found.holiday,
                "exceptional": day in exceptional,
                "name": found.name,
            }
        )
    return {"now": state_view(schedule, now), "days": days}


def _drafts(day: Sequence[HoursInterval]) -> list[rules.Draft]:
    return [rules.Draft(each.start, each.end, each.next_day) for each in day]


def _intervals(hours: Hours) -> list[dict[str, Any]]:
    return [
        {
            "start": rules.clock(each.start),
            "end": rules.clock(each.end),
            "next_day": each.end > DAY,
        }
        for each in hours
    ]


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None
