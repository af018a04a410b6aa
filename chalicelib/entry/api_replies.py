"""The console's routes over quick responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.replies.model import Draft
    from chalicelib.wire.replies import QuickResponseRequest

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/replies")
def list_replies(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.replies import service
    from chalicelib.replies.view import response_view

    found = service.catalogue(
        wiring.reply_ports(), account_id=call.account_id, agent_id=call.agent.id
    )
    return {"responses": [response_view(each) for each in found]}


@routes.agent("POST", "/replies")
def add_reply(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.replies import service
    from chalicelib.replies.view import response_view
    from chalicelib.wire.replies import QuickResponseRequest

    asked = call.body(QuickResponseRequest)
    made = service.add(
        wiring.reply_ports(),
        account_id=call.account_id,
        owner_id=_owner(call, shared=asked.shared),
        draft=_draft(asked),
    )
    return response_view(made)


@routes.agent("PATCH", "/replies/{reply_id}")
def change_reply(call: AgentCall, reply_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.replies import service
    from chalicelib.replies.view import response_view
    from chalicelib.wire.replies import QuickResponseRequest

    asked = call.body(QuickResponseRequest)
    changed = service.change(
        wiring.reply_ports(),
        account_id=call.account_id,
        owner_id=_owner(call, shared=asked.shared),
        id=checked_id(reply_id),
        version=asked.version,
        draft=_draft(asked),
    )
    return response_view(changed)


@routes.agent("DELETE", "/replies/{reply_id}")
def remove_reply(call: AgentCall, reply_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.replies import service

    ports, id = wiring.reply_ports(), checked_id(reply_id)
    found = service.find(ports, account_id=call.account_id, agent_id=call.agent.id, id=id)
    owner_id = _owner(call, shared=not found.owner_id)
    service.remove(ports, account_id=call.account_id, owner_id=owner_id, id=id)
    return None


@routes.agent("POST", "/replies/{reply_id}/use")
def use_reply(call: AgentCall, reply_id: str) -> Answer:
    """Fill it in for a conversation; its files become the conversation's."""
    from chalicelib import wiring
    from chalicelib.replies import service
    from chalicelib.replies.view import filled_view
    from chalicelib.wire.replies import QuickResponseUse

    asked = call.body(QuickResponseUse)
    filled = service.use(
        wiring.reply_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        id=checked_id(reply_id),
        conversation_id=checked_id(asked.conversation_id),
    )
    return filled_view(filled)


@routes.agent("POST", "/replies/preview")
def preview_reply(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.replies import service
    from chalicelib.replies.view import filled_view
    from chalicelib.wire.replies import QuickResponsePreview

    asked = call.body(QuickResponsePreview)
    filled = service.preview(
        wiring.reply_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        text=asked.text,
        conversation_id=checked_id(asked.conversation_id) if asked.conversation_id else "",
    )
    return filled_view(filled)


@routes.agent("POST", "/replies/uploads")
def upload(call: AgentCall) -> Answer:
    """A ticket for a file that a quick response is to carry."""
    from chalicelib import wiring
    from chalicelib.media import links
    from chalicelib.replies.model import FOLDER
    from chalicelib.wire.common import UploadRequest

    asked = call.body(UploadRequest)
    made = links.upload(
        wiring.link_ports(),
        key=links.new_key(call.account_id, FOLDER, asked.name),
        mime=asked.mime,
        size=asked.size,
    )
    return {"key": made.key, "url": made.url, "fields": made.fields}


def _owner(call: AgentCall, *, shared: bool) -> str:
    """'' for what is shared, which only administrators change."""
    from chalicelib.accounts.service import require_administrator

    if shared:
        require_administrator(call.agent)
        return ""
    return call.agent.id


def _draft(asked: QuickResponseRequest) -> Draft:
    from dataclasses import replace

    from chalicelib.replies.model import Draft

    files = (replace(each, provider_id="", url="", error="") for each in asked.media)
    return Draft(
        name=asked.name,
        code=asked.code,
        text=asked.text,
        media=tuple(files),
        contacts=tuple(asked.contacts),
    )
