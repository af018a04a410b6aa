"""A whole letter: what the conversation shows of it is its words."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/conversations/{conversation_id}/messages/{seq}/letter")
def letter(call: AgentCall, conversation_id: str, seq: str) -> Answer:
    """`LetterView`. 404 if that message is no letter of a contact's."""
    from chalicelib import bindings, wiring
    from chalicelib.mail import reading
    from chalicelib.media import links
    from chalicelib.shared.errors import NotFound

    number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) <= 10 else 0
    found = bindings.message(call.account_id, checked_id(conversation_id), number)
    key = reading.document_key(found) if found else ""
    if not key:
        raise NotFound("no such letter")
    return reading.view(
        bindings.fetch_file(key), links=lambda keys: links.links(wiring.link_ports(), keys)
    )
