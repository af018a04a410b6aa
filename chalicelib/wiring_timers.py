"""The composition root of timers: what wakes, what sweeps, and what each kind of timer does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.timers.service import SweepPorts, TimerPorts
    from chalicelib.timers.waker import Waker


@cache
def waker() -> Waker:
    from chalicelib.timers.waker import Waker

    here = settings()
    return Waker(
        scheduler=aws.scheduler,
        queue_arn=here.timers_queue_arn,
        role_arn=here.scheduler_role_arn,
        group=here.scheduler_group,
    )


@cache
def sweep_ports() -> SweepPorts:
    from chalicelib import wiring
    from chalicelib.timers.service import SweepPorts
    from chalicelib.timers.store import TimerStore

    return SweepPorts(
        store=TimerStore(),
        enqueue=wiring.queue_sender(settings().timers_queue_url),
        clock=system_clock,
    )


@cache
def timer_ports() -> TimerPorts:
    from chalicelib import (
        bindings,
        bindings_calls,
        bindings_composer,
        bindings_jobs,
        bindings_privacy,
        bindings_reports,
        bindings_webhooks,
        wiring_automation,
    )
    from chalicelib.timers.service import TimerPorts
    from chalicelib.timers.store import TimerStore

    return TimerPorts(
        store=TimerStore(),
        wake=waker(),
        handlers={
            "snooze": bindings.wake_snoozed,
            "schedule": bindings_composer.fire_schedule,
            "callback": bindings_calls.callback_due,
            "offer": bindings.offer_lapsed,
            "handover": bindings.hand_on,
            "webhook": bindings_webhooks.woken,
            bindings_jobs.WATCH: bindings_jobs.watched,
            bindings_privacy.RETENTION: bindings_privacy.retention_due,
            bindings_reports.MAILING: bindings_reports.mailing_due,
            **wiring_automation.automation_timers(),
        },
        clock=system_clock,
    )
