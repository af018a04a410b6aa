"""The composition root of flows: their authors' side, and what runs them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.accounts.cache import Cache
    from chalicelib.conversations.values import ConversationListPage
    from chalicelib.flows.calling import HookPorts
    from chalicelib.flows.graph import Graph
    from chalicelib.flows.hearing import HearingPorts
    from chalicelib.flows.model import Flow
    from chalicelib.flows.ports import FlowPorts
    from chalicelib.flows.replaying import ReplayPorts
    from chalicelib.flows.scheduled import SchedulePorts
    from chalicelib.flows.turning import RuntimePorts


@cache
def flow_ports() -> FlowPorts:
    from chalicelib import bindings_flows, bindings_starts
    from chalicelib.flows.ports import FlowPorts
    from chalicelib.flows.store import DynamoFlowStore

    return FlowPorts(
        store=DynamoFlowStore(),
        known=bindings_flows.known,
        channels=bindings_flows.channels,
        listen=bindings_flows.listen,
        changed=bindings_flows.changed,
        hours=bindings_flows.hours,
        zone=bindings_flows.zone,
        call=bindings_flows.call,
        clock=system_clock,
        alarm=bindings_starts.alarm,
    )


@cache
def kept_flows() -> Cache[list[Flow]]:
    """An account's flows, for seconds: what is published is heard of soon."""
    from chalicelib.accounts.cache import Cache

    return Cache(seconds=10)


@cache
def kept_graphs() -> dict[str, Graph]:
    """Published versions, by account, flow and number."""
    return {}


@cache
def runtime_ports() -> RuntimePorts:
    from chalicelib import bindings_flows, bindings_surveys, wiring
    from chalicelib.flows.hook_store import DynamoHookStore
    from chalicelib.flows.turning import RuntimePorts

    return RuntimePorts(
        store=flow_ports().store,
        flows=bindings_flows.flows_of,
        graph=bindings_flows.graph,
        conversations=wiring.conversation_ports(),
        env=bindings_flows.env,
        due=bindings_flows.due,
        set_timer=bindings_flows.set_timer,
        tags=bindings_flows.tags,
        set_fact=bindings_flows.set_fact,
        call=bindings_flows.call,
        emit=bindings_flows.emit,
        ask_survey=bindings_surveys.ask_for_flow,
        has=bindings_flows.has,
        invitation=bindings_flows.invitation,
        asking_of=bindings_surveys.asking_of,
        give_up=bindings_surveys.give_up,
        hooks=DynamoHookStore(),
        clock=system_clock,
    )


@cache
def replay_ports() -> ReplayPorts:
    from chalicelib import bindings_flows, wiring
    from chalicelib.flows.replaying import ReplayPorts

    return ReplayPorts(
        store=flow_ports().store,
        conversations=wiring.conversation_ports(),
        env=bindings_flows.env,
    )


@cache
def start_ports() -> SchedulePorts:
    from chalicelib import bindings_flows, bindings_starts, wiring_automation
    from chalicelib.flows.scheduled import SchedulePorts

    return SchedulePorts(
        store=flow_ports().store,
        page=bindings_starts.page,
        reachable=bindings_starts.reachable,
        send=wiring_automation.to_automation,
        set_timer=bindings_starts.set_timer,
        zone=bindings_flows.zone,
        clock=system_clock,
    )


@cache
def hook_ports() -> HookPorts:
    from chalicelib import bindings_starts, wiring_automation
    from chalicelib.flows.calling import HookPorts
    from chalicelib.flows.hook_store import DynamoHookStore

    return HookPorts(
        flows=flow_ports().store,
        hooks=DynamoHookStore(),
        reach=bindings_starts.reach,
        send=wiring_automation.to_automation,
        clock=system_clock,
    )


@cache
def hearing_ports() -> HearingPorts:
    from chalicelib import bindings_starts, wiring_automation
    from chalicelib.flows.hearing import HearingPorts

    def page(account_id: str, cursor: str) -> ConversationListPage:
        return bindings_starts.page(account_id, "open", cursor)

    return HearingPorts(
        page=page,
        send=wiring_automation.to_automation,
        forget=_forget,
    )


def _forget(account_id: str) -> None:
    kept_flows().forget(account_id)
