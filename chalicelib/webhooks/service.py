"""Webhooks for their administrators: endpoints, secrets, the ledger, and sending again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id
from chalicelib.shared.queues import entry
from chalicelib.webhooks import catalogue, rules, signing
from chalicelib.webhooks.model import (
    KEPT_DAYS,
    LONGEST_OVERLAP,
    MOST_ENDPOINTS,
    TEST,
    Delivery,
    Endpoint,
    Off,
    Secrets,
    State,
    again,
    delivery_id,
)
from chalicelib.webhooks.ports import Page, WebhookPorts

PAGE = 25


def endpoints(p: WebhookPorts, *, account_id: str) -> list[Endpoint]:
    return p.store.endpoints(account_id)


def endpoint(p: WebhookPorts, *, account_id: str, id: str) -> Endpoint:
    """Raises NotFound."""
    found = p.store.endpoint(account_id, id)
    if found is None:
        raise NotFound("no such webhook")
    return found


def add(
    p: WebhookPorts,
    *,
    account_id: str,
    url: str,
    types: Sequence[str],
    description: str = "",
    channel_ids: Sequence[str] = (),
    enriches: bool = False,
) -> tuple[Endpoint, str]:
    """The endpoint, and its secret: nobody is shown it again. Raises InvalidInput, Conflict."""
    if len(p.store.endpoints(account_id)) >= MOST_ENDPOINTS:
        raise Conflict(f"an account has {MOST_ENDPOINTS} webhooks at most")
    secret = signing.written(p.token(signing.LENGTH))
    made = Endpoint(
        id=new_id(p.clock()),
        account_id=account_id,
        url=rules.checked_url(url, private=p.private),
        types=rules.checked_types(types),
        description=description.strip(),
        channel_ids=_channels(p, account_id, channel_ids),
        enriches=enriches,
        sealed=sealed(p, account_id, Secrets(secret)),
        created_at=p.clock(),
    )
    p.watch(account_id, True)  # first: who dies here has told too much, not too little
    saved = p.store.save(made)
    p.kept.forget(account_id)
    _watch(p, account_id)  # again: who removed the last one meanwhile may have ended it
    return saved, secret


def change(
    p: WebhookPorts,
    *,
    account_id: str,
    id: str,
    version: int,
    url: str | None = None,
    types: Sequence[str] | None = None,
    description: str | None = None,
    channel_ids: Sequence[str] | None = None,
    enriches: bool | None = None,
    on: bool | None = None,
) -> Endpoint:
    """None leaves a part as it is. on: switched on again, it begins anew; what failed meanwhile
    can be sent again. Raises NotFound, InvalidInput, Conflict."""
    before = endpoint(p, account_id=account_id, id=id)
    if before.version != version:
        raise Conflict("somebody changed this webhook at the same time")
    after = replace(
        before,
        url=before.url if url is None else rules.checked_url(url, private=p.private),
        types=before.types if types is None else rules.checked_types(types),
        description=before.description if description is None else description.strip(),
        channel_ids=(
            before.channel_ids if channel_ids is None else _channels(p, account_id, channel_ids)
        ),
        enriches=before.enriches if enriches is None else enriches,
    )
    if on is not None:
        off = Off.ON if on else (before.off or Off.PAUSED)
        after = replace(after, off=off, failing_since=None if on else before.failing_since)
    saved = p.store.save(after)
    p.kept.forget(account_id)
    _watch(p, account_id)
    return saved


def remove(p: WebhookPorts, *, account_id: str, id: str) -> None:
    """What waits for it is not sent. Raises NotFound."""
    if not p.store.remove(account_id, id):
        raise NotFound("no such webhook")
    p.kept.forget(account_id)
    _watch(p, account_id)


def rotate(p: WebhookPorts, *, account_id: str, id: str, hours: int) -> tuple[Endpoint, str]:
    """A new secret, shown this once. hours: so long the old one signs too; 0: no more at once.
    Raises NotFound, InvalidInput (hours), Conflict."""
    if not 0 <= hours <= LONGEST_OVERLAP:
        raise InvalidInput(f"from 0 to {LONGEST_OVERLAP}", field="hours")
    before = endpoint(p, account_id=account_id, id=id)
    until = p.clock() + timedelta(hours=hours) if hours else None
    old = opened(p, before).current if hours else ""
    secret = signing.written(p.token(signing.LENGTH))
    after = replace(
        before,
        sealed=sealed(p, account_id, Secrets(secret, old, until)),
        previous_until=until,
    )
    saved = p.store.save(after)
    p.kept.forget(account_id)
    return saved, secret


def sealed(p: WebhookPorts, account_id: str, secrets: Secrets) -> str:
    told = {
        "current": secrets.current,
        "previous": secrets.previous,
        "until": to_text(secrets.until) if secrets.until else "",
    }
    return p.secrets.encrypt(json.dumps(told), account_id=account_id)


def opened(p: WebhookPorts, endpoint: Endpoint) -> Secrets:
    told = json.loads(p.secrets.decrypt(endpoint.sealed, account_id=endpoint.account_id))
    until = from_text(told["until"]) if told["until"] else None
    return Secrets(told["current"], told["previous"], until)


def test(p: WebhookPorts, *, account_id: str, id: str) -> Delivery:
    """Send a made-up event now, once, even to an endpoint that is off. Raises NotFound."""
    found = endpoint(p, account_id=account_id, id=id)
    now = p.clock()
    event_id = f"test#{new_id(now)}"
    made = Delivery(
        id=delivery_id(found.id, event_id, now),
        account_id=account_id,
        endpoint_id=found.id,
        event_id=event_id,
        type=TEST,
        body=catalogue.test_payload(to_text(now), found.id),
        created_at=now,
        next_at=now,
    )
    p.store.add(made, now + timedelta(days=KEPT_DAYS))
    p.enqueue([entry(work_of(made))])
    return made


def work_of(delivery: Delivery, *, now: bool = False) -> dict[str, object]:
    """What the queue of deliveries is given. now: not to wait for its moment."""
    work: dict[str, object] = {
        "account_id": delivery.account_id,
        "endpoint_id": delivery.endpoint_id,
        "delivery_id": delivery.id,
        "tries": len(delivery.tries),
    }
    return work | {"now": True} if now else work


def ledger(
    p: WebhookPorts,
    *,
    account_id: str,
    id: str,
    state: State | None = None,
    position: str = "",
    limit: int = PAGE,
) -> Page:
    """The newest first. Raises NotFound."""
    endpoint(p, account_id=account_id, id=id)
    return p.store.deliveries(
        account_id, id, state=state, since=None, position=position, limit=limit
    )


def delivery(p: WebhookPorts, *, account_id: str, id: str, delivery_id: str) -> Delivery:
    """Raises NotFound."""
    found = p.store.delivery(account_id, id, delivery_id)
    if found is None:
        raise NotFound("no such delivery")
    return found


def resend(p: WebhookPorts, *, account_id: str, id: str, delivery_id: str) -> Delivery:
    """Again, with the same `webhook-id`. Raises NotFound, Conflict while it is being sent."""
    endpoint(p, account_id=account_id, id=id)
    before = delivery(p, account_id=account_id, id=id, delivery_id=delivery_id)
    after = again(before, p.clock())
    if not p.store.record(after, tries=len(before.tries), waiting=False):
        raise Conflict("it is being sent just now")
    p.enqueue([entry(work_of(after, now=True))])
    return after


def resend_failed(p: WebhookPorts, *, account_id: str, id: str, since: datetime) -> None:
    """All that failed since then, page by page. Raises NotFound."""
    endpoint(p, account_id=account_id, id=id)
    p.enqueue([entry(page_work(account_id, id, State.FAILED, since))])


def page_work(
    account_id: str, id: str, state: State, since: datetime | None, position: str = ""
) -> dict[str, object]:
    return {
        "account_id": account_id,
        "endpoint_id": id,
        "page": state.value,
        "since": to_text(since) if since else "",
        "position": position,
    }


def _watch(p: WebhookPorts, account_id: str) -> None:
    """Looked at anew after it was ended: of two who change this at once, one sees the other's."""

    def needed() -> bool:
        return any(not each.off for each in p.store.endpoints(account_id))

    watched = needed()
    p.watch(account_id, watched)
    if not watched and needed():
        p.watch(account_id, True)


def _channels(p: WebhookPorts, account_id: str, ids: Sequence[str]) -> tuple[str, ...]:
    return rules.checked_channels(ids, p.channels(account_id)) if ids else ()
