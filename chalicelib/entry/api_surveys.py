"""The console's routes over surveys, and the page on which a contact answers one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Call, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.surveys.model import Rule, Survey
    from chalicelib.surveys.results import Period
    from chalicelib.wire.surveys import SurveyRule

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/surveys")
def list_surveys(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.surveys import catalogue
    from chalicelib.surveys.view import survey_view

    found = catalogue.surveys(wiring.survey_ports(), account_id=call.account_id)
    return {"surveys": [survey_view(each) for each in found]}


@routes.administrator("POST", "/surveys")
def add_survey(call: AgentCall) -> Answer:
    from chalicelib import bindings_surveys, wiring
    from chalicelib.surveys import catalogue
    from chalicelib.surveys.view import survey_view

    draft, _ = _draft(call, "")
    ports = wiring.survey_ports()
    return survey_view(catalogue.add(ports, draft=draft, unknown=bindings_surveys.unknown))


@routes.agent("GET", "/surveys/{survey_id}")
def get_survey(call: AgentCall, survey_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.surveys import catalogue
    from chalicelib.surveys.view import survey_view

    ports = wiring.survey_ports()
    return survey_view(catalogue.get(ports, account_id=call.account_id, id=checked_id(survey_id)))


@routes.administrator("PUT", "/surveys/{survey_id}")
def change_survey(call: AgentCall, survey_id: str) -> Answer:
    """Whole, as its next version."""
    from chalicelib import bindings_surveys, wiring
    from chalicelib.surveys import catalogue
    from chalicelib.surveys.view import survey_view

    draft, version = _draft(call, checked_id(survey_id))
    changed = catalogue.change(
        wiring.survey_ports(), draft=draft, version=version, unknown=bindings_surveys.unknown
    )
    return survey_view(changed)


@routes.administrator("DELETE", "/surveys/{survey_id}")
def remove_survey(call: AgentCall, survey_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.surveys import catalogue

    catalogue.remove(wiring.survey_ports(), account_id=call.account_id, id=checked_id(survey_id))
    return None


def _draft(call: AgentCall, id: str) -> tuple[Survey, int]:
    """What the body says, and the version that it was read with. New questions get ids."""
    from chalicelib.surveys.model import Kind, Question, Survey
    from chalicelib.wire.surveys import SurveyDraft

    asked = call.body(SurveyDraft)
    taken = {each.id for each in asked.questions if each.id}
    free = (name for number in range(1, 100) if (name := f"q{number}") not in taken)
    survey = Survey(
        id=id,
        account_id=call.account_id,
        name=asked.name.strip(),
        enabled=asked.enabled,
        questions=tuple(
            Question(
                id=each.id or next(free),
                kind=Kind(each.kind),
                text=each.text.strip(),
                options=tuple(option.strip() for option in each.options),
                low=each.low,
                high=each.high,
                low_label=each.low_label.strip(),
                high_label=each.high_label.strip(),
            )
            for each in asked.questions
        ),
        intro=asked.intro.strip(),
        thanks=asked.thanks.strip(),
        comment=asked.comment,
        page=asked.page,
        expires_days=asked.expires_days,
        rule=_rule(asked.rule),
    )
    return survey, asked.version


def _rule(asked: SurveyRule) -> Rule:
    from chalicelib.surveys.model import Rule

    return Rule(
        automatic=asked.automatic,
        channel_ids=tuple(asked.channel_ids),
        queue_ids=tuple(asked.queue_ids),
        tag_ids=tuple(asked.tag_ids),
        agent_ids=tuple(asked.agent_ids),
        again_days=asked.again_days,
        sample=asked.sample,
        delay_minutes=asked.delay_minutes,
    )


# Asking -----------------------------------------------------------------------------------------


@routes.agent("POST", "/conversations/{conversation_id}/survey")
def ask(call: AgentCall, conversation_id: str) -> Answer:
    """`ConversationView`. The survey first: the end of the conversation finds it asked already."""
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Author, AuthorKind, Status
    from chalicelib.conversations.view import conversation_view
    from chalicelib.surveys import beginning
    from chalicelib.wire.surveys import SurveyAsk

    asked = call.body(SurveyAsk)
    ids = {"account_id": call.account_id, "conversation_id": checked_id(conversation_id)}
    wish = beginning.Wish(
        survey_id=asked.survey_id, by=f"agent:{call.agent.id}", dedup=asked.client_id, **ids
    )
    beginning.ask(wiring.survey_ports(), wish=wish)
    conversations = wiring.conversation_ports()
    if asked.resolve:
        author = Author(AuthorKind.AGENT, call.agent.id, call.agent.name)
        change = service.Change(status=Status.RESOLVED)
        return conversation_view(service.change(conversations, actor=author, change=change, **ids))
    return conversation_view(service.get(conversations, **ids))


# Results ----------------------------------------------------------------------------------------


@routes.agent("GET", "/surveys/{survey_id}/results")
def results(call: AgentCall, survey_id: str) -> Answer:
    """`SurveyResults`. from, to: days, both included."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.entry._survey_queries import SurveyResultsQuery
    from chalicelib.surveys import results
    from chalicelib.surveys.view import results_view

    require_supervisor(call.agent)
    asked = call.query(SurveyResultsQuery)
    found = results.results(
        wiring.survey_ports(),
        account_id=call.account_id,
        id=checked_id(survey_id),
        period=_period(asked.first, asked.last),
        by=asked.by,
    )
    return results_view(found)


@routes.agent("GET", "/surveys/{survey_id}/answers")
def answers(call: AgentCall, survey_id: str) -> Answer:
    """`SurveyAnswerPage`."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.entry._survey_queries import SurveyAnswersQuery
    from chalicelib.surveys import catalogue, results
    from chalicelib.surveys.view import asking_view

    require_supervisor(call.agent)
    asked = call.query(SurveyAnswersQuery)
    ports, id = wiring.survey_ports(), checked_id(survey_id)
    survey = catalogue.get(ports, account_id=call.account_id, id=id)
    scope = (call.account_id, "survey answers", id, str(asked.first), str(asked.last))
    # A day longer at both ends than UTC's: whatever the account's zone, none is left out.
    page = results.answers(
        ports,
        account_id=call.account_id,
        id=id,
        since=datetime.combine(asked.first, time(), UTC) - timedelta(hours=14),
        until=datetime.combine(asked.last, time(), UTC) + timedelta(hours=36),
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    days = (asked.first.isoformat(), asked.last.isoformat())
    shown = [each for each in page.askings if days[0] <= each.day <= days[1]]
    return {
        "answers": [asking_view(each, survey) for each in shown],
        "cursor": pack(page.cursor, *scope),
    }


def _period(first: date, last: date) -> Period:
    from chalicelib.surveys.results import Period

    return Period(first, last)


# The page ---------------------------------------------------------------------------------------


@blueprint.route("/s/{token}", methods=["GET", "POST"], content_types=["*/*"])
def page(token: str) -> Response:
    """Without a script and without a sign-in: the address is signed, and is of this contact."""
    from chalicelib.entry import _survey_page

    return _survey_page.answer(Call(blueprint.current_request), token)
