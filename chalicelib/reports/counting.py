"""Facts as counters that can be added up, and what added counters tell. Pure.

A length of time is counted in one of some hundred buckets, each a fifth wider than the one before,
so that medians of any days and people can be had from the sums: never wrong by more than a tenth.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from chalicelib.reports.model import COUNTS, TIMES, WORKING, Fact, values_of

PER_OCTAVE = 4
EVERYTHING = "all"
HOURS = "hours"
_HOURLY = {"in": "i", "out": "o", "opened": "n", "resolved": "z"}
_SHORT = {"first": "F", "reply": "R", "resolved": "Z", "taken": "T", "bot": "B", "idle": "I"}
_LONG = {short: name for name, short in _SHORT.items()}
Key = tuple[str, str, str]  # dimension, day, id of the agent, queue, …: '-' of everything
Counts = dict[Key, Counter[str]]


def counted(facts: Iterable[Fact], channel_id: str, zone: ZoneInfo) -> Counts:
    """What the facts add to, and how much."""
    found: Counts = {}
    for fact in facts:
        local = fact.at.astimezone(zone)
        day, adds = local.date().isoformat(), _adds(fact)
        keys = [(EVERYTHING, day, "-")] if fact.name != "tagged" else []
        for dimension, values in values_of(fact, channel_id).items():
            keys += [(dimension, day, value) for value in values]
        for key in keys:
            found.setdefault(key, Counter()).update(adds)
        for name, by in _hourly(fact, local.hour):
            found.setdefault((HOURS, day, "-"), Counter())[name] += by
    return found


def _adds(fact: Fact) -> Counter[str]:
    adds: Counter[str] = Counter()
    if fact.name in COUNTS:
        adds[fact.name] += fact.n
    short = _SHORT.get(fact.name, "")
    for code, seconds in ((short, fact.seconds), (short.lower(), fact.working)):
        if seconds is not None:
            adds[f"{code}{bucket(seconds)}"] += 1
            adds[f"{code}+"] += seconds
    return adds


def _hourly(fact: Fact, hour: int) -> Iterator[tuple[str, int]]:
    if fact.name in _HOURLY:
        yield f"{_HOURLY[fact.name]}{hour}", fact.n
    if fact.name == "first" and fact.seconds is not None:
        yield f"f{hour}", 1
        yield f"s{hour}", fact.seconds


def bucket(seconds: int) -> int:
    """0: below a second."""
    return int(PER_OCTAVE * math.log2(seconds)) + 1 if seconds >= 1 else 0


def edges(number: int) -> tuple[float, float]:
    """Seconds: from, below."""
    if number == 0:
        return 0.0, 1.0
    return 2 ** ((number - 1) / PER_OCTAVE), 2 ** (number / PER_OCTAVE)


@dataclass(frozen=True, slots=True)
class Length:
    """Of what took time: how often, and seconds: the mean, and what half and nine in ten did not
    exceed."""

    count: int = 0
    mean: float = 0.0
    median: float = 0.0
    ninety: float = 0.0


@dataclass(frozen=True, slots=True)
class Numbers:
    """counts: by name of COUNTS. times, working: by name of TIMES; only what there was."""

    counts: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, Length] = field(default_factory=dict)
    working: Mapping[str, Length] = field(default_factory=dict)


def numbers(counts: Mapping[str, int]) -> Numbers:
    buckets: dict[str, dict[int, int]] = {}
    sums: dict[str, int] = {}
    for name, by in counts.items():
        code, rest = name[:1], name[1:]
        if code.upper() not in _LONG or not (rest == "+" or rest.isdecimal()):
            continue
        if rest == "+":
            sums[code] = by
        elif by > 0:
            buckets.setdefault(code, {})[int(rest)] = by
    lengths = {code: _length(found, sums.get(code, 0)) for code, found in buckets.items()}
    return Numbers(
        counts={name: counts[name] for name in COUNTS if counts.get(name)},
        times={name: lengths[_SHORT[name]] for name in TIMES if _SHORT[name] in lengths},
        working={
            name: lengths[_SHORT[name].lower()]
            for name in WORKING
            if _SHORT[name].lower() in lengths
        },
    )


def _length(found: Mapping[int, int], total: int) -> Length:
    count = sum(found.values())
    return Length(count, round(total / count, 1), _share(found, 0.5), _share(found, 0.9))


def _share(found: Mapping[int, int], share: float) -> float:
    """Within its bucket, as if all were spread evenly there."""
    wanted, passed = share * sum(found.values()), 0
    for number in sorted(found):
        if passed + found[number] >= wanted:
            low, high = edges(number)
            return round(low + (high - low) * (wanted - passed) / found[number], 1)
        passed += found[number]
    return 0.0


@dataclass(frozen=True, slots=True)
class Hour:
    """Of one hour of the week. first: seconds, the mean time to the first reply."""

    opened: int = 0
    incoming: int = 0
    outgoing: int = 0
    resolved: int = 0
    first: float | None = None


def week(days: Mapping[str, Mapping[str, int]]) -> list[list[Hour]]:
    """Seven days from Monday on, 24 hours each."""
    grid: list[list[Counter[str]]] = [[Counter() for _ in range(24)] for _ in range(7)]
    for day, counts in days.items():
        hours = grid[date.fromisoformat(day).weekday()]
        for name, by in counts.items():
            code, rest = name[:1], name[1:]
            if code in "ionzfs" and rest.isdecimal() and int(rest) < 24:
                hours[int(rest)][code] += by
    return [[_hour(counts) for counts in hours] for hours in grid]


def _hour(counts: Counter[str]) -> Hour:
    return Hour(
        opened=counts["n"],
        incoming=counts["i"],
        outgoing=counts["o"],
        resolved=counts["z"],
        first=round(counts["s"] / counts["f"], 1) if counts["f"] else None,
    )
