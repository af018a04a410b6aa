"""Ask a survey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.flows.effects import AskSurvey
from chalicelib.flows.events import Event, SurveyEnded, TimerFired
from chalicelib.flows.graph import Name, OptionalId, Part, Time
from chalicelib.flows.nodes.base import (
    ERROR,
    NO_ANSWER,
    OUT,
    Flaw,
    Go,
    Move,
    NodeKind,
    Reference,
    Turn,
)

USUAL = Time(amount=24, unit="hours")


class SurveyData(Part):
    """variable: keeps the score. limit: after which `no_answer`."""

    survey_id: OptionalId = ""
    variable: Name = ""
    limit: Time = USUAL


class Survey(NodeKind[SurveyData]):
    name: ClassVar[str] = "survey"
    data = SurveyData
    pauses = True

    def ports(self, data: SurveyData) -> tuple[str, ...]:
        return (OUT, NO_ANSWER, ERROR)

    def enter(self, data: SurveyData, turn: Turn) -> Move:
        turn.effects.append(AskSurvey(node=turn.at.node, survey_id=data.survey_id))
        return turn.stay("survey", data.limit if data.limit.amount else USUAL)  # it always ends

    def resume(self, data: SurveyData, turn: Turn, event: Event) -> Move | None:
        if isinstance(event, SurveyEnded) and event.answered:
            turn.count("answered")
            if event.score is not None:
                turn.set(data.variable, event.score)
            return Go()
        if isinstance(event, SurveyEnded | TimerFired):
            turn.count("dropped")
            return Go(NO_ANSWER, "no answer")
        return None

    def flaws(self, data: SurveyData) -> Iterator[Flaw]:
        if not data.survey_id:
            yield Flaw("survey_id", "missing", "has no survey")
        if not data.limit.amount:
            yield Flaw("limit", "missing", "needs a time after which it goes on")

    def references(self, data: SurveyData) -> Iterator[Reference]:
        if data.survey_id:
            yield Reference("survey_id", "survey", data.survey_id)

    def names(self, data: SurveyData) -> Iterator[tuple[str, str]]:
        if data.variable:
            yield "variable", data.variable
