"""The composition root of flows: their authors' side, and what runs them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings_flows
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.accounts.cache import Cache
    from chalicelib.flows.model import Flow
    from chalicelib.flows.ports import FlowPorts


@cache
def flow_ports() -> FlowPorts:
    from chalicelib.flows.ports import FlowPorts
    from chalicelib.flows.store import DynamoFlowStore

    return FlowPorts(
        store=DynamoFlowStore(),
        known=bindings_flows.known,
        channels=bindings_flows.channels,
        listen=bindings_flows.listen,
        changed=bindings_flows.changed,
        clock=system_clock,
    )


@cache
def kept_flows() -> Cache[list[Flow]]:
    """An account's flows, for seconds: what is published is heard of soon."""
    from chalicelib.accounts.cache import Cache

    return Cache(seconds=10)
