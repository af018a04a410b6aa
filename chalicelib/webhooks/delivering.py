"""From the ledger to the receiver: one try, and what follows from it.

At least once. A try is made, then written under the number of the tries before it, then its
successor is set: whoever dies in between is followed by who repeats his work, never by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.base import ProviderResponse
from chalicelib.shared import log
from chalicelib.shared.clock import from_text, to_milliseconds
from chalicelib.shared.errors import AppError, TooLarge
from chalicelib.shared.queues import entry
from chalicelib.webhooks import answering, disabling, signing
from chalicelib.webhooks.model import (
    BACKOFF,
    MOST_ANSWER,
    MOST_KEPT,
    PATIENCE,
    SECONDS,
    TEST,
    Delivery,
    Endpoint,
    Off,
    State,
    Try,
    again,
    brought_forward,
    given_up,
    may_come_early,
    tried,
)
from chalicelib.webhooks.ports import WebhookPorts
from chalicelib.webhooks.service import opened, page_work, work_of

LONGEST_DELAY = 900  # seconds that SQS keeps a message back
EARLY = timedelta(seconds=1)
SOON = timedelta(seconds=BACKOFF[0]) - EARLY  # who failed for less is tried again by then
PAGE = 25
_SHOWN = ("content-type", "content-length", "date", "location", "retry-after", "server")

Work = Mapping[str, Any]


def work(p: WebhookPorts, told: Work, *, receives: int) -> None:
    """What the queue of deliveries holds: a try, a page of the ledger to be sent again, or that an
    endpoint is to be switched off.
    receives: above 1, somebody may have died over it."""
    if "page" in told:
        _page(p, told)
        return
    if "off" in told:
        disabling.disabled(p, told)
        return
    ids = (told["account_id"], told["endpoint_id"])
    endpoint = p.store.endpoint(*ids)
    delivery = p.store.delivery(*ids, told["delivery_id"])
    if endpoint is None or delivery is None or delivery.state is not State.WAITING:
        return
    if len(delivery.tries) != told["tries"]:
        if receives > 1:
            set_next(p, delivery)
        return
    if endpoint.off and delivery.type != TEST:
        p.store.record(given_up(delivery), tries=len(delivery.tries))
    elif delivery.next_at and not told.get("now") and p.clock() < delivery.next_at - EARLY:
        set_next(p, delivery)
    else:
        _attempt(p, endpoint, delivery)


def set_next(p: WebhookPorts, delivery: Delivery) -> None:
    """Bring it back at its moment."""
    if delivery.state is not State.WAITING or delivery.next_at is None:
        return
    seconds = (delivery.next_at - p.clock()).total_seconds()
    if seconds <= LONGEST_DELAY:
        p.enqueue([entry(work_of(delivery), delay=max(0, min(LONGEST_DELAY, round(seconds))))])
        return
    name = f"webhook-{delivery.id}-{len(delivery.tries)}"
    p.wake(delivery.account_id, name, delivery.next_at, work_of(delivery))


def _attempt(p: WebhookPorts, endpoint: Endpoint, delivery: Delivery) -> None:
    at = to_milliseconds(p.clock())  # as the ledger has it
    sent = signing.headers(
        message_id=delivery.message_id,
        at=at,
        body=delivery.body,
        secrets=opened(p, endpoint).at(at),
    )
    attempt, answer = _call(p, endpoint, delivery, sent, at)
    after = replace(
        tried(delivery, attempt),
        sent=sent | {"url": endpoint.url},
        answer=_shown(answer),
        answer_body=_text(answer)[:MOST_KEPT],
    )
    if attempt.status == 410 and delivery.type != TEST:
        after = given_up(after)
    if attempt.good and endpoint.enriches and answer is not None:
        _enrich(p, delivery, answer)
    if delivery.type != TEST:
        _judge(p, endpoint, attempt)
    if not p.store.record(after, tries=len(delivery.tries)):
        # Another was faster; or it was written, and the answer was lost: then nobody else goes on.
        after = p.store.delivery(delivery.account_id, delivery.endpoint_id, delivery.id) or after
        if after.tries[-1:] != (attempt,):
            return
    set_next(p, after)


def _call(
    p: WebhookPorts, endpoint: Endpoint, delivery: Delivery, sent: Mapping[str, str], at: datetime
) -> tuple[Try, ProviderResponse | None]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "tertulia-webhooks/1",
        **sent,
    }
    answer, error = None, ""
    try:
        answer = p.fetch(
            "POST",
            endpoint.url,
            headers=headers,
            body=delivery.body.encode(),
            seconds=SECONDS,
            limit=MOST_ANSWER,
        )
    except TooLarge:
        error = "too_large"
    except AppError as problem:
        error = "private" if problem.code == "address_refused" else problem.detail or problem.code
    status = answer.status if answer else 0
    if 300 <= status < 400:
        error = "redirect"
    took = round((p.clock() - at).total_seconds() * 1000)
    return Try(at=at, status=status, error=error, ms=took), answer


def _judge(p: WebhookPorts, endpoint: Endpoint, attempt: Try) -> None:
    """Of the endpoint: it works again, it fails, it has failed for too long, it is gone. Who comes
    back is sent at once what waits for him."""
    ids = (endpoint.account_id, endpoint.id)
    if attempt.good:
        if endpoint.failing_since:
            if attempt.at - endpoint.failing_since >= SOON:
                p.enqueue([entry(page_work(*ids, State.WAITING, None))])
            p.store.failing(*ids, None)
    elif attempt.status == 410:
        disabling.disable(p, endpoint, Off.GONE)
    elif endpoint.failing_since is None:
        p.store.failing(*ids, attempt.at)
    elif attempt.at - endpoint.failing_since >= PATIENCE:
        disabling.disable(p, endpoint, Off.FAILING)


def _page(p: WebhookPorts, told: Work) -> None:
    """Some of what waits or has failed, sent now; the rest is the next page's. Repeats are
    harmless: each is held to the number of its tries."""
    state, ids = State(told["page"]), (told["account_id"], told["endpoint_id"])
    since = from_text(told["since"]) if told["since"] else None
    found = p.store.deliveries(
        *ids, state=state, since=since, position=told["position"], limit=PAGE
    )
    entries = []
    for each in found.deliveries:
        if state is State.WAITING and not may_come_early(each):
            continue
        bring = brought_forward if state is State.WAITING else again
        after = bring(each, p.clock())
        if p.store.record(after, tries=len(each.tries), waiting=state is State.WAITING):
            entries.append(entry(work_of(after, now=True)))
    if entries:
        p.enqueue(entries)
    if found.position:
        p.enqueue([entry(page_work(*ids, state, since, found.position))])


def _enrich(p: WebhookPorts, delivery: Delivery, answer: ProviderResponse) -> None:
    told = answering.read(_text(answer))
    if not told:
        return
    data = json.loads(delivery.body)["data"]
    try:
        p.enrich(delivery.account_id, data | {"webhook_id": delivery.endpoint_id}, told)
    except AppError as problem:
        log.error("webhooks.not_enriched", problem, delivery=delivery.id)


def _text(answer: ProviderResponse | None) -> str:
    return answer.body.decode(errors="replace") if answer else ""


def _shown(answer: ProviderResponse | None) -> dict[str, str]:
    if answer is None:
        return {}
    return {name: answer.headers[name][:200] for name in _SHOWN if name in answer.headers}
