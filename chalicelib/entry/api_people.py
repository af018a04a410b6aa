"""The console's routes over oneself, contacts and the account's channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id
from chalicelib.entry._people import contact_page, with_visitor

if TYPE_CHECKING:
    from chalicelib.accounts.model import ChannelRecord

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/me")
def bootstrap(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service, view
    from chalicelib.realtime.presence import idle_agents
    from chalicelib.tags.model import tag_view

    ports = wiring.account_ports()
    page = service.bootstrap(ports, account_id=call.account_id)
    online, idle = idle_agents(wiring.realtime_ports(), account_id=call.account_id)
    me = page.agent(call.agent.id) or call.agent
    return {
        "account": view.account_view(page.account),
        "me": view.agent_view(me),
        "agents": view.agents_view(page.agents, online | {me.id}, idle),
        "queues": [view.queue_view(queue) for queue in page.queues],
        "channels": [_channel(channel) for channel in page.channels],
        "preferences": dict(me.preferences),
        "tags": [tag_view(tag) for tag in page.tags],
    }


@routes.agent("PATCH", "/me")
def change_me(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.accounts.model import Presence
    from chalicelib.accounts.view import agent_view
    from chalicelib.entry._queries import MeChange

    asked = call.body(MeChange)
    agent = service.change_me(
        wiring.account_ports(),
        agent=call.agent,
        name=asked.name,
        presence=Presence(asked.presence) if asked.presence else None,
        photo=_own_photo(call, asked.photo),
        preferences=asked.preferences,
    )
    return agent_view(agent)


def _own_photo(call: AgentCall, key: str | None) -> str | None:
    """Raises InvalidInput (photo) for a key that /me/photo did not give to him."""
    from chalicelib.accounts.service import photo_folder
    from chalicelib.media.links import owner_of
    from chalicelib.shared.errors import InvalidInput

    if not key:
        return key
    try:
        owner = owner_of(key)
    except InvalidInput:
        owner = ("", "")
    if owner != (call.account_id, photo_folder(call.agent.id)):
        raise InvalidInput("is no picture of yours", field="photo")
    return key


@routes.agent("GET", "/contacts/{contact_id}")
def show_contact(call: AgentCall, contact_id: str) -> Answer:
    return contact_page(call.account_id, checked_id(contact_id), None)


@routes.agent("PATCH", "/contacts/{contact_id}")
def change_contact(call: AgentCall, contact_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import service
    from chalicelib.entry._changes import tagging_of
    from chalicelib.wire.console import ContactChange

    asked = call.body(ContactChange)
    contact = service.change(
        wiring.contact_ports(),
        account_id=call.account_id,
        contact_id=checked_id(contact_id),
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        description=asked.description,
        attributes=asked.attributes,
        version=asked.version,
        tags=tagging_of(call.account_id, asked.add_tags, asked.remove_tags),
        vouched=True,
    )
    return with_visitor(contact, None)


@routes.agent("GET", "/contacts/{contact_id}/conversations")
def contact_history(call: AgentCall, contact_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import service as contacts
    from chalicelib.conversations import service
    from chalicelib.conversations.view import conversation_view

    ids = {"account_id": call.account_id, "contact_id": checked_id(contact_id)}
    found = service.history(wiring.conversation_ports(), **ids)
    if not found:
        contacts.get(wiring.contact_ports(), **ids)  # no conversation yet, or no such contact
    return {"conversations": [conversation_view(conversation) for conversation in found]}


@routes.agent("GET", "/channels")
def list_channels(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=call.account_id)
    return [_channel(channel) for channel in page.channels]


@routes.administrator("POST", "/channels")
def add_channel(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.flows import service as flows
    from chalicelib.wire.console import ChannelRequest

    asked = call.body(ChannelRequest)
    channel = service.add_channel(
        wiring.account_ports(),
        account_id=call.account_id,
        kind=asked.kind,
        name=asked.name,
        settings=asked.settings,
        secrets=asked.secrets,
        queue_id=asked.queue_id,
    )
    flows.refresh(wiring.flow_ports(), account_id=call.account_id)
    return _channel(channel)


@routes.administrator("PATCH", "/channels/{channel_id}")
def change_channel(call: AgentCall, channel_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.wire.console import ChannelChange

    asked = call.body(ChannelChange)
    channel = service.change_channel(
        wiring.account_ports(),
        account_id=call.account_id,
        channel_id=checked_id(channel_id),
        name=asked.name,
        settings=asked.settings,
        secrets=asked.secrets,
        queue_id=asked.queue_id,
        paused=asked.paused,
    )
    return _channel(channel)


@routes.administrator("DELETE", "/channels/{channel_id}")
def remove_channel(call: AgentCall, channel_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service

    service.remove_channel(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return None


@routes.administrator("POST", "/channels/{channel_id}/connect")
def connect_channel(call: AgentCall, channel_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import service

    channel = service.connect(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return _channel(channel)


@routes.fresh_agent("POST", "/sockets/ticket")
def socket_ticket(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.realtime import service
    from chalicelib.realtime.model import AgentWho

    agent = call.agent
    who = AgentWho(
        account_id=agent.account_id,
        agent_id=agent.id,
        name=agent.name,
        presence=agent.presence.value,
    )
    return {"url": service.issue_ticket(wiring.realtime_ports(), who=who)}


def _channel(channel: ChannelRecord) -> dict[str, object]:
    from chalicelib import wiring
    from chalicelib.accounts.service import webhook_url
    from chalicelib.accounts.view import channel_view

    return channel_view(channel, webhook_url=webhook_url(wiring.account_ports(), channel))
