"""Inbound webhooks: for administrators, and what other systems call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry import _cursor
from chalicelib.entry._http import AgentCall, Answer, Call, Reply, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.inlets.model import Inlet

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


def _view(inlet: Inlet) -> Answer:
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.view import inlet_view

    return inlet_view(inlet, service.url(wiring.inlet_ports(), inlet))


@routes.administrator("GET", "/inbound-webhooks")
def list_inlets(call: AgentCall) -> Answer:
    """`InletList`."""
    from chalicelib import wiring
    from chalicelib.inlets import service

    found = service.inlets(wiring.inlet_ports(), account_id=call.account_id)
    return {"inlets": [_view(each) for each in found]}


@routes.administrator("POST", "/inbound-webhooks")
def add_inlet(call: AgentCall) -> Answer:
    """`InletView`."""
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.wire.inlets import NewInlet

    asked = call.body(NewInlet)
    ports = wiring.inlet_ports()
    return _view(service.add(ports, account_id=call.account_id, **asked.model_dump()))


@routes.administrator("PATCH", "/inbound-webhooks/{inlet_id}")
def change_inlet(call: AgentCall, inlet_id: str) -> Answer:
    """`InletView`."""
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.model import Field, Target
    from chalicelib.wire.inlets import InletChange

    asked = call.body(InletChange)
    values = asked.model_dump(exclude_none=True, exclude={"version", "mapping", "secret"})
    fields = asked.mapping
    changed = service.change(
        wiring.inlet_ports(),
        account_id=call.account_id,
        id=checked_id(inlet_id),
        version=asked.version,
        values=values,
        fields=None
        if fields is None
        else [Field(Target(each.target), each.path, each.key) for each in fields],
        secret=asked.secret,
    )
    return _view(changed)


@routes.administrator("DELETE", "/inbound-webhooks/{inlet_id}")
def remove_inlet(call: AgentCall, inlet_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.inlets import service

    service.remove(wiring.inlet_ports(), account_id=call.account_id, id=checked_id(inlet_id))
    return None


@routes.administrator("POST", "/inbound-webhooks/{inlet_id}/address")
def renew_address(call: AgentCall, inlet_id: str) -> Answer:
    """`InletView`, with another address; the one before it is void."""
    from chalicelib import wiring
    from chalicelib.inlets import service

    ports = wiring.inlet_ports()
    return _view(service.renew(ports, account_id=call.account_id, id=checked_id(inlet_id)))


@routes.administrator("GET", "/inbound-webhooks/{inlet_id}/samples")
def list_samples(call: AgentCall, inlet_id: str) -> Answer:
    """`InletSamples`."""
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.view import entry_view

    ports = wiring.inlet_ports()
    found = service.samples(ports, account_id=call.account_id, id=checked_id(inlet_id))
    return {"samples": [{"entry": entry_view(one), "body": body} for one, body in found]}


@routes.administrator("GET", "/inbound-webhooks/{inlet_id}/calls")
def list_calls(call: AgentCall, inlet_id: str) -> Answer:
    """`InletLedger`."""
    from chalicelib import wiring
    from chalicelib.entry._webhook_queries import CallsQuery
    from chalicelib.inlets import service
    from chalicelib.inlets.view import entry_view

    scope = (call.account_id, inlet_id, "calls")
    page = service.ledger(
        wiring.inlet_ports(),
        account_id=call.account_id,
        id=checked_id(inlet_id),
        position=_cursor.unpack(call.query(CallsQuery).cursor, *scope),
    )
    return {
        "entries": [entry_view(each) for each in page.entries],
        "cursor": _cursor.pack(page.position, *scope),
    }


@routes.administrator("GET", "/inbound-webhooks/{inlet_id}/calls/{entry_id}")
def get_call(call: AgentCall, inlet_id: str, entry_id: str) -> Answer:
    """`InletSample`."""
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.view import entry_view

    found = service.entry(
        wiring.inlet_ports(),
        account_id=call.account_id,
        id=checked_id(inlet_id),
        entry_id=checked_id(entry_id),
    )
    return {"entry": entry_view(found), "body": service.shown(found)}


@routes.administrator("POST", "/inbound-webhooks/{inlet_id}/calls/{entry_id}/replay")
def replay_call(call: AgentCall, inlet_id: str, entry_id: str) -> Answer:
    """`InletEntry`."""
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.view import entry_view

    again = service.replay(
        wiring.inlet_ports(),
        account_id=call.account_id,
        id=checked_id(inlet_id),
        entry_id=checked_id(entry_id),
    )
    return entry_view(again)


@routes.public("POST", "/in/{token}")
def take_call(call: Call, token: str) -> Answer:
    """`InletTaken`, 202, once it is stored. A repeat is answered as the first was."""
    from chalicelib import wiring
    from chalicelib.inlets import taking

    ports = wiring.inlet_ports()
    told = taking.named(ports, token)
    wiring.limits().admit("inlet", f"{told.account_id}#{told.inlet_id}")
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    raw: bytes = call.request.raw_body
    taken = taking.accept(ports, told=told, raw=raw, headers=headers)
    return Reply({"id": taken.id}, status=202)
