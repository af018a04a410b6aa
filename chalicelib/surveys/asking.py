"""How a question looks on a channel. Pure."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.channels.base import Limits
from chalicelib.channels.policy import style_of
from chalicelib.shared.content import Content, Option, text
from chalicelib.shared.content import Kind as ContentKind
from chalicelib.surveys.model import COMMENT, Asking, Kind, Question, Survey, option_id
from chalicelib.surveys.words import labels, question_text, say, title


def question_content(
    survey: Survey, asking: Asking, limits: Limits, link: Callable[[], str], *, again: bool = False
) -> Content:
    """The question that is waited for: in the channel's own buttons or list, else as text that is
    answered by a number. link: the address of the page, where all can be answered at once."""
    language = asking.language
    if survey.page:
        said = [survey.intro or question_text(survey.asked[0], language)]
        return text("\n".join([*said, say("link", language, url=link())]))
    question = survey.asked[asking.step]
    lines = [question_text(question, language)]
    if asking.step == 0 and survey.intro and not again:
        lines.insert(0, survey.intro)
    if again:
        lines.insert(0, say("again", language))
    lines += _ends(question, language)
    offered = Content(
        kind=ContentKind.OPTIONS, text="\n".join(lines), options=_options(asking, question)
    )
    if question.kind is Kind.CHOICE or style_of(limits, offered) != "text":
        return offered
    if question.is_scale:
        low, high = question.ends
        lines.append(say("number", language, low=low, high=high))
        if asking.step == 0:
            lines.append(say("page", language, url=link()))
    return text("\n".join(lines))


def _ends(question: Question, language: str) -> list[str]:
    """What the ends of a row of bare numbers mean."""
    if not question.is_scale or question.kind is Kind.CSAT:
        return []
    low_label, high_label = labels(question, language)
    if not (low_label and high_label):
        return []
    low, high = question.ends
    return [say("ends", language, low=low, high=high, low_label=low_label, high_label=high_label)]


def _options(asking: Asking, question: Question) -> tuple[Option, ...]:
    if question.kind is Kind.TEXT:
        return (Option(option_id(asking, asking.step, ""), say("skip", asking.language)),)
    return tuple(
        Option(option_id(asking, asking.step, value), title(question, value, asking.language))
        for value in question.values
    )


def thanks(survey: Survey, asking: Asking) -> Content:
    return text(survey.thanks or say("thanks", asking.language))


def line_data(survey: Survey, asking: Asking, question: Question | None) -> dict[str, str]:
    """Of the quiet line that tells an answer. Words that were written in the chat stand there."""
    data = {"survey": survey.name}
    if question is None:
        return data
    value = asking.answers.get(question.id, "")
    words = title(question, value, asking.language)
    data["answer"] = words
    if question.is_scale:
        data |= {"score": value, "of": str(question.ends[1])}
        data["answer"] = words if words != value else f"{value}/{question.ends[1]}"
    comment = asking.answers.get(COMMENT, "")
    if asking.by_page and comment:
        data["comment"] = comment
    return data
