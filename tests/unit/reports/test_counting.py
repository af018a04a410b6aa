"""Counters that can be added, and what they tell."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reports.codec import facts as facts_from
from chalicelib.reports.codec import facts_data, state, state_data
from chalicelib.reports.counting import bucket, counted, edges, numbers, week
from chalicelib.reports.model import Fact, State

pytestmark = pytest.mark.feature("10")
NIGHT = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # Monday; Tuesday in Lisbon
LISBON = ZoneInfo("Europe/Lisbon")


@given(st.integers(0, 10**8))
def test_a_length_of_time_lies_in_its_bucket(seconds: int) -> None:
    low, high = edges(bucket(seconds))
    assert low <= seconds + 1e-6 * seconds
    assert seconds < high * (1 + 1e-9)
    assert high / max(low, 1) < 1.2


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_means_are_exact_and_medians_right_to_a_fifth(lengths: list[int]) -> None:
    total: Counter[str] = Counter()
    for each in lengths:
        facts = [Fact("first", NIGHT, seconds=each, working=each // 2)]
        total.update(counted(facts, "c", LISBON)["all", "2026-06-02", "-"])
    found = numbers(total)
    assert found.times["first"].count == len(lengths)
    assert found.times["first"].mean == round(sum(lengths) / len(lengths), 1)
    ordered = sorted(lengths)
    low, high = ordered[(len(lengths) - 1) // 2], ordered[len(lengths) // 2]
    assert low / 1.2 - 1 <= found.times["first"].median <= high * 1.2 + 1
    assert found.working["first"].count == len(lengths)


def test_what_is_added_up_from_parts_is_what_the_whole_tells() -> None:
    lengths = [3, 50, 50, 700, 86_400]
    facts = [Fact("reply", NIGHT, "rui", seconds=each) for each in lengths]
    whole = counted(facts, "c", LISBON)["agent", "2026-06-02", "rui"]
    parts: Counter[str] = Counter()
    for fact in facts:
        parts.update(counted([fact], "c", LISBON)["agent", "2026-06-02", "rui"])
    assert parts == whole
    assert abs(numbers(whole).times["reply"].median - median(lengths)) < 5


def test_a_fact_counts_for_the_day_and_the_hour_of_the_accounts_zone() -> None:
    found = counted([Fact("in", NIGHT, "rui", "sales", "f1", ("t1",), n=3)], "c1", LISBON)
    assert found[("all", "2026-06-02", "-")] == {"in": 3}
    assert {key for key in found if key[0] not in ("all", "hours")} == {
        ("agent", "2026-06-02", "rui"),
        ("queue", "2026-06-02", "sales"),
        ("channel", "2026-06-02", "c1"),
        ("flow", "2026-06-02", "f1"),
    }, "messages do not count for tags"
    days = {"2026-06-02": found["hours", "2026-06-02", "-"]}
    grid = week(days)
    assert grid[1][0].incoming == 3
    assert sum(hour.incoming for hours in grid for hour in hours) == 3


def test_tags_count_what_was_closed_under_them() -> None:
    facts = [
        Fact("tagged", NIGHT, tags=("t1",)),
        Fact("resolved", NIGHT, "rui", tags=("t1",), seconds=60, working=30),
    ]
    found = counted(facts, "c", LISBON)["tag", "2026-06-02", "t1"]
    shown = numbers(found)
    assert shown.counts == {"resolved": 1, "tagged": 1}
    assert shown.times["resolved"].count == shown.working["resolved"].count == 1
    assert "tagged" not in counted(facts, "c", LISBON)["all", "2026-06-02", "-"]


def test_states_and_facts_come_back_as_they_were() -> None:
    whole = State(
        seq=7,
        channel_id="c",
        status="snoozed",
        tags=("t1", "t2"),
        opened_at=NIGHT,
        idle_at=NIGHT + timedelta(hours=1),
        broken=("first_reply",),
        replied=True,
    )
    assert state(state_data(whole)) == whole
    assert state(state_data(State())) == State()
    kept = [
        Fact("in", NIGHT, n=4),
        Fact("first", NIGHT, "rui", "‮<b>", "f", ("t1",), seconds=0, working=0),
        Fact("resolved", NIGHT, seconds=5, working=None),
    ]
    assert facts_from(facts_data(kept)) == kept
