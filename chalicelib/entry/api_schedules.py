"""The console's routes over messages to be sent later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.shared.content import Content

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/schedules")
def list_schedules(call: AgentCall) -> Answer:
    """Of the whole account, soonest first."""
    from chalicelib import wiring
    from chalicelib.entry._queries import SchedulesQuery
    from chalicelib.schedules import service
    from chalicelib.schedules.view import schedule_view

    asked = call.query(SchedulesQuery)
    scope = (call.account_id, "schedules", asked.state)
    page = service.page(
        wiring.schedule_ports(),
        account_id=call.account_id,
        state=asked.state,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    views = [schedule_view(schedule) for schedule in page.schedules]
    return {"schedules": views, "cursor": pack(page.cursor, *scope)}


@routes.agent("GET", "/conversations/{conversation_id}/schedules")
def list_of_conversation(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.schedules import service
    from chalicelib.schedules.view import schedule_view

    found = service.of_conversation(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
    )
    return {"schedules": [schedule_view(schedule) for schedule in found]}


@routes.agent("POST", "/conversations/{conversation_id}/schedules")
def schedule(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.schedules import service
    from chalicelib.schedules.view import schedule_view
    from chalicelib.wire.schedules import ScheduleRequest

    asked = call.body(ScheduleRequest)
    made = service.create(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
        author=Author(AuthorKind.AGENT, call.agent.id, call.agent.name),
        content=_accepted(call, conversation_id, asked.content, asked.cc, asked.bcc),
        due_at=asked.due_at,
        zone=asked.zone,
        client_id=asked.client_id,
        unless_reply=asked.unless_reply,
        reply_to=asked.reply_to,
    )
    return schedule_view(made)


@routes.agent("PATCH", "/conversations/{conversation_id}/schedules/{schedule_id}")
def change(call: AgentCall, conversation_id: str, schedule_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.schedules import service
    from chalicelib.schedules.view import schedule_view
    from chalicelib.wire.schedules import ScheduleChange

    asked = call.body(ScheduleChange)
    content = asked.content
    changed = service.change(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
        id=checked_id(schedule_id),
        version=asked.version,
        content=None if content is None else _accepted(call, conversation_id, content),
        due_at=asked.due_at,
        zone=asked.zone,
        unless_reply=asked.unless_reply,
    )
    return schedule_view(changed)


@routes.agent("DELETE", "/conversations/{conversation_id}/schedules/{schedule_id}")
def cancel(call: AgentCall, conversation_id: str, schedule_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.schedules import service

    service.cancel(
        wiring.schedule_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
        id=checked_id(schedule_id),
        actor=Author(AuthorKind.AGENT, call.agent.id, call.agent.name),
    )
    return None


def _accepted(
    call: AgentCall,
    conversation_id: str,
    content: Content,
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
) -> Content:
    """Checked as a message that goes out now is. The reply window is asked when it goes."""
    from chalicelib import wiring
    from chalicelib.channels import registry
    from chalicelib.conversations import service
    from chalicelib.entry._content import AGENT_KINDS, accept, keys_of
    from chalicelib.entry._letters import addressed

    head = service.get(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
    )
    accepted = accept(
        content,
        kinds=AGENT_KINDS,
        owns=keys_of(call.account_id, {head.id}),
        limits=registry.get(head.channel_kind).limits,
    )
    return addressed(accepted, head.channel_kind, cc, bcc)
