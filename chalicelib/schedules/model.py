"""A message that goes out later. Pure: no AWS and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.shared.content import Content
from chalicelib.shared.ids import AccountId, ConversationId


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # claimed: from here it goes out, whoever dies
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"  # the channel would not take it; waits for its author
    SKIPPED = "skipped"  # the contact wrote first


STILL_TO_SEND = frozenset({State.WAITING, State.SENDING})
CHANGEABLE = frozenset({State.WAITING, State.FAILED})
SHOWN = STILL_TO_SEND | {State.FAILED}


@dataclass(frozen=True, slots=True)
class Schedule:
    """id: also the message's client id, so that sending twice stores it once.

    due_at: UTC. zone: the named time zone that its author thought in; only shown.
    unless_reply: not if the contact has written since, that is, beyond `inbound`.
    contact_name, channel_kind: the conversation's when this was written, for lists.
    seq: of the message, once sent. reason, code: why it failed. version: raised by each change.
    """

    id: str
    account_id: AccountId
    conversation_id: ConversationId
    author_id: str
    author_name: str
    content: Content
    due_at: datetime
    zone: str
    created_at: datetime
    contact_name: str = ""
    channel_kind: str = ""
    reply_to: int = 0
    unless_reply: bool = False
    inbound: int = 0
    state: State = State.WAITING
    reason: str = ""
    code: str = ""
    seq: int = 0
    version: int = 0


def in_order(schedule: Schedule) -> tuple[datetime, datetime, str]:
    """The order in which those of one conversation go out."""
    return schedule.due_at, schedule.created_at, schedule.id
