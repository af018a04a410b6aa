"""The console's routes over who is on the websites now."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id
from chalicelib.shared.errors import InvalidInput, NotFound, TryAgain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.conversations.model import Conversation
    from chalicelib.visitors.live import Presence

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/visitors/live")
def list_live(call: AgentCall) -> Answer:
    """One query, and one read of the conversations of those who talk."""
    from chalicelib import wiring
    from chalicelib.visitors import live
    from chalicelib.visitors.live_view import live_view

    found = live.look(wiring.live_ports(), account_id=call.account_id)
    shown = found.rows[: live.MOST_SHOWN]
    heads = _heads(call.account_id, shown)
    return {
        "visitors": [live_view(row, heads.get(row.conversation_id)) for row in shown],
        "total": len(found.rows),
        "more": found.more,
    }


@routes.agent("POST", "/visitors/{contact_id}/messages")
def speak_first(call: AgentCall, contact_id: str) -> Answer:
    """An agent writes to a visitor who is silent, or goes on with their conversation."""
    from chalicelib import wiring
    from chalicelib.channels import registry
    from chalicelib.conversations import service, starting
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.values import Change
    from chalicelib.conversations.view import conversation_view, message_view
    from chalicelib.entry._content import AGENT_KINDS, accept, keys_of
    from chalicelib.visitors import live
    from chalicelib.visitors import service as visitors
    from chalicelib.wire.common import SendRequest

    asked, agent = call.body(SendRequest), call.agent
    if asked.note:
        raise InvalidInput("the first word to a visitor is no note", field="note")
    ids = {"account_id": call.account_id, "contact_id": checked_id(contact_id)}
    visitor = visitors.find(wiring.visitor_ports(), **ids)
    if visitor is None:
        raise NotFound("no such visitor")
    content = accept(
        asked.content,
        kinds=AGENT_KINDS,
        owns=keys_of(call.account_id, {contact_id}),
        limits=registry.get("website").limits,
    )
    ports, author = wiring.conversation_ports(), Author(AuthorKind.AGENT, agent.id, agent.name)
    message, conversation = starting.start(
        ports,
        channel_id=visitor.channel_id,
        author=author,
        content=content,
        client_id=asked.client_id,
        **ids,
    )
    if not conversation.assignee_id:
        conversation = service.change(
            ports,
            account_id=call.account_id,
            conversation_id=conversation.id,
            actor=author,
            change=Change(assignee_id=agent.id),
        )
    with suppress(TryAgain):  # he finds the message on his next page
        live.call(wiring.live_ports(), conversation_id=conversation.id, **ids)
    return {
        "conversation": conversation_view(conversation),
        "message": message_view(message),
    }


def _heads(account_id: str, rows: Sequence[Presence]) -> dict[str, Conversation]:
    from chalicelib import wiring
    from chalicelib.conversations import starting

    ids = [row.conversation_id for row in rows if row.conversation_id]
    ports = wiring.conversation_ports()
    return {head.id: head for head in starting.heads(ports, account_id=account_id, ids=ids)}
