"""The console's routes over conversations and their messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id
from chalicelib.shared.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from chalicelib.conversations.model import Author

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/conversations")
def list_conversations(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view
    from chalicelib.entry._queries import ListQuery

    asked = call.query(ListQuery)
    agent_id = call.agent.id if asked.view == "mine" else ""
    scope = (call.account_id, asked.view, agent_id, asked.of, asked.status, asked.order)
    page = service.list_page(
        wiring.conversation_ports(),
        account_id=call.account_id,
        view=asked.view,
        agent_id=call.agent.id,
        of=asked.of,
        status=asked.status,
        oldest=asked.order == "oldest",
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    views = [conversation_view(conversation) for conversation in page.conversations]
    return {"conversations": views, "cursor": pack(page.cursor, *scope)}


@routes.agent("GET", "/conversations/{conversation_id}")
def show_conversation(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view, message_view
    from chalicelib.entry._people import contact_page

    detail = service.detail(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
    )
    head = detail.conversation
    return {
        "conversation": conversation_view(head),
        "messages": [message_view(message) for message in detail.messages],
        "more": detail.more,
        "contact": contact_page(call.account_id, head.contact_id, head),
    }


@routes.agent("PATCH", "/conversations/{conversation_id}")
def change_conversation(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view
    from chalicelib.entry._changes import change_of
    from chalicelib.entry._offers import offer_span
    from chalicelib.wire.console import ConversationChange

    asked = call.body(ConversationChange)
    after = service.change(
        wiring.conversation_ports(),
        **_ids(call, conversation_id),
        actor=_author(call),
        change=replace(
            change_of(call.account_id, asked), offer_for=offer_span(call, asked.assignee_id or "")
        ),
    )
    return conversation_view(after)


@routes.agent("GET", "/conversations/{conversation_id}/messages")
def list_messages(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import message_view
    from chalicelib.entry._queries import MessagesQuery

    asked = call.query(MessagesQuery)
    if asked.before and asked.after:
        raise InvalidInput("give before or after, not both", field="after")
    ports, ids = wiring.conversation_ports(), _ids(call, conversation_id)
    found = service.messages(
        ports,
        account_id=call.account_id,
        conversation_id=conversation_id,
        before=asked.before,
        after=asked.after,
        limit=asked.limit,
    )
    if not found.messages:
        service.get(ports, **ids)  # nothing new, or no such conversation: NotFound
    return {"messages": [message_view(message) for message in found.messages], "more": found.more}


@routes.agent("POST", "/conversations/{conversation_id}/messages")
def send(call: AgentCall, conversation_id: str) -> Answer:
    """What goes out is checked against the channel that it will go out on; a note is ours."""
    from chalicelib import wiring
    from chalicelib.channels import policy, registry
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Visibility
    from chalicelib.conversations.view import message_view
    from chalicelib.entry._content import AGENT_KINDS, accept, keys_of
    from chalicelib.entry._letters import addressed
    from chalicelib.entry._paused import check_channel
    from chalicelib.entry._people import mentioned
    from chalicelib.wire.common import SendRequest

    asked = call.body(SendRequest)
    ports = wiring.conversation_ports()
    head = service.get(ports, **_ids(call, conversation_id))
    limits = registry.get("website" if asked.note else head.channel_kind).limits
    content = accept(
        replace(asked.content, mentions=()) if asked.note else asked.content,
        kinds=AGENT_KINDS,
        owns=keys_of(call.account_id, {head.id}),
        limits=limits,
    )
    if not asked.note:
        check_channel(head.channel_id)
        policy.check_window(
            limits,
            inbound=head.inbound,
            inbound_at=head.inbound_at,
            now=ports.clock(),
            by_agent=True,
        )
    content = addressed(content, head.channel_kind, asked.cc, asked.bcc, note=asked.note)
    message = service.post(
        ports,
        account_id=call.account_id,
        conversation_id=head.id,
        author=_author(call),
        content=replace(content, mentions=mentioned(call, asked.content.mentions)),
        client_id=asked.client_id,
        visibility=Visibility.NOTE if asked.note else Visibility.PUBLIC,
        reply_to=asked.reply_to,
    )
    return message_view(message)


@routes.agent("POST", "/conversations/{conversation_id}/messages/{seq}/retry")
def retry(call: AgentCall, conversation_id: str, seq: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import message_view

    if not (seq.isascii() and seq.isdecimal() and 0 < len(seq) <= 10):
        raise NotFound("no such message")
    message = service.retry(
        wiring.conversation_ports(),
        **_ids(call, conversation_id),
        seq=int(seq),
    )
    return message_view(message)


@routes.agent("POST", "/conversations/{conversation_id}/read")
def mark_read(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.wire.console import ReadRequest

    asked = call.body(ReadRequest)
    first = service.mark_read(
        wiring.conversation_ports(),
        **_ids(call, conversation_id),
        agent_id=call.agent.id,
        inbound=asked.inbound,
    )
    if first is not None:
        from chalicelib import wiring_gestures

        wiring_gestures.read(first, asked.inbound)
    return None


def _ids(call: AgentCall, conversation_id: str) -> dict[str, str]:
    return {"account_id": call.account_id, "conversation_id": checked_id(conversation_id)}


def _author(call: AgentCall) -> Author:
    from chalicelib.conversations.model import Author, AuthorKind

    return Author(kind=AuthorKind.AGENT, id=call.agent.id, name=call.agent.name)
