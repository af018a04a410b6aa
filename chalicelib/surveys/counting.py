"""What an answer adds to the counts, and what counts tell. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.surveys.model import Asking, Kind, Question, Survey
from chalicelib.surveys.ports import Tally

ASKED, ANSWERED = "asked", "answered"
_WORDS = "~"


def started() -> dict[str, int]:
    return {ASKED: 1}


def differences(survey: Survey, before: Asking, after: Asking) -> dict[str, int]:
    """What the counts change by; {} if by nothing. Words count as words, whatever they say."""
    change = Counter(_counts(survey, after))
    change.subtract(_counts(survey, before))
    return {name: by for name, by in change.items() if by}


def _counts(survey: Survey, asking: Asking) -> Counter[str]:
    counts: Counter[str] = Counter()
    for question in survey.asked:
        value = asking.answers.get(question.id, "")
        if value != "":
            counts[f"q:{question.id}:{value if question.values else _WORDS}"] += 1
    if counts:
        counts[ANSWERED] = 1
    return counts


@dataclass(frozen=True, slots=True)
class Score:
    """asked, answered: contacts. given: answers to the main question. value: CSAT percent, NPS
    -100 to 100, else the mean; None without an answer. spread: value -> how often."""

    asked: int = 0
    answered: int = 0
    given: int = 0
    value: float | None = None
    spread: Mapping[str, int] = field(default_factory=dict)


def score(question: Question | None, tallies: Iterable[Tally]) -> Score:
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally.counts)
    found = spread_of(question, total) if question else {}
    given = sum(found.values())
    return Score(
        asked=max(total[ASKED], 0),
        answered=max(total[ANSWERED], 0),
        given=given,
        value=_value(question, found) if question and given else None,
        spread=found,
    )


def spread(question: Question, tallies: Iterable[Tally]) -> dict[str, int]:
    """value -> how often it was answered."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally.counts)
    return spread_of(question, total)


def spread_of(question: Question, counts: Mapping[str, int]) -> dict[str, int]:
    values = question.values or (_WORDS,)
    return {value: max(counts.get(f"q:{question.id}:{value}", 0), 0) for value in values}


def _value(question: Question, found: Mapping[str, int]) -> float:
    given = sum(found.values())
    if question.kind is Kind.CSAT:
        return round(100 * (found.get("4", 0) + found.get("5", 0)) / given, 1)
    if question.kind is Kind.NPS:
        for_us = sum(found.get(value, 0) for value in ("9", "10"))
        against = sum(found.get(str(number), 0) for number in range(7))
        return round(100 * (for_us - against) / given, 1)
    return round(sum(int(value) * times for value, times in found.items()) / given, 2)


def by_value(tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    """By the agent, queue, channel or tag that they are of."""
    found: dict[str, list[Tally]] = {}
    for tally in tallies:
        found.setdefault(tally.value, []).append(tally)
    return found


def by_day(tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = {}
    for tally in tallies:
        found.setdefault(tally.day, []).append(tally)
    return dict(sorted(found.items()))
