"""The public API over what administrators set up: queues and webhooks."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.accounts import details
from chalicelib.entry._routing import queue_changed
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import QUEUES, WEBHOOKS
from chalicelib.webhooks import service
from chalicelib.webhooks.model import Endpoint
from chalicelib.wire import v1_ledgers, v1_records, v1_settings

QUEUE = "/queues/{queue_id}"
HOOK = "/webhooks/{webhook_id}"


# Queues ----------------------------------------------------------------------------------------


@QUEUES.post("/queues", creates=True, versioned=True, problems=CONFLICT, audit="queue.made")
def create_queue(call: ApiCall, body: v1_settings.NewQueue) -> v1_records.Queue:
    """Add a queue."""
    made = details.new_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        name=body.name,
        member_ids=tuple(body.member_ids),
        id=call.made_id,
    )
    queue_changed(call.account_id, made)
    return views.queue(made)


@QUEUES.patch(QUEUE, versioned=True, problems=CONFLICT, audit="queue.changed")
def update_queue(call: ApiCall, queue_id: str, body: v1_settings.QueueUpdate) -> v1_records.Queue:
    """Rename a queue, or say who is in it."""
    changed = details.change_queue(
        wiring.account_ports(),
        account_id=call.account_id,
        queue_id=queue_id,
        name=body.name,
        member_ids=None if body.member_ids is None else tuple(body.member_ids),
        check=(lambda queue: call.match(views.queue(queue))) if call.conditional else None,
    )
    queue_changed(call.account_id, changed)
    return views.queue(changed)


@QUEUES.delete(QUEUE, audit="queue.removed")
def delete_queue(call: ApiCall, queue_id: str) -> None:
    """Remove a queue.

    Its conversations stay, in no queue.
    """
    details.remove_queue(wiring.account_ports(), account_id=call.account_id, queue_id=queue_id)


# Webhooks --------------------------------------------------------------------------------------


@WEBHOOKS.get("/webhooks")
def list_webhooks(call: ApiCall) -> v1_settings.WebhookList:
    """List webhooks."""
    found = service.endpoints(wiring.webhook_ports(), account_id=call.account_id)
    return v1_settings.WebhookList(data=[_webhook(each) for each in found])


@WEBHOOKS.get(HOOK, versioned=True)
def get_webhook(call: ApiCall, webhook_id: str) -> v1_settings.Webhook:
    """Read a webhook."""
    return _webhook(_one(call, webhook_id))


@WEBHOOKS.post(
    "/webhooks",
    example={"url": "https://shop.example/hooks", "types": ["message.received"]},
    creates=True,
    secret=True,
    problems=CONFLICT,
    audit="webhook.made",
)
def create_webhook(call: ApiCall, body: v1_settings.NewWebhook) -> v1_settings.WebhookMade:
    """Have events sent to an address.

    The secret is shown this once.
    """
    made, secret = service.add(
        wiring.webhook_ports(), account_id=call.account_id, **body.model_dump()
    )
    return v1_settings.WebhookMade(webhook=_webhook(made), secret=secret)


@WEBHOOKS.patch(HOOK, versioned=True, problems=CONFLICT, audit="webhook.changed")
def update_webhook(
    call: ApiCall, webhook_id: str, body: v1_settings.WebhookUpdate
) -> v1_settings.Webhook:
    """Change a webhook, or switch it on or off."""
    wish = body.model_dump()
    wish["on"] = wish.pop("enabled")

    def change() -> Endpoint:
        before = _one(call, webhook_id)
        call.match(_webhook(before))
        return service.change(
            wiring.webhook_ports(),
            account_id=call.account_id,
            id=webhook_id,
            version=before.version,
            **wish,
        )

    return _webhook(call.settled(change))


@WEBHOOKS.post(
    f"{HOOK}/secret", example={"hours": 24}, secret=True, problems=CONFLICT, audit="webhook.changed"
)
def rotate_webhook_secret(
    call: ApiCall, webhook_id: str, body: v1_ledgers.SecretRotation
) -> v1_settings.WebhookMade:
    """Give a webhook a new secret.

    It is shown this once. The one before it signs too for some hours.
    """
    changed, secret = service.rotate(
        wiring.webhook_ports(), account_id=call.account_id, id=webhook_id, hours=body.hours
    )
    return v1_settings.WebhookMade(webhook=_webhook(changed), secret=secret)


@WEBHOOKS.delete(HOOK, audit="webhook.removed")
def delete_webhook(call: ApiCall, webhook_id: str) -> None:
    """Remove a webhook.

    What waits for it is not sent.
    """
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
