"""As `bindings`, for erasing, taking out and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.jobs.model import Job
    from chalicelib.privacy.model import Receipt
    from chalicelib.timers.model import Timer

RETENTION = "retention"


def erase_step(job: Job) -> Job:
    from chalicelib.privacy import erasing

    return erasing.step(wiring.privacy_ports(), job)


def take_out_step(job: Job) -> Job:
    from chalicelib.privacy import taking_out

    return taking_out.step(wiring.privacy_ports(), job)


def forget_words(
    account_id: str, kind: str, gone: Callable[[str], bool], before: int
) -> tuple[int, int]:
    from chalicelib.search import forgetting

    return forgetting.forget(wiring.search_ports().store, account_id, kind, gone, before)


def let_go(account_id: str, conversation_id: str) -> None:
    """Routing counts it no more, whoever had it."""
    from chalicelib.routing.store import DynamoRouteStore

    store = DynamoRouteStore()
    route = store.route(account_id, conversation_id)
    for agent_id in {route.holder, route.intent} - {""} if route else ():
        store.release(account_id, agent_id, conversation_id)


def noted(receipt: Receipt) -> None:
    from chalicelib.audit import service
    from chalicelib.audit.model import Entry

    action = "contact.erased" if receipt.contact_id else "retention.applied"
    entry = Entry(
        id=receipt.id,
        account_id=receipt.account_id,
        at=receipt.at,
        action=action,
        agent_id=receipt.agent_id,
        subject=receipt.contact_id,
        counts=receipt.counts,
    )
    service.note(wiring.audit_ports(), entry)


def retention_timer(account_id: str, due: datetime, version: int) -> None:
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {"rules": str(version)}
    timer = Timer(account_id, f"{RETENTION}-{account_id}", due, RETENTION, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def retention_due(timer: Timer) -> None:
    from chalicelib.privacy import retention

    retention.due(
        wiring.retention_ports(),
        account_id=timer.account_id,
        rules=int(timer.payload["rules"]),
        due=timer.due,
    )


def start_job(job: Job) -> Job:
    from chalicelib.jobs import service

    return service.start(wiring.job_ports(), job=job)
