"""Counters of whole months, kept so that a year is a few small reads instead of megabytes.

They are no truth of their own: each says how many late records its days had when it was added up,
and is added up again once that differs. So what is recorded late and what is rebuilt is in them
too, and a record in time costs nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.reports.ports import WHOLE, Month, ReportStore, Tally

AT_ONCE = 8  # days: of a hundred agents two megabytes
FEW = 400  # counters of such days: the rest of the month is read at once


@dataclass(frozen=True, slots=True)
class Parts:
    """The whole months ("2026-01") among some days, ascending, and the runs of days beside them."""

    months: list[str]
    rest: list[tuple[date, date]]


@dataclass(slots=True)
class Adding:
    """How much of what one answer needs is added up. more: whether there is time for more days; the
    first are always added up, so that each try goes on. done, of: months."""

    more: Callable[[], bool] = lambda: True
    done: int = 0
    of: int = 0
    begun: bool = False

    @property
    def is_whole(self) -> bool:
        return self.done == self.of

    def may(self) -> bool:
        begun, self.begun = self.begun, True
        return not begun or self.more()


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


@dataclass(frozen=True, slots=True)
class Asked:
    """Some days of a dimension: of each agent, queue, …"""

    dimension: str
    first: date
    last: date

    def months(self, today: date) -> list[str]:
        """Those in it that can be added up."""
        wanted = parts(self.first, min(self.last, max(self.first, today)))
        return [month for month in wanted.months if is_settled(month, today)]


def ready(
    store: ReportStore, account_id: str, asked: Asked, *, today: date, adding: Adding
) -> list[Month]:
    """Its whole months, ascending. Those that are not as they were added up are added up again, the
    newest first, as far as there is time: `adding` says whether that is all. How many late records
    there are is read first, so none is in no sum for long."""
    settled = asked.months(today)
    if not settled:
        return []
    first, last = settled[0], settled[-1]
    late = store.late(account_id, first=first, last=last)
    kept = {
        each.month: each
        for each in store.months(account_id, asked.dimension, first=first, last=last)
        if each.seen == late.get(each.month, 0)
    }
    adding.of += len(settled)
    for month in reversed(settled):
        begun = kept.get(month) or Month(month, late.get(month, 0), {}, 0)
        kept[month] = _added_up(store, account_id, asked.dimension, begun, adding)
        adding.done += kept[month].through == WHOLE
    return [kept[month] for month in settled]


def tallies(
    store: ReportStore, account_id: str, asked: Asked, months: Sequence[Month], *, whole: bool
) -> list[Tally]:
    """Of these months under their first day; of the days beside them under their own, if all months
    are whole."""
    found = [
        Tally(f"{month.month}-01", value, by)
        for month in months
        for value, by in month.values.items()
    ]
    runs = [(asked.first, asked.last)]
    if months:
        after = _next(date.fromisoformat(f"{months[-1].month}-01"))
        before = date.fromisoformat(f"{months[0].month}-01") - _DAY
        runs = [(asked.first, before), (after, asked.last)]
    for begin, end in runs if whole else ():
        if begin <= end:
            ends = {"first": begin.isoformat(), "last": end.isoformat()}
            found += store.tallies(account_id, asked.dimension, **ends, consistent=False)
    return found


def _added_up(
    store: ReportStore, account_id: str, dimension: str, month: Month, adding: Adding
) -> Month:
    """Some days at a time and kept at once: who is cut off goes on where he was."""
    made, few = month, False
    while made.through < WHOLE and adding.may():
        upto = WHOLE if few else min(made.through + AT_ONCE, WHOLE)
        days = store.tallies(
            account_id,
            dimension,
            first=f"{month.month}-{made.through + 1:02}",
            last=f"{month.month}-{upto:02}",
            consistent=True,
        )
        made = Month(month.month, month.seen, summed(days, made.values), upto)
        few = len(days) < FEW
    if made is not month:
        store.keep_month(account_id, dimension, made)
    return made


def summed(
    tallies: Iterable[Tally], to: Mapping[str, Mapping[str, int]]
) -> dict[str, Counter[str]]:
    """to: what they are added to."""
    found = {value: Counter(counts) for value, counts in to.items()}
    for each in tallies:
        found.setdefault(each.value, Counter()).update(each.counts)
    return found
