"""What the service takes and gives beside conversations and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.conversations.model import Conversation, Message, Status
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from chalicelib.tags.model import Tagging


@dataclass(frozen=True, slots=True)
class Change:
    """None leaves what is. assignee_id, queue_id, priority: '' takes it away.
    status SNOOZED needs snoozed_until, aware and in the future.
    attributes: those named are set, or with '' taken away.
    offer_for: how long another agent may decline what he is assigned; None: he may not."""

    status: Status | None = None
    assignee_id: str | None = None
    queue_id: str | None = None
    priority: str | None = None
    snoozed_until: datetime | None = None
    offer_for: timedelta | None = None
    tags: Tagging | None = None
    attributes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ConversationListPage:
    """cursor: '' at the end; else it asks for the next page.
    facts: contact's id -> his attributes, if it was they that chose the conversations."""

    conversations: list[Conversation]
    cursor: str = ""
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detail:
    """messages: the newest, ascending. more: whether there are older ones."""

    conversation: Conversation
    messages: list[Message]
    more: bool


@dataclass(frozen=True, slots=True)
class MessageSlice:
    """messages: ascending. more: whether there is something beyond, in the asked direction."""

    messages: list[Message]
    more: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes on a channel. conversation_id: the current one, opened at `opened_at`; its head
    may not be there yet: it is written last. blocked: his contact is."""

    account_id: AccountId
    channel_id: ChannelId
    sender: str
    contact_id: ContactId
    conversation_id: ConversationId
    opened_at: datetime
    blocked: bool = False


_NONE = ConversationId("")


@dataclass(frozen=True, slots=True)
class Reference:
    """What makes a message unique, and finds it by the provider's id.

    scope: a channel, or for the clients' own ids a conversation. seq = 0: the message is not known
    yet, and `parked` holds what came for it before it, as JSON texts.
    dedup: of the message that it means.
    """

    account_id: AccountId
    scope: str
    id: str
    conversation_id: ConversationId = _NONE
    seq: int = 0
    dedup: str = ""
    expires: datetime | None = None
    parked: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Orphan:
    """An item of a provider that nobody could read, or that belongs to no conversation: on the
    channel's shelf until it is read again. raw_key: where a raw text that is too large for an item
    lies; `raw` is its beginning then. conversation_id, seq: the message that holds it instead."""

    account_id: AccountId
    channel_id: ChannelId
    id: str
    kind: str
    raw: str
    received_at: datetime
    raw_key: str = ""
    conversation_id: str = ""
    seq: int = 0
