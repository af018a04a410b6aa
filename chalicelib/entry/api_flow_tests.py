"""The console's routes over a flow's tests, its replays, and what the simulator really asks."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._flows import administered
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("POST", "/flows/call")
def call_for_real(call: AgentCall) -> Answer:
    """Some an account and minute: it is for trying out."""
    import time

    from chalicelib import wiring
    from chalicelib.flows import simulating
    from chalicelib.wire.flows import FlowCall

    ports = administered(call)
    asked = call.body(FlowCall)
    wiring.limits().admit("flow_call", call.account_id)
    began = time.monotonic()
    answer = simulating.call(ports, asked.call)
    seconds = round(time.monotonic() - began, 2)
    return {**answer.model_dump(include={"status", "body", "error"}), "seconds": seconds}


@routes.agent("GET", "/flows/{flow_id}/tests")
def list_tests(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import rehearsals
    from chalicelib.flows.rehearsal_view import test_view

    ports = administered(call)
    found = rehearsals.of_flow(ports, account_id=call.account_id, flow_id=checked_id(flow_id))
    return {"tests": [test_view(each) for each in found]}


@routes.agent("POST", "/flows/{flow_id}/tests")
def add_test(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import rehearsals
    from chalicelib.flows.rehearsal_view import test_view
    from chalicelib.wire.flow_tests import NewFlowTest

    ports = administered(call)
    asked = call.body(NewFlowTest)
    made = rehearsals.add(
        ports,
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        test=asked.test,
        graph=asked.graph,
    )
    return test_view(made)


@routes.agent("PUT", "/flows/{flow_id}/tests/{test_id}")
def change_test(call: AgentCall, flow_id: str, test_id: str) -> Answer:
    from chalicelib.flows import rehearsals
    from chalicelib.flows.rehearsal_view import test_view
    from chalicelib.wire.flow_tests import FlowTestSave

    ports = administered(call)
    asked = call.body(FlowTestSave)
    after = rehearsals.change(
        ports,
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        test_id=checked_id(test_id),
        version=asked.version,
        test=asked.test,
        graph=asked.graph,
    )
    return test_view(after)


@routes.agent("DELETE", "/flows/{flow_id}/tests/{test_id}")
def remove_test(call: AgentCall, flow_id: str, test_id: str) -> Answer:
    from chalicelib.flows import rehearsals

    rehearsals.remove(
        administered(call),
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        test_id=checked_id(test_id),
    )
    return None


@routes.agent("POST", "/flows/{flow_id}/tests/run")
def run_tests(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib.flows import rehearsals
    from chalicelib.flows.rehearsal_view import result_view
    from chalicelib.wire.flow_tests import FlowTestRun

    ports = administered(call)
    asked = call.body(FlowTestRun)
    found = rehearsals.run(
        ports, account_id=call.account_id, flow_id=checked_id(flow_id), graph=asked.graph
    )
    return {"results": [result_view(each) for each in found]}


@routes.agent("POST", "/flows/{flow_id}/replay")
def replay(call: AgentCall, flow_id: str) -> Answer:
    from chalicelib import wiring_flows
    from chalicelib.flows import replaying
    from chalicelib.flows.rehearsal_view import replayed_view
    from chalicelib.wire.flow_tests import FlowReplay

    administered(call)
    asked = call.body(FlowReplay)
    found = replaying.replay(
        wiring_flows.replay_ports(),
        account_id=call.account_id,
        flow_id=checked_id(flow_id),
        graph=asked.graph,
        last=asked.last,
    )
    return {"conversations": [replayed_view(each) for each in found]}
