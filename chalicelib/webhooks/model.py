"""Outbound webhooks: endpoints, deliveries and when a delivery is tried again. Pure.

After Standard Webhooks: https://www.standardwebhooks.com
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.shared.ids import derived_id

#: Seconds after each try that failed: eight tries over a day and a quarter.
BACKOFF = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
SECONDS = 15.0  # an answer is waited for
MOST_ANSWER = 1024 * 1024  # bytes of an answer that are taken
MOST_KEPT = 4096  # characters of it that the ledger keeps
MOST_ENDPOINTS = 20  # of an account
LONGEST_OVERLAP = 72  # hours that a secret lives on beside its successor
KEPT_DAYS = 30  # deliveries
PATIENCE = timedelta(days=5)  # of failing all the time, then the endpoint is switched off
TEST = "webhook.test"


class State(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Off(StrEnum):
    """Why nothing is sent to an endpoint. gone: it answered 410."""

    ON = ""
    PAUSED = "paused"
    FAILING = "failing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Secrets:
    """previous: signed with too until `until`."""

    current: str = field(repr=False)
    previous: str = field(default="", repr=False)
    until: datetime | None = None

    def at(self, now: datetime) -> tuple[str, ...]:
        """The newest first."""
        if self.previous and self.until and now < self.until:
            return (self.current, self.previous)
        return (self.current,)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """types: of events; channel_ids: none = all. enriches: whether its answers may add to what
    agents see. sealed: its `Secrets`, encrypted. version: optimistic lock of what people change.
    failing_since: no delivery came through since; not changed by people."""

    id: str
    account_id: str
    url: str
    types: tuple[str, ...]
    description: str = ""
    channel_ids: tuple[str, ...] = ()
    enriches: bool = False
    off: Off = Off.ON
    sealed: str = field(default="", repr=False)
    previous_until: datetime | None = None
    created_at: datetime | None = None
    failing_since: datetime | None = None
    version: int = 0

    def wants(self, type: str, channel_id: str) -> bool:
        if self.off or type not in self.types:
            return False
        return not self.channel_ids or not channel_id or channel_id in self.channel_ids


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt. status: 0 without an answer; error: why, in a word; ms: how long it took."""

    at: datetime
    status: int = 0
    error: str = ""
    ms: int = 0

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint. id: "{epoch ms}-{what it is made of}", sorts by time. body: the
    very text that is signed and sent. tries: all of them, the oldest first. round: how many were
    made before it was last sent again, and since then before their moment: these do not count.
    next_at: of the try that is waited for. early: which try (0 = the first) was brought forward,
    since its receiver had come back; -1 = none.
    sent, answer: of the newest try, as the ledger shows them."""

    id: str
    account_id: str
    endpoint_id: str
    event_id: str
    type: str
    body: str
    created_at: datetime
    state: State = State.WAITING
    next_at: datetime | None = None
    tries: tuple[Try, ...] = ()
    round: int = 0
    early: int = -1
    sent: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    answer_body: str = ""

    @property
    def message_id(self) -> str:
        """`webhook-id`: the same for each try, and whenever it is sent again."""
        return f"msg_{self.id.partition('-')[2]}"


def delivery_id(endpoint_id: str, event_id: str, at: datetime) -> str:
    """The same event makes the same delivery."""
    return f"{int(at.timestamp() * 1000):013d}-{derived_id(endpoint_id, event_id)}"


def tried(delivery: Delivery, attempt: Try) -> Delivery:
    """After that attempt: delivered, to be tried again, or given up."""
    after = replace(delivery, tries=(*delivery.tries, attempt))
    if attempt.good:
        return replace(after, state=State.DELIVERED, next_at=None)
    if delivery.early == len(delivery.tries):  # it had its own moment still before it
        after = replace(after, round=after.round + 1)
    number = max(len(after.tries) - after.round, 1)
    if number > len(BACKOFF) or delivery.type == TEST:
        return replace(after, state=State.FAILED, next_at=None)
    pause = BACKOFF[number - 1] * (1 + spread(delivery.id))
    return replace(after, next_at=attempt.at + timedelta(seconds=pause))


def spread(id: str) -> float:
    """0 to 0.1, of its own: what failed together does not come back together."""
    return (sum(map(ord, id)) % 101) / 1000


def given_up(delivery: Delivery) -> Delivery:
    return replace(delivery, state=State.FAILED, next_at=None)


def again(delivery: Delivery, now: datetime) -> Delivery:
    """To be sent once more, with all its tries before it."""
    tries = len(delivery.tries)
    return replace(delivery, state=State.WAITING, next_at=now, round=tries, early=-1)


def may_come_early(delivery: Delivery) -> bool:
    """Once between two of its own moments: what a receiver never takes, though it takes other
    things, is not sent to it after each of them."""
    return len(delivery.tries) not in (delivery.early, delivery.early + 1)


def brought_forward(delivery: Delivery, now: datetime) -> Delivery:
    return replace(delivery, next_at=now, early=len(delivery.tries))
