"""The ports, in memory. The stores' contract suite holds them to what DynamoDB does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactPorts
from chalicelib.conversations import service
from chalicelib.conversations.model import Conversation, Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import (
    ConversationListPage,
    Detail,
    Identity,
    MessageSlice,
    Orphan,
    Reference,
)
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import ConversationId

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Announced = tuple[bool, Message | Conversation | Contact]  # whether it was created; the new state


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **units: float) -> datetime:
        self.now += timedelta(**units)
        return self.now


@dataclass
class FakeConversationStore:
    """announced: what the table's stream would tell, in order."""

    heads_by_key: dict[tuple[str, str], Conversation] = field(default_factory=dict)
    messages_by_key: dict[tuple[str, str, int], Message] = field(default_factory=dict)
    references: dict[tuple[str, str, str], Reference] = field(default_factory=dict)
    identities: dict[tuple[str, str, str], Identity] = field(default_factory=dict)
    pointers_by_key: dict[tuple[str, str], dict[str, ConversationId]] = field(default_factory=dict)
    orphans: dict[tuple[str, str, str], Orphan] = field(default_factory=dict)
    tag_marks: dict[tuple[str, str, str], int] = field(default_factory=dict)
    announced: list[Announced] = field(default_factory=list)

    # Heads ------------------------------------------------------------------------------------

    def head(self, account_id: str, conversation_id: str) -> Conversation | None:
        return self.heads_by_key.get((account_id, conversation_id))

    def heads(self, account_id: str, conversation_ids: Sequence[str]) -> list[Conversation]:
        found = [self.heads_by_key.get((account_id, id)) for id in conversation_ids]
        return [head for head in found if head is not None]

    def create_head(self, conversation: Conversation) -> bool:
        key = (conversation.account_id, conversation.id)
        if key in self.heads_by_key:
            return False
        self.heads_by_key[key] = conversation
        self.announced.append((True, conversation))
        return True

    def update_head(self, before: Conversation, after: Conversation, *, announce: bool) -> bool:
        key = (after.account_id, after.id)
        stored = self.heads_by_key.get(key)
        if stored is None or stored.version != before.version:
            return False
        if after.seq > before.seq:
            if stored.seq >= after.seq:
                return False
            stored = replace(
                stored,
                seq=after.seq,
                inbound=after.inbound,
                last=after.last,
                last_at=after.last_at,
                waiting_since=after.waiting_since,
                inbound_at=after.inbound_at,
            )
        elif after.last != before.last:
            if stored.seq != before.seq:
                return False
            stored = replace(stored, last=after.last)
        if after.version != before.version:
            stored = self._changed(stored, after)
        self.heads_by_key[key] = stored
        if announce:
            self.announced.append((False, stored))
        return True

    def write_exactly(
        self, before: Conversation, after: Conversation, messages: Sequence[Message]
    ) -> bool:
        stored = self.heads_by_key.get((after.account_id, after.id))
        places = [(each.account_id, each.conversation_id, each.seq) for each in messages]
        taken = any(place in self.messages_by_key for place in places)
        if stored is None or taken:
            return False
        same = (stored.version, stored.seq, stored.last) == (
            before.version,
            before.seq,
            before.last,
        )
        if not same or not self.update_head(before, after, announce=True):
            return False
        return all(self.put_message(each) is None for each in messages)

    @staticmethod
    def _changed(stored: Conversation, after: Conversation) -> Conversation:
        return replace(
            after,
            seq=stored.seq,
            inbound=stored.inbound,
            last=stored.last,
            last_at=stored.last_at,
            waiting_since=stored.waiting_since,
            inbound_at=stored.inbound_at,
            reads=stored.reads,
            visitor_delivered=stored.visitor_delivered,
            visitor_read=stored.visitor_read,
        )

    def raise_read(
        self, account_id: str, conversation_id: str, agent_id: str, inbound: int
    ) -> None:
        head = self.head(account_id, conversation_id)
        if head is None or head.reads.get(agent_id, -1) >= inbound:
            return
        after = replace(head, reads={**head.reads, agent_id: inbound})
        self.heads_by_key[account_id, conversation_id] = after
        self.announced.append((False, after))

    def raise_visitor_marks(
        self, account_id: str, conversation_id: str, *, delivered: int, read: int
    ) -> None:
        head = self.head(account_id, conversation_id)
        if head is None or head.visitor_delivered > delivered or head.visitor_read > read:
            return
        after = replace(head, visitor_delivered=delivered, visitor_read=read)
        self.heads_by_key[account_id, conversation_id] = after

    # Reading ----------------------------------------------------------------------------------

    def page(
        self,
        account_id: str,
        *,
        status: str,
        assignee: str | None = None,
        queue: str | None = None,
        tag: str | None = None,
        cursor: str,
        limit: int,
        oldest: bool = False,
    ) -> ConversationListPage:
        if cursor and not all(cursor.partition("#")):
            raise InvalidInput("no cursor of this list", field="cursor")
        rows: list[tuple[str, Conversation]] = []
        for (account, id), head in self.heads_by_key.items():
            if account != account_id or head.status != status:
                continue
            if assignee is not None and (head.bot_id or (head.assignee_id or "-") != assignee):
                continue
            if queue is not None and head.queue_id != queue:
                continue
            if tag is not None and self._mark(head, tag) not in self.tag_marks:
                continue
            by_opening = assignee is not None or queue is not None or tag is not None
            moment = head.moment_under(tag or "") if by_opening else head.last_at
            rows.append((f"{to_text(moment)}#{id}", head))
        rows.sort(key=lambda row: row[0], reverse=not oldest)
        left = [
            row for row in rows if not cursor or (row[0] > cursor if oldest else row[0] < cursor)
        ]
        shown = left[:limit]
        heads = [head for _, head in shown if tag is None or tag in head.labels]
        return ConversationListPage(heads, shown[-1][0] if len(left) > limit else "")

    def mark_tag(self, conversation: Conversation, tag: str) -> None:
        key = self._mark(conversation, tag)
        held = self.tag_marks.get(key, -1)
        self.tag_marks[key] = max(held, conversation.version)

    def unmark_tag(self, conversation: Conversation, tag: str, *, version: int) -> None:
        key = self._mark(conversation, tag)
        if self.tag_marks.get(key, version) < version:
            del self.tag_marks[key]

    @staticmethod
    def _mark(conversation: Conversation, tag: str) -> tuple[str, str, str]:
        moment = to_text(conversation.moment_under(tag))
        return (tag, conversation.status, f"{moment}#{conversation.id}")

    def count_tag(self, account_id: str, tag: str, status: str, most: int) -> int:
        return min(most, sum(key[:2] == (tag, status) for key in self.tag_marks))

    def detail(self, account_id: str, conversation_id: str, limit: int) -> Detail | None:
        head = self.head(account_id, conversation_id)
        if head is None:
            return None
        newest = self.messages(account_id, conversation_id, before=0, after=0, limit=limit)
        return Detail(head, newest.messages, newest.more)

    def messages(
        self, account_id: str, conversation_id: str, *, before: int, after: int, limit: int
    ) -> MessageSlice:
        found = sorted(
            (
                message
                for (account, id, seq), message in self.messages_by_key.items()
                if (account, id) == (account_id, conversation_id)
                and seq > after
                and (not before or seq < before)
            ),
            key=lambda message: message.seq,
        )
        shown = found[:limit] if after else found[-limit:]
        return MessageSlice(shown, len(found) > limit)

    # Messages ---------------------------------------------------------------------------------

    def message(self, account_id: str, conversation_id: str, seq: int) -> Message | None:
        return self.messages_by_key.get((account_id, conversation_id, seq))

    def put_message(self, message: Message) -> Message | None:
        key = (message.account_id, message.conversation_id, message.seq)
        if key in self.messages_by_key:
            return self.messages_by_key[key]
        self.messages_by_key[key] = message
        self.announced.append((True, message))
        return None

    def replace_message(self, before: Message, after: Message) -> bool:
        key = (after.account_id, after.conversation_id, after.seq)
        stored = self.messages_by_key.get(key)
        if stored is None or stored.rev != before.rev:
            return False
        self.messages_by_key[key] = after
        self.announced.append((False, after))
        return True

    # References -------------------------------------------------------------------------------

    def reference(self, account_id: str, scope: str, id: str) -> Reference | None:
        return self.references.get((account_id, scope, id))

    def claim_reference(self, reference: Reference) -> tuple[bool, Reference]:
        key = (reference.account_id, reference.scope, reference.id)
        stored = self.references.get(key)
        if stored is not None and stored.conversation_id:
            return False, stored
        parked = stored.parked if stored else frozenset()
        self.references[key] = replace(reference, parked=parked, expires=None)
        return True, self.references[key]

    def move_reference(self, reference: Reference) -> None:
        key = (reference.account_id, reference.scope, reference.id)
        stored = self.references.get(key)
        if stored is not None and stored.conversation_id == reference.conversation_id:
            self.references[key] = replace(stored, seq=reference.seq)

    def park(self, reference: Reference, item: str) -> Reference | None:
        key = (reference.account_id, reference.scope, reference.id)
        stored = self.references.get(key) or replace(reference, expires=None)
        if stored.conversation_id:
            return stored
        self.references[key] = replace(stored, parked=stored.parked | {item})
        return None

    def unpark(self, reference: Reference) -> None:
        key = (reference.account_id, reference.scope, reference.id)
        stored = self.references.get(key)
        if stored is not None and stored.conversation_id:
            self.references[key] = replace(stored, parked=frozenset())

    # Identities, history, the shelf ------------------------------------------------------------

    def identity(self, account_id: str, channel_id: str, sender: str) -> Identity | None:
        return self.identities.get((account_id, channel_id, sender))

    def put_identity(self, identity: Identity, *, previous: str) -> Identity:
        key = (identity.account_id, identity.channel_id, identity.sender)
        stored = self.identities.get(key)
        if (stored.conversation_id if stored else "") == previous:
            self.identities[key] = identity
        return self.identities[key]

    def block_identity(self, account_id: str, channel_id: str, sender: str, blocked: bool) -> None:
        key = (account_id, channel_id, sender)
        if key in self.identities:
            self.identities[key] = replace(self.identities[key], blocked=blocked)

    def drop_pointer(self, conversation: Conversation, contact_id: str) -> None:
        history = self.pointers_by_key.get((conversation.account_id, contact_id), {})
        history.pop(f"{to_text(conversation.opened_at)}#{conversation.id}", None)

    def put_pointer(self, conversation: Conversation) -> None:
        history = self.pointers_by_key.setdefault(
            (conversation.account_id, conversation.contact_id), {}
        )
        history[f"{to_text(conversation.opened_at)}#{conversation.id}"] = conversation.id

    def pointers(self, account_id: str, contact_id: str, limit: int) -> list[ConversationId]:
        history = self.pointers_by_key.get((account_id, contact_id), {})
        return [history[key] for key in sorted(history, reverse=True)][:limit]

    def put_orphan(self, orphan: Orphan) -> None:
        self.orphans[orphan.account_id, orphan.channel_id, orphan.id] = orphan


@dataclass
class FakeContactStore:
    contacts: dict[tuple[str, str], Contact] = field(default_factory=dict)
    announced: list[Announced] = field(default_factory=list)

    def get(self, account_id: str, contact_id: str) -> Contact | None:
        return self.contacts.get((account_id, contact_id))

    def create(self, contact: Contact) -> Contact:
        key = (contact.account_id, contact.id)
        if key not in self.contacts:
            self.contacts[key] = contact
            self.announced.append((True, contact))
        return self.contacts[key]

    def replace(self, before: Contact, after: Contact) -> bool:
        key = (after.account_id, after.id)
        stored = self.contacts.get(key)
        if stored is None or stored.version != before.version:
            return False
        self.contacts[key] = after
        self.announced.append((False, after))
        return True

    def many(self, account_id: str, contact_ids: Sequence[str]) -> list[Contact]:
        found = (self.get(account_id, id) for id in dict.fromkeys(contact_ids))
        return [each for each in found if each]


@dataclass
class FakeRawStore:
    kept: dict[str, str] = field(default_factory=dict)

    def put(self, key: str, raw: str) -> None:
        self.kept[key] = raw


@dataclass
class FakeTimers:
    """What was set: account, kind, due, payload."""

    set: list[tuple[str, str, datetime, dict[str, str]]] = field(default_factory=list)

    def __call__(
        self, account_id: str, kind: str, due: datetime, payload: Mapping[str, str], /
    ) -> None:
        timer = (account_id, kind, due, dict(payload))
        if timer not in self.set:
            self.set.append(timer)


def conversation_ports(
    store: FakeConversationStore | None = None,
    contacts: FakeContactStore | None = None,
    clock: FakeClock | None = None,
) -> ConversationPorts:
    """Ports over fresh fakes, or over those given."""
    return ConversationPorts(
        store=store or FakeConversationStore(),
        contacts=contacts or FakeContactStore(),
        set_timer=FakeTimers(),
        raws=FakeRawStore(),
        clock=clock or FakeClock(),
    )


def contact_ports(conversations: ConversationPorts, contacts: FakeContactStore) -> ContactPorts:
    """Beside `conversation_ports`, over the same contacts."""
    return ContactPorts(
        store=contacts,
        renamed=lambda account_id, contact_id, name: service.rename_contact(
            conversations, account_id=account_id, contact_id=contact_id, name=name
        ),
    )
