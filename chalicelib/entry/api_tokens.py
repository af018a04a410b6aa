"""The console's routes over tokens of the public API: administrators only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.access.ports import AccessPorts

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/api-tokens")
def list_tokens(call: AgentCall) -> Answer:
    from chalicelib.access import service
    from chalicelib.access.model import SCOPES
    from chalicelib.access.view import token_view

    found = service.listed(_administered(call), account_id=call.account_id)
    return {"tokens": [token_view(each) for each in found], "scopes": list(SCOPES)}


@routes.agent("POST", "/api-tokens")
def add_token(call: AgentCall) -> Answer:
    """Not repeatable: a second one is another token, which the list shows."""
    from chalicelib.access import service
    from chalicelib.access.view import token_view
    from chalicelib.wire.access import ApiTokenRequest

    ports = _administered(call)
    asked = call.body(ApiTokenRequest)
    token, secret = service.add(
        ports,
        account_id=call.account_id,
        agent_id=call.agent.id,
        name=asked.name,
        scopes=asked.scopes,
        expires_at=asked.expires_at,
    )
    return {"token": token_view(token), "secret": secret}


@routes.agent("DELETE", "/api-tokens/{token_id}")
def revoke_token(call: AgentCall, token_id: str) -> Answer:
    from chalicelib.access import service

    ports = _administered(call)
    service.revoke(ports, account_id=call.account_id, id=checked_id(token_id))
    return None


def _administered(call: AgentCall) -> AccessPorts:
    """Raises Forbidden."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_administrator

    require_administrator(call.agent)
    return wiring.access_ports()
