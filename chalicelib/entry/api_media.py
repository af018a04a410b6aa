"""Tickets for files: browsers exchange them with the bucket directly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.entry._http import ANY_ORIGIN, AgentCall, Answer, Routes, VisitorCall, checked_id
from chalicelib.entry._limits import admit_visitor
from chalicelib.shared.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.wire.common import MediaLinksRequest, UploadRequest

blueprint = Blueprint(__name__)
console = Routes(blueprint)
widget = Routes(blueprint, cors=ANY_ORIGIN)


@console.agent("POST", "/uploads")
def upload(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.wire.common import UploadRequest

    asked = call.body(UploadRequest)
    if not asked.conversation_id:
        raise InvalidInput("say for which conversation", field="conversation_id")
    conversation_id = checked_id(asked.conversation_id)
    service.get(
        wiring.conversation_ports(), account_id=call.account_id, conversation_id=conversation_id
    )
    return _ticket(call.account_id, conversation_id, asked)


@console.agent("POST", "/media/links")
def links(call: AgentCall) -> Answer:
    from chalicelib.media.links import owner_of
    from chalicelib.wire.common import MediaLinksRequest

    return _links(call.body(MediaLinksRequest), lambda key: owner_of(key)[0] == call.account_id)


@widget.visitor("POST", "/widget/uploads")
def visitor_upload(call: VisitorCall) -> Answer:
    """Under the visitor's own id: before his first message there is no conversation."""
    from chalicelib.wire.common import UploadRequest

    asked = call.body(UploadRequest)
    admit_visitor("upload", call.visitor)
    return _ticket(call.visitor.account_id, call.visitor.contact_id, asked)


@widget.visitor("POST", "/widget/media/links")
def visitor_links(call: VisitorCall) -> Answer:
    """What he sent himself, and what lies in his conversations on this site. The earlier ones are
    looked for only if the current one does not explain all keys."""
    from chalicelib import wiring
    from chalicelib.conversations import earlier, service
    from chalicelib.entry._content import keys_of
    from chalicelib.wire.common import MediaLinksRequest

    asked, visitor = call.body(MediaLinksRequest), call.visitor
    ports = wiring.conversation_ports()
    ids = {
        "account_id": visitor.account_id,
        "channel_id": visitor.channel_id,
        "contact_id": visitor.contact_id,
    }
    conversation = service.visitor_conversation(ports, **ids)
    owners = {str(visitor.contact_id)} | ({str(conversation.id)} if conversation else set())
    if conversation and not all(map(keys_of(visitor.account_id, owners), asked.keys)):
        owners |= {str(each.id) for each in earlier.of_visitor(ports, **ids)}
    return _links(asked, keys_of(visitor.account_id, owners))


def _ticket(account_id: str, owner_id: str, asked: UploadRequest) -> dict[str, Any]:
    from chalicelib import wiring
    from chalicelib.media import links as media

    made = media.upload(
        wiring.link_ports(),
        key=media.new_key(account_id, owner_id, asked.name),
        mime=asked.mime,
        size=asked.size,
    )
    return {"key": made.key, "url": made.url, "fields": made.fields}


def _links(asked: MediaLinksRequest, visible: Callable[[str], bool]) -> dict[str, Any]:
    """A stranger's key and one that is not there look the same."""
    from chalicelib import wiring
    from chalicelib.media import links as media

    if not all(visible(key) for key in asked.keys):
        raise NotFound("no such file", field="keys")
    return {"links": media.links(wiring.link_ports(), asked.keys)}
