"""The console's routes over handing conversations on, mentions, and what stands beside."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("POST", "/conversations/{conversation_id}/transfer")
def transfer(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service as accounts
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view
    from chalicelib.entry._offers import offer_span
    from chalicelib.entry._people import mentioned
    from chalicelib.wire.desk import TransferRequest

    asked = call.body(TransferRequest)
    people, at = wiring.account_ports(), {"account_id": call.account_id}
    if asked.agent_id:
        accounts.require_agent(people, **at, agent_id=asked.agent_id, field="agent_id")
    if asked.queue_id:
        accounts.require_queue(people, **at, queue_id=asked.queue_id, field="queue_id")
    wish = service.Transfer(
        client_id=asked.client_id,
        agent_id=asked.agent_id,
        queue_id=asked.queue_id,
        note=asked.note,
        mentions=mentioned(call, asked.mentions),
        offer_for=offer_span(call, asked.agent_id),
    )
    after = service.transfer(wiring.conversation_ports(), **_who(call, conversation_id), wish=wish)
    return conversation_view(after)


@routes.agent("POST", "/conversations/{conversation_id}/accept")
def accept(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view

    after = service.accept(wiring.conversation_ports(), **_who(call, conversation_id))
    return conversation_view(after)


@routes.agent("POST", "/conversations/{conversation_id}/decline")
def decline(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view
    from chalicelib.wire.desk import DeclineRequest

    reason = call.body(DeclineRequest).reason
    who = _who(call, conversation_id)
    after = service.decline(wiring.conversation_ports(), **who, reason=reason)
    return conversation_view(after)


@routes.agent("POST", "/conversations/{conversation_id}/follow")
def follow(call: AgentCall, conversation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view
    from chalicelib.wire.console import FollowRequest

    after = service.follow(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
        agent_id=call.agent.id,
        following=call.body(FollowRequest).following,
    )
    return conversation_view(after)


@routes.agent("GET", "/conversations/{conversation_id}/assignment")
def assignment(call: AgentCall, conversation_id: str) -> Answer:
    """`AssignmentView`: why somebody has it."""
    from chalicelib import wiring
    from chalicelib.conversations import assignments
    from chalicelib.conversations.view import message_view

    line = assignments.current(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
    )
    return {"line": message_view(line) if line else None}


@routes.agent("GET", "/offers")
def list_offers(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view

    found = service.offered(
        wiring.conversation_ports(), account_id=call.account_id, agent_id=call.agent.id
    )
    return {"conversations": [conversation_view(each) for each in found]}


@routes.agent("GET", "/mentions")
def list_mentions(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service as conversations
    from chalicelib.conversations.view import conversation_view
    from chalicelib.desk import service
    from chalicelib.desk.view import mention_view
    from chalicelib.entry._queries import CursorQuery

    asked = call.query(CursorQuery)
    scope = (call.account_id, "mentions", call.agent.id)
    page = service.list_mentions(
        wiring.desk_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    ids = list(dict.fromkeys(mention.place.conversation_id for mention in page.mentions))
    rows = conversations.heads(wiring.conversation_ports(), account_id=call.account_id, ids=ids)
    return {
        "mentions": [mention_view(mention) for mention in page.mentions],
        "conversations": [conversation_view(row) for row in rows],
        "cursor": pack(page.cursor, *scope),
    }


@routes.agent("POST", "/mentions/read")
def read_mentions(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.desk import service
    from chalicelib.wire.desk import MentionsRead

    service.read_mentions(
        wiring.desk_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        conversation_id=call.body(MentionsRead).conversation_id,
    )
    return None


@routes.agent("GET", "/contacts/{contact_id}/notes")
def list_notes(call: AgentCall, contact_id: str) -> Answer:
    return _beside(call, contact_id, "note")


@routes.agent("GET", "/contacts/{contact_id}/files")
def list_files(call: AgentCall, contact_id: str) -> Answer:
    return _beside(call, contact_id, "files")


def _beside(call: AgentCall, contact_id: str, kind: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import service as contacts
    from chalicelib.desk import service
    from chalicelib.desk.view import beside_view
    from chalicelib.entry._queries import CursorQuery

    asked = call.query(CursorQuery)
    scope = (call.account_id, kind, checked_id(contact_id))
    page = service.list_beside(
        wiring.desk_ports(),
        account_id=call.account_id,
        contact_id=contact_id,
        kind=kind,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    if not page.items:
        contacts.get(wiring.contact_ports(), account_id=call.account_id, contact_id=contact_id)
    return {
        "items": [beside_view(item) for item in page.items],
        "cursor": pack(page.cursor, *scope),
    }


def _who(call: AgentCall, conversation_id: str) -> dict[str, Any]:
    from chalicelib.conversations.model import Author, AuthorKind

    return {
        "account_id": call.account_id,
        "conversation_id": checked_id(conversation_id),
        "actor": Author(kind=AuthorKind.AGENT, id=call.agent.id, name=call.agent.name),
    }
