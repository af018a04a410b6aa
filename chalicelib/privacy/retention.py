"""How long conversations are kept: the rules, and the daily round that follows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.jobs.model import Job
from chalicelib.privacy import erasing
from chalicelib.privacy.model import MOST_CHANNELS, Retention, checked_days
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Conflict, InvalidInput

FIRST = timedelta(minutes=1)  # after the rules were saved: time to think better of it
EVERY = timedelta(days=1)


class RuleStore(Protocol):
    def retention(self, account_id: str) -> Retention: ...

    def save_retention(self, account_id: str, before: Retention, after: Retention) -> bool: ...


@dataclass(frozen=True, slots=True)
class RetentionPorts:
    """channels: an account's ids. wake: account, when, version of the rules; durable, and `due` is
    called then. start: a job."""

    store: RuleStore
    channels: Callable[[str], Collection[str]]
    wake: Callable[[str, datetime, int], None]
    start: Callable[[Job], Job]
    clock: Clock


def rules(p: RetentionPorts, *, account_id: str) -> Retention:
    return p.store.retention(account_id)


def change(
    p: RetentionPorts, *, account_id: str, days: int, channels: Mapping[str, int], version: int
) -> Retention:
    """Raises InvalidInput naming the field, or Conflict if somebody else changed them."""
    checked_days(days, "days")
    if len(channels) > MOST_CHANNELS or not set(channels) <= set(p.channels(account_id)):
        raise InvalidInput("there is no such channel", field="channels")
    for channel_id, kept in channels.items():
        checked_days(kept, f"channels.{channel_id}")
    before = p.store.retention(account_id)
    if before.version != version:
        raise Conflict("somebody else changed this", field="version")
    after = Retention(days, dict(channels), version + 1)
    if not p.store.save_retention(account_id, before, after):
        raise Conflict("somebody else changed this", field="version")
    if after.shortest:
        p.wake(account_id, p.clock() + FIRST, after.version)
    return after


def due(p: RetentionPorts, *, account_id: str, rules: int, due: datetime) -> None:
    """A round, and the next one a day later; nothing if the rules were changed since, for then
    theirs has begun. Bears repeats: the job and the timer follow from `due`."""
    now = p.store.retention(account_id)
    if now.version != rules or not now.shortest:
        return
    p.start(erasing.retain_job(account_id=account_id, now=due))
    following = due + EVERY
    while following < p.clock():  # nothing ran for days: one round makes good for all
        following += EVERY
    p.wake(account_id, following, rules)
