"""An account's working hours, and its queues' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.accounts.cache import Cache
from chalicelib.hours import rules
from chalicelib.hours.model import ALWAYS, OpeningHours, Schedule
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Conflict, NotFound

Catalogue = Mapping[str, OpeningHours]  # by queue, '' = the account's


class HoursStore(Protocol):
    """Each method is one call to the table."""

    def load(self, account_id: str) -> Catalogue:
        """Consistent."""

    def save(self, account_id: str, hours: OpeningHours) -> bool:
        """With its version raised; False if the stored one is not `hours.version` any more (0:
        none is stored)."""

    def remove(self, account_id: str, queue_id: str) -> None:
        """Harmless if there are none."""


@dataclass(frozen=True, slots=True)
class HoursPorts:
    """kept: catalogues, at most seconds old. has_queue: account, queue -> whether there is one.
    changed: what is said while it is closed may be another now."""

    store: HoursStore
    has_queue: Callable[[str, str], bool]
    kept: Cache[Catalogue]
    clock: Clock
    changed: Callable[[str], None] = lambda account_id: None


def schedule_for(p: HoursPorts, *, account_id: str, queue_id: str = "") -> Schedule:
    """The queue's own, else the account's, else ALWAYS; at most seconds old."""
    found = hours_for(p, account_id=account_id, queue_id=queue_id)
    return found.schedule if found else ALWAYS


def hours_for(p: HoursPorts, *, account_id: str, queue_id: str = "") -> OpeningHours | None:
    """The same with its messages; None: nobody has set any."""
    kept = p.kept.get(account_id, p.clock(), lambda: p.store.load(account_id))
    return kept.get(queue_id) or kept.get("")


def catalogue(p: HoursPorts, *, account_id: str) -> Catalogue:
    """As it is stored now."""
    return p.store.load(account_id)


def own(p: HoursPorts, *, account_id: str, queue_id: str = "") -> OpeningHours:
    """The account's or the queue's, as stored now; version 0: none are set. Raises NotFound for a
    queue that is not there."""
    _require_queue(p, account_id, queue_id)
    return p.store.load(account_id).get(queue_id) or OpeningHours(queue_id=queue_id)


def save(p: HoursPorts, *, account_id: str, hours: OpeningHours) -> OpeningHours:
    """hours.version: of what was changed. Raises NotFound, InvalidInput naming the field, or
    Conflict if somebody else was faster."""
    _require_queue(p, account_id, hours.queue_id)
    rules.checked(hours.schedule)
    rules.check_messages(hours.messages)
    if not p.store.save(account_id, hours):
        raise Conflict("somebody changed these hours at the same time")
    p.kept.forget(account_id)
    p.changed(account_id)
    return replace(hours, version=hours.version + 1)


def remove(p: HoursPorts, *, account_id: str, queue_id: str) -> None:
    """The queue keeps the account's hours from now on; without the account's it is always open.
    Raises NotFound for a queue that is not there."""
    _require_queue(p, account_id, queue_id)
    p.store.remove(account_id, queue_id)
    p.kept.forget(account_id)
    p.changed(account_id)


def _require_queue(p: HoursPorts, account_id: str, queue_id: str) -> None:
    if queue_id and not p.has_queue(account_id, queue_id):
        raise NotFound("no such queue")


def speaks(p: HoursPorts, *, account_id: str) -> bool:
    """Whether anything is said to who writes while it is closed. As it is stored now."""
    return any(each.messages or each.callback for each in p.store.load(account_id).values())
