"""What the conversations' service needs of the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation, Message
from chalicelib.conversations.values import (
    ConversationListPage,
    Detail,
    Identity,
    MessageSlice,
    Orphan,
    Reference,
)
from chalicelib.shared.clock import Clock
from chalicelib.shared.ids import AccountId, ContactId, ConversationId


class ConversationStore(Protocol):
    """Each method is one call to the table. Writers answer whether, or what was there instead."""

    def head(self, account_id: AccountId, conversation_id: ConversationId) -> Conversation | None:
        """Consistent."""

    def heads(
        self, account_id: AccountId, conversation_ids: Sequence[ConversationId]
    ) -> list[Conversation]:
        """Those that exist, in the order asked. At most 100."""

    def create_head(self, conversation: Conversation) -> bool:
        """False if there is one."""

    def update_head(self, before: Conversation, after: Conversation, *, announce: bool) -> bool:
        """Write what differs. False, and nothing written, if the version is not `before`'s any
        more, or if the stored seq is not lower than a raised one."""

    def write_exactly(
        self, before: Conversation, after: Conversation, messages: Sequence[Message]
    ) -> bool:
        """The messages and the head that follows them, all or none of it. False, and nothing
        written, if anything of the conversation is not as in `before` any more."""

    def raise_read(
        self, account_id: AccountId, conversation_id: ConversationId, agent_id: str, inbound: int
    ) -> None:
        """An agent's mark: never lowered; nothing if there is no such conversation."""

    def raise_visitor_marks(
        self, account_id: AccountId, conversation_id: ConversationId, *, delivered: int, read: int
    ) -> None:
        """The visitor's marks. A lower one than the stored changes nothing at all."""

    def page(
        self,
        account_id: AccountId,
        *,
        status: str,
        assignee: str | None = None,
        queue: str | None = None,
        tag: str | None = None,
        cursor: str,
        limit: int,
        oldest: bool = False,
    ) -> ConversationListPage:
        """Of a tag (or another of `Conversation.labels`), of a queue or of an assignee ('-':
        nobody's), newest opening (of `DUE`: latest deadline) first; none of these: all, newest
        activity first. oldest: the other way round. A page may hold fewer than `limit` while there
        are more. The cursor is a place in that order: `{moment}#{conversation}`. Raises
        InvalidInput for a cursor that it did not make."""

    def mark_tag(self, conversation: Conversation, tag: str) -> None:
        """List the conversation under the tag and its status. Never lowers the mark's version."""

    def unmark_tag(self, conversation: Conversation, tag: str, *, version: int) -> None:
        """Take it out there, unless a head of that version or later asked for the mark."""

    def count_tag(self, account_id: AccountId, tag: str, status: str, most: int) -> int:
        """How many are listed, at most `most`."""

    def detail(
        self, account_id: AccountId, conversation_id: ConversationId, limit: int
    ) -> Detail | None: ...

    def messages(
        self,
        account_id: AccountId,
        conversation_id: ConversationId,
        *,
        before: int,
        after: int,
        limit: int,
    ) -> MessageSlice:
        """Consistent. after > 0: the next ones; else the newest, older than `before` if > 0."""

    def message(
        self, account_id: AccountId, conversation_id: ConversationId, seq: int
    ) -> Message | None:
        """Consistent."""

    def put_message(self, message: Message) -> Message | None:
        """None if it was stored; else the one that has this seq already."""

    def replace_message(self, before: Message, after: Message) -> bool:
        """False if the stored `rev` is not `before`'s any more."""

    def reference(self, account_id: AccountId, scope: str, id: str) -> Reference | None:
        """Consistent."""

    def claim_reference(self, reference: Reference) -> tuple[bool, Reference]:
        """Set where the message is, unless that is set already. Answers whether this call set it,
        and the reference in force with what is parked at it."""

    def move_reference(self, reference: Reference) -> None: ...

    def park(self, reference: Reference, item: str) -> Reference | None:
        """Keep `item` until the message is known: None. If it is known: its reference."""

    def unpark(self, reference: Reference) -> None:
        """Drop what was parked."""

    def identity(self, account_id: AccountId, channel_id: str, sender: str) -> Identity | None:
        """Consistent."""

    def put_identity(self, identity: Identity, *, previous: str) -> Identity:
        """Set if the stored current conversation is `previous` ('' = no identity yet). Answers the
        identity in force."""

    def block_identity(
        self, account_id: AccountId, channel_id: str, sender: str, blocked: bool
    ) -> None:
        """Mark who writes there as blocked, or not; nothing if nobody has written."""

    def put_pointer(self, conversation: Conversation) -> None:
        """Into the contact's history. Repeating it changes nothing."""

    def drop_pointer(self, conversation: Conversation, contact_id: ContactId) -> None:
        """Out of another contact's history. Repeating it changes nothing."""

    def pointers(
        self, account_id: AccountId, contact_id: ContactId, limit: int
    ) -> list[ConversationId]:
        """Newest first."""

    def put_orphan(self, orphan: Orphan) -> None: ...


class Contacts(Protocol):
    """Of the contacts' store."""

    def create(self, contact: Contact) -> Contact:
        """Unless it is there. Answers the contact in force."""

    def get(self, account_id: AccountId, contact_id: ContactId) -> Contact | None: ...

    def replace(self, before: Contact, after: Contact) -> bool:
        """False if the stored version is not `before`'s any more."""

    def many(self, account_id: AccountId, contact_ids: Sequence[ContactId]) -> list[Contact]:
        """Those that exist, each once. At most 100. One call."""


class SetTimer(Protocol):
    """Have something done at `due`. Repeating it with the same arguments changes nothing."""

    def __call__(
        self, account_id: str, kind: str, due: datetime, payload: Mapping[str, str], /
    ) -> None: ...


class RawStore(Protocol):
    """For what is too large for an item."""

    def put(self, key: str, raw: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ConversationPorts:
    store: ConversationStore
    contacts: Contacts
    set_timer: SetTimer
    raws: RawStore
    clock: Clock
