from __future__ import annotations

from datetime import date

import pytest

from chalicelib.hours import rules
from chalicelib.hours.model import Exceptional, Holiday, Interval, Schedule
from chalicelib.hours.rules import Draft
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("5")
OFF: list[Draft] = []


def refusal(call: object, *arguments: object) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.field or "", refused.value.detail


def test_a_day_is_sorted_and_may_end_at_midnight_or_on_the_next_day() -> None:
    told = [Draft("22:00", "02:00", True), Draft("09:00", "13:00"), Draft("14:00", "18:00")]
    found = (Interval(540, 780), Interval(840, 1080), Interval(1320, 1560))
    assert rules.hours(told, "day") == found
    assert rules.hours([Draft("20:00", "24:00")], "day") == (Interval(1200, 1440),)
    assert rules.hours([Draft("09:00", "09:00", True)], "day") == (Interval(540, 1980),)


@pytest.mark.parametrize(
    ("drafts", "field", "words"),
    [
        ([Draft("18:00", "09:00")], "day.0.end", "mark it as the next day's"),
        ([Draft("09:00", "09:00")], "day.0.end", "09:00 is not after 09:00"),
        ([Draft("09:00", "10:00", True)], "day.0.end", "at most 24 hours"),
        ([Draft("9:00", "10:00")], "day.0.start", "no time of day"),
        ([Draft("09:00", "25:00")], "day.0.end", "no time of day"),
        ([Draft("24:00", "25:00")], "day.0.start", "no time of day"),
        (
            [Draft("12:00", "15:00"), Draft("09:00", "13:00")],
            "day.0.start",
            "overlaps with 09:00-13:00",
        ),
        ([Draft("09:00", "10:00")] * 7, "day", "at most 6"),
    ],
)
def test_a_wrong_interval_is_explained(drafts: list[Draft], field: str, words: str) -> None:
    place, detail = refusal(rules.hours, drafts, "day")
    assert place == field
    assert words in detail


def test_what_ends_past_midnight_may_not_reach_into_the_next_day() -> None:
    late = [Draft("20:00", "04:00", True)]
    early = [Draft("14:00", "15:00"), Draft("03:00", "05:00")]
    place, detail = refusal(rules.week, [OFF, OFF, OFF, OFF, late, early, OFF], "week")
    assert place == "week.5.1.start"
    assert "20:00-04:00" in detail
    # Sunday reaches into Monday.
    place, _ = refusal(rules.week, [early, OFF, OFF, OFF, OFF, OFF, late], "week")
    assert place == "week.0.1.start"
    rules.week([late] * 7, "week")


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (Schedule(zone="Mars/Olympus"), "schedule.zone"),
        (Schedule(zone="../etc/passwd"), "schedule.zone"),
        (Schedule(country="XX"), "schedule.country"),
        (Schedule(country="BR", subdivision="CA"), "schedule.subdivision"),
        (Schedule(subdivision="SP"), "schedule.subdivision"),
        (
            Schedule(holidays=(Holiday(date(2026, 5, 1)), Holiday(date(2026, 5, 1), "Again"))),
            "schedule.holidays.1.day",
        ),
        (
            Schedule(holidays=(Holiday(date(2020, 5, 1), yearly=True), Holiday(date(2026, 5, 1)))),
            "schedule.holidays.1.day",
        ),
        (
            Schedule(exceptions=(Exceptional(date(2026, 5, 1)), Exceptional(date(2026, 5, 1)))),
            "schedule.exceptions.1.day",
        ),
        (Schedule(holidays=(Holiday(date(2026, 5, 1), "x" * 81),)), "schedule.holidays.0.name"),
    ],
)
def test_zones_countries_and_doubled_days_are_looked_at(schedule: Schedule, field: str) -> None:
    assert refusal(rules.checked, schedule)[0] == field


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 901, "at most 900"),
        ("Back {{ openning }}", "no variable openning"),
        ("Back {{ opening", "line 1"),
        ("{{ opening | reverse }}", "no filter reverse"),
        ("{% for a in b %}{% endfor %}", "line 1"),
    ],
)
def test_a_message_that_cannot_be_filled_in_is_refused(text: str, words: str) -> None:
    field, detail = refusal(rules.check_messages, {"closed": {"en": text}})
    assert field == "messages.closed.en"
    assert words in detail


def test_messages_of_other_kinds_and_languages_are_refused() -> None:
    assert refusal(rules.check_messages, {"lunch": {"en": "Hi"}})[0] == "messages.lunch.en"
    assert refusal(rules.check_messages, {"closed": {"xx": "Hi"}})[0] == "messages.closed.xx"
