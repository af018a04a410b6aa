"""What the counters tell of some days, and which conversations are behind a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chalicelib.conversations.model import Conversation
from chalicelib.reports import counting, months
from chalicelib.reports.counting import EVERYTHING, HOURS, Hour, Numbers
from chalicelib.reports.model import COUNTS, TIMES, is_of
from chalicelib.reports.months import Adding, Asked
from chalicelib.reports.ports import ReportStore, Tally
from chalicelib.shared.errors import InvalidInput

LONGEST = 366  # days
DAILY = 62  # days up to which each has a point of its own
WEEKLY = 200
PAGE = 25
MOST_READS = 31  # days of the log that one page of conversations looks through
_LINES = 60  # of the log in one read

Step = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the account's zone, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """As long, just before it."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Wish:
    """of, value: only of this agent, queue, channel, flow or tag; '' = of everything. by: beside
    that, of each agent, queue, … by itself; '' = not."""

    period: Period
    of: str = ""
    value: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """points: (first day, numbers), ascending. rows: (id, numbers, those of the days before), most
    conversations first. adding: (months added up, of so many) while some are still lacking; there
    is nothing to compare with until then."""

    step: Step
    total: Numbers
    before: Numbers
    points: list[tuple[str, Numbers]]
    rows: list[tuple[str, Numbers, Numbers]]
    adding: tuple[int, int] | None = None


def checked(period: Period) -> Period:
    """Raises InvalidInput."""
    for field, day in (("first", period.first), ("last", period.last)):
        if not 2000 <= day.year <= 2200:  # the days before them are days too
            raise InvalidInput("is no day of ours", field=field)
    if not 0 < period.days <= LONGEST:
        raise InvalidInput("is after `first`, and a year later at most", field="last")
    return period


def report(
    store: ReportStore,
    *,
    account_id: str,
    wish: Wish,
    today: date,
    more: Callable[[], bool] = lambda: True,
) -> Report:
    """today: in UTC. more: whether there is time to add up more of the months that nobody has asked
    for yet; what is added up is kept, and the next answer goes on. Raises InvalidInput."""
    period = checked(wish.period)
    if bool(wish.of) != bool(wish.value):
        raise InvalidInput("name what `of` says", field="value")
    step, earlier, adding = step_of(period), period.before(), Adding(more)
    of = wish.of or EVERYTHING
    everything = Asked(of, period.first, period.last)
    each = Asked(wish.by, period.first, period.last)
    wanted = {
        "now": everything if step == "month" or wish.by == of else None,
        "rows": each if wish.by else None,
        "past": Asked(of, earlier.first, earlier.last),
        "past rows": Asked(wish.by, earlier.first, earlier.last) if wish.by else None,
    }
    kept = {
        asked: months.ready(store, account_id, asked, today=today, adding=adding)
        for asked in dict.fromkeys(filter(None, wanted.values()))
    }
    found = {
        asked: months.tallies(store, account_id, asked, made, whole=adding.is_whole)
        for asked, made in kept.items()
    }
    now, here, past, there = (found[asked] if asked else [] for asked in wanted.values())
    if not adding.is_whole:
        past, there = [], []
    mine = _of(now, wish.value) if step == "month" else _daily(store, account_id, wish)
    return Report(
        step=step,
        total=counting.numbers(_sum(mine)),
        before=counting.numbers(_sum(_of(past, wish.value))),
        points=_points(mine, period, step),
        rows=_rows(here, there),
        adding=None if adding.is_whole else (adding.done, adding.of),
    )


def _daily(store: ReportStore, account_id: str, wish: Wish) -> list[Tally]:
    """Each day by itself."""
    first, last = wish.period.first.isoformat(), wish.period.last.isoformat()
    if not wish.of:
        return store.tallies(account_id, EVERYTHING, first=first, last=last)
    days = [wish.period.first + timedelta(days=number) for number in range(wish.period.days)]
    return store.days_of(account_id, wish.of, wish.value, [day.isoformat() for day in days])


def step_of(period: Period) -> Step:
    if period.days <= DAILY:
        return "day"
    return "week" if period.days <= WEEKLY else "month"


def _of(tallies: Sequence[Tally], value: str) -> list[Tally]:
    return [each for each in tallies if each.value == value] if value else list(tallies)


def _sum(tallies: Iterable[Tally]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in tallies:
        total.update(each.counts)
    return total


def _rows(now: Sequence[Tally], past: Sequence[Tally]) -> list[tuple[str, Numbers, Numbers]]:
    here, there = _by_value(now), _by_value(past)
    rows = [
        (value, counting.numbers(found), counting.numbers(there.get(value, Counter())))
        for value, found in here.items()
    ]
    return sorted(rows, key=lambda row: (-_weight(row[1]), row[0]))


def _weight(found: Numbers) -> int:
    return sum(
        found.counts.get(name, 0) for name in ("opened", "resolved", "out", "tagged", "invited")
    )


def _by_value(tallies: Sequence[Tally]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for each in tallies:
        found.setdefault(each.value, Counter()).update(each.counts)
    return found


def _points(tallies: Sequence[Tally], period: Period, step: Step) -> list[tuple[str, Numbers]]:
    """One for each step, those without anything too."""
    sums: dict[str, Counter[str]] = {}
    for number in range(period.days):
        day = period.first + timedelta(days=number)
        sums.setdefault(_begin(day, period, step), Counter())
    for each in tallies:
        sums[_begin(date.fromisoformat(each.day), period, step)].update(each.counts)
    return [(day, counting.numbers(counts)) for day, counts in sums.items()]


def _begin(day: date, period: Period, step: Step) -> str:
    if step == "week":
        day -= timedelta(days=day.weekday())
    elif step == "month":
        day = day.replace(day=1)
    return max(day, period.first).isoformat()


def heat(store: ReportStore, *, account_id: str, period: Period) -> list[list[Hour]]:
    """Seven days from Monday on, 24 hours each, all weeks together. Raises InvalidInput."""
    first, last = checked(period).first.isoformat(), period.last.isoformat()
    found: dict[str, Mapping[str, int]] = {
        each.day: each.counts for each in store.tallies(account_id, HOURS, first=first, last=last)
    }
    return counting.week(found)


# Behind a number --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behind:
    """at: when it happened last in those days. seconds: how long that took, None if no time."""

    conversation: Conversation
    at: str
    n: int
    seconds: int | None


@dataclass(frozen=True, slots=True)
class BehindPage:
    found: list[Behind]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """name: of COUNTS or TIMES. of, value: as in `Wish`."""

    period: Period
    name: str
    of: str = ""
    value: str = ""


def behind(
    store: ReportStore,
    heads: Callable[[str, Sequence[str]], Sequence[Conversation]],
    *,
    account_id: str,
    question: Question,
    cursor: str = "",
) -> BehindPage:
    """The conversations that a number counted, newest day first; one may come again on an earlier
    day. A page may be short while there are more. Raises InvalidInput."""
    period = checked(question.period)
    if question.name not in (*COUNTS, *TIMES):
        raise InvalidInput("is no number of a report", field="name")
    day, start = _place(cursor, period)
    facts: dict[str, tuple[str, int, int | None]] = {}
    for _ in range(MOST_READS):
        entries, start = store.log(account_id, day.isoformat(), cursor=start, limit=_LINES)
        for entry in entries:
            for fact in entry.facts:
                if fact.name != question.name:
                    continue
                if is_of(fact, entry.channel_id, question.of, question.value):
                    _note(facts, entry.conversation_id, fact.at.isoformat(), fact.n, fact.seconds)
        day, over = _next(day, start, period)
        if over or len(facts) >= PAGE:
            break
    left = "" if over else f"{day.isoformat()}|{start}"
    known = {each.id: each for each in heads(account_id, list(facts))} if facts else {}
    found = [Behind(head, *facts[str(id)]) for id, head in known.items()]
    return BehindPage(sorted(found, key=lambda each: each.at, reverse=True), left)


def _note(
    facts: dict[str, tuple[str, int, int | None]], id: str, at: str, n: int, seconds: int | None
) -> None:
    before = facts.get(id)
    if before is None:
        facts[id] = (at, n, seconds)
    elif at > before[0]:
        facts[id] = (at, before[1] + n, seconds)
    else:
        facts[id] = (before[0], before[1] + n, before[2])


def _next(day: date, start: str, period: Period) -> tuple[date, bool]:
    if start:
        return day, False
    earlier = day - timedelta(days=1)
    return earlier, earlier < period.first


def _place(cursor: str, period: Period) -> tuple[date, str]:
    if not cursor:
        return period.last, ""
    day, _, start = cursor.partition("|")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise InvalidInput("is no cursor of this list", field="cursor") from None
    if not period.first <= found <= period.last:
        raise InvalidInput("is no cursor of this list", field="cursor")
    return found, start
