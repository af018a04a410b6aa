"""The console's routes over outbound webhooks, for administrators; and what their answers left
beside a conversation, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry import _cursor
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.webhooks.model import State

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.administrator("GET", "/webhooks")
def list_webhooks(call: AgentCall) -> Answer:
    """`WebhookList`."""
    from chalicelib import wiring
    from chalicelib.webhooks import catalogue, service
    from chalicelib.webhooks.view import endpoint_view

    found = service.endpoints(wiring.webhook_ports(), account_id=call.account_id)
    return {
        "webhooks": [endpoint_view(each) for each in found],
        "types": [{"type": name, "words": catalogue.WORDS[name]} for name in catalogue.TYPES],
    }


@routes.administrator("POST", "/webhooks")
def add_webhook(call: AgentCall) -> Answer:
    """`WebhookSecret`."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import endpoint_view
    from chalicelib.wire.webhooks import NewWebhook

    asked = call.body(NewWebhook)
    made, secret = service.add(
        wiring.webhook_ports(), account_id=call.account_id, **asked.model_dump()
    )
    return {"webhook": endpoint_view(made), "secret": secret}


@routes.administrator("PATCH", "/webhooks/{webhook_id}")
def change_webhook(call: AgentCall, webhook_id: str) -> Answer:
    """`WebhookView`."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import endpoint_view
    from chalicelib.wire.webhooks import WebhookChange

    asked = call.body(WebhookChange)
    changed = service.change(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=checked_id(webhook_id),
        **asked.model_dump(),
    )
    return endpoint_view(changed)


@routes.administrator("DELETE", "/webhooks/{webhook_id}")
def remove_webhook(call: AgentCall, webhook_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.webhooks import service

    ports = wiring.webhook_ports()
    service.remove(ports, account_id=call.account_id, id=checked_id(webhook_id))
    return None


@routes.administrator("POST", "/webhooks/{webhook_id}/secret")
def rotate_secret(call: AgentCall, webhook_id: str) -> Answer:
    """`WebhookSecret`."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import endpoint_view
    from chalicelib.wire.webhooks import WebhookRotation

    asked = call.body(WebhookRotation)
    changed, secret = service.rotate(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=checked_id(webhook_id),
        hours=asked.hours,
    )
    return {"webhook": endpoint_view(changed), "secret": secret}


@routes.administrator("POST", "/webhooks/{webhook_id}/test")
def test_webhook(call: AgentCall, webhook_id: str) -> Answer:
    """`DeliveryLine` of what is being sent."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import delivery_view

    ports = wiring.webhook_ports()
    return delivery_view(service.test(ports, account_id=call.account_id, id=checked_id(webhook_id)))


@routes.administrator("GET", "/webhooks/{webhook_id}/deliveries")
def list_deliveries(call: AgentCall, webhook_id: str) -> Answer:
    """`DeliveryPage`."""
    from chalicelib import wiring
    from chalicelib.entry._webhook_queries import LedgerQuery
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import delivery_view

    asked = call.query(LedgerQuery)
    scope = (call.account_id, webhook_id, asked.state)
    page = service.ledger(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=checked_id(webhook_id),
        state=_state(asked.state),
        position=_cursor.unpack(asked.cursor, *scope),
    )
    return {
        "deliveries": [delivery_view(each) for each in page.deliveries],
        "cursor": _cursor.pack(page.position, *scope),
    }


def _state(name: str) -> State | None:
    from chalicelib.webhooks.model import State

    return State(name) if name else None


@routes.administrator("GET", "/webhooks/{webhook_id}/deliveries/{delivery_id}")
def get_delivery(call: AgentCall, webhook_id: str, delivery_id: str) -> Answer:
    """`DeliveryWhole`."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import whole_view

    found = service.delivery(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=checked_id(webhook_id),
        delivery_id=checked_id(delivery_id),
    )
    return whole_view(found)


@routes.administrator("POST", "/webhooks/{webhook_id}/deliveries/{delivery_id}/resend")
def resend_delivery(call: AgentCall, webhook_id: str, delivery_id: str) -> Answer:
    """`DeliveryLine`."""
    from chalicelib import wiring
    from chalicelib.webhooks import service
    from chalicelib.webhooks.view import delivery_view

    sent = service.resend(
        wiring.webhook_ports(),
        account_id=call.account_id,
        id=checked_id(webhook_id),
        delivery_id=checked_id(delivery_id),
    )
    return delivery_view(sent)


@routes.administrator("POST", "/webhooks/{webhook_id}/resend")
def resend_failed(call: AgentCall, webhook_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.shared.errors import InvalidInput
    from chalicelib.webhooks import service
    from chalicelib.wire.webhooks import ResendRequest

    since = call.body(ResendRequest).since
    if since.tzinfo is None:
        raise InvalidInput("say the time zone, as in 2030-01-31T09:00:00Z", field="since")
    service.resend_failed(
        wiring.webhook_ports(), account_id=call.account_id, id=checked_id(webhook_id), since=since
    )
    return None


@routes.agent("GET", "/conversations/{conversation_id}/beside")
def beside(call: AgentCall, conversation_id: str) -> Answer:
    """`BesideList`."""
    from chalicelib import bindings, wiring

    id = checked_id(conversation_id)
    bindings.known_conversation(call.account_id, id)
    return {"cards": wiring.webhook_ports().store.cards(call.account_id, id)}
