"""The stream's records told to screens, queues and the bus. Thin: `plan` decides.

At least once: a record that fails is delivered again with all after it, and every receiver knows a
repeat by its seq and rev, its deduplication id or its event id. One receiver's failure keeps none
of the others waiting within the same delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from chalicelib.conversations.model import Message
from chalicelib.realtime.model import Event
from chalicelib.realtime.plan import Change, Plan, Views, Work, plan
from chalicelib.shared import log
from chalicelib.shared.events import DomainEvent
from chalicelib.shared.queues import Entry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnnouncePorts:
    """read: what a stream image holds; None for what is not announced.
    Each of the others raises if it could not finish, and bears repeats."""

    read: Callable[[Mapping[str, Any]], Any]
    views: Views
    to_agents: Callable[[str, Collection[str], Sequence[Event]], None]  # account, agents or all
    to_visitor: Callable[[str, str, Sequence[Event]], None]  # account, contact
    outbound: Callable[[Sequence[Entry]], None]
    media: Callable[[Sequence[Entry]], None]
    automation: Callable[[Sequence[Entry]], None]
    publish: Callable[[Sequence[DomainEvent]], None]
    beside: Callable[[Sequence[Message]], None] = lambda messages: None  # notes, files, mentions


def announce(p: AnnouncePorts, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Tell what the records hold. Returns the sequence numbers of those to be delivered again."""
    changes: list[Change] = []
    failed: set[str] = set()
    for record in records:
        sequence = record["dynamodb"]["SequenceNumber"]
        try:
            changes += _changes(p, record, sequence)
        except Exception as problem:
            log.error("change.unreadable", problem, sequence=sequence)
            failed.add(sequence)
    failed |= _carry_out(p, plan(changes, p.views))
    return [r["dynamodb"]["SequenceNumber"] for r in records if _number(r) in failed]


def _number(record: Mapping[str, Any]) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def _changes(p: AnnouncePorts, record: Mapping[str, Any], sequence: str) -> list[Change]:
    image = record["dynamodb"].get("NewImage")
    item = p.read(image) if image else None
    if item is None:
        return []
    at = float(record["dynamodb"].get("ApproximateCreationDateTime") or 0)
    created = record["eventName"] == "INSERT"
    return [Change(sequence=sequence, created=created, item=item, at=at)]


def _carry_out(p: AnnouncePorts, made: Plan) -> set[str]:
    """Screens first: somebody is looking at them."""
    failed: set[str] = set()
    for (account_id, agents), pushes in made.agents.items():
        failed |= _try(pushes, partial(p.to_agents, account_id, agents))
    for (account_id, contact_id), shown in made.visitors.items():
        failed |= _try(shown, partial(p.to_visitor, account_id, contact_id))
    failed |= _try(made.outbound, p.outbound)
    failed |= _try(made.media, p.media)
    failed |= _try(made.automation, p.automation)
    failed |= _try(made.beside, p.beside)
    return failed | _try(made.bus, p.publish)


def _try(work: Sequence[Work[T]], do: Callable[[list[T]], None]) -> set[str]:
    """The sequence numbers of the work if it failed."""
    if not work:
        return set()
    try:
        do([item.what for item in work])
    except Exception as problem:
        log.error("announce.failed", problem, records=len(work))
        return {item.sequence for item in work}
    return set()
