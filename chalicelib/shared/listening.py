"""What listens to an account's events, and how the function `events` brings them. Pure.

An event comes at least once, and in no order: a consumer knows a repeat by its `event_id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]  # a `shared.events.DomainEvent` as JSON, `watched` beside it
Consumer = Callable[[Sequence[Event]], Collection[str]]  # answers the ids of those that failed


def read(envelope: str) -> Event:
    """The event in what EventBridge put into the queue. Raises ValueError.

    https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    """
    detail = json.loads(envelope)["detail"]
    if not isinstance(detail, dict) or "event_id" not in detail:
        raise ValueError("this is no event of ours")
    return detail


def hand_out(consumers: Sequence[Consumer], events: Sequence[Event]) -> set[str]:
    """To each in turn; one's failure keeps nothing from the others. The ids that failed anywhere:
    they come again, to all."""
    failed: set[str] = set()
    for consumer in consumers:
        failed |= set(consumer(events))
    return failed
