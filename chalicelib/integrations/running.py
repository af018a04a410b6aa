"""From the account's events, and from what a service tells us, to what is done there.

At least once: a job is done, then noted; whoever dies in between is followed by who repeats it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.integrations import granting, links, service
from chalicelib.integrations.base import Request
from chalicelib.integrations.model import Connection, Job, Refused
from chalicelib.integrations.oauth import is_idle
from chalicelib.integrations.ports import IntegrationPorts
from chalicelib.shared import log
from chalicelib.shared.errors import NotFound, TooLarge
from chalicelib.shared.listening import Event
from chalicelib.shared.queues import Entry, entry

MOST_BODY = 256 * 1024


def take(p: IntegrationPorts, events: Sequence[Event]) -> Collection[str]:
    """A consumer of `events`. The ids of the events that failed."""
    failed: set[str] = set()
    for event in events:
        try:
            entries = [
                _work(each, job)
                for each in _who(p, event["account_id"])
                for job in p.get(each.kind).jobs(each.settings, event)
            ]
            if entries:
                p.enqueue(entries)
        except Exception as problem:
            log.error("integrations.not_taken", problem, event_id=event["event_id"])
            failed.add(event["event_id"])
    return failed


def _who(p: IntegrationPorts, account_id: str) -> list[Connection]:
    known = p.kept.get(account_id, p.clock(), lambda: p.store.connections(account_id))
    return [each for each in known if each.on and not is_idle(each.broken)]


def _work(connection: Connection, job: Job) -> Entry:
    return entry(
        {
            "account_id": connection.account_id,
            "connection_id": connection.id,
            "key": job.key,
            "name": job.name,
            "data": dict(job.data),
        }
    )


def run(p: IntegrationPorts, told: Mapping[str, Any]) -> None:
    """What the queue of deliveries holds. Raises what is to be tried again."""
    connection = p.store.connection(told["account_id"], told["connection_id"])
    if connection is not None and told["name"] == granting.RENEW:
        granting.look_after(p, connection, int(told["data"]["number"]))
        return
    if connection is None or not connection.on or p.store.is_done(connection, told["key"]):
        return
    job = Job(told["key"], told["name"], told["data"])
    try:
        p.get(connection.kind).run(granting.context(p, connection), job)
    except Refused as problem:
        log.line("integration.refused", kind=connection.kind, why=problem.detail)
        why = granting.refused(p, connection, problem)
        if connection.broken != why:
            p.store.mend(connection, why)
        return
    if connection.broken:
        p.store.mend(connection, "")
    p.store.did(connection, job.key)


def hear(
    p: IntegrationPorts, *, token: str, headers: Mapping[str, str], body: bytes
) -> Mapping[str, Any]:
    """What the service is answered; the rest is done behind. Raises NotFound, TooLarge,
    Unauthenticated, InvalidInput."""
    account_id, id = links.named(token)
    links.verify(p.key(account_id), token)
    if len(body) > MOST_BODY:
        raise TooLarge(f"a body may have at most {MOST_BODY // 1024} KB")
    connection = p.store.connection(account_id, id)
    if connection is None or not connection.on:
        raise NotFound("no such integration")
    found = p.get(connection.kind).hear(service.context(p, connection), Request(headers, body))
    if found.jobs:
        p.enqueue([_work(connection, job) for job in found.jobs])
    return found.answer
