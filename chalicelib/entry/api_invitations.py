"""The console's routes over invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.invitations.service import Wish

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/invitations")
def list_invitations(call: AgentCall) -> Answer:
    """For supervisors too: reports are by invitation."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_supervisor
    from chalicelib.invitations import service
    from chalicelib.invitations.view import invitation_view

    require_supervisor(call.agent)
    found = service.catalogue(wiring.invitation_ports(), account_id=call.account_id)
    return {
        "invitations": [
            invitation_view(each, found.counts.get(each.id, {})) for each in found.invitations
        ]
    }


@routes.administrator("POST", "/invitations")
def add_invitation(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.invitations import service
    from chalicelib.invitations.view import invitation_view

    made = service.add(wiring.invitation_ports(), account_id=call.account_id, wish=_wish(call))
    return invitation_view(made, {})


@routes.administrator("PATCH", "/invitations/{invitation_id}")
def change_invitation(call: AgentCall, invitation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.invitations import service
    from chalicelib.invitations.view import invitation_view

    changed = service.change(
        wiring.invitation_ports(),
        account_id=call.account_id,
        id=checked_id(invitation_id),
        wish=_wish(call),
    )
    return invitation_view(changed, {})


@routes.administrator("DELETE", "/invitations/{invitation_id}")
def remove_invitation(call: AgentCall, invitation_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.invitations import service

    service.remove(
        wiring.invitation_ports(), account_id=call.account_id, id=checked_id(invitation_id)
    )
    return None


def _wish(call: AgentCall) -> Wish:
    from chalicelib.invitations.model import Condition
    from chalicelib.invitations.service import Wish
    from chalicelib.wire.invitations import InvitationChange

    asked = call.body(InvitationChange)
    conditions = asked.conditions
    return Wish(
        name=asked.name,
        channel_id=asked.channel_id,
        enabled=asked.enabled,
        match=asked.match,
        conditions=None
        if conditions is None
        else [Condition(each.field, each.op, each.value.strip()) for each in conditions],
        action=asked.action,
        agent_id=asked.agent_id,
        texts=asked.texts,
        repeat_minutes=asked.repeat_minutes,
        position=asked.position,
    )
