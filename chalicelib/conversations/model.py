"""Conversations and their messages. Pure: no AWS and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.shared.content import Content
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId

PRIORITIES = ("", "low", "medium", "high", "urgent")  # ascending; a list sorts by place


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"  # with a bot, or waiting for something
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class AuthorKind(StrEnum):
    CONTACT = "contact"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Visibility(StrEnum):
    PUBLIC = "public"
    NOTE = "note"  # for the team alone
    EVENT = "event"  # a quiet line for the team


class DeliveryState(StrEnum):
    NONE = "none"  # nothing to deliver: the contact's own words, notes, events
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Author:
    kind: AuthorKind
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """attempts: calls made to the provider. doubtful: it may have gone out twice.
    parts_done: how many of the calls that carry the message have succeeded; a retry goes on there.
    """

    state: DeliveryState = DeliveryState.NONE
    reason: str = ""
    code: str = ""
    attempts: int = 0
    doubtful: bool = False
    at: datetime | None = None
    parts_done: int = 0


@dataclass(frozen=True, slots=True)
class Reaction:
    """The team's to what a contact wrote, on its way to the provider: one, since a business has one
    there; the last one wins. emoji: '' = taken back. turn: 1, 2, ...: raised by each change.
    provider_id: by which statuses name it, '' where they do not.
    """

    emoji: str
    author: Author
    turn: int
    provider_id: str = ""
    delivery: Delivery = field(default_factory=Delivery)


@dataclass(frozen=True, slots=True)
class Message:
    """seq: 1, 2, 3, ... without a gap within the conversation; the clients' cursor.

    dedup: what made it unique: the provider's message id, or the client's own id.
    inbound: how many messages of the contact the conversation holds up to and with this one.
    rev: 0 when stored, raised by each change (delivery, edit, reaction).
    reactions: "{author kind}:{author id}" -> emoji. reaction: how far the team's has come.
    contact_id, channel_id, channel_kind: the conversation's, repeated here so that who reads the
    stream knows whom to tell without another read. On a website it is the visitor's own.
    muted: of somebody who is blocked: kept, and nobody is called by it.
    automate: what answers by itself is to look at it.
    photo: where a picture of the contact is, to be fetched; of his first message, if it told one.
    """

    account_id: AccountId
    conversation_id: ConversationId
    seq: int
    author: Author
    content: Content
    visibility: Visibility
    at: datetime
    dedup: str
    inbound: int = 0
    sent_at: datetime | None = None
    provider_id: str = ""
    reply_to: int = 0  # seq, 0 = none
    delivery: Delivery = field(default_factory=Delivery)
    reactions: Mapping[str, str] = field(default_factory=dict)
    reaction: Reaction | None = None
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    rev: int = 0
    contact_id: str = ""
    channel_id: str = ""
    channel_kind: str = ""
    muted: bool = False
    automate: bool = False
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The last message, as the list shows it. text: at most 120 characters."""

    seq: int = 0
    kind: str = ""
    author_kind: str = ""
    author_name: str = ""
    visibility: str = ""
    text: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """sender: the contact's id on the channel, where replies go.

    seq: of the newest message. inbound: messages of the contact so far.
    waiting_since: when the contact first wrote after the last reply; None if answered.
    inbound_at: when the contact last wrote, which opens a channel's reply window; None: never, or
    before this was kept.
    reads: agent id -> `inbound` when that agent last read; unread = inbound - reads.get(me, 0).
    bot_id: the flow that has the conversation; '' = people have it. While it is set the
    conversation is pending and has no assignee.
    survey_id: the survey whose answer is waited for; '' = none.
    asked: what the closed message asked and waits to hear (hours/closing.py); '' = nothing.
    attributes: what the account keeps about it, by name (attributes.py).
    followers: agents who want to hear of it though it is not theirs.
    sla: what the queue promised and how far it is: first (a reply is due), replied, next; '' =
    nothing. sla_due, sla_warn: when the nearest promise is broken, and when it is nearly.
    visitor_read, visitor_delivered: seq that the visitor has read or got (website only).
    version: raised by each change of state (not by a message that changes nothing else).
    """

    id: ConversationId
    account_id: AccountId
    channel_id: ChannelId
    channel_kind: str
    contact_id: ContactId
    sender: str
    opened_at: datetime
    last_at: datetime
    contact_name: str = ""
    status: Status = Status.OPEN
    assignee_id: str = ""
    queue_id: str = ""
    offered_to: str = ""  # an agent: the assignee, until he accepts (offers.py)
    offered_until: datetime | None = None
    offered_from: str = ""  # whose it was before, '' = nobody's
    priority: str = ""  # '', low, medium, high, urgent
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    seq: int = 0
    inbound: int = 0
    waiting_since: datetime | None = None
    inbound_at: datetime | None = None
    last: Preview = field(default_factory=Preview)
    reads: Mapping[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    rating: int = 0  # the visitor's, 1 to 5; 0 = none
    rated_for: str = ""  # "{moment of the closing, '' = still open}#{mark of the comment}"
    bot_id: str = ""
    survey_id: str = ""
    asked: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    followers: tuple[str, ...] = ()
    sla: str = ""
    sla_due: datetime | None = None
    sla_warn: datetime | None = None
    visitor_delivered: int = 0
    visitor_read: int = 0
    version: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """What it is found under, besides status, assignee and queue (tagging.py)."""
        promised = (DUE,) if self.promised_for else ()
        return (*self.tags, *(follower_label(agent_id) for agent_id in self.followers), *promised)

    @property
    def promised_for(self) -> datetime | None:
        """When the nearest promise is broken; clocks stand still unless it is open."""
        return self.sla_due if self.status is Status.OPEN else None

    def moment_under(self, label: str) -> datetime:
        """By what that label's list goes: the deadline, or the opening."""
        return (label == DUE and self.promised_for) or self.opened_at

    @property
    def visitor_id(self) -> str:
        """Of a website's visitor, who keeps it when his contact becomes part of another; '' on
        other channels."""
        return self.sender if self.channel_kind == "website" else ""


DUE = "~due"  # the label of what a queue has promised something; no tag's id begins so


def follower_label(agent_id: str) -> str:
    """No tag's id begins so."""
    return f"@{agent_id}"
