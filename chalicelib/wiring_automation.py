"""The composition root of what answers by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings_routing
from chalicelib.settings import settings
from chalicelib.shared import aws, queues
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chalicelib.automation.model import Work
    from chalicelib.automation.service import AutomationPorts
    from chalicelib.hours.closing import ClosingPorts
    from chalicelib.hours.service import HoursPorts
    from chalicelib.routing.ports import RoutingPorts
    from chalicelib.timers.model import Timer


@cache
def automation_ports() -> AutomationPorts:
    """reactors: a survey's answer first, then the bot, then those who find somebody for it."""
    from chalicelib import (
        bindings_automation,
        bindings_flows,
        bindings_hours,
        bindings_integrations,
        bindings_starts,
        bindings_surveys,
        wiring,
    )
    from chalicelib.automation.service import AutomationPorts

    wiring.conversation_ports()  # every piece of work needs it
    return AutomationPorts(
        head=bindings_automation.head,
        message=bindings_automation.message,
        reactors=(
            bindings_surveys.react,
            bindings_integrations.react,
            bindings_flows.react,
            bindings_hours.react,
            bindings_routing.react,
        ),
        timers={
            "survey": bindings_surveys.on_timer,
            bindings_surveys.ENDED: bindings_flows.on_timer,
            "flow": bindings_flows.on_timer,
            "flow_look": bindings_flows.on_timer,
            "flow_start": bindings_starts.on_start,
            "flow_heard": bindings_starts.on_missed,
            "route": bindings_routing.react,
            "sla": bindings_routing.react,
        },
        account={
            "agent": bindings_hours.on_agent,
            "gone": bindings_routing.on_gone,
            "queue": bindings_routing.on_queue,
            "inlet": _on_inlet,
            "flow_page": bindings_starts.on_page,
            "flow_heard": bindings_starts.on_heard,
        },
    )


def _on_inlet(work: Work) -> None:
    from chalicelib import bindings_inlets

    bindings_inlets.on_work(work)


def automation_timers() -> Mapping[str, Callable[[Timer], None]]:
    """Handled in the order of what they are about: a conversation, an agent, a queue."""
    from chalicelib import bindings_automation, bindings_starts

    return {
        "sla": bindings_automation.on_timer,
        "survey": bindings_automation.on_timer,
        "flow": bindings_automation.on_timer,
        "flow_look": bindings_automation.on_timer,
        "gone": bindings_routing.on_account_timer,
        "queue": bindings_routing.on_account_timer,
        "flow_due": bindings_starts.on_due,
        "flow_heard": bindings_starts.on_hearing,
    }


@cache
def routing_ports() -> RoutingPorts:
    from chalicelib import wiring
    from chalicelib.routing.ports import RoutingPorts
    from chalicelib.routing.store import DynamoRouteStore

    return RoutingPorts(
        store=DynamoRouteStore(),
        conversations=wiring.conversation_ports(),
        page=bindings_routing.page,
        here=bindings_routing.here,
        poke=bindings_routing.poke,
        look_again=bindings_routing.look_again,
        when_gone=bindings_routing.when_gone,
        last_agent=bindings_routing.last_agent,
        say=bindings_routing.say_position,
        schedule=bindings_routing.schedule,
        clock=system_clock,
    )


@cache
def hours_ports() -> HoursPorts:
    from chalicelib import bindings_hours
    from chalicelib.accounts.cache import Cache
    from chalicelib.hours.service import HoursPorts
    from chalicelib.hours.store import DynamoHoursStore

    return HoursPorts(
        store=DynamoHoursStore(),
        has_queue=bindings_hours.has_queue,
        kept=Cache(seconds=10),
        clock=system_clock,
        changed=bindings_hours.changed,
    )


@cache
def closing_ports() -> ClosingPorts:
    from chalicelib import bindings_hours, wiring
    from chalicelib.hours.closing import ClosingPorts

    return ClosingPorts(
        hours=hours_ports(),
        conversations=wiring.conversation_ports(),
        person=bindings_hours.person,
        call_back=bindings_hours.call_back,
        number=bindings_hours.number,
        department=bindings_hours.department,
    )


def to_automation(entries: Sequence[queues.Entry]) -> None:
    queues.send(aws.sqs(), settings().automation_queue_url, entries)
