"""Whole months are kept as sums: a year is a few small reads, and says what its days say."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.reports import asking, months
from chalicelib.reports.asking import Period, Wish
from chalicelib.reports.counting import Counts
from chalicelib.reports.ports import Month, Tally
from tests.unit.reports.fakes import FakeReportStore

pytestmark = pytest.mark.feature("10")
TODAY = date(2026, 6, 18)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


class Watched(FakeReportStore):
    """calls: of the table, by name. read: counters of days and of months that they brought."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        self.read: Counter[str] = Counter()

    def tallies(self, *args: Any, **ends: Any) -> list[Tally]:
        found = super().tallies(*args, **ends)
        self.calls["tallies"] += 1
        self.read["days"] += len(found)
        return found

    def months(self, *args: Any, **ends: Any) -> list[Month]:
        found = super().months(*args, **ends)
        self.calls["months"] += 1
        self.read["months"] += len(found)
        return found

    def keep_month(self, *args: Any) -> None:
        super().keep_month(*args)
        self.calls["kept"] += 1


def day_of(store: FakeReportStore, day: str, **agents: int) -> None:
    counts: Counts = {("agent", day, who): Counter({"out": n}) for who, n in agents.items()}
    counts["all", day, "-"] = Counter({"out": sum(agents.values())})
    mine = store.counters.setdefault("acc", {})
    for key, by in counts.items():
        mine.setdefault(key, Counter()).update(by)
    if months.is_over(day[:7], store.today):
        store.late_records["acc", day[:7]] += 1


@given(first=DAYS, length=st.integers(0, 400))
def test_months_and_the_days_beside_them_are_all_days_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = months.parts(first, last)
    days = [each for begin, end in found.rest for each in run(begin, end)]
    for month in found.months:
        start = date.fromisoformat(f"{month}-01")
        days += [
            each for each in run(start, start + timedelta(days=30)) if each.month == start.month
        ]
    assert sorted(days) == run(first, last)


def run(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_report_says_the_same_as_the_days_whatever_is_recorded_between(seed: int) -> None:
    dice, store = random.Random(seed), FakeReportStore()
    for time in range(6):
        store.today = date(2025, 1, 1) + timedelta(days=130 * time)
        for _ in range(dice.randint(1, 20)):
            day = date(2025, 1, 1) + timedelta(days=dice.randrange(700))
            day_of(store, day.isoformat(), **{dice.choice(["ana", "rui"]): dice.randint(1, 9)})
        first = date(2025, 1, 1) + timedelta(days=dice.randrange(600))
        period = Period(first, first + timedelta(days=dice.choice([0, 20, 45, 120, 300, 365])))
        of = dice.choice([{}, {"of": "agent", "value": "ana"}])
        wish = Wish(period, by=dice.choice(["", "agent"]), **of)
        found = asking.report(store, account_id="acc", wish=wish, today=store.today)
        assert found.total.counts.get("out", 0) == plainly(store, period, **of)
        assert found.before.counts.get("out", 0) == plainly(store, period.before(), **of)
        assert sum(each.counts.get("out", 0) for _, each in found.points) == plainly(
            store, period, **of
        )
        for who, now, past in found.rows:
            mine = {"of": "agent", "value": who}
            assert now.counts["out"] == plainly(store, period, **mine)
            assert past.counts.get("out", 0) == plainly(store, period.before(), **mine)


def plainly(store: FakeReportStore, period: Period, of: str = "all", value: str = "-") -> int:
    first, last = period.first.isoformat(), period.last.isoformat()
    found = store.tallies("acc", of, first=first, last=last)
    return sum(each.counts["out"] for each in found if each.value == value)


def test_a_year_of_agents_is_a_few_small_reads_once_its_months_are_kept() -> None:
    store = Watched()
    people = {f"agent{number}": 1 for number in range(12)}
    for day in run(date(2024, 6, 16), date(2026, 6, 15)):
        day_of(store, day.isoformat(), **people)
    wish = Wish(Period(date(2025, 6, 16), date(2026, 6, 15)), by="agent")
    asking.report(store, account_id="acc", wish=wish, today=TODAY)
    assert store.calls["kept"] == 2 * (11 + 11)  # of everything and of agents, once
    store.calls.clear()
    store.read.clear()
    found = asking.report(store, account_id="acc", wish=wish, today=TODAY)
    assert found.rows[0][1].counts["out"] == 365
    assert store.calls == {"tallies": 2 * 4, "months": 2 * 2}
    assert store.read == {"months": 2 * 22, "days": (1 + 12) * 2 * 30}


def test_what_is_recorded_while_a_month_is_added_up_is_in_the_next_answer() -> None:
    class Busy(FakeReportStore):
        def keep_month(self, account_id: str, dimension: str, month: Month) -> None:
            if month.month == "2026-03" and not month.seen:
                day_of(self, "2026-03-09", ana=5)
            super().keep_month(account_id, dimension, month)

    store = Busy()
    store.today = date(2026, 3, 3)
    day_of(store, "2026-03-03", ana=1)
    store.today = TODAY
    wish = Wish(Period(date(2026, 1, 1), date(2026, 12, 31)))
    told = []
    for _ in range(2):
        found = asking.report(store, account_id="acc", wish=wish, today=TODAY)
        told.append(found.total.counts["out"])
    assert told == [1, 6]


def test_a_year_that_nobody_asked_for_is_added_up_in_steps_that_fit_an_answer() -> None:
    """Each answer has time for one month and a little; who asks meanwhile does no harm."""
    store = Watched()
    for day in run(date(2024, 6, 16), date(2026, 6, 15)):
        day_of(store, day.isoformat(), ana=1, rui=2)
    wish = Wish(Period(date(2025, 6, 16), date(2026, 6, 15)), by="agent")
    whole = asking.report(Copy(store), account_id="acc", wish=wish, today=TODAY)
    told: list[tuple[int, int]] = []
    while True:
        before = store.calls["kept"]
        time = partial(next, iter([True]), False)
        found = asking.report(store, account_id="acc", wish=wish, today=TODAY, more=time)
        assert store.calls["kept"] - before <= 2
        if found.adding is None:
            break
        told.append(found.adding)
        assert found.before.counts == {}, "nothing is compared with half of it"
        assert found.total.counts["out"] <= whole.total.counts["out"]
        assert all(past.counts == {} for _, _, past in found.rows)
        if len(told) % 5 == 0:  # another reader, in time for nothing more either
            asking.report(store, account_id="acc", wish=wish, today=TODAY, more=lambda: False)
    assert found == whole
    assert [of for _, of in told[1:]] == [44] * (len(told) - 1)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


class Copy(FakeReportStore):
    def __init__(self, store: FakeReportStore) -> None:
        super().__init__(counters=store.counters)


def test_who_dies_while_a_month_is_kept_only_makes_the_next_one_add_it_up() -> None:
    class Dying(Watched):
        def keep_month(self, *args: Any) -> None:
            if self.calls["kept"] == 3:
                self.calls["kept"] += 1
                raise TimeoutError
            super().keep_month(*args)

    store = Dying()
    for day in run(date(2025, 1, 1), date(2026, 5, 31)):
        day_of(store, day.isoformat(), ana=1)
    wish = Wish(Period(date(2025, 6, 1), date(2026, 5, 31)))
    with pytest.raises(TimeoutError):
        asking.report(store, account_id="acc", wish=wish, today=TODAY)
    found = asking.report(store, account_id="acc", wish=wish, today=TODAY)
    assert found.total.counts["out"] == 365
    assert store.calls["kept"] == 1 + 12 + 12, "what was kept was not added up again"
