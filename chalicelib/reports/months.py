"""Counters of whole months, kept so that a year is a few small reads instead of megabytes.

They are no truth of their own: each says how many late records its days had when it was added up,
and is added up again once that differs. So what is recorded late and what is rebuilt is in them
too, and a record in time costs nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.reports.ports import Month, ReportStore, Tally


@dataclass(frozen=True, slots=True)
class Parts:
    """The whole months ("2026-01") among some days, ascending, and the runs of days beside them."""

    months: list[str]
    rest: list[tuple[date, date]]


def parts(first: date, last: date) -> Parts:
    start = first if first.day == 1 else _next(first)
    end = last if _next(last) == last + timedelta(days=1) else last.replace(day=1) - _DAY
    if start > end:
        return Parts([], [(first, last)])
    rest = [(first, start - _DAY)] if first < start else []
    rest += [(end + _DAY, last)] if end < last else []
    found = []
    while start < end:
        found.append(start.isoformat()[:7])
        start = _next(start)
    return Parts(found, rest)


_DAY = timedelta(days=1)


def _next(day: date) -> date:
    """The first of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def is_over(month: str, today: date) -> bool:
    """Whether what is recorded of it now is late, and says so (`ReportStore.record`). Two days
    later, since days are those of the account's zone."""
    return today >= _next(date.fromisoformat(f"{month}-01")) + 2 * _DAY


def is_settled(month: str, today: date) -> bool:
    """Whether whoever took it not to be over has written by now: it can be added up."""
    return is_over(month, today - _DAY)


def tallies(
    store: ReportStore, account_id: str, dimension: str, *, first: date, last: date, today: date
) -> list[Tally]:
    """Of whole months under their first day, of the days beside them under their own."""
    wanted = parts(first, min(last, max(first, today)))
    settled = [month for month in wanted.months if is_settled(month, today)]
    if not settled:
        return _days(store, account_id, dimension, first, last)
    found: list[Tally] = []
    for month in _sums(store, account_id, dimension, settled):
        found += [Tally(f"{month.month}-01", value, by) for value, by in month.values.items()]
    after = _next(date.fromisoformat(f"{settled[-1]}-01"))
    before = date.fromisoformat(f"{settled[0]}-01") - _DAY
    for begin, end in ((first, before), (after, last)):
        if begin <= end:
            found += _days(store, account_id, dimension, begin, end)
    return found


def _days(
    store: ReportStore, account_id: str, dimension: str, first: date, last: date
) -> list[Tally]:
    return store.tallies(
        account_id, dimension, first=first.isoformat(), last=last.isoformat(), consistent=False
    )


def _sums(
    store: ReportStore, account_id: str, dimension: str, months: Sequence[str]
) -> Iterator[Month]:
    """months: ascending, without a gap. Those that are not as they were added up are added up
    again: how many late records there are is read first, so none is in no sum for long."""
    first, last = months[0], months[-1]
    late = store.late(account_id, first=first, last=last)
    kept = {
        each.month: each
        for each in store.months(account_id, dimension, first=first, last=last)
        if each.seen == late.get(each.month, 0)
    }
    for month in months:
        if month not in kept:
            kept[month] = _added_up(store, account_id, dimension, month, late.get(month, 0))
        yield kept[month]


def _added_up(store: ReportStore, account_id: str, dimension: str, month: str, seen: int) -> Month:
    """One after the other, each kept at once: who is cut off goes on where he was."""
    days = store.tallies(
        account_id, dimension, first=f"{month}-01", last=f"{month}-31", consistent=True
    )
    made = Month(month, seen, summed(days))
    store.keep_month(account_id, dimension, made)
    return made


def summed(tallies: Iterable[Tally]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for each in tallies:
        found.setdefault(each.value, Counter()).update(each.counts)
    return found
