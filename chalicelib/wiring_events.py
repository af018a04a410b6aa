"""The composition root of events: who listens to an account, and what the function `events` does
with what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.accounts.cache import Cache
    from chalicelib.shared.events import DomainEvent
    from chalicelib.shared.listening import Consumer


@cache
def kept_watched() -> Cache[bool]:
    """Whether anybody listens to an account, for seconds: a busy account costs no reads, and who
    begins to listen is heard of soon."""
    from chalicelib.accounts.cache import Cache

    return Cache(seconds=10)


def watched(account_id: str) -> bool:
    from chalicelib.accounts.store import DynamoAccountStore

    return kept_watched().get(
        account_id,
        system_clock(),
        lambda: DynamoAccountStore().watched(account_id),
    )


def publish(events: Sequence[DomainEvent]) -> None:
    """To the bus, and where somebody listens further. Raises TryAgain."""
    from chalicelib.shared import events as bus

    bus.publish(aws.events, settings().bus_name, events, watched)


@cache
def consumers() -> tuple[Consumer, ...]:
    """In their order; each bears repeats and disorder."""
    from chalicelib import bindings_integrations, bindings_webhooks, wiring

    wiring.webhook_ports()
    return (bindings_webhooks.take, bindings_integrations.take)
