"""Domain events: what the bus carries, for surveys, reports, webhooks and owners' own rules.

`event_id` is made of what happened, so that a replay keeps it and a receiver can drop a repeat.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.shared.clock import from_text
from chalicelib.shared.errors import TryAgain

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "tertulia"
MAX_ENTRIES = 10
MAX_BYTES = 240 * 1024  # PutEvents takes 256 KB, of one entry and of all together
TRIES = 3

PromiseEventType = Literal["sla.warned", "sla.breached"]
MessageEventType = Literal["message.received", "message.sent", "message.noted", "message.updated"]


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """message: MessageView as JSON; None if it is too large for the bus and must be fetched."""

    type: MessageEventType
    event_id: str  # "{conversation}#{seq}#{rev}"
    account_id: str
    occurred_at: str
    conversation_id: str
    contact_id: str
    channel_id: str
    channel_kind: str
    seq: int
    rev: int
    message: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PromiseEvent:
    """A queue's promise is nearly broken, or is. target: first_reply, next_reply or resolution.
    due: when it was to be kept."""

    type: PromiseEventType
    event_id: str  # "{conversation}#{seq of the line}#0"
    account_id: str
    occurred_at: str
    conversation_id: str
    contact_id: str
    channel_id: str
    channel_kind: str
    queue_id: str
    target: str
    due: str


@dataclass(frozen=True, slots=True)
class ConversationEvent:
    """conversation: ConversationView as JSON."""

    type: Literal["conversation.opened", "conversation.changed"]
    event_id: str  # "{conversation}#{version}"
    account_id: str
    occurred_at: str
    conversation_id: str
    contact_id: str
    channel_id: str
    channel_kind: str
    version: int
    conversation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """contact: ContactView as JSON."""

    type: Literal["contact.created", "contact.changed"]
    event_id: str  # "{contact}#{version}"
    account_id: str
    occurred_at: str
    contact_id: str
    version: int
    contact: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FlowEvent:
    """What a flow tells an integration. action: its author's name of what happened."""

    type: Literal["flow.emitted"]
    event_id: str  # "{session}-{turn}"
    account_id: str
    occurred_at: str
    conversation_id: str
    contact_id: str
    channel_id: str
    channel_kind: str
    flow_id: str
    node: str
    action: str
    payload: Mapping[str, Any]


DomainEvent = MessageEvent | ConversationEvent | ContactEvent | PromiseEvent | FlowEvent


def nobody(account_id: str) -> bool:
    """Whether somebody listens there: no."""
    return False


def publish(
    client: Callable[[], EventBridgeClient],
    bus: str,
    events: Sequence[DomainEvent],
    watched: Callable[[str], bool] = nobody,
) -> None:
    """Put all on the bus, in few calls. watched: whether an account has anybody who listens
    (`Account.watched`): its events say so, and go to the function `events` too.
    Raises TryAgain if the bus did not take some."""
    for batch in _packed([_entry(bus, event, watched(event.account_id)) for event in events]):
        left = batch
        for _ in range(TRIES):
            answer = client().put_events(Entries=left)
            results = zip(left, answer["Entries"], strict=True)
            left = [entry for entry, result in results if "ErrorCode" in result]
            if not left:
                break
        else:
            raise TryAgain("the bus did not take everything")


def _entry(bus: str, event: DomainEvent, watched: bool) -> PutEventsRequestEntryTypeDef:
    values = {**_plain(event), "watched": True} if watched else _plain(event)
    detail = _json(values)
    if len(detail.encode()) > MAX_BYTES and isinstance(event, MessageEvent):
        detail = _json({**values, "message": None})
    moment: datetime = from_text(event.occurred_at)
    return {
        "EventBusName": bus,
        "Source": SOURCE,
        "DetailType": event.type,
        "Time": moment,
        "Detail": detail,
    }


def _plain(event: DomainEvent) -> dict[str, Any]:
    """Its values are JSON-ready; `asdict` would copy every one of them."""
    return {field.name: getattr(event, field.name) for field in fields(event)}


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _packed(
    entries: Sequence[PutEventsRequestEntryTypeDef],
) -> list[list[PutEventsRequestEntryTypeDef]]:
    batches: list[list[PutEventsRequestEntryTypeDef]] = []
    size = 0
    for entry in entries:
        length = len(entry["Detail"].encode()) + 256
        if not batches or len(batches[-1]) == MAX_ENTRIES or size + length > MAX_BYTES + 256:
            batches.append([])
            size = 0
        batches[-1].append(entry)
        size += length
    return batches
