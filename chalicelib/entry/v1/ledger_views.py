"""What happened, as programs get it (`wire.v1_ledgers`)."""

from __future__ import annotations

from typing import Any

from chalicelib.audit.model import Entry as AuditRecord
from chalicelib.audit.view import entry_view as audit_view
from chalicelib.entry.v1.call import STARTER
from chalicelib.inlets.model import Entry, Inlet
from chalicelib.inlets.view import entry_view
from chalicelib.privacy.model import Receipt
from chalicelib.webhooks.model import Delivery, Try
from chalicelib.webhooks.view import delivery_view
from chalicelib.wire import v1_ledgers as v1


def delivery(stored: Delivery) -> v1.WebhookDelivery:
    return v1.WebhookDelivery.model_validate(_delivery(stored))


def delivery_details(stored: Delivery) -> v1.WebhookDeliveryDetails:
    parts = {
        "attempts": [_attempt(each) for each in stored.tries],
        "request": {"headers": dict(stored.sent), "body": stored.body},
        "response": {"headers": dict(stored.answer), "body": stored.answer_body},
    }
    return v1.WebhookDeliveryDetails.model_validate(_delivery(stored) | parts)


def _delivery(stored: Delivery) -> dict[str, Any]:
    last = _attempt(stored.tries[-1]) if stored.tries else None
    return delivery_view(stored) | {"last": last}


def _attempt(one: Try) -> dict[str, Any]:
    return {"at": one.at, "status": one.status or None, "error": one.error, "ms": one.ms}


def inlet(stored: Inlet) -> v1.InboundWebhook:
    return v1.InboundWebhook.model_validate(
        {
            "id": stored.id,
            "name": stored.name,
            "channel_id": stored.channel_id,
            "queue_id": stored.queue_id or None,
            "flow_id": stored.flow_id or None,
            "mapping": [
                {"target": each.target.value, "path": each.path, "key": each.key}
                for each in stored.mapping
            ],
            "dedupe": stored.dedupe,
            "region": stored.region,
            "header": stored.header or None,
            "enabled": stored.on,
            "created_at": stored.created_at,
        }
    )


def inbound(stored: Entry) -> v1.InboundCall:
    return v1.InboundCall.model_validate(_inbound(stored))


def inbound_details(stored: Entry, body: Any) -> v1.InboundCallDetails:
    return v1.InboundCallDetails.model_validate(_inbound(stored) | {"body": body})


def _inbound(stored: Entry) -> dict[str, Any]:
    view = entry_view(stored)
    view["replays"] = view.pop("round")
    return view | _or_none(view, "contact_id", "conversation_id")


def audit_entry(stored: AuditRecord) -> v1.AuditEntry:
    view = audit_view(stored)
    view["agent_id"] = _person(stored.agent_id)
    return v1.AuditEntry.model_validate(view | _or_none(view, "subject"))


def erasure(stored: Receipt) -> v1.Erasure:
    return v1.Erasure(
        id=stored.id,
        at=stored.at,
        agent_id=_person(stored.agent_id),
        contact_id=stored.contact_id or None,
        counts=dict(stored.counts),
    )


def _person(agent_id: str) -> str | None:
    return None if agent_id.startswith(STARTER) else agent_id or None


def _or_none(view: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: view[name] or None for name in names}
