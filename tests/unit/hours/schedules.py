"""Schedules to try, and a slow but obvious reading of them, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from chalicelib.hours.engine import day_of
from chalicelib.hours.model import DAY, Exceptional, Holiday, Hours, Interval, Schedule

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC",
    "America/Sao_Paulo",
    "America/New_York",
    "Europe/Madrid",
    "Australia/Lord_Howe",  # half an hour of summer time
    "America/Havana",  # changes at midnight: 00:00 comes twice, or never
    "Africa/Cairo",  # skips the first hour of a day
    "Asia/Kolkata",
    "Pacific/Chatham",
)
FIRST = date(2026, 1, 1)


def office(zone: str = "Europe/Madrid") -> Schedule:
    """Monday to Friday, 9 to 13 and 14 to 18."""
    day = (Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60))
    return Schedule(zone=zone, week=(day,) * 5 + ((), ()))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Up to three intervals, the last perhaps past midnight."""
    ends = draw(st.lists(st.integers(0, DAY // 15), max_size=6, unique=True).map(sorted))
    found = [Interval(a * 15, b * 15) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    free = found[-1].end // 15 if found else 0
    if free < DAY // 15 and draw(st.booleans()):
        start = draw(st.integers(free, DAY // 15 - 1)) * 15
        found.append(Interval(start, start + draw(st.integers(1, DAY // 15)) * 15))
    return tuple(found)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    near = st.integers(0, 500).map(lambda days: FIRST + timedelta(days=days))
    week = tuple(draw(hours()) for _ in range(7))
    return Schedule(
        zone=draw(st.sampled_from(ZONES)),
        week=week,
        holidays=tuple(draw(st.lists(st.builds(Holiday, near, st.just("H"), st.booleans())))),
        exceptions=tuple(draw(st.lists(st.builds(Exceptional, near, hours()), max_size=4))),
        country=draw(st.sampled_from(["", "ES", "BR", "US"])),
    )


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Of 2026, often within three days of a clock change somewhere in `ZONES`."""
    changes = [datetime(2026, month, day, tzinfo=UTC) for month, day in _CHANGES]
    anywhere = datetime(2026, 1, 2, tzinfo=UTC)
    start: datetime = draw(st.one_of(st.sampled_from(changes), st.just(anywhere)))
    spread = 3 * DAY if start.day != 2 else 360 * DAY
    minutes: int = draw(st.integers(0, spread))
    return start + timedelta(minutes=minutes)


_CHANGES = ((3, 7), (3, 28), (4, 4), (4, 23), (9, 26), (10, 3), (10, 24), (10, 28), (10, 31))


def open_minutes(schedule: Schedule, start: datetime, count: int) -> list[bool]:
    """Whether it is open in each of the minutes from `start`, a whole one: by looking at what the
    clock there has shown so far, minute by minute."""
    here = ZoneInfo(schedule.zone)
    begins = start - 4 * DAY * MINUTE
    readings = [
        (begins + each * MINUTE).astimezone(here).replace(tzinfo=None)
        for each in range(count + 4 * DAY)
    ]
    first: dict[datetime, int] = {}  # wall time -> the first minute that shows it or a later one
    latest = datetime.min
    for number, reading in enumerate(readings):
        if reading > latest:
            moment = latest + MINUTE if number else reading
            while moment <= reading:
                first[moment] = number
                moment += MINUTE
            latest = reading
    found = [False] * len(readings)
    day, last = readings[0].date() + timedelta(days=1), readings[-1].date()
    while day <= last:
        midnight = datetime(day.year, day.month, day.day)
        for each in day_of(schedule, day).hours:
            opens = first.get(midnight + each.start * MINUTE, len(readings))
            closes = first.get(midnight + each.end * MINUTE, len(readings))
            for number in range(opens, closes):
                found[number] = True
        day += timedelta(days=1)
    return found[4 * DAY :]
