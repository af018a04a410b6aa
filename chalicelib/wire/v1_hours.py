"""The public API's own shapes: opening hours."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.v1 import NextCursor


class Interval(Wire):
    """HH:MM, the end up to 24:00. next_day: the end is the next day's."""

    start: str
    end: str
    next_day: bool = False


class Holiday(Wire):
    """yearly: on that day of every year."""

    day: date
    name: str = ""
    yearly: bool = False


class ExceptionalDay(Wire):
    """One day's hours in place of the week's; none: closed."""

    day: date
    name: str = ""
    hours: list[Interval] = Field(default_factory=list)


class HoursNow(Wire):
    """until: when this ends; null: not foreseeable. name: of the holiday or exceptional day.
    opens: the next opening after now, but for one that goes on."""

    state: Literal["open", "closed", "break", "holiday"]
    until: Moment | None = None
    name: str = ""
    opens: Moment | None = None


class Hours(Wire):
    """queue_id: null = the account's, which its other queues keep. week: seven days, Monday first.
    country, subdivision: whose public holidays are kept besides."""

    queue_id: str | None = None
    time_zone: str
    week: list[list[Interval]]
    holidays: list[Holiday] = Field(default_factory=list)
    exceptions: list[ExceptionalDay] = Field(default_factory=list)
    country: str = ""
    subdivision: str = ""
    now: HoursNow


class HoursList(Wire):
    data: list[Hours]
    next_cursor: NextCursor = None
