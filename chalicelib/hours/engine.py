"""Arithmetic of working time. Pure: all moments are aware; what is answered is UTC.

A day's interval becomes a span between two moments; spans that touch or overlap, over midnight too,
become one. Everything else is a walk over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.hours.holiday_calendar import public_holidays
from chalicelib.hours.model import ROUND_THE_CLOCK, Exceptional, Hours, Schedule

Kind = Literal["open", "closed", "break", "holiday"]
HORIZON = 400  # days without an opening after which nobody is expected to come
_DAY = timedelta(days=1)
_MOST_DAYS = 36_600  # that a walk goes on: a century


@dataclass(frozen=True, slots=True)
class State:
    """until: when this ends; None: it does not within `HORIZON` days. name: of the holiday or the
    exceptional day, if it has one."""

    kind: Kind
    until: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What counts on one day. holiday: whether it is closed as one. name: see `State`."""

    hours: Hours
    holiday: bool = False
    name: str = ""


def state(schedule: Schedule, at: datetime) -> State:
    """Open, or why not. A break lies between two intervals of one day; a holiday lasts the day,
    but for what began on the day before."""
    if nonstop(schedule):
        return State("open")
    moment = at.astimezone(UTC)
    here = next(spans(schedule, moment), None)
    if here is not None and here.start <= moment:
        return State("open", here.end)
    until = here.start if here is not None else None
    local = moment.astimezone(zone(schedule)).date()
    today = day_of(schedule, local)
    if any(_in_a_break(schedule, each, moment) for each in (local, local - _DAY)):
        return State("break", until, today.name)
    return State("holiday" if today.holiday else "closed", until, today.name)


def next_opening(schedule: Schedule, at: datetime) -> datetime | None:
    """`at` itself while it is open; None if nothing opens within `HORIZON` days."""
    moment = at.astimezone(UTC)
    if nonstop(schedule):
        return moment
    found = next(spans(schedule, moment), None)
    return max(found.start, moment) if found else None


def add_working(schedule: Schedule, start: datetime, amount: timedelta) -> datetime | None:
    """The first moment by which `amount` of working time has passed since `start`. None if that
    never comes. amount: 0 or more."""
    moment, left = start.astimezone(UTC), amount
    if nonstop(schedule) or left <= timedelta(0):
        return moment + max(left, timedelta(0))
    for span in spans(schedule, moment):
        begins = max(span.start, moment)
        if left <= span.end - begins:
            return begins + left
        left -= span.end - begins
    return None


def working_between(schedule: Schedule, a: datetime, b: datetime) -> timedelta:
    """Working time from `a` to `b`; none if b is not after a."""
    begins, ends = a.astimezone(UTC), b.astimezone(UTC)
    if nonstop(schedule):
        return max(ends - begins, timedelta(0))
    total = timedelta(0)
    if ends <= begins:
        return total
    for span in spans(schedule, begins, ends):
        if span.start >= ends:
            break
        total += min(span.end, ends) - max(span.start, begins)
    return total


def nonstop(schedule: Schedule) -> bool:
    """Whether it never closes: there is nothing to walk over then."""
    if schedule.always:
        return True
    days_off = schedule.holidays or schedule.exceptions or schedule.country
    return schedule.week == ROUND_THE_CLOCK and not days_off


def spans(schedule: Schedule, at: datetime, before: datetime | None = None) -> Iterator[Span]:
    """Open spans that end after `at`, ascending and apart. Stops `HORIZON` days after the last one,
    and once a day begins after `before`. Not for a nonstop schedule."""
    here = zone(schedule)
    # What is open now began at most a day ago, and a clock set back repeats part of a day.
    day = at.astimezone(here).date() - 2 * _DAY
    held: Span | None = None
    idle = 0
    for _ in range(_MOST_DAYS):
        found = _spans_of(schedule, day)
        idle = 0 if found else idle + 1
        for span in found:
            if held is None:
                held = span
            elif span.start <= held.end:
                held = Span(held.start, max(held.end, span.end))
            else:
                if held.end > at:
                    yield held
                held = span
        # The day after next begins later than all that may still be joined to what is held.
        if idle > 2 and held is not None:
            if held.end > at:
                yield held
            held = None
        if idle > HORIZON or (before is not None and moment_of(here, day, 0) > before):
            break
        day += _DAY
    if held is not None and held.end > at:
        yield held


def day_of(schedule: Schedule, day: date) -> Day:
    """An exception counts before a holiday, a holiday before the week."""
    exceptions, own, yearly = _days(schedule)
    if day in exceptions:
        told = exceptions[day]
        return Day(told.hours, name=told.name)
    name = own.get(day, yearly.get((day.month, day.day)))
    if name is None and schedule.country:
        name = public_holidays(schedule.country, schedule.subdivision, day.year).get(day)
    if name is not None:
        return Day((), holiday=True, name=name)
    return Day(schedule.week[day.weekday()])


@lru_cache(maxsize=1000)
def moment_of(here: tzinfo, day: date, minute: int) -> datetime:
    """When the clock there first shows this time, or a later one."""
    wall = datetime(day.year, day.month, day.day, tzinfo=here) + timedelta(minutes=minute)
    found = wall.astimezone(UTC)
    if found.astimezone(here).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return _jump(here, wall)


def zone(schedule: Schedule) -> ZoneInfo:
    return ZoneInfo(schedule.zone)


def _jump(here: tzinfo, wall: datetime) -> datetime:
    """The moment at which the clock skips `wall`: between the readings by the offset after and by
    the one before."""
    early, late = wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)
    offset = late.astimezone(here).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(here).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late


def _spans_of(schedule: Schedule, day: date) -> list[Span]:
    here = zone(schedule)
    found = [
        Span(moment_of(here, day, each.start), moment_of(here, day, each.end))
        for each in day_of(schedule, day).hours
    ]
    return [each for each in found if each.start < each.end]


def _in_a_break(schedule: Schedule, day: date, moment: datetime) -> bool:
    found = _spans_of(schedule, day)
    return any(one.end <= moment < two.start for one, two in pairwise(found))


@lru_cache(maxsize=200)
def _days(
    schedule: Schedule,
) -> tuple[dict[date, Exceptional], dict[date, str], dict[tuple[int, int], str]]:
    exceptions = {each.day: each for each in schedule.exceptions}
    own = {each.day: each.name for each in schedule.holidays if not each.yearly}
    yearly = {
        (each.day.month, each.day.day): each.name for each in schedule.holidays if each.yearly
    }
    return exceptions, own, yearly
