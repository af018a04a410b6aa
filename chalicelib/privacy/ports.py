"""What erasing and taking out need from outside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation, Message
from chalicelib.privacy.model import Plan, Receipt, Retention
from chalicelib.shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a contact's own partition leads. rows: how many items there are in it. handles: the
    e-mail addresses and phone numbers that he ever had."""

    conversation_ids: tuple[str, ...]
    part_ids: tuple[str, ...]
    rows: int
    handles: tuple[str, ...] = ()


class TraceStore(Protocol):
    """Everything that may hold a contact's data, by key. Each method bears being repeated, and is
    a bounded piece of work."""

    def contact(self, account_id: str, contact_id: str) -> Contact | None: ...

    def trail(self, account_id: str, contact_id: str) -> Trail:
        """Consistent. At most some thousands of rows; asked again until there are none."""

    def head(self, account_id: str, conversation_id: str) -> Conversation | None:
        """Consistent."""

    def messages(
        self, account_id: str, conversation_id: str, *, after: int, limit: int
    ) -> list[Message]:
        """Ascending, consistent."""

    def drop_head(self, account_id: str, plan: Plan, *, unchanged: bool) -> bool:
        """With the identity that leads to it. unchanged: only as planned. True if it is gone."""

    def drop_messages(self, account_id: str, plan: Plan, messages: Sequence[Message]) -> int:
        """With what leads to them and what was copied from them. Answers how many rows stood
        beside."""

    def drop_around(self, account_id: str, plan: Plan) -> Mapping[str, int]:
        """What belongs to the conversation and is no message of it; counts by name."""

    def drop_contact(self, account_id: str, contact_id: str) -> int:
        """His own partition, his handles and what stands of him among live visitors."""

    def drop_callbacks(
        self, account_id: str, contact_ids: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """A page of them. cursor: '' at the beginning and at the end."""

    def drop_shelved(
        self, account_id: str, channel_id: str, words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """Of a page of what lies on a channel's shelf, what holds one of the words."""

    def drop_cards(
        self, account_id: str, rooms: Sequence[str], conversation_ids: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """The name on the team's cards that lead to those conversations, of a page of messages."""

    def ledgers(self, account_id: str) -> list[str]:
        """Of webhooks, inbound webhooks and integrations, also of those that were removed."""

    def drop_logged(
        self, ledger: str, ids: Collection[str], words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """Of a page of a ledger, what is about those contacts and conversations, or what somebody
        else's system told with one of the words."""

    def tokens(self, account_id: str) -> list[str]:
        """Of the API, also those that were revoked lately."""

    def drop_answers(
        self,
        account_id: str,
        token_id: str,
        ids: Collection[str],
        words: Collection[str],
        cursor: str,
    ) -> tuple[int, str]:
        """Of a page of the answers that are kept for a token's repeats, those about him."""

    def rooms(self, account_id: str, agent_ids: Collection[str]) -> list[str]: ...

    def resolved(
        self, account_id: str, *, before: datetime, cursor: str, limit: int
    ) -> tuple[list[Conversation], str]:
        """Resolved conversations whose last message is older, oldest first."""

    def beside(self, account_id: str, contact_id: str) -> dict[str, list[dict[str, Any]]]:
        """What else his partition and his conversations' hold, for taking out."""

    # Rules and receipts

    def retention(self, account_id: str) -> Retention: ...

    def save_retention(self, account_id: str, before: Retention, after: Retention) -> bool:
        """False if the stored version is not `before`'s any more."""

    def put_receipt(self, receipt: Receipt, erased: Sequence[str]) -> None:
        """Tells all screens that those conversations are gone. Repeatable."""

    def receipts(
        self, account_id: str, *, cursor: str, limit: int
    ) -> tuple[list[Receipt], str]: ...


class Files(Protocol):
    """The account's files in the bucket."""

    def drop(self, keys: Sequence[str]) -> int: ...

    def drop_folder(self, prefix: str) -> int: ...

    def drop_holding(
        self, prefix: str, ids: Collection[str], words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """Of a few files under the prefix, those that hold one of the ids or words, also packed."""


# Account, kind ("messages" or "contacts"), whether a document is gone, before which segment (0:
# from the newest). Answers how many entries went, and where to go on (0: done).
ForgetWords = Callable[[str, str, Callable[[str], bool], int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PrivacyPorts:
    """let_go: account, conversation; routing counts it no more. agents: an account's ids.
    note: account, agent, action, subject, counts: for the audit log; once for an id."""

    store: TraceStore
    files: Files
    forget_words: ForgetWords
    let_go: Callable[[str, str], None]
    agents: Callable[[str], Collection[str]]
    note: Callable[[Receipt], None]
    fetch: Callable[[str], bytes]
    put: Callable[[str, bytes, str], None]
    link: Callable[[str], str]
    clock: Clock
