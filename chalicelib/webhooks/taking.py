"""The first consumer of `events`: what an account's endpoints want goes into their ledgers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from chalicelib.shared import log
from chalicelib.shared.clock import from_text
from chalicelib.shared.listening import Event
from chalicelib.shared.queues import Entry, entry
from chalicelib.webhooks import catalogue
from chalicelib.webhooks.model import KEPT_DAYS, Delivery, Endpoint, State, delivery_id
from chalicelib.webhooks.ports import WebhookPorts
from chalicelib.webhooks.service import work_of


def take(p: WebhookPorts, events: Sequence[Event]) -> Collection[str]:
    """Written first, then sent on: a repeat finds it there, and sends on what was never tried.
    The ids of the events that failed."""
    failed: set[str] = set()
    for event in events:
        try:
            entries = [found for each in _who(p, event) if (found := _write(p, each, event))]
            if entries:
                p.enqueue(entries)
        except Exception as problem:
            log.error("webhooks.not_taken", problem, event_id=event["event_id"])
            failed.add(event["event_id"])
    return failed


def _who(p: WebhookPorts, event: Event) -> list[Endpoint]:
    account_id = event["account_id"]
    known = p.kept.get(account_id, p.clock(), lambda: p.store.endpoints(account_id))
    return [each for each in known if each.wants(event["type"], event.get("channel_id", ""))]


def _write(p: WebhookPorts, endpoint: Endpoint, event: Event) -> Entry | None:
    at, now = from_text(event["occurred_at"]), p.clock()
    made = Delivery(
        id=delivery_id(endpoint.id, event["event_id"], at),
        account_id=endpoint.account_id,
        endpoint_id=endpoint.id,
        event_id=event["event_id"],
        type=event["type"],
        body=catalogue.payload(event),
        created_at=now,
        next_at=now,
    )
    there = p.store.add(made, now + timedelta(days=KEPT_DAYS))
    if there and (there.tries or there.state is not State.WAITING):
        return None
    return entry(work_of(made))
