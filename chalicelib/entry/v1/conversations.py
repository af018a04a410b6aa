"""The public API over conversations."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.conversations import service
from chalicelib.conversations.model import Status
from chalicelib.conversations.values import Change
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import CONVERSATIONS, FLOWS, SURVEYS
from chalicelib.shared.errors import InvalidInput
from chalicelib.wire import v1

ONE = "/conversations/{conversation_id}"


@CONVERSATIONS.get("/conversations")
def list_conversations(call: ApiCall, query: v1.ConversationsQuery) -> v1.ConversationList:
    """List conversations."""
    view, agent_id, of = _view(query)
    at = call.place(query.cursor, "v1", view, agent_id, of, query.status, query.order)
    page = service.list_page(
        wiring.conversation_ports(),
        account_id=call.account_id,
        view=view,
        agent_id=agent_id,
        of=of,
        status=query.status,
        oldest=query.order == "oldest",
        cursor=at.position,
        limit=query.limit,
    )
    return v1.ConversationList(
        data=[views.conversation(each) for each in page.conversations],
        next_cursor=at.after(page.cursor),
    )


def _view(query: v1.ConversationsQuery) -> tuple[str, str, str]:
    """The list that is asked: its view, whose it is, and of what."""
    given = [name for name in ("assignee_id", "queue_id", "tag_id") if getattr(query, name)]
    if len(given) > 1:
        raise InvalidInput(
            "give one of assignee_id, queue_id and tag_id, or search with a filter", field=given[1]
        )
    if query.assignee_id == "none":
        return "unassigned", "", ""
    if query.assignee_id:
        return "mine", query.assignee_id, ""
    if query.queue_id:
        return "queue", "", query.queue_id
    if query.tag_id:
        return "tag", "", query.tag_id
    return "all", "", ""


@CONVERSATIONS.post(
    "/conversations/search",
    example={
        "filter": {
            "match": "all",
            "rules": [
                {"field": "status", "operator": "in", "values": ["open", "pending"]},
                {"field": "last_at", "operator": "older_than_days", "values": ["2"]},
            ],
        }
    },
    safe=True,
)
def search_conversations(call: ApiCall, body: v1.ConversationSearch) -> v1.ConversationList:
    """Find conversations by a filter."""
    from chalicelib.conversations.filters import Eye, from_plain

    ports = wiring.conversation_ports()
    tags = frozenset(tag.id for tag in call.account.tags)
    at = call.place(body.cursor, "v1", body.filter.model_dump_json())
    page = service.filtered_page(
        ports,
        account_id=call.account_id,
        filter=from_plain(body.filter.model_dump()),
        eye=Eye("", ports.clock(), tags),
        cursor=at.position,
        limit=body.limit,
    )
    return v1.ConversationList(
        data=[views.conversation(each) for each in page.conversations],
        next_cursor=at.after(page.cursor),
    )


@CONVERSATIONS.get(ONE, versioned=True)
def get_conversation(call: ApiCall, conversation_id: str) -> v1.Conversation:
    """Read a conversation."""
    found = service.get(
        wiring.conversation_ports(), account_id=call.account_id, conversation_id=conversation_id
    )
    return views.conversation(found)


@CONVERSATIONS.patch(
    ONE,
    example={"status": "resolved", "attributes": {"order": "42"}},
    versioned=True,
    problems=CONFLICT,
)
def update_conversation(
    call: ApiCall, conversation_id: str, body: v1.ConversationUpdate
) -> v1.Conversation:
    """Change, assign, tag or resolve a conversation."""
    from chalicelib.entry._changes import change_of
    from chalicelib.wire.console import ConversationChange

    ports = wiring.conversation_ports()
    ids = {"account_id": call.account_id, "conversation_id": conversation_id}
    wish = change_of(call.account_id, ConversationChange(**body.model_dump()))
    if call.conditional:
        read = service.get(ports, **ids)
        call.match(views.conversation(read))
        after = service.change_exactly(ports, read=read, actor=call.author(), change=wish)
        return views.conversation(after)
    return views.conversation(service.change(ports, **ids, actor=call.author(), change=wish))


@FLOWS.post(f"{ONE}/flow", problems=CONFLICT)
def start_flow(call: ApiCall, conversation_id: str, body: v1.FlowStart) -> v1.Conversation:
    """Start a flow in a conversation.

    The flow has the conversation then, until it ends or somebody takes it.
    """
    from chalicelib.conversations import botting
    from chalicelib.flows import service as flows

    flow = flows.running(wiring.flow_ports(), account_id=call.account_id, flow_id=body.flow_id)
    after = botting.give_to_bot(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=conversation_id,
        actor=call.author(),
        bot_id=flow.id,
        name=flow.name,
        client_id=call.client_id,
    )
    return views.conversation(after)


@SURVEYS.post(f"{ONE}/survey", problems=((409, "conflict"), (422, "window_closed")))
def ask_survey(call: ApiCall, conversation_id: str, body: v1.SurveyStart) -> v1.Conversation:
    """Ask the contact a survey."""
    from chalicelib.surveys import beginning

    ids = {"account_id": call.account_id, "conversation_id": conversation_id}
    wish = beginning.Wish(survey_id=body.survey_id, by="agent:", dedup=call.client_id, **ids)
    beginning.ask(wiring.survey_ports(), wish=wish)
    ports = wiring.conversation_ports()
    if body.resolve:
        done = Change(status=Status.RESOLVED)
        return views.conversation(service.change(ports, **ids, actor=call.author(), change=done))
    return views.conversation(service.get(ports, **ids))
