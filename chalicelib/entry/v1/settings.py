"""The public API over what administrators set up: queues and webhooks."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.accounts import details
from chalicelib.entry._routing import queue_changed
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import operation
from chalicelib.shared.errors import Conflict, Outdated
from chalicelib.webhooks import service
from chalicelib.webhooks.model import Endpoint
from chalicelib.wire import v1_records, v1_settings

QUEUE = "/queues/{queue_id}"
HOOK = "/webhooks/{webhook_id}"
GROUP = "Webhooks"
READ, WRITE = "webhooks:read", "webhooks:write"


# Queues ----------------------------------------------------------------------------------------


@operation(
    "POST",
    "/queues",
    scope="queues:write",
    group="Queues",
    summary="Add a queue",
    body=v1_settings.NewQueue,
    answer=v1_records.Queue,
    creates=True,
    problems=((409, "conflict"),),
    audit="queue.made",
)
def create_queue(call: ApiCall, body: v1_settings.NewQueue) -> v1_records.Queue:
    made = details.new_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        name=body.name,
        member_ids=tuple(body.member_ids),
    )
    queue_changed(call.account_id, made)
    return views.queue(made)


@operation(
    "PATCH",
    QUEUE,
    scope="queues:write",
    group="Queues",
    summary="Rename a queue, or say who is in it",
    body=v1_settings.QueueUpdate,
    answer=v1_records.Queue,
    problems=((409, "conflict"),),
    audit="queue.changed",
)
def update_queue(call: ApiCall, queue_id: str, body: v1_settings.QueueUpdate) -> v1_records.Queue:
    changed = details.change_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        queue_id=queue_id,
        name=body.name,
        member_ids=None if body.member_ids is None else tuple(body.member_ids),
    )
    queue_changed(call.account_id, changed)
    return views.queue(changed)


@operation(
    "DELETE",
    QUEUE,
    scope="queues:write",
    group="Queues",
    summary="Remove a queue",
    audit="queue.removed",
)
def delete_queue(call: ApiCall, queue_id: str) -> None:
    """Its conversations stay, in no queue."""
    details.remove_queue(wiring.account_ports(), account_id=call.account_id, queue_id=queue_id)


# Webhooks --------------------------------------------------------------------------------------


@operation(
    "GET",
    "/webhooks",
    scope=READ,
    group=GROUP,
    summary="List webhooks",
    answer=v1_settings.WebhookList,
)
def list_webhooks(call: ApiCall) -> v1_settings.WebhookList:
    found = service.endpoints(wiring.webhook_ports(), account_id=call.account_id)
    return v1_settings.WebhookList(data=[_webhook(each) for each in found])


@operation(
    "GET",
    HOOK,
    scope=READ,
    group=GROUP,
    summary="Read a webhook",
    answer=v1_settings.Webhook,
    versioned=True,
)
def get_webhook(call: ApiCall, webhook_id: str) -> v1_settings.Webhook:
    return _webhook(_one(call, webhook_id))


@operation(
    "POST",
    "/webhooks",
    scope=WRITE,
    group=GROUP,
    summary="Have events sent to an address",
    body=v1_settings.NewWebhook,
    example={"url": "https://shop.example/hooks", "types": ["message.received"]},
    answer=v1_settings.WebhookMade,
    creates=True,
    secret=True,
    problems=((409, "conflict"),),
    audit="webhook.made",
)
def create_webhook(call: ApiCall, body: v1_settings.NewWebhook) -> v1_settings.WebhookMade:
    """The secret is shown this once."""
    made, secret = service.add(
        wiring.webhook_ports(), account_id=call.account_id, **body.model_dump()
    )
    return v1_settings.WebhookMade(webhook=_webhook(made), secret=secret)


@operation(
    "PATCH",
    HOOK,
    scope=WRITE,
    group=GROUP,
    summary="Change a webhook, or switch it on or off",
    body=v1_settings.WebhookUpdate,
    answer=v1_settings.Webhook,
    versioned=True,
    problems=((409, "conflict"),),
    audit="webhook.changed",
)
def update_webhook(
    call: ApiCall, webhook_id: str, body: v1_settings.WebhookUpdate
) -> v1_settings.Webhook:
    before = _one(call, webhook_id)
    call.match(_webhook(before))
    wish = body.model_dump()
    try:
        changed = service.change(
            wiring.webhook_ports(),
            account_id=call.account_id,
            id=webhook_id,
            version=before.version,
            on=wish.pop("enabled"),
            **wish,
        )
    except Conflict:
        if call.conditional:
            raise Outdated("it has changed since you read it") from None
        raise
    return _webhook(changed)


@operation(
    "DELETE",
    HOOK,
    scope=WRITE,
    group=GROUP,
    summary="Remove a webhook",
    audit="webhook.removed",
)
def delete_webhook(call: ApiCall, webhook_id: str) -> None:
    """What waits for it is not sent."""
    service.remove(wiring.webhook_ports(), account_id=call.account_id, id=webhook_id)


def _one(call: ApiCall, webhook_id: str) -> Endpoint:
    return service.endpoint(wiring.webhook_ports(), account_id=call.account_id, id=webhook_id)


def _webhook(stored: Endpoint) -> v1_settings.Webhook:
    from chalicelib.webhooks.view import endpoint_view

    view = endpoint_view(stored)
    kept = ("id", "url", "types", "description", "channel_ids", "enriches", "created_at")
    return v1_settings.Webhook.model_validate(
        {
            **{name: view[name] for name in kept},
            "enabled": not view["off"],
            "off": view["off"] or None,
        }
    )
