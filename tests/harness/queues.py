"""SQS as its documentation describes it, in memory and on a clock that the test moves.

FIFO: a group is locked while one of its messages is out; a deduplication id is good for 5 minutes.
Both kinds: visibility time-outs, receive counts, a dead-letter queue.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

DEDUPLICATION_SECONDS = 300.0


@dataclass(slots=True)
class Stored:
    """One message in a queue. Times are the world's seconds."""

    id: str
    body: str
    group: str
    dedup: str
    sequence: int
    sent_at: float
    visible_at: float
    receives: int = 0
    first_received_at: float = 0.0
    delayed: bool = False  # its handler chose when it comes back

    def record(self, queue: Queue) -> dict[str, Any]:
        """What Lambda's event source mapping hands to a function."""
        attributes = {
            "ApproximateReceiveCount": str(self.receives),
            "SentTimestamp": str(int(self.sent_at * 1000)),
            "SenderId": "AIDAEXAMPLE",
            "ApproximateFirstReceiveTimestamp": str(int(self.first_received_at * 1000)),
        }
        if queue.fifo:
            attributes |= {
                "SequenceNumber": f"{self.sequence:020d}",
                "MessageGroupId": self.group,
                "MessageDeduplicationId": self.dedup,
            }
        return {
            "messageId": self.id,
            "receiptHandle": f"{self.id}/{self.receives}",
            "body": self.body,
            "attributes": attributes,
            "messageAttributes": {},
            "md5OfBody": hashlib.md5(self.body.encode(), usedforsecurity=False).hexdigest(),
            "eventSource": "aws:sqs",
            "eventSourceARN": queue.arn,
            "awsRegion": "us-east-1",
        }


@dataclass(slots=True)
class Queue:
    """visibility: seconds. max_receives: 0 = no dead-letter queue.
    per_group: a deduplication id counts within its message group alone."""

    name: str
    fifo: bool
    visibility: float = 30.0
    max_receives: int = 0
    dead: Queue | None = None
    per_group: bool = False
    messages: list[Stored] = field(default_factory=list)
    accepted: int = 0
    _recent: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"https://sqs.us-east-1.amazonaws.com/123456789012/{self.name}"

    @property
    def arn(self) -> str:
        return f"arn:aws:sqs:us-east-1:123456789012:{self.name}"

    def send(
        self, body: str, *, now: float, group: str = "", dedup: str = "", delay: float = 0.0
    ) -> str:
        """The message's id; of the first one, if this is a repeat within five minutes."""
        if self.fifo and not (group and dedup):
            raise ValueError(f"{self.name} needs a group and a deduplication id")
        key = (group if self.per_group else "", dedup)
        seen = self._recent.get(key) if self.fifo else None
        if seen and now - seen[0] < DEDUPLICATION_SECONDS:
            return seen[1]
        self.accepted += 1
        identifier = f"{self.name}-{self.accepted}"
        self._recent[key] = (now, identifier)
        self.messages.append(
            Stored(identifier, body, group, dedup, self.accepted, now, now + delay)
        )
        return identifier

    def receive(self, now: float, limit: int) -> list[Stored]:
        """Take up to `limit` visible messages; what was received too often moves to the dead."""
        taken: list[Stored] = []
        for message in list(self.messages):
            if len(taken) == limit:
                break
            if self._locked(message, now, taken):
                continue
            if self.max_receives and message.receives >= self.max_receives:
                self._bury(message, now)
                continue
            message.receives += 1
            message.first_received_at = message.first_received_at or now
            message.visible_at = now + self.visibility
            message.delayed = False
            taken.append(message)
        return taken

    def _locked(self, message: Stored, now: float, taken: list[Stored]) -> bool:
        """Standard: while invisible. FIFO: also while an earlier one of the group is out."""
        if message.visible_at > now:
            return True
        if not self.fifo:
            return False
        for earlier in self.messages:
            if earlier is message:
                return False
            if earlier.group == message.group and earlier not in taken:
                return True
        return False

    def _bury(self, message: Stored, now: float) -> None:
        self.messages.remove(message)
        if self.dead is not None:
            self.dead.send(message.body, now=now, group=message.group, dedup=message.id)

    def ready(self, now: float) -> bool:
        """Whether `receive` would take or bury something."""
        return any(not self._locked(message, now, []) for message in self.messages)

    def delete(self, message: Stored) -> None:
        if message in self.messages:
            self.messages.remove(message)

    def release(self, message: Stored, at: float) -> None:
        """Visible again at that moment, unless the handler chose another."""
        if not message.delayed:
            message.visible_at = at

    def next_visible(self, now: float) -> float | None:
        """When the next hidden message comes back; None if nothing is hidden."""
        later = [message.visible_at for message in self.messages if message.visible_at > now]
        return min(later, default=None)
