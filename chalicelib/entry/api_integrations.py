"""Integrations: for administrators, and what their services tell us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Call, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.integrations.model import Connection

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


def _view(connection: Connection) -> Answer:
    from chalicelib import wiring
    from chalicelib.integrations import consent, service
    from chalicelib.integrations.view import connection_view

    ports = wiring.integration_ports()
    url = service.url(ports, connection)
    manifest = service.manifest(ports, connection.kind, back=consent.back(ports), url=url)
    return connection_view(connection, url, manifest)


@routes.administrator("GET", "/integrations")
def list_integrations(call: AgentCall) -> Answer:
    """`IntegrationList`."""
    from chalicelib import wiring
    from chalicelib.integrations import consent, registry, service

    ports = wiring.integration_ports()
    back = consent.back(ports)
    found = service.connections(ports, account_id=call.account_id)
    apps = {
        kind: service.manifest(ports, kind, back=back)
        for kind in registry.KINDS
        if ports.get(kind).oauth
    }
    return {
        "connections": [_view(each) for each in found],
        "kinds": list(registry.KINDS),
        "back": back,
        "apps": apps,
    }


@routes.administrator("POST", "/integrations")
def add_integration(call: AgentCall) -> Answer:
    """`ConnectionView`, once its service has said that it works."""
    from chalicelib import wiring
    from chalicelib.integrations import service
    from chalicelib.wire.integrations import NewConnection

    asked = call.body(NewConnection)
    ports = wiring.integration_ports()
    return _view(service.add(ports, account_id=call.account_id, **asked.model_dump()))


@routes.administrator("PATCH", "/integrations/{connection_id}")
def change_integration(call: AgentCall, connection_id: str) -> Answer:
    """`ConnectionView`."""
    from chalicelib import wiring
    from chalicelib.integrations import service
    from chalicelib.wire.integrations import ConnectionChange

    asked = call.body(ConnectionChange)
    changed = service.change(
        wiring.integration_ports(),
        account_id=call.account_id,
        id=checked_id(connection_id),
        **asked.model_dump(),
    )
    return _view(changed)


@routes.administrator("DELETE", "/integrations/{connection_id}")
def remove_integration(call: AgentCall, connection_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.integrations import service

    ports = wiring.integration_ports()
    service.remove(ports, account_id=call.account_id, id=checked_id(connection_id))
    return None


@routes.administrator("POST", "/integrations/{connection_id}/test")
def test_integration(call: AgentCall, connection_id: str) -> Answer:
    """`ConnectionView`, if its service says that it works."""
    from chalicelib import wiring
    from chalicelib.integrations import service

    ports = wiring.integration_ports()
    return _view(service.test(ports, account_id=call.account_id, id=checked_id(connection_id)))


@routes.administrator("POST", "/integrations/{connection_id}/consent")
def begin_consent(call: AgentCall, connection_id: str) -> Answer:
    """`ConsentView`: the browser goes there, and comes back with a code."""
    from chalicelib import wiring
    from chalicelib.integrations import consent

    url = consent.begin(
        wiring.integration_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        id=checked_id(connection_id),
    )
    return {"url": url}


@routes.administrator("POST", "/integrations/consents")
def finish_consent(call: AgentCall) -> Answer:
    """`ConnectionView`. 404 for a state that is not this agent's, was used or is too old."""
    from chalicelib import wiring
    from chalicelib.integrations import consent
    from chalicelib.wire.integrations import Consented

    asked = call.body(Consented)
    connected = consent.finish(
        wiring.integration_ports(),
        account_id=call.account_id,
        agent_id=call.agent.id,
        **asked.model_dump(),
    )
    return _view(connected)


@routes.public("POST", "/apps/{token}")
def hear(call: Call, token: str) -> Answer:
    """What a connected service tells, verified as it signs."""
    from chalicelib import wiring
    from chalicelib.integrations import links, running

    account_id, id = links.named(token)
    wiring.limits().admit("app", f"{account_id}#{id}")
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    raw: bytes = call.request.raw_body
    return running.hear(wiring.integration_ports(), token=token, headers=headers, body=raw)
