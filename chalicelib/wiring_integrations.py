"""The composition root of integrations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.integrations.model import Connection
    from chalicelib.integrations.ports import IntegrationPorts


@cache
def integration_ports() -> IntegrationPorts:
    from chalicelib import bindings_inlets, bindings_integrations, bindings_webhooks, wiring
    from chalicelib.accounts.cache import Cache
    from chalicelib.integrations import registry
    from chalicelib.integrations.ports import IntegrationPorts
    from chalicelib.integrations.store import DynamoConnectionStore
    from chalicelib.shared.secrets import KmsSecretBox

    here = settings()
    kept: Cache[list[Connection]] = Cache(seconds=10)
    return IntegrationPorts(
        store=DynamoConnectionStore(system_clock),
        secrets=KmsSecretBox(aws.kms, here.kms_key_id),
        kept=kept,
        get=registry.get,
        fetch=bindings_integrations.fetch,
        enqueue=wiring.queue_sender(here.deliveries_queue_url),
        watch=bindings_integrations.watch,
        key=bindings_inlets.key,
        known=bindings_integrations.known,
        doing=bindings_integrations.Doing(),
        changed=bindings_integrations.tell_channels,
        warn=bindings_integrations.warn,
        chance=bindings_webhooks.token,
        outside=bindings_integrations.outside,
        clock=system_clock,
        public_url=here.public_url,
    )
