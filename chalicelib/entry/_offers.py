"""Whether an agent is asked before a conversation is his: only he who is there can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from chalicelib.entry._http import AgentCall


def offer_span(call: AgentCall, agent_id: str) -> timedelta | None:
    """How long the offer stands; None for the caller himself and for who has no console open: then
    the conversation waits for him among his own."""
    from chalicelib import wiring
    from chalicelib.conversations.offers import OFFER_FOR
    from chalicelib.realtime.service import online_agents

    if not agent_id or agent_id == call.agent.id:
        return None
    here = online_agents(wiring.realtime_ports(), account_id=call.account_id)
    return OFFER_FOR if agent_id in here else None
