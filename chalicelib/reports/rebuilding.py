"""The counters of a day, from its log: the same numbers, whatever had become of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from chalicelib.reports import counting
from chalicelib.reports.counting import Counts
from chalicelib.reports.ports import Entry, ReportStore
from chalicelib.shared.errors import TryAgain

MOST_TRIES = 20  # while conversations of that day are being counted


def rebuild(
    store: ReportStore, *, account_id: str, first: date, last: date, zone: ZoneInfo
) -> dict[str, int]:
    """first, last: days, both included. Answers day -> lines of its log. May be stopped anywhere
    and done again, while messages come in. Raises TryAgain."""
    found = {}
    for number in range((last - first).days + 1):
        day = (first + timedelta(days=number)).isoformat()
        found[day] = _day(store, account_id, day, zone)
    return found


def _day(store: ReportStore, account_id: str, day: str, zone: ZoneInfo) -> int:
    for _ in range(MOST_TRIES):
        recorded = store.recorded(account_id, day)
        entries, _ = store.log(account_id, day)
        if not entries and not recorded:
            return 0
        counts = recounted(entries, day, zone)
        if store.replace(account_id, day, counts, recorded=recorded):
            return len(entries)
    raise TryAgain("this day is counted just now")


def recounted(entries: Iterable[Entry], day: str, zone: ZoneInfo) -> Counts:
    """A fact stays on the day and the hour under which it was noted, though the account's zone may
    be another by now. zone: of entries that do not say theirs."""
    total: Counts = {}
    for entry in entries:
        then = ZoneInfo(entry.zone) if entry.zone else zone
        for key, by in counting.counted(entry.facts, entry.channel_id, then).items():
            key = (key[0], day, key[2])
            if key in total:
                total[key].update(by)
            else:
                total[key] = by
    return total
