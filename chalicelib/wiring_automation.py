"""The composition root of what answers by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings_automation, bindings_hours, bindings_surveys
from chalicelib.settings import settings
from chalicelib.shared import aws, queues
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.automation.service import AutomationPorts
    from chalicelib.hours.closing import ClosingPorts
    from chalicelib.hours.service import HoursPorts


@cache
def automation_ports() -> AutomationPorts:
    """reactors: a survey's answer first, then the bot, then those who find somebody for it."""
    from chalicelib import wiring
    from chalicelib.automation.service import AutomationPorts

    wiring.conversation_ports()  # every piece of work needs it
    return AutomationPorts(
        head=bindings_automation.head,
        message=bindings_automation.message,
        reactors=(bindings_surveys.react, bindings_hours.react),
        timers={"survey": bindings_surveys.on_timer},
    )


@cache
def hours_ports() -> HoursPorts:
    from chalicelib.accounts.cache import Cache
    from chalicelib.hours.service import HoursPorts
    from chalicelib.hours.store import DynamoHoursStore

    return HoursPorts(
        store=DynamoHoursStore(),
        has_queue=bindings_hours.has_queue,
        kept=Cache(seconds=10),
        clock=system_clock,
    )


@cache
def closing_ports() -> ClosingPorts:
    from chalicelib import wiring
    from chalicelib.hours.closing import ClosingPorts

    return ClosingPorts(
        hours=hours_ports(),
        conversations=wiring.conversation_ports(),
        person=bindings_hours.person,
        call_back=bindings_hours.call_back,
        number=bindings_hours.number,
    )


def to_automation(entries: Sequence[queues.Entry]) -> None:
    queues.send(aws.sqs(), settings().automation_queue_url, entries)
