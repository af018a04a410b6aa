"""The composition root of outbound webhooks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.webhooks.ports import WebhookPorts


@cache
def webhook_ports() -> WebhookPorts:
    from chalicelib import bindings_webhooks, wiring
    from chalicelib.accounts.cache import Cache
    from chalicelib.shared.secrets import KmsSecretBox
    from chalicelib.webhooks.ports import WebhookPorts
    from chalicelib.webhooks.store import DynamoWebhookStore

    here = settings()
    return WebhookPorts(
        store=DynamoWebhookStore(),
        secrets=KmsSecretBox(aws.kms, here.kms_key_id),
        kept=Cache(seconds=10),
        fetch=bindings_webhooks.fetch,
        enqueue=wiring.queue_sender(here.deliveries_queue_url),
        wake=bindings_webhooks.wake,
        watch=bindings_webhooks.watch,
        channels=bindings_webhooks.channels,
        token=bindings_webhooks.token,
        enrich=bindings_webhooks.enrich,
        warn=bindings_webhooks.warn,
        clock=system_clock,
        private=bool(here.allowed_private_hosts),
    )
