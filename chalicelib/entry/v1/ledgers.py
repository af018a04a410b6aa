"""The public API over what happened: what webhooks sent and took, who did what, what was erased."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.audit import service as audit
from chalicelib.entry.v1 import ledger_views as views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import AUDIT, DELIVERIES, WEBHOOKS
from chalicelib.inlets import service as inlets
from chalicelib.shared.errors import InvalidInput
from chalicelib.webhooks import service
from chalicelib.webhooks.model import State
from chalicelib.wire import v1_ledgers as v1

OF = "/webhooks/{webhook_id}/deliveries"
ONE = f"{OF}/{{delivery_id}}"
INLET = "/inbound-webhooks/{inlet_id}"
CALL = f"{INLET}/calls/{{call_id}}"


# What webhooks sent ----------------------------------------------------------------------------


@DELIVERIES.get(OF)
def list_webhook_deliveries(
    call: ApiCall, webhook_id: str, query: v1.DeliveriesQuery
) -> v1.WebhookDeliveryList:
    """List what was sent to a webhook in the last 30 days, newest first.

    With a state, a page may hold few, or none, and go on.
    """
    at = call.place(query.cursor, "v1 deliveries", webhook_id, query.state)
    page = service.ledger(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=webhook_id,
        state=State(query.state) if query.state else None,
        position=at.position,
        limit=query.limit,
    )
    return v1.WebhookDeliveryList(
        data=[views.delivery(each) for each in page.deliveries],
        next_cursor=at.after(page.position),
    )


@DELIVERIES.get(ONE)
def get_webhook_delivery(
    call: ApiCall, webhook_id: str, delivery_id: str
) -> v1.WebhookDeliveryDetails:
    """Read a delivery: each try, what was sent, and the answer."""
    found = service.delivery(
        wiring.webhook_ports(), account_id=call.account_id, id=webhook_id, delivery_id=delivery_id
    )
    return views.delivery_details(found)


@WEBHOOKS.post(f"{ONE}/resend", problems=CONFLICT)
def resend_webhook_delivery(call: ApiCall, webhook_id: str, delivery_id: str) -> v1.WebhookDelivery:
    """Send a delivery again, with the same `webhook-id`."""
    sent = service.resend(
        wiring.webhook_ports(), account_id=call.account_id, id=webhook_id, delivery_id=delivery_id
    )
    return views.delivery(sent)


@WEBHOOKS.post("/webhooks/{webhook_id}/resend", example={"since": "2027-01-31T09:00:00-03:00"})
def resend_failed_deliveries(call: ApiCall, webhook_id: str, body: v1.Resend) -> None:
    """Send all again that failed since then, in the background."""
    if body.since.tzinfo is None:
        raise InvalidInput("say the time zone, as in 2030-01-31T09:00:00Z", field="since")
    service.resend_failed(
        wiring.webhook_ports(), account_id=call.account_id, id=webhook_id, since=body.since
    )


@WEBHOOKS.post("/webhooks/{webhook_id}/test", creates=True)
def test_webhook(call: ApiCall, webhook_id: str) -> v1.WebhookDelivery:
    """Send a made-up event now, once, even to a webhook that is off."""
    return views.delivery(
        service.test(wiring.webhook_ports(), account_id=call.account_id, id=webhook_id)
    )


# What inbound webhooks took --------------------------------------------------------------------


@WEBHOOKS.get("/inbound-webhooks")
def list_inbound_webhooks(call: ApiCall) -> v1.InboundWebhookList:
    """List inbound webhooks."""
    found = inlets.inlets(wiring.inlet_ports(), account_id=call.account_id)
    return v1.InboundWebhookList(data=[views.inlet(each) for each in found])


@WEBHOOKS.get(INLET)
def get_inbound_webhook(call: ApiCall, inlet_id: str) -> v1.InboundWebhook:
    """Read an inbound webhook."""
    return views.inlet(inlets.inlet(wiring.inlet_ports(), account_id=call.account_id, id=inlet_id))


@DELIVERIES.get(f"{INLET}/calls")
def list_inbound_calls(call: ApiCall, inlet_id: str, query: v1.CallsQuery) -> v1.InboundCallList:
    """List what other systems sent to an inbound webhook in the last 30 days, newest first."""
    at = call.place(query.cursor, "v1 calls", inlet_id)
    page = inlets.ledger(
        wiring.inlet_ports(),
        account_id=call.account_id,
        id=inlet_id,
        position=at.position,
        limit=query.limit,
    )
    return v1.InboundCallList(
        data=[views.inbound(each) for each in page.entries], next_cursor=at.after(page.position)
    )


@DELIVERIES.get(CALL)
def get_inbound_call(call: ApiCall, inlet_id: str, call_id: str) -> v1.InboundCallDetails:
    """Read a call of an inbound webhook, with its body."""
    found = inlets.entry(
        wiring.inlet_ports(), account_id=call.account_id, id=inlet_id, entry_id=call_id
    )
    return views.inbound_details(found, inlets.shown(found))


@WEBHOOKS.post(f"{CALL}/replay", problems=CONFLICT)
def replay_inbound_call(call: ApiCall, inlet_id: str, call_id: str) -> v1.InboundCall:
    """Do a call once more, with the mapping as it is now."""
    again = inlets.replay(
        wiring.inlet_ports(), account_id=call.account_id, id=inlet_id, entry_id=call_id
    )
    return views.inbound(again)


# Who did what ----------------------------------------------------------------------------------


@AUDIT.get("/audit-log")
def list_audit_entries(call: ApiCall, query: v1.AuditQuery) -> v1.AuditEntryList:
    """List who changed what in the last two years, newest first.

    A page may hold few, or none, and go on.
    """
    at = call.place(query.cursor, "v1 audit", query.agent_id, query.action)
    page = audit.page(
        wiring.audit_ports(),
        account_id=call.account_id,
        agent_id=query.agent_id,
        action=query.action,
        cursor=at.position,
        limit=query.limit,
    )
    return v1.AuditEntryList(
        data=[views.audit_entry(each) for each in page.entries], next_cursor=at.after(page.cursor)
    )


@AUDIT.get("/erasures")
def list_erasures(call: ApiCall, query: v1.ErasuresQuery) -> v1.ErasureList:
    """List the receipts of what was erased, newest first."""
    at = call.place(query.cursor, "v1 erasures")
    found, cursor = wiring.privacy_ports().store.receipts(
        call.account_id, cursor=at.position, limit=query.limit
    )
    return v1.ErasureList(
        data=[views.erasure(each) for each in found], next_cursor=at.after(cursor)
    )
