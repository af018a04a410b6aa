"""As `bindings`: the small pieces between the team and other services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib import bindings, wiring

if TYPE_CHECKING:
    from chalicelib.accounts.model import Presence
    from chalicelib.team.model import Card


def agent_ids(account_id: str) -> frozenset[str]:
    from chalicelib.accounts import service

    page = service.site(wiring.account_ports(), account_id=account_id)
    return frozenset(agent.id for agent in page.agents)


def administrators(account_id: str) -> frozenset[str]:
    from chalicelib.accounts import service
    from chalicelib.accounts.model import MAY_ADMINISTER

    page = service.site(wiring.account_ports(), account_id=account_id)
    return frozenset(agent.id for agent in page.agents if agent.role in MAY_ADMINISTER)


def card(account_id: str, conversation_id: str) -> Card | None:
    from chalicelib.team.model import Card

    found = bindings.conversation(account_id, conversation_id)
    return Card(found.id, found.contact_name, found.channel_kind) if found else None


def announce_presence(account_id: str, agent_id: str, presence: Presence) -> None:
    from chalicelib.realtime import presence as realtime

    realtime.chose(
        wiring.realtime_ports(), account_id=account_id, agent_id=agent_id, presence=presence.value
    )


def hang_up(account_id: str, agent_id: str) -> None:
    from chalicelib.realtime import closing
    from chalicelib.shared import aws

    closing.hang_up(wiring.realtime_ports(), aws.sockets, account_id=account_id, agent_id=agent_id)
