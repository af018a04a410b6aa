from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.hours.engine import State, add_working, next_opening, state, working_between
from chalicelib.hours.model import (
    ALWAYS,
    ROUND_THE_CLOCK,
    Exceptional,
    Holiday,
    Interval,
    Schedule,
)
from tests.unit.hours.schedules import MINUTE, moments, office, open_minutes, schedules

pytestmark = pytest.mark.feature("5")
_LORD = "2026-10-03T15:30"
HOUR = timedelta(hours=1)
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def at(text: str) -> datetime:
    """UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# 2026-07: Madrid is two hours ahead of UTC. 6 July is a Monday.
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-07-06T07:00", State("open", at("2026-07-06T11:00"))),
        ("2026-07-06T10:59", State("open", at("2026-07-06T11:00"))),
        ("2026-07-06T11:00", State("break", at("2026-07-06T12:00"))),
        ("2026-07-06T16:00", State("closed", at("2026-07-07T07:00"))),
        ("2026-07-06T06:59", State("closed", at("2026-07-06T07:00"))),
        ("2026-07-10T16:00", State("closed", at("2026-07-13T07:00"))),
    ],
)
def test_an_office_is_open_has_its_break_and_closes(moment: str, expected: State) -> None:
    assert state(office(), at(moment)) == expected


def test_a_shift_past_midnight_belongs_to_the_day_that_it_begins_on() -> None:
    night = (Interval(22 * 60, 26 * 60),)
    bar = Schedule(
        week=((), (), (), (), night, (), ()), holidays=(Holiday(date(2026, 7, 11), "Fair"),)
    )
    assert state(bar, at("2026-07-10T23:00")) == State("open", at("2026-07-11T02:00"))
    assert state(bar, at("2026-07-11T01:59")).kind == "open"
    assert state(bar, at("2026-07-11T02:00")) == State("holiday", at("2026-07-17T22:00"), "Fair")


def test_intervals_that_touch_over_midnight_are_one_opening() -> None:
    week = ((Interval(20 * 60, 24 * 60),), (Interval(0, 4 * 60),), (), (), (), (), ())
    opened = state(Schedule(week=week), at("2026-07-06T21:00"))
    assert opened == State("open", at("2026-07-07T04:00"))


def test_a_holiday_of_ones_own_comes_back_each_year_if_it_is_yearly() -> None:
    once, yearly = Holiday(date(2025, 7, 6), "Once"), Holiday(date(2020, 7, 7), "Yearly", True)
    told = Schedule(zone="Europe/Madrid", week=office().week, holidays=(once, yearly))
    assert state(told, at("2026-07-06T08:00")).kind == "open"
    assert state(told, at("2026-07-07T08:00")) == State("holiday", at("2026-07-08T07:00"), "Yearly")


def test_a_countrys_holidays_are_kept_and_a_subdivisions_too() -> None:
    brazil = Schedule(zone="America/Sao_Paulo", week=office().week, country="BR")
    paulista = Schedule(
        zone="America/Sao_Paulo", week=office().week, country="BR", subdivision="SP"
    )
    assert state(brazil, at("2026-12-25T14:00")).name == "Natal"
    assert state(brazil, at("2026-07-09T14:00")).kind == "open"
    assert state(paulista, at("2026-07-09T14:00")).kind == "holiday"


def test_a_country_that_nobody_knows_has_no_holidays() -> None:
    assert state(Schedule(week=office().week, country="XX"), at("2026-12-25T10:00")).kind == "open"


def test_an_exception_opens_a_holiday_and_closes_a_working_day() -> None:
    told = Schedule(
        week=office("UTC").week,
        country="ES",
        exceptions=(
            Exceptional(date(2026, 12, 25), (Interval(600, 840),), "Christmas sale"),
            Exceptional(date(2026, 12, 23), (), "Stocktaking"),
        ),
    )
    assert state(told, at("2026-12-25T10:00")) == State("open", at("2026-12-25T14:00"))
    assert state(told, at("2026-12-23T10:00")) == State(
        "closed", at("2026-12-24T09:00"), "Stocktaking"
    )


def test_three_working_hours_over_a_weekend_a_holiday_and_a_clock_change() -> None:
    # Friday 23 October 2026, 16:30 in Madrid (UTC+2); Monday is a holiday of our own; on Sunday
    # the clocks go back to UTC+1. An hour and a half is left on Friday, so Tuesday 10:30.
    told = Schedule(
        zone="Europe/Madrid", week=office().week, holidays=(Holiday(date(2026, 10, 26), "Fair"),)
    )
    assert add_working(told, at("2026-10-23T14:30"), 3 * HOUR) == at("2026-10-27T09:30")


@pytest.mark.parametrize(
    ("zone", "day", "hours", "opens", "closes"),
    [
        # 02:30 is skipped: open from the jump at 01:00 UTC.
        ("Europe/Madrid", date(2026, 3, 29), (150, 300), "2026-03-29T01:00", "2026-03-29T03:00"),
        # 02:30 comes twice: the first one opens; an hour more is worked.
        ("Europe/Madrid", date(2026, 10, 25), (150, 300), "2026-10-25T00:30", "2026-10-25T04:00"),
        # ... and the first one closes.
        ("Europe/Madrid", date(2026, 10, 25), (60, 150), "2026-10-24T23:00", "2026-10-25T00:30"),
        # The day has no midnight: it begins at 01:00.
        ("America/Havana", date(2026, 3, 8), (0, 120), "2026-03-08T05:00", "2026-03-08T06:00"),
        # Half an hour is skipped at 02:00.
        ("Australia/Lord_Howe", date(2026, 10, 4), (130, 180), _LORD, "2026-10-03T16:00"),
    ],
)
def test_a_skipped_time_is_the_jump_and_a_doubled_one_is_its_first(
    zone: str, day: date, hours: tuple[int, int], opens: str, closes: str
) -> None:
    told = Schedule(zone=zone, exceptions=(Exceptional(day, (Interval(*hours),)),))
    before = at(opens) - timedelta(minutes=1)
    assert next_opening(told, before) == at(opens)
    assert state(told, at(opens)) == State("open", at(closes))


def test_what_lies_in_the_skipped_hour_alone_does_not_happen() -> None:
    told = Schedule(
        zone="Europe/Madrid", exceptions=(Exceptional(date(2026, 3, 29), (Interval(125, 170),)),)
    )
    assert next_opening(told, at("2026-03-28T00:00")) is None


@pytest.mark.parametrize("nonstop", [ALWAYS, Schedule(week=ROUND_THE_CLOCK)])
def test_who_never_closes_works_all_the_time(nonstop: Schedule) -> None:
    now = at("2026-07-06T08:00")
    assert state(nonstop, now) == State("open")
    assert next_opening(nonstop, now) == now
    assert add_working(nonstop, now, 5 * HOUR) == now + 5 * HOUR
    assert working_between(nonstop, now, now + 7 * HOUR) == 7 * HOUR


def test_who_never_opens_is_not_waited_for() -> None:
    now = at("2026-07-06T08:00")
    assert state(Schedule(), now) == State("closed")
    assert next_opening(Schedule(), now) is None
    assert add_working(Schedule(), now, HOUR) is None
    assert working_between(Schedule(), now, now + 1000 * HOUR) == timedelta(0)


@given(schedules(), moments())
@SLOW
def test_the_engine_agrees_with_a_look_at_the_clock_each_minute(
    schedule: Schedule, start: datetime
) -> None:
    count = 2 * 1440
    oracle = open_minutes(schedule, start, count)
    end = start + count * MINUTE
    assert working_between(schedule, start, end) == sum(oracle) * MINUTE
    for number in range(0, count, 97):
        moment = start + number * MINUTE
        told = state(schedule, moment)
        assert (told.kind == "open") is oracle[number]
        changed = next((n for n in range(number, count) if oracle[n] is not oracle[number]), None)
        if changed is not None:
            assert told.until == start + changed * MINUTE


@given(schedules(), moments(), st.integers(0, 3000))
@SLOW
def test_adding_what_was_counted_comes_back(
    schedule: Schedule, start: datetime, minutes: int
) -> None:
    amount = minutes * MINUTE
    end = add_working(schedule, start, amount)
    if end is None:
        return
    assert working_between(schedule, start, end) == amount
    # It is the first such moment.
    if amount:
        assert working_between(schedule, start, end - MINUTE) == amount - MINUTE
    later = add_working(schedule, start, amount + MINUTE)
    assert later is None or later > end


@given(schedules(), moments(), st.integers(0, 20_000), st.integers(0, 20_000))
@SLOW
def test_working_time_adds_up_and_never_runs_backwards(
    schedule: Schedule, start: datetime, one: int, two: int
) -> None:
    middle, end = start + one * MINUTE, start + (one + two) * MINUTE
    whole = working_between(schedule, start, end)
    parts = working_between(schedule, start, middle) + working_between(schedule, middle, end)
    assert whole == parts
    assert timedelta(0) <= whole <= end - start
    assert working_between(schedule, end, start) == timedelta(0)


@given(schedules(), moments())
@SLOW
def test_the_next_opening_is_open_and_nothing_before_it_is(
    schedule: Schedule, start: datetime
) -> None:
    found = next_opening(schedule, start)
    if found is None:
        return
    assert found >= start
    assert state(schedule, found).kind == "open"
    assert working_between(schedule, start, found) == timedelta(0)
