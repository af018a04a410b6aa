"""Surveys and their results as the wire has them. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.shared.clock import to_text
from chalicelib.surveys.counting import Score
from chalicelib.surveys.model import COMMENT, Asking, Question, Survey
from chalicelib.surveys.results import Results
from chalicelib.surveys.words import title


def survey_view(survey: Survey) -> dict[str, Any]:
    """`SurveyView`."""
    rule = asdict(survey.rule)
    return {
        "id": survey.id,
        "name": survey.name,
        "version": survey.version,
        "enabled": survey.enabled,
        "questions": [question_view(each) for each in survey.questions],
        "intro": survey.intro,
        "thanks": survey.thanks,
        "comment": survey.comment,
        "page": survey.page,
        "expires_days": survey.expires_days,
        "rule": {
            name: list(value) if isinstance(value, tuple) else value for name, value in rule.items()
        },
    }


def question_view(question: Question) -> dict[str, Any]:
    """`SurveyQuestion`."""
    low, high = question.ends
    return {
        **asdict(question),
        "kind": question.kind.value,
        "options": list(question.options),
        "low": low,
        "high": high,
    }


def results_view(found: Results) -> dict[str, Any]:
    """`SurveyResults`."""
    main = found.survey.main
    return {
        "survey": survey_view(found.survey),
        "main": main.id if main else "",
        "total": score_view(found.total),
        "days": [{"day": day, **score_view(score)} for day, score in found.days],
        "by": [{"id": id, **score_view(score)} for id, score in found.by],
        "questions": [
            {
                "question": question_view(question),
                "counts": [{"value": value, "count": count} for value, count in spread.items()],
            }
            for question, spread in found.questions
        ],
    }


def score_view(score: Score) -> dict[str, Any]:
    """`SurveyScore`."""
    return {
        "asked": score.asked,
        "answered": score.answered,
        "given": score.given,
        "value": score.value,
    }


def asking_view(asking: Asking, survey: Survey) -> dict[str, Any]:
    """`SurveyAnswer`. survey: as it is now, whose questions give the words."""
    main = survey.main
    known = {each.id: each for each in survey.asked}
    return {
        "id": asking.id,
        "conversation_id": asking.conversation_id,
        "contact_id": asking.contact_id,
        "contact_name": asking.contact_name,
        "asked_at": to_text(asking.asked_at),
        "answered_at": to_text(asking.answered_at) if asking.answered_at else None,
        "by": asking.by.partition(":")[0],
        "agent_id": asking.agent_id,
        "queue_id": asking.queue_id,
        "channel_id": asking.channel_id,
        "channel_kind": asking.channel_kind,
        "tag_ids": list(asking.tags),
        "score": asking.answers.get(main.id, "") if main else "",
        "comment": asking.answers.get(COMMENT, ""),
        "answers": [
            {
                "question_id": id,
                "value": value,
                "title": title(known[id], value, asking.language) if id in known else value,
            }
            for id, value in asking.answers.items()
            if value
        ],
        "changed": len(asking.history),
    }
