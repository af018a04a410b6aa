"""What hours may be. Pure; every refusal names the field and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import available_timezones

from chalicelib.hours.holiday_calendar import countries, subdivisions
from chalicelib.hours.model import DAY, Exceptional, Holiday, Hours, Interval, Schedule
from chalicelib.shared.errors import InvalidInput

KINDS = ("closed", "break", "holiday")
LANGUAGES = ("en", "es", "pt-BR")
MOST_INTERVALS = 6  # a day
MOST_DAYS_OFF = 200  # of each kind
LONGEST_NAME = 80
LONGEST_MESSAGE = 900  # with the question a button's text still fits into 1024
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Draft:
    """An interval as a person writes it: 'HH:MM', the end up to '24:00'; next_day: the end is the
    next day's."""

    start: str
    end: str
    next_day: bool = False


def hours(drafts: Sequence[Draft], place: str) -> Hours:
    """One day's, sorted. Raises InvalidInput (`{place}.{number}.start`, ...)."""
    if len(drafts) > MOST_INTERVALS:
        raise InvalidInput(f"a day has at most {MOST_INTERVALS} intervals", field=place)
    found = [(_interval(draft, f"{place}.{number}"), number) for number, draft in enumerate(drafts)]
    found.sort()
    for (one, _), (two, number) in pairwise(found):
        if two.start < one.end:
            raise InvalidInput(f"overlaps with {shown(one)}", field=f"{place}.{number}.start")
    return tuple(each for each, _ in found)


def week(days: Sequence[Sequence[Draft]], place: str) -> tuple[Hours, ...]:
    """Seven, Monday first. What ends past midnight may not reach into the next day's hours."""
    if len(days) != 7:
        raise InvalidInput("a week has seven days", field=place)
    found = tuple(hours(day, f"{place}.{number}") for number, day in enumerate(days))
    for number, day in enumerate(found):
        before = found[number - 1]
        if day and before and before[-1].end - DAY > day[0].start:
            words = f"overlaps with the day before, which ends with {shown(before[-1])}"
            raise InvalidInput(words, field=f"{place}.{number}.{_position(days[number], day[0])}")
    return found


def checked(schedule: Schedule) -> Schedule:
    """Its zone, days off and country. Raises InvalidInput (`schedule.zone`, ...)."""
    if schedule.zone not in available_timezones():
        raise InvalidInput("there is no such time zone", field="schedule.zone")
    _days_off(schedule.holidays, schedule.exceptions)
    if schedule.country and schedule.country not in countries():
        raise InvalidInput("no holidays are known of this country", field="schedule.country")
    if schedule.subdivision and (
        not schedule.country or schedule.subdivision not in subdivisions(schedule.country)
    ):
        raise InvalidInput("the country has no such part", field="schedule.subdivision")
    return schedule


def check_messages(messages: Mapping[str, Mapping[str, str]]) -> None:
    """Their lengths and variables. Raises InvalidInput (`messages.closed.en`, ...)."""
    for kind, texts in messages.items():
        for language, text in texts.items():
            field = f"messages.{kind}.{language}"
            if kind not in KINDS or language not in LANGUAGES:
                raise InvalidInput("there is no such message", field=field)
            if len(text) > LONGEST_MESSAGE:
                words = f"has at most {LONGEST_MESSAGE} characters"
                raise InvalidInput(words, field=field)
            if "{" in text:
                from chalicelib.hours.words import check_text  # the library is slow to import

                check_text(text, field=field)


def shown(interval: Interval) -> str:
    """09:00-13:00"""
    return f"{clock(interval.start)}-{clock(interval.end)}"


def clock(minute: int) -> str:
    """HH:MM; midnight at the end of the day is 24:00, later ones are the next day's."""
    within = minute - DAY if minute > DAY else minute
    return f"{within // 60:02d}:{within % 60:02d}"


def _interval(draft: Draft, place: str) -> Interval:
    start = _minute(draft.start, f"{place}.start")
    end = DAY if draft.end == "24:00" else _minute(draft.end, f"{place}.end")
    if draft.next_day and draft.end != "24:00":
        end += DAY
    if end <= start:
        words = (
            f"{draft.end} is not after {draft.start}; mark it as the next day's if that is meant"
        )
        raise InvalidInput(words, field=f"{place}.end")
    if end - start > DAY:
        raise InvalidInput("an interval is at most 24 hours long", field=f"{place}.end")
    return Interval(start, end)


def _minute(text: str, field: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise InvalidInput("is no time of day, like 09:00", field=field)
    return int(found[1]) * 60 + int(found[2])


def _position(drafts: Sequence[Draft], interval: Interval) -> str:
    starts = [draft.start for draft in drafts]
    return f"{starts.index(clock(interval.start))}.start"


def _days_off(holidays: Sequence[Holiday], exceptions: Sequence[Exceptional]) -> None:
    for name, count in (("holidays", len(holidays)), ("exceptions", len(exceptions))):
        if count > MOST_DAYS_OFF:
            raise InvalidInput(f"at most {MOST_DAYS_OFF} of them", field=f"schedule.{name}")
    days: set[date] = set()
    for number, exception in enumerate(exceptions):
        _name(exception.name, f"schedule.exceptions.{number}.name")
        if exception.day in days:
            field = f"schedule.exceptions.{number}.day"
            raise InvalidInput("this day is on the list already", field=field)
        days.add(exception.day)
    yearly = {(each.day.month, each.day.day) for each in holidays if each.yearly}
    seen: set[object] = set()
    for number, holiday in enumerate(holidays):
        _name(holiday.name, f"schedule.holidays.{number}.name")
        of_year = (holiday.day.month, holiday.day.day)
        again = of_year in yearly if not holiday.yearly else of_year in seen
        if again or holiday.day in seen:
            field = f"schedule.holidays.{number}.day"
            raise InvalidInput("this holiday is on the list already", field=field)
        seen |= {holiday.day, of_year} if holiday.yearly else {holiday.day}


def _name(name: str, field: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"has at most {LONGEST_NAME} characters", field=field)
