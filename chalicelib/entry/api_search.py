"""The console's search."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/search/messages")
def search_messages(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations.view import message_view
    from chalicelib.search import service
    from chalicelib.wire.search import SearchQuery

    asked = call.query(SearchQuery)
    scope = (call.account_id, "messages", asked.q)
    found = service.search_messages(
        wiring.search_ports(),
        account_id=call.account_id,
        text=asked.q,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    return {"hits": [_hit(hit, message_view) for hit in found.hits], **_rest(found, scope)}


@routes.agent("GET", "/search/contacts")
def search_contacts(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts.codec import contact_view
    from chalicelib.search import service
    from chalicelib.wire.search import SearchQuery

    asked = call.query(SearchQuery)
    scope = (call.account_id, "contacts", asked.q)
    found = service.search_contacts(
        wiring.search_ports(),
        account_id=call.account_id,
        text=asked.q,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    return {"contacts": [contact_view(hit) for hit in found.hits], **_rest(found, scope)}


def _hit(hit: Any, message_view: Any) -> dict[str, Any]:
    head = hit.conversation
    view = message_view(hit.message)
    return {
        "conversation_id": head.id,
        "seq": view["seq"],
        "at": view["at"],
        "author": view["author"],
        "note": view["visibility"] == "note",
        "contact_name": head.contact_name,
        "contact_id": head.contact_id,
        "channel_kind": head.channel_kind,
        "status": head.status.value,
        "snippet": [{"text": text, "hit": marked} for text, marked in hit.snippet],
    }


def _rest(found: Any, scope: tuple[str, ...]) -> dict[str, str]:
    return {"cursor": pack(found.cursor, *scope)}
