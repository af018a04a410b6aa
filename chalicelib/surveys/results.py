"""What came of a survey: from its counts, and from the answers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.shared.errors import InvalidInput
from chalicelib.surveys import counting
from chalicelib.surveys.catalogue import get
from chalicelib.surveys.counting import Score
from chalicelib.surveys.model import Question, Survey
from chalicelib.surveys.ports import AnswerPage, SurveyPorts, Tally

DIMENSIONS = ("agent", "queue", "channel", "tag")
LONGEST = 731  # days


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the account's zone, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Results:
    """days: those on which somebody was asked, ascending. by: id of the agent, queue, … -> score,
    most answers first. questions: with how often each value was answered."""

    survey: Survey
    total: Score
    days: list[tuple[str, Score]]
    by: list[tuple[str, Score]]
    questions: list[tuple[Question, dict[str, int]]]


def results(p: SurveyPorts, *, account_id: str, id: str, period: Period, by: str) -> Results:
    """by: one of DIMENSIONS. Two queries for up to some thousand days and values.

    Raises NotFound or InvalidInput.
    """
    if by not in DIMENSIONS:
        raise InvalidInput("is agent, queue, channel or tag", field="by")
    if not 0 <= (period.last - period.first).days < LONGEST:
        raise InvalidInput("is after `from`, and two years later at most", field="to")
    survey = get(p, account_id=account_id, id=id)
    first, last = period.first.isoformat(), period.last.isoformat()

    def tallies(dimension: str) -> list[Tally]:
        return p.store.tallies(account_id, id, dimension=dimension, first=first, last=last)

    everything, parts = tallies("all"), counting.by_value(tallies(by))
    scores = [(value, counting.score(survey.main, found)) for value, found in parts.items()]
    return Results(
        survey=survey,
        total=counting.score(survey.main, everything),
        days=[
            (day, counting.score(survey.main, found))
            for day, found in counting.by_day(everything).items()
        ],
        by=sorted(scores, key=lambda pair: (-pair[1].given, -pair[1].asked, pair[0])),
        questions=[(each, counting.spread(each, everything)) for each in survey.asked],
    )


def answers(
    p: SurveyPorts,
    *,
    account_id: str,
    id: str,
    since: datetime,
    until: datetime,
    cursor: str,
    limit: int,
) -> AnswerPage:
    """Newest first."""
    return p.store.answers(account_id, id, since=since, until=until, cursor=cursor, limit=limit)
