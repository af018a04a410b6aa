"""The public API over quick responses, flows, surveys and files."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from chalicelib import wiring
from chalicelib.contacts import importing
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.content import FOLDER, cards, files
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import FILES, FLOWS, QUICK_RESPONSES, SURVEYS
from chalicelib.flows import service as flows
from chalicelib.media import links
from chalicelib.replies import model as replies_model
from chalicelib.replies import service as replies
from chalicelib.replies.model import Draft, QuickResponse
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.surveys import catalogue, results
from chalicelib.wire import v1_records as v1

REPLY = "/quick-responses/{reply_id}"
MOST_DAYS = 366


# Quick responses -------------------------------------------------------------------------------


@QUICK_RESPONSES.get("/quick-responses")
def list_quick_responses(call: ApiCall) -> v1.QuickResponseList:
    """List the shared quick responses."""
    found = replies.catalogue(wiring.reply_ports(), account_id=call.account_id, agent_id="")
    once = {each.id: each for each in found}
    return v1.QuickResponseList(data=[views.quick_response(each) for each in once.values()])


@QUICK_RESPONSES.get(REPLY, versioned=True)
def get_quick_response(call: ApiCall, reply_id: str) -> v1.QuickResponse:
    """Read a quick response."""
    return views.quick_response(_reply(call, reply_id))


@QUICK_RESPONSES.post(
    "/quick-responses", creates=True, versioned=True, problems=CONFLICT, audit="reply.made"
)
def create_quick_response(call: ApiCall, body: v1.NewQuickResponse) -> v1.QuickResponse:
    """Add a quick response."""
    made = replies.add(
        wiring.reply_ports(),
        account_id=call.account_id,
        owner_id="",
        draft=Draft(body.name, body.code, body.text, files(body.media), cards(body.contacts)),
        id=call.made_id,
    )
    return views.quick_response(made)


@QUICK_RESPONSES.patch(REPLY, versioned=True, problems=CONFLICT, audit="reply.changed")
def update_quick_response(
    call: ApiCall, reply_id: str, body: v1.QuickResponseUpdate
) -> v1.QuickResponse:
    """Change a quick response."""

    def change() -> QuickResponse:
        before = _reply(call, reply_id)
        call.match(views.quick_response(before))
        draft = Draft(
            before.name if body.name is None else body.name,
            before.code if body.code is None else body.code,
            before.text if body.text is None else body.text,
            before.media if body.media is None else files(body.media),
            before.contacts if body.contacts is None else cards(body.contacts),
        )
        return replies.change(
            wiring.reply_ports(),
            account_id=call.account_id,
            owner_id="",
            id=reply_id,
            version=before.version,
            draft=draft,
        )

    return views.quick_response(call.settled(change))


@QUICK_RESPONSES.delete(REPLY, versioned=True, audit="reply.removed")
def delete_quick_response(call: ApiCall, reply_id: str) -> None:
    """Remove a quick response."""
    found = _reply(call, reply_id)
    call.match(views.quick_response(found))
    replies.remove(
        wiring.reply_ports(),
        account_id=call.account_id,
        owner_id="",
        id=reply_id,
        read=found if call.conditional else None,
    )


def _reply(call: ApiCall, reply_id: str) -> QuickResponse:
    return replies.find(wiring.reply_ports(), account_id=call.account_id, agent_id="", id=reply_id)


# Flows -----------------------------------------------------------------------------------------


@FLOWS.get("/flows")
def list_flows(call: ApiCall) -> v1.FlowList:
    """List flows."""
    found = flows.catalogue(wiring.flow_ports(), account_id=call.account_id)
    return v1.FlowList(data=[views.flow(each) for each in found])


@FLOWS.get("/flows/{flow_id}")
def get_flow(call: ApiCall, flow_id: str) -> v1.Flow:
    """Read a flow."""
    found = flows.catalogue(wiring.flow_ports(), account_id=call.account_id)
    one = next((each for each in found if each.id == flow_id), None)
    if one is None:
        raise NotFound("no such flow")
    return views.flow(one)


# Surveys ---------------------------------------------------------------------------------------


@SURVEYS.get("/surveys")
def list_surveys(call: ApiCall) -> v1.SurveyList:
    """List surveys."""
    found = catalogue.surveys(wiring.survey_ports(), account_id=call.account_id)
    return v1.SurveyList(data=[views.survey(each) for each in found])


@SURVEYS.get("/surveys/{survey_id}")
def get_survey(call: ApiCall, survey_id: str) -> v1.Survey:
    """Read a survey."""
    return views.survey(
        catalogue.get(wiring.survey_ports(), account_id=call.account_id, id=survey_id)
    )


@SURVEYS.get("/surveys/{survey_id}/answers")
def list_survey_answers(
    call: ApiCall, survey_id: str, query: v1.SurveyAnswersQuery
) -> v1.SurveyAnswerList:
    """List a survey's answers, newest first."""
    if not 0 <= (query.last - query.first).days <= MOST_DAYS:
        raise InvalidInput("from the first day on, and at most a year", field="last")
    if not 2000 <= query.first.year <= query.last.year <= 2200:
        raise InvalidInput("is no day of ours", field="first")
    ports = wiring.survey_ports()
    survey = catalogue.get(ports, account_id=call.account_id, id=survey_id)
    days = (query.first.isoformat(), query.last.isoformat())
    at = call.place(query.cursor, "v1 survey answers", survey_id, *days)
    # A day longer at both ends than UTC's: whatever the account's zone, none is left out.
    page = results.answers(
        ports,
        account_id=call.account_id,
        id=survey_id,
        since=datetime.combine(query.first, time(), UTC) - timedelta(hours=14),
        until=datetime.combine(query.last, time(), UTC) + timedelta(hours=36),
        cursor=at.position,
        limit=query.limit,
    )
    shown = [each for each in page.askings if days[0] <= each.day <= days[1]]
    return v1.SurveyAnswerList(
        data=[views.survey_answer(each, survey) for each in shown],
        next_cursor=at.after(page.cursor),
    )


# Files -----------------------------------------------------------------------------------------


@FILES.post("/files", creates=True)
def create_file(call: ApiCall, body: v1.NewUpload) -> v1.Upload:
    """Get a ticket for an upload."""
    if body.purpose != "message" and body.conversation_id:
        raise InvalidInput("belongs to no conversation", field="conversation_id")
    key = _import_key(call, body) if body.purpose == "import" else ""
    made = links.upload(
        wiring.link_ports(),
        key=key or links.new_key(call.account_id, _folder(call, body), body.name),
        mime=body.mime,
        size=body.size,
    )
    return v1.Upload(key=made.key, url=made.url, fields=made.fields)


def _import_key(call: ApiCall, body: v1.NewUpload) -> str:
    if body.mime != importing.MIME:
        raise InvalidInput(f"{importing.MIME} is imported", field="mime")
    importing.checked_size(body.size)
    return importing.new_key(call.account_id)


def _folder(call: ApiCall, body: v1.NewUpload) -> str:
    from chalicelib.conversations import service as conversations

    if body.purpose == "quick_response":
        return replies_model.FOLDER
    if not body.conversation_id:
        return FOLDER
    try:
        head = conversations.get(
            wiring.conversation_ports(),
            account_id=call.account_id,
            conversation_id=body.conversation_id,
        )
    except NotFound:
        raise InvalidInput("there is no such conversation", field="conversation_id") from None
    return head.id


@FILES.post("/files/links", safe=True)
def link_files(call: ApiCall, body: v1.LinksRequest) -> v1.Links:
    """Get addresses of files, good for an hour."""
    if not all(links.owner_of(key)[0] == call.account_id for key in body.keys):
        raise NotFound("no such file", field="keys")
    return v1.Links(links=links.links(wiring.link_ports(), body.keys))
