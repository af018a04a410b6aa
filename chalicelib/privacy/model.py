"""What is erased, when, and what is told of it afterwards. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.conversations.model import Conversation, Message, Status
from chalicelib.mail.model import original_key
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import InvalidInput

SHORTEST_DAYS, LONGEST_DAYS = 1, 3650
MOST_CHANNELS = 200
KEEP = 0  # days: for ever


@dataclass(frozen=True, slots=True)
class Plan:
    """A conversation that is to go, as it stood when that was decided: enough to find all that
    belongs to it once its head is gone. until: what was said later is not of it any more."""

    id: str
    channel_id: str
    sender: str
    contact_id: str
    visitor_id: str
    opened_at: str
    status: str
    version: int
    until: str
    queue_id: str = ""
    labels: tuple[str, ...] = ()

    def packed(self) -> dict[str, Any]:
        return {**asdict(self), "labels": list(self.labels)}


def plan_of(head: Conversation, now: datetime) -> Plan:
    return Plan(
        id=head.id,
        channel_id=head.channel_id,
        sender=head.sender,
        contact_id=head.contact_id,
        visitor_id=head.visitor_id,
        opened_at=to_text(head.opened_at),
        status=head.status.value,
        version=head.version,
        until=to_text(now),
        queue_id=head.queue_id,
        labels=head.labels,
    )


def plan_from(values: Mapping[str, Any]) -> Plan:
    return Plan(**{**values, "labels": tuple(values["labels"])})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased: counts by name, no word of what it was. contact_id: '' if a rule did it.
    agent_id: who asked for it; '' = a rule."""

    id: str
    account_id: str
    at: datetime
    agent_id: str = ""
    contact_id: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retention:
    """days: how long a resolved conversation is kept after its last message; 0 = for ever.
    channels: other days for single ones. version: the optimistic lock; 0 = never set."""

    days: int = KEEP
    channels: Mapping[str, int] = field(default_factory=dict)
    version: int = 0

    def of(self, channel_id: str) -> int:
        return self.channels.get(channel_id, self.days)

    @property
    def shortest(self) -> int:
        """Of all that is ever erased; 0 if nothing is."""
        return min((days for days in (self.days, *self.channels.values()) if days), default=KEEP)

    def expired(self, head: Conversation, now: datetime) -> bool:
        """Only what is resolved goes, and what is asked of it is its last message's age."""
        days = self.of(head.channel_id)
        past = head.last_at < now - timedelta(days=days)
        return bool(days) and past and head.status is Status.RESOLVED


def checked_days(days: int, field: str) -> int:
    """Raises InvalidInput."""
    if days != KEEP and not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        words = f"between {SHORTEST_DAYS} and {LONGEST_DAYS} days, or 0 for ever"
        raise InvalidInput(words, field=field)
    return days


def media_keys(message: Message) -> list[str]:
    return [each.key for each in message.content.media if each.key]


def raw_keys(message: Message) -> list[str]:
    """What was kept whole of it; of a letter, its very bytes too."""
    key = str((message.content.data or {}).get("raw_key", ""))
    letter = letter_of(message)
    return [key, original_key(letter)] if letter else [key] if key else []


def letter_of(message: Message) -> str:
    """The key of the letter that it is; '' if it is none."""
    key = str((message.content.data or {}).get("raw_key", ""))
    return key if message.channel_kind == "email" and key.startswith("raw/") else ""


def people_of(message: Message) -> set[str]:
    """The contacts whom a message names: a merged one's messages keep their first."""
    found = {message.contact_id} if message.contact_id else set()
    if message.author.kind.value == "contact" and message.author.id:
        found.add(message.author.id)
    return found
