"""What a survey may be, and which one goes out at a closing. Pure; refusals name the field."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.conversations.model import Conversation
from chalicelib.shared.errors import InvalidInput
from chalicelib.surveys.model import COMMENT, Kind, Question, Rule, Survey, sampled

MOST_SURVEYS = 50
MOST_QUESTIONS = 10
MOST_OPTIONS = 10
LONGEST_NAME, LONGEST_TEXT, LONGEST_OPTION, LONGEST_LABEL = 80, 500, 80, 40
MOST_STEPS = 11  # of a scale
MOST_IDS = 100


def check(survey: Survey) -> None:
    """Raises InvalidInput."""
    if not 0 < len(survey.name.strip()) <= LONGEST_NAME:
        raise InvalidInput(f"has 1 to {LONGEST_NAME} characters", field="name")
    for name in ("intro", "thanks"):
        if len(getattr(survey, name)) > LONGEST_TEXT:
            raise InvalidInput(f"has at most {LONGEST_TEXT} characters", field=name)
    if not 1 <= survey.expires_days <= 30:
        raise InvalidInput("is 1 to 30 days", field="expires_days")
    if not 1 <= len(survey.questions) <= MOST_QUESTIONS:
        raise InvalidInput(f"has 1 to {MOST_QUESTIONS} questions", field="questions")
    seen: set[str] = set()
    for place, question in enumerate(survey.questions):
        _check_question(question, f"questions.{place}")
        if question.id in seen or question.id == COMMENT:
            raise InvalidInput("is there twice", field=f"questions.{place}.id")
        seen.add(question.id)
    _check_rule(survey.rule)


def _check_question(question: Question, where: str) -> None:
    if len(question.text) > LONGEST_TEXT:
        raise InvalidInput(f"has at most {LONGEST_TEXT} characters", field=f"{where}.text")
    usual = question.kind in (Kind.CSAT, Kind.NPS, Kind.CES)
    if not usual and not question.text.strip():
        raise InvalidInput("write the question", field=f"{where}.text")
    for name in ("low_label", "high_label"):
        if len(getattr(question, name)) > LONGEST_LABEL:
            raise InvalidInput(f"has at most {LONGEST_LABEL} characters", field=f"{where}.{name}")
    if question.kind is Kind.CHOICE:
        _check_options(question.options, where)
    if question.kind is Kind.SCALE:
        low, high = question.ends
        if not 0 <= low < high or high - low >= MOST_STEPS or high > 10:
            raise InvalidInput("goes up, from 0 or more to 10 at most", field=f"{where}.high")


def _check_options(options: Sequence[str], where: str) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise InvalidInput(f"has 2 to {MOST_OPTIONS} answers", field=f"{where}.options")
    for place, option in enumerate(options):
        if not 0 < len(option.strip()) <= LONGEST_OPTION:
            field = f"{where}.options.{place}"
            raise InvalidInput(f"has 1 to {LONGEST_OPTION} characters", field=field)
    if len({option.strip().casefold() for option in options}) < len(options):
        raise InvalidInput("has the same answer twice", field=f"{where}.options")


def _check_rule(rule: Rule) -> None:
    if not 0 <= rule.again_days <= 365:
        raise InvalidInput("is 0 to 365 days", field="rule.again_days")
    if not 1 <= rule.sample <= 100:
        raise InvalidInput("is 1 to 100 percent", field="rule.sample")
    if not 0 <= rule.delay_minutes <= 1440 * 3:
        raise InvalidInput("is at most three days", field="rule.delay_minutes")
    for name in ("channel_ids", "queue_ids", "tag_ids", "agent_ids"):
        if len(getattr(rule, name)) > MOST_IDS:
            raise InvalidInput(f"has at most {MOST_IDS}", field=f"rule.{name}")


def fits(rule: Rule, head: Conversation) -> bool:
    return (
        rule.automatic
        and (not rule.channel_ids or head.channel_id in rule.channel_ids)
        and (not rule.queue_ids or head.queue_id in rule.queue_ids)
        and (not rule.agent_ids or head.assignee_id in rule.agent_ids)
        and (not rule.tag_ids or any(tag in rule.tag_ids for tag in head.tags))
    )


def chosen(surveys: Sequence[Survey], head: Conversation, id: str) -> Survey | None:
    """The first that is on and fits. id: of the closing, which decides about its sample."""
    for survey in surveys:
        if survey.enabled and fits(survey.rule, head):
            return survey if sampled(survey.rule, id) else None
    return None


def replaces_rating(surveys: Sequence[Survey], channel_id: str) -> bool:
    """Whether a website's visitors may be asked by a survey, and so not by the widget's stars."""
    return any(
        survey.enabled
        and survey.rule.automatic
        and (not survey.rule.channel_ids or channel_id in survey.rule.channel_ids)
        for survey in surveys
    )
