"""The console's routes over service flows."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._flows import administered, problems_view, publishing
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/flows")
def list_flows(call: AgentCall) -> Answer:
    """Agents who are no administrators see what there is, and not what is in it."""
    from chalicelib import wiring
    from chalicelib.accounts.model import MAY_ADMINISTER
    from chalicelib.flows import service
    from chalicelib.flows.view import flow_name_view, flow_view

    found = service.catalogue(wiring.flow_ports(), account_id=call.account_id)
    view = flow_view if call.agent.role in MAY_ADMINISTER else flow_name_view
    return {"flows": [view(flow) for flow in found]}


@routes.agent("POST", "/flows")
def add_flow(call: AgentCall) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import opened_view
    from chalicelib.wire.flows import NewFlow

    ports = administered(call)
    asked = call.body(NewFlow)
    made = service.add(
        ports, account_id=call.account_id, name=asked.name, graph=asked.graph, by=call.agent.id
    )
    return opened_view(made)


@routes.agent("GET", "/flows/schema")
def flow_schema(call: AgentCall) -> Answer:
    """The JSON schema of a graph with the data of each kind of node."""
    from chalicelib.flows.view import schema

    return schema()


@routes.agent("GET", "/flows/gallery")
def flow_gallery(call: AgentCall) -> Answer:
    from chalicelib.flows.view import gallery
    from chalicelib.wire.flows import GalleryQuery

    return {"templates": gallery(call.query(GalleryQuery).language)}


@routes.agent("POST", "/flows/validate")
def check_flow(call: AgentCall) -> Answer:
    from chalicelib.flows import service
    from chalicelib.wire.flows import FlowCheck

    ports = administered(call)
    asked = call.body(FlowCheck)
    found = service.problems(
        ports, account_id=call.account_id, graph=asked.graph, flow_id=asked.flow_id
    )
    return {"problems": problems_view(found)}


@routes.agent("POST", "/flows/simulate")
def simulate_flow(call: AgentCall) -> Answer:
    from chalicelib.flows.simulating import simulate
    from chalicelib.flows.testing import World
    from chalicelib.wire.flows import FlowSimulation

    ports = administered(call)
    asked = call.body(FlowSimulation)
    return simulate(
        ports,
        account_id=call.account_id,
        graph=asked.graph,
        state=asked.state,
        event=asked.event,
        world=World(
            language=asked.language,
            contact=asked.contact,
            hours=asked.hours,
            agents_online=asked.agents_online,
            at=asked.at,
        ),
        seconds=asked.seconds,
    )


@routes.agent("GET", "/flows/{flow_id}")
def get_flow(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import opened_view

    ports = administered(call)
    return opened_view(service.get(ports, account_id=call.account_id, flow_id=checked_id(flow_id)))


@routes.agent("PUT", "/flows/{flow_id}/draft")
def save_draft(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import flow_view
    from chalicelib.wire.flows import FlowDraft

    ports = administered(call)
    asked = call.body(FlowDraft)
    saved = service.save_draft(
        ports,
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        graph=asked.graph,
        version=asked.version,
        name=asked.name,
        by=call.agent.id,
    )
    return {"flow": flow_view(saved.flow), "problems": problems_view(saved.problems)}


@routes.agent("POST", "/flows/{flow_id}/publish")
def publish_flow(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import flow_view
    from chalicelib.wire.flows import FlowPublish

    ports = administered(call)
    asked = call.body(FlowPublish)
    ids = {"account_id": call.account_id, "flow_id": checked_id(flow_id), "by": call.agent.id}
    return publishing(
        lambda: flow_view(service.publish(ports, **ids, version=asked.version, note=asked.note))
    )


@routes.agent("POST", "/flows/{flow_id}/rollback")
def roll_back(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import opened_view
    from chalicelib.wire.flows import FlowRollback

    ports = administered(call)
    asked = call.body(FlowRollback)
    ids = {"account_id": call.account_id, "flow_id": checked_id(flow_id), "by": call.agent.id}
    return publishing(
        lambda: opened_view(service.rollback(ports, **ids, to=asked.to, note=asked.note))
    )


@routes.agent("POST", "/flows/{flow_id}/enabled")
def enable_flow(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import flow_view
    from chalicelib.wire.flows import FlowEnabled

    ports = administered(call)
    flow = service.enable(
        ports,
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        enabled=call.body(FlowEnabled).enabled,
        by=call.agent.id,
    )
    return flow_view(flow)


@routes.agent("DELETE", "/flows/{flow_id}")
def remove_flow(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service

    ports = administered(call)
    service.remove(ports, account_id=call.account_id, flow_id=checked_id(flow_id))
    return None


@routes.agent("GET", "/flows/{flow_id}/versions")
def list_versions(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import version_view

    ports = administered(call)
    flow, found = service.versions(ports, account_id=call.account_id, flow_id=checked_id(flow_id))
    return {"versions": [version_view(each, flow.published) for each in found]}


@routes.agent("GET", "/flows/{flow_id}/versions/{number}")
def get_version(call: AgentCall, flow_id: str, number: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.flows.view import graph_view, version_view

    ports = administered(call)
    ids = {"account_id": call.account_id, "flow_id": checked_id(flow_id)}
    found, graph = service.version(ports, **ids, number=_number(number))
    current = service.get(ports, **ids).flow.published
    return {"version": version_view(found, current), "graph": graph_view(graph)}


@routes.agent("GET", "/flows/{flow_id}/funnel")
def get_funnel(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import service
    from chalicelib.wire.flows import FunnelQuery

    ports = administered(call)
    number, nodes = service.funnel(
        ports,
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        number=call.query(FunnelQuery).version,
    )
    none = {"reached": 0, "answered": 0, "dropped": 0}
    return {"version": number, "nodes": {id: {**none, **each} for id, each in nodes.items()}}


@routes.agent("POST", "/conversations/{conversation_id}/bot")
def transfer_to_bot(call: AgentCall, conversation_id: str) -> Answer:
    """Any agent may: the conversation leaves him, as by a transfer."""
    from chalicelib import wiring
    from chalicelib.conversations import botting
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.view import conversation_view
    from chalicelib.flows import service
    from chalicelib.wire.flows import BotTransfer

    asked = call.body(BotTransfer)
    flow = service.running(wiring.flow_ports(), account_id=call.account_id, flow_id=asked.flow_id)
    after = botting.give_to_bot(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
        actor=Author(AuthorKind.AGENT, call.agent.id, call.agent.name),
        bot_id=flow.id,
        name=flow.name,
        client_id=asked.client_id,
    )
    return conversation_view(after)


def _number(text: str) -> int:
    """0, which no version has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 8 else 0
