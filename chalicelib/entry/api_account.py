"""The console's routes over the account, its people and its queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.accounts.model import Agent

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.administrator("PATCH", "/account")
def change_account(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import details, view
    from chalicelib.wire.people import AccountChange

    asked = call.body(AccountChange)
    account = details.change_account(
        wiring.account_ports(),
        account_id=call.account_id,
        name=asked.name,
        language=asked.language,
        time_zone=asked.time_zone,
        started=None if asked.started is None else tuple(asked.started),
    )
    return view.account_view(account)


# A second factor for everybody ------------------------------------------------------------------


@routes.administrator("GET", "/account/factor")
def factor_rule(call: AgentCall) -> Answer:
    """`FactorRuleState`."""
    from chalicelib import wiring
    from chalicelib.accounts import factor

    required, without = factor.state(wiring.account_ports(), account_id=call.account_id)
    return {"required": required, "without": without}


@routes.administrator("PUT", "/account/factor")
def change_factor_rule(call: AgentCall) -> Answer:
    """`FactorRuleState`."""
    from chalicelib import wiring
    from chalicelib.accounts import factor
    from chalicelib.realtime.service import online_agents
    from chalicelib.wire.people import FactorRule

    asked = call.body(FactorRule)
    required, without = factor.require(
        wiring.account_ports(),
        actor=call.agent,
        required=asked.required,
        here=online_agents(wiring.realtime_ports(), account_id=call.account_id),
    )
    return {"required": required, "without": without}


# People ---------------------------------------------------------------------------------------


@routes.administrator("POST", "/agents")
def invite(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import people
    from chalicelib.accounts.model import Role
    from chalicelib.wire.people import InviteRequest

    asked = call.body(InviteRequest)
    agent, temporary = people.invite(
        wiring.account_ports(),
        actor=call.agent,
        name=asked.name,
        email=asked.email,
        role=Role(asked.role),
    )
    return _invitation(agent, temporary)


@routes.administrator("POST", "/agents/{agent_id}/invite")
def invite_again(call: AgentCall, agent_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import people

    agent, temporary = people.invite_again(
        wiring.account_ports(), actor=call.agent, agent_id=checked_id(agent_id)
    )
    return _invitation(agent, temporary)


@routes.administrator("DELETE", "/agents/{agent_id}/factor")
def drop_factor(call: AgentCall, agent_id: str) -> Answer:
    """For one who lost his phone."""
    from chalicelib import wiring
    from chalicelib.accounts import people

    people.drop_factor(wiring.account_ports(), actor=call.agent, agent_id=checked_id(agent_id))
    return None


def _invitation(agent: Agent, temporary: str) -> Answer:
    """`Invitation`."""
    from chalicelib.accounts.view import agent_view

    return {"agent": agent_view(agent, here=False), "temporary_password": temporary}


@routes.administrator("PATCH", "/agents/{agent_id}")
def change_agent(call: AgentCall, agent_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import people
    from chalicelib.accounts.model import Role
    from chalicelib.accounts.view import agent_view
    from chalicelib.entry._routing import agent_changed
    from chalicelib.realtime.service import online_agents
    from chalicelib.wire.people import AgentChange

    asked = call.body(AgentChange)
    agent = people.change(
        wiring.account_ports(),
        actor=call.agent,
        agent_id=checked_id(agent_id),
        role=Role(asked.role) if asked.role else None,
        active=asked.active,
        give_to=asked.give_to,
        skills=asked.skills,
        capacity=asked.capacity,
    )
    if asked.skills is not None or asked.capacity is not None:
        agent_changed(call.account_id, agent.id)
    online = online_agents(wiring.realtime_ports(), account_id=call.account_id)
    return agent_view(agent, here=agent.id in online)


@routes.agent("POST", "/me/photo")
def photo_ticket(call: AgentCall) -> Answer:
    """`UploadTicket`; PATCH /me with its key afterwards."""
    from chalicelib import wiring
    from chalicelib.accounts.service import photo_folder
    from chalicelib.media import links
    from chalicelib.wire.people import PhotoRequest

    asked = call.body(PhotoRequest)
    name = f"photo.{asked.mime.partition('/')[2].replace('jpeg', 'jpg')}"
    made = links.upload(
        wiring.link_ports(),
        key=links.new_key(call.account_id, photo_folder(call.agent.id), name),
        mime=asked.mime,
        size=asked.size,
    )
    return {"key": made.key, "url": made.url, "fields": made.fields}


# Queues ---------------------------------------------------------------------------------------


@routes.administrator("POST", "/queues")
def new_queue(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import details, view
    from chalicelib.entry._routing import queue_changed, rules_of
    from chalicelib.wire.people import QueueRequest

    asked = call.body(QueueRequest)
    queue = details.new_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        name=asked.name,
        member_ids=tuple(asked.member_ids),
        rules=rules_of(asked.rules),
    )
    queue_changed(call.account_id, queue)
    return view.queue_view(queue)


@routes.administrator("PATCH", "/queues/{queue_id}")
def change_queue(call: AgentCall, queue_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import details, view
    from chalicelib.entry._routing import queue_changed, rules_of
    from chalicelib.wire.people import QueueChange

    asked = call.body(QueueChange)
    queue = details.change_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        queue_id=checked_id(queue_id),
        name=asked.name,
        member_ids=None if asked.member_ids is None else tuple(asked.member_ids),
        rules=rules_of(asked.rules),
    )
    queue_changed(call.account_id, queue)
    return view.queue_view(queue)


@routes.administrator("DELETE", "/queues/{queue_id}")
def remove_queue(call: AgentCall, queue_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts import details

    details.remove_queue(
        wiring.account_ports(), account_id=call.account_id, queue_id=checked_id(queue_id)
    )
    return None


# An API channel's address and key --------------------------------------------------------------


@routes.administrator("POST", "/channels/{channel_id}/keys")
def new_channel_keys(call: AgentCall, channel_id: str) -> Answer:
    """`ChannelKeys`: the one moment at which they are shown."""
    from chalicelib import wiring
    from chalicelib.accounts import channel_keys

    made = channel_keys.renew(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return {"address": made.address, "signing_key": made.signing_key}


# A site's signing key -------------------------------------------------------------------------


@routes.administrator("POST", "/channels/{channel_id}/identity-key")
def new_identity_key(call: AgentCall, channel_id: str) -> Answer:
    """`IdentityKey`: the one moment at which it is shown."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    key = service.new_identity_key(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return {"identity_key": key}
