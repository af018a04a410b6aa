"""The index in memory, and documents that change under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Message,
    Visibility,
)
from chalicelib.search import documents, service
from chalicelib.search.segments import Segment
from chalicelib.search.service import SearchPorts
from chalicelib.shared.content import text
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from tests.fakes import START

PAGE = 3  # segments a read: small, so that tests read several


@dataclass
class FakeSegmentStore:
    kept: dict[tuple[str, str, int], Segment] = field(default_factory=dict)
    reads: int = 0
    writes: int = 0
    refuses: int = 0  # so many puts, as if another writer was faster

    def newest(self, account_id: str, kind: str, count: int) -> list[Segment]:
        return self._of(account_id, kind)[-count:]

    def get(self, account_id: str, kind: str, number: int) -> Segment | None:
        return self.kept.get((account_id, kind, number))

    def put(self, account_id: str, kind: str, segment: Segment) -> bool:
        key = (account_id, kind, segment.number)
        there = self.kept.get(key)
        if self.refuses or (there.version if there else 0) != segment.version:
            self.refuses = max(0, self.refuses - 1)
            return False
        self.kept[key] = replace(segment, version=segment.version + 1)
        self.writes += 1
        return True

    def texts(self, account_id: str, kind: str, before: int) -> tuple[list[tuple[int, str]], bool]:
        self.reads += 1
        found = [
            (each.number, "\n".join(each.lines))
            for each in reversed(self._of(account_id, kind))
            if not before or each.number < before
        ]
        return found[:PAGE], len(found) > PAGE

    def _of(self, account_id: str, kind: str) -> list[Segment]:
        mine = [each for (a, k, _), each in self.kept.items() if (a, k) == (account_id, kind)]
        return sorted(mine, key=lambda each: each.number)


@dataclass
class FakeDocuments:
    kept: dict[tuple[str, str, int], Message] = field(default_factory=dict)
    people: dict[tuple[str, str], Contact] = field(default_factory=dict)

    def messages(
        self, account_id: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], Message]:
        found = {place: self.kept.get((account_id, *place)) for place in places}
        return {place: message for place, message in found.items() if message}

    def conversations(self, account_id: str, ids: Sequence[str]) -> dict[str, Conversation]:
        return {id: conversation(account_id, id) for id in ids}

    def contacts(self, account_id: str, ids: Sequence[str]) -> dict[str, Contact]:
        found = {id: self.people.get((account_id, id)) for id in ids}
        return {id: contact for id, contact in found.items() if contact}


@dataclass
class Desk:
    """An account's messages and contacts, indexed as they are written."""

    store: FakeSegmentStore = field(default_factory=FakeSegmentStore)
    documents: FakeDocuments = field(default_factory=FakeDocuments)

    @property
    def ports(self) -> SearchPorts:
        return SearchPorts(self.store, self.documents)

    def say(self, message: Message) -> Message:
        place = (message.account_id, message.conversation_id, message.seq)
        self.documents.kept[place] = message
        self.index(message)
        return message

    def index(self, *messages: Message) -> None:
        for message in messages:
            service.add(
                self.store,
                account_id=message.account_id,
                kind=documents.MESSAGES,
                entries=[documents.message_entry(message)],
            )

    def know(self, contact: Contact) -> Contact:
        self.documents.people[contact.account_id, contact.id] = contact
        service.add(
            self.store,
            account_id=contact.account_id,
            kind=documents.CONTACTS,
            entries=[documents.contact_entry(contact)],
        )
        return contact

    def find(self, words: str, account_id: str = "acc") -> list[tuple[str, int]]:
        """Every page."""
        found: list[tuple[str, int]] = []
        cursor = ""
        while True:
            page = service.search_messages(
                self.ports, account_id=account_id, text=words, cursor=cursor, limit=5
            )
            found += [(hit.message.conversation_id, hit.message.seq) for hit in page.hits]
            cursor = page.cursor
            if not cursor:
                return found

    def who(self, words: str, account_id: str = "acc") -> list[str]:
        page = service.search_contacts(self.ports, account_id=account_id, text=words)
        return [contact.id for contact in page.hits]


def message(
    words: str, seq: int = 1, *, conversation_id: str = "k1", account: str = "acc"
) -> Message:
    return Message(
        account_id=AccountId(account),
        conversation_id=ConversationId(conversation_id),
        seq=seq,
        author=Author(AuthorKind.CONTACT, id="ann", name="Ann"),
        content=text(words),
        visibility=Visibility.PUBLIC,
        at=START,
        dedup=f"d{seq}",
        contact_id="ann",
    )


def contact(id: str = "ann", *, account: str = "acc", **known: object) -> Contact:
    return Contact(ContactId(id), AccountId(account), START, **known)  # type: ignore[arg-type]


def conversation(account_id: str, id: str) -> Conversation:
    return Conversation(
        id=ConversationId(id),
        account_id=AccountId(account_id),
        channel_id=ChannelId("acc-site"),
        channel_kind="website",
        contact_id=ContactId("ann"),
        sender="ann",
        opened_at=START,
        last_at=START,
    )
