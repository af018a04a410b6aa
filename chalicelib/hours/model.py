"""When an account's people are there. Pure.

All times of day are minutes of the wall clock in the schedule's zone. A time that the clock shows
twice means the first of the two; one that it skips means the moment at which it jumps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DAY = 1440  # minutes


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """start: 0 to 1439, minutes after midnight of the day that it belongs to. end: after start, at
    most a day later; above 1440 it lies on the next day."""

    start: int
    end: int


Hours = tuple[Interval, ...]  # of one day, ascending, without overlap
CLOSED_ALL_WEEK: tuple[Hours, ...] = ((),) * 7
ROUND_THE_CLOCK: tuple[Hours, ...] = ((Interval(0, DAY),),) * 7


@dataclass(frozen=True, slots=True)
class Holiday:
    """A closed day of one's own. yearly: on that day of every year (29 February: of leap years)."""

    day: date
    name: str = ""
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One day's hours in place of the week's, holiday or not; none: closed."""

    day: date
    hours: Hours = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """week: seven days, Monday first. country, subdivision: whose public holidays are kept, as
    ISO 3166 names them ('' = nobody's). always: open at every moment; nothing else counts then."""

    zone: str = "UTC"
    week: tuple[Hours, ...] = CLOSED_ALL_WEEK
    holidays: tuple[Holiday, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    country: str = ""
    subdivision: str = ""
    always: bool = False


ALWAYS = Schedule(week=ROUND_THE_CLOCK, always=True)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """An account's or a queue's. queue_id: '' = the account's.

    messages: "closed", "break" or "holiday" -> language -> text with variables; what is missing is
    not said. callback: the message asks whether the contact wants to be called. version: raised by
    each write."""

    queue_id: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    messages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    callback: bool = False
    version: int = 0
