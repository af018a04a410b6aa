"""The public API over messages to be sent later."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.channels import registry
from chalicelib.conversations import service as conversations
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.content import accepted, moved
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import SCHEDULED
from chalicelib.schedules import service
from chalicelib.schedules.model import Schedule
from chalicelib.shared.content import Content
from chalicelib.shared.errors import NotFound
from chalicelib.wire import v1_schedules as v1
from chalicelib.wire.v1 import NewContent

OF = "/conversations/{conversation_id}/scheduled-messages"
ONE = f"{OF}/{{schedule_id}}"


@SCHEDULED.get("/scheduled-messages")
def list_scheduled(call: ApiCall, query: v1.ScheduledMessagesQuery) -> v1.ScheduledMessageList:
    """List what the account will send, soonest first."""
    at = call.place(query.cursor, "v1 schedules", query.state)
    page = service.page(
        wiring.schedule_ports(),
        account_id=call.account_id,
        state=query.state,
        cursor=at.position,
        limit=query.limit,
    )
    return v1.ScheduledMessageList(
        data=[views.scheduled(each) for each in page.schedules],
        next_cursor=at.after(page.cursor),
    )


@SCHEDULED.get(OF)
def list_scheduled_of_conversation(call: ApiCall, conversation_id: str) -> v1.ScheduledMessageList:
    """List what waits or has failed in a conversation."""
    found = _waiting(call, conversation_id)
    if not found:
        conversations.get(
            wiring.conversation_ports(), account_id=call.account_id, conversation_id=conversation_id
        )
    return v1.ScheduledMessageList(data=[views.scheduled(each) for each in found])


@SCHEDULED.get(ONE, versioned=True)
def get_scheduled(call: ApiCall, conversation_id: str, schedule_id: str) -> v1.ScheduledMessage:
    """Read a scheduled message.

    While it waits, or has failed.
    """
    return views.scheduled(_one(call, conversation_id, schedule_id))


@SCHEDULED.post(
    OF,
    example={
        "content": {"kind": "text", "text": "Did it arrive?"},
        "due_at": "2027-01-31T09:00:00-03:00",
        "zone": "America/Sao_Paulo",
        "unless_reply": True,
    },
    creates=True,
    versioned=True,
)
def schedule_message(
    call: ApiCall, conversation_id: str, body: v1.NewScheduledMessage
) -> v1.ScheduledMessage:
    """Schedule a message."""
    made = service.create(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=conversation_id,
        author=call.author(body.agent_id),
        content=_accepted(call, conversation_id, body.content),
        due_at=body.due_at,
        zone=body.zone,
        client_id=call.client_id,
        unless_reply=body.unless_reply,
        reply_to=body.reply_to,
    )
    return views.scheduled(made)


@SCHEDULED.patch(ONE, versioned=True, problems=CONFLICT)
def update_scheduled(
    call: ApiCall, conversation_id: str, schedule_id: str, body: v1.ScheduledMessageUpdate
) -> v1.ScheduledMessage:
    """Change a scheduled message."""
    call.match(views.scheduled(_one(call, conversation_id, schedule_id)))
    content = None if body.content is None else _accepted(call, conversation_id, body.content)

    def change() -> Schedule:
        before = _one(call, conversation_id, schedule_id)
        call.match(views.scheduled(before))
        return service.change(
            wiring.schedule_ports(),
            account_id=call.account_id,
            conversation_id=conversation_id,
            id=schedule_id,
            version=before.version,
            content=content,
            due_at=body.due_at,
            zone=body.zone,
            unless_reply=body.unless_reply,
        )

    return views.scheduled(call.settled(change))


@SCHEDULED.delete(ONE, versioned=True, problems=CONFLICT)
def cancel_scheduled(call: ApiCall, conversation_id: str, schedule_id: str) -> None:
    """Cancel a scheduled message."""
    version = None
    if call.conditional:
        read = _one(call, conversation_id, schedule_id)
        call.match(views.scheduled(read))
        version = read.version
    service.cancel(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=conversation_id,
        id=schedule_id,
        actor=call.author(),
        version=version,
    )


def _waiting(call: ApiCall, conversation_id: str) -> list[Schedule]:
    return service.of_conversation(
        wiring.schedule_ports(), account_id=call.account_id, conversation_id=conversation_id
    )


def _one(call: ApiCall, conversation_id: str, schedule_id: str) -> Schedule:
    found = _waiting(call, conversation_id)
    one = next((each for each in found if each.id == schedule_id), None)
    if one is None:
        raise NotFound("no such scheduled message")
    return one


def _accepted(call: ApiCall, conversation_id: str, content: NewContent) -> Content:
    """The reply window is asked when it goes."""
    head = conversations.get(
        wiring.conversation_ports(), account_id=call.account_id, conversation_id=conversation_id
    )
    limits = registry.get(head.channel_kind).limits
    return moved(call, accepted(call, content, limits=limits, folders={head.id}), head.id)
