"""An asking's turns: stored with their counts in one write that nobody can do twice; and what each
means for the conversation, carried out after, under ids that follow from the turn, and carried out
again by whoever finds it stored."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from chalicelib.conversations.model import Conversation
from chalicelib.shared.errors import TryAgain
from chalicelib.surveys import counting, progress
from chalicelib.surveys.asking import line_data, question_content, thanks
from chalicelib.surveys.model import Asking, Kind, Outcome, Pressed, State, Survey
from chalicelib.surveys.ports import SurveyPorts

MOST_TRIES = 5


def turned(p: SurveyPorts, survey: Survey, asking: Asking, step: progress.Step) -> Asking:
    """Store what `step` makes of the asking; anew if another writer was faster."""
    for _ in range(MOST_TRIES):
        after = step(asking)
        if after == asking:
            return asking
        after = replace(after, rev=asking.rev + 1)
        if p.store.turn(asking, after, counting.differences(survey, asking, after)):
            return after
        there = p.store.asking(asking.account_id, asking.conversation_id, asking.id)
        if there is None:
            raise TryAgain("the survey is gone")
        asking = there
    raise TryAgain("too many answers at once")


def carry_out(p: SurveyPorts, head: Conversation, survey: Survey, asking: Asking) -> Conversation:
    """What the last turn means for the conversation. Done twice it is done once."""
    dedup = f"survey:{asking.id}:{asking.turn}"
    if asking.turn == 0:
        data = {"survey": survey.name}
        head = p.line(head, "survey.asked", data, f"{dedup}:line", _waits(asking.id), asking.by)
    head = _told_answer(p, head, survey, asking, dedup)
    if asking.of_flow and _has_ended(asking):
        p.ended(asking)
    if asking.outcome in (Outcome.ASKED, Outcome.AGAIN):
        again = asking.outcome is Outcome.AGAIN
        limits, link = p.limits(head.channel_kind), partial(p.link, asking)
        content = question_content(survey, asking, limits, link, again=again)
        p.say(head, content, dedup)
    elif asking.outcome is Outcome.DONE:
        head = _finished(p, head, survey, asking, dedup)
    elif asking.outcome in (Outcome.LEFT, Outcome.EXPIRED):
        head = p.change(head, no_longer(asking.id))
    return head


def _has_ended(asking: Asking) -> bool:
    if asking.outcome in (Outcome.DONE, Outcome.EXPIRED):
        return True
    return asking.outcome is Outcome.LEFT and asking.state is not State.DONE


def _finished(
    p: SurveyPorts, head: Conversation, survey: Survey, asking: Asking, dedup: str
) -> Conversation:
    """The head names the asking for a while longer: what was answered, brought again, stays an
    answer, and a closed conversation takes another one for what it is."""
    if not asking.by_page and not asks_back(survey, asking, None):
        p.say(head, thanks(survey, asking), dedup)
    p.set_timer(asking, asking.until)
    return head


def _told_answer(
    p: SurveyPorts, head: Conversation, survey: Survey, asking: Asking, dedup: str
) -> Conversation:
    """A line for each score and choice; a page's words too, which stand nowhere else."""
    question = next((each for each in survey.asked if each.id == asking.changed), None)
    answered = asking.outcome in (Outcome.ASKED, Outcome.DONE, Outcome.CHANGED)
    if question is None or not answered:
        return head
    if question.kind is Kind.TEXT and not asking.by_page:
        return head  # his message says it
    again = any(
        past.question_id == question.id and past.at == asking.turned_at for past in asking.history
    )
    event = "survey.changed" if again else "survey.answered"
    data = line_data(survey, asking, question)
    return p.line(head, event, data, f"{dedup}:line", lambda before: before, "contact")


def asks_back(survey: Survey, asking: Asking, button: Pressed | None) -> bool:
    """Words to an open question that ask something themselves: an answer, and more."""
    if button is not None or not asking.changed or asking.outcome is Outcome.CHANGED:
        return False
    question = next((each for each in survey.asked if each.id == asking.changed), None)
    words = asking.answers.get(asking.changed, "")
    return bool(question and question.kind is Kind.TEXT and "?" in words)


def _waits(id: str) -> progress.Patch:
    return lambda head: replace(head, survey_id=id)


def no_longer(id: str) -> progress.Patch:
    return lambda head: replace(head, survey_id="") if head.survey_id == id else head


def version_of(p: SurveyPorts, asking: Asking) -> Survey:
    """As it was when this contact was asked."""
    for survey in p.surveys(asking.account_id):
        if survey.id == asking.survey_id and survey.version == asking.version:
            return survey
    kept = p.store.at_version(asking.account_id, asking.survey_id, asking.version)
    if kept is None:
        raise TryAgain("the survey is being saved")
    return kept


def current(p: SurveyPorts, account_id: str, id: str) -> Survey | None:
    return next((each for each in p.surveys(account_id) if each.id == id), None)
