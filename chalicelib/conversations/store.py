"""Conversations, messages, references and identities in the `main` table (docs/data.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.conversations import codec, items, keys
from chalicelib.conversations.items import (
    HeadItem,
    IdentityItem,
    MessageItem,
    PointerItem,
    ReferenceItem,
    TagMarkItem,
)
from chalicelib.conversations.model import Conversation, Message
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
from chalicelib.shared.ids import AccountId, ContactId, ConversationId
from chalicelib.shared.table import (
    RawItem,
    count,
    delete_if,
    find,
    find_all,
    find_raw,
    put_if,
    query,
    update_if,
)
from chalicelib.shared.transaction import Write, write

_LIST_KEYS = {
    "": ("pk", "sk"),
    "by_activity": ("g1pk", "g1sk"),
    "by_assignee": ("g2pk", "g2sk"),
    "by_queue": ("g3pk", "g3sk"),
}


class DynamoConversationStore:
    """Implements `ports.ConversationStore`."""

    # Heads ------------------------------------------------------------------------------------

    def head(self, account_id: AccountId, conversation_id: ConversationId) -> Conversation | None:
        raw = find_raw(keys.conversation(account_id, conversation_id), keys.HEAD)
        return items.head(raw) if raw else None

    def heads(
        self, account_id: AccountId, conversation_ids: Sequence[ConversationId]
    ) -> list[Conversation]:
        wanted = [(keys.conversation(account_id, id), keys.HEAD) for id in set(conversation_ids)]
        if not wanted:
            return []
        found = {head.id: head for head in map(items.head, find_all(wanted))}
        return [found[id] for id in conversation_ids if id in found]

    def create_head(self, conversation: Conversation) -> bool:
        return put_if(items.head_item(conversation), HeadItem.pk.does_not_exist()) is None

    def update_head(self, before: Conversation, after: Conversation, *, announce: bool) -> bool:
        item = HeadItem(keys.conversation(after.account_id, after.id), keys.HEAD)
        condition = HeadItem.version == before.version
        actions = [HeadItem.announce.set("conversation" if announce else "-")]
        if after.seq > before.seq:
            condition &= HeadItem.seq < after.seq
            actions += self._bumped(after)
        elif after.last != before.last:
            condition &= HeadItem.seq == before.seq
            actions.append(HeadItem.last.set(codec.preview_data(after.last)))
        if after.version != before.version:
            actions += self._changed(after)
        held, _ = update_if(item, actions, condition)
        return held

    def write_exactly(
        self, before: Conversation, after: Conversation, messages: Sequence[Message]
    ) -> bool:
        as_read = (
            (HeadItem.version == before.version)
            & (HeadItem.seq == before.seq)
            & (HeadItem.last == codec.preview_data(before.last))
        )
        actions = [HeadItem.announce.set("conversation"), *self._bumped(after)]
        head = HeadItem(keys.conversation(after.account_id, after.id), keys.HEAD)
        lines = [
            Write(items.message_item(each), MessageItem.pk.does_not_exist()) for each in messages
        ]
        return not write(Write(head, as_read, [*actions, *self._changed(after)]), *lines)

    @staticmethod
    def _bumped(after: Conversation) -> list[Any]:
        waiting, inbound_at = after.waiting_since, after.inbound_at
        return [
            *([HeadItem.inbound_at.set(to_text(inbound_at))] if inbound_at else []),
            HeadItem.seq.set(after.seq),
            HeadItem.inbound.set(after.inbound),
            HeadItem.last.set(codec.preview_data(after.last)),
            HeadItem.g1sk.set(items.index_keys(after)["g1sk"]),
            HeadItem.waiting_since.set(to_text(waiting))
            if waiting
            else HeadItem.waiting_since.remove(),
        ]

    @staticmethod
    def _changed(after: Conversation) -> list[Any]:
        index = items.index_keys(after)
        return [
            HeadItem.version.set(after.version),
            HeadItem.state.set(codec.head_state(after)),
            HeadItem.g1pk.set(index["g1pk"]),
            _kept(HeadItem.g2pk, index["g2pk"]),
            _kept(HeadItem.g2sk, index["g2sk"]),
            _kept(HeadItem.g3pk, index["g3pk"]),
            _kept(HeadItem.g3sk, index["g3sk"]),
            _kept(HeadItem.opened, items.opened_apart(after)),
        ]

    def raise_read(
        self, account_id: AccountId, conversation_id: ConversationId, agent_id: str, inbound: int
    ) -> None:
        mark: Any = HeadItem.reads[agent_id]
        item = HeadItem(keys.conversation(account_id, conversation_id), keys.HEAD)
        lower = mark.does_not_exist() | (mark < inbound)
        update_if(
            item,
            [mark.set(inbound), HeadItem.announce.set("conversation")],
            HeadItem.pk.exists() & lower,
        )

    def raise_visitor_marks(
        self, account_id: AccountId, conversation_id: ConversationId, *, delivered: int, read: int
    ) -> None:
        item = HeadItem(keys.conversation(account_id, conversation_id), keys.HEAD)
        update_if(
            item,
            [
                HeadItem.visitor_delivered.set(delivered),
                HeadItem.visitor_read.set(read),
                HeadItem.announce.set("-"),
            ],
            HeadItem.pk.exists()
            & _not_above(HeadItem.visitor_delivered, delivered)
            & _not_above(HeadItem.visitor_read, read),
        )

    # Reading ----------------------------------------------------------------------------------

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
        if tag is not None:
            index, partition = "", keys.tagged(account_id, tag, status)
        elif queue is not None:
            index, partition = "by_queue", keys.by_queue(account_id, status, queue)
        elif assignee is not None:
            index, partition = "by_assignee", keys.by_assignee(account_id, status, assignee)
        else:
            index, partition = "by_activity", keys.by_status(account_id, status)
        names = _LIST_KEYS[index]
        raws, last = query(
            partition,
            index=index or None,
            limit=limit,
            start=_start(account_id, names, partition, cursor),
            ascending=oldest,
        )
        cursor = last[names[1]]["S"] if last else ""
        if index in ("by_activity", "by_assignee"):
            return ConversationListPage([items.head(raw) for raw in raws], cursor)
        places = [raw[names[1]]["S"] for raw in raws]
        found = self.heads(account_id, [ConversationId(keys.last_part(each)) for each in places])
        # The index may be a moment behind the head, and a mark may be a leftover: the head decides.
        there = {
            items.marked_position(head, tag or ""): head
            for head in found
            if head.status == status
            and (tag is None or tag in head.labels)
            and (queue is None or head.queue_id == queue)
        }
        return ConversationListPage([there[each] for each in places if each in there], cursor)

    # Tags -------------------------------------------------------------------------------------

    def mark_tag(self, conversation: Conversation, tag: str) -> None:
        item = TagMarkItem(
            keys.tagged(conversation.account_id, tag, conversation.status),
            items.marked_position(conversation, tag),
            version=conversation.version,
        )
        newer = TagMarkItem.version < conversation.version
        put_if(item, TagMarkItem.pk.does_not_exist() | newer)

    def unmark_tag(self, conversation: Conversation, tag: str, *, version: int) -> None:
        delete_if(
            keys.tagged(conversation.account_id, tag, conversation.status),
            items.marked_position(conversation, tag),
            TagMarkItem.version < version,
        )

    def count_tag(self, account_id: AccountId, tag: str, status: str, most: int) -> int:
        return count(keys.tagged(account_id, tag, status), limit=most)

    def detail(
        self, account_id: AccountId, conversation_id: ConversationId, limit: int
    ) -> Detail | None:
        partition = keys.conversation(account_id, conversation_id)
        raws, last = query(partition, limit=limit + 2, consistent=True)
        if not raws or raws[0]["sk"]["S"] != keys.HEAD:
            return None
        found = _messages(raws[1:])
        more = len(found) > limit or bool(last)
        return Detail(items.head(raws[0]), found[:limit][::-1], more)

    def messages(
        self,
        account_id: AccountId,
        conversation_id: ConversationId,
        *,
        before: int,
        after: int,
        limit: int,
    ) -> MessageSlice:
        lowest = keys.message(after + 1)
        highest = keys.message(before - 1 if before else 9_999_999_999)
        raws, last = query(
            keys.conversation(account_id, conversation_id),
            between=(lowest, highest),
            limit=limit + 1,
            ascending=after > 0,
            consistent=True,
        )
        found = _messages(raws)
        wanted = found[:limit]
        return MessageSlice(wanted if after > 0 else wanted[::-1], len(found) > limit or bool(last))

    # Messages ---------------------------------------------------------------------------------

    def message(
        self, account_id: AccountId, conversation_id: ConversationId, seq: int
    ) -> Message | None:
        item = find(MessageItem, keys.conversation(account_id, conversation_id), keys.message(seq))
        return items.message(item) if item else None

    def put_message(self, message: Message) -> Message | None:
        old = put_if(items.message_item(message), MessageItem.pk.does_not_exist())
        return items.message(old) if old else None

    def replace_message(self, before: Message, after: Message) -> bool:
        return put_if(items.message_item(after), MessageItem.rev == before.rev) is None

    # References -------------------------------------------------------------------------------

    def reference(self, account_id: AccountId, scope: str, id: str) -> Reference | None:
        item = find(ReferenceItem, keys.reference(account_id, scope, id), "ref")
        return items.reference(item, account_id, scope, id) if item else None

    def claim_reference(self, reference: Reference) -> tuple[bool, Reference]:
        held, item = update_if(
            items.reference_item(reference),
            self._placed(reference),
            ReferenceItem.conversation.does_not_exist(),
            answer="ALL_NEW",
        )
        if item is None:
            return held, reference
        return held, items.reference(item, reference.account_id, reference.scope, reference.id)

    @staticmethod
    def _placed(reference: Reference) -> list[Any]:
        actions: list[Any] = [
            ReferenceItem.conversation.set(reference.conversation_id),
            ReferenceItem.seq.set(reference.seq),
            ReferenceItem.dedup.set(reference.dedup),
        ]
        if reference.expires:
            actions.append(ReferenceItem.ttl.set(int(reference.expires.timestamp())))
        return actions

    def move_reference(self, reference: Reference) -> None:
        update_if(
            items.reference_item(reference),
            [ReferenceItem.seq.set(reference.seq)],
            ReferenceItem.conversation == reference.conversation_id,
        )

    def park(self, reference: Reference, item: str) -> Reference | None:
        actions: list[Any] = [ReferenceItem.parked.add({item})]
        if reference.expires:
            actions.append(ReferenceItem.ttl.set(int(reference.expires.timestamp())))
        held, known = update_if(
            items.reference_item(reference), actions, ReferenceItem.conversation.does_not_exist()
        )
        if held or known is None:
            return None
        return items.reference(known, reference.account_id, reference.scope, reference.id)

    def unpark(self, reference: Reference) -> None:
        update_if(
            items.reference_item(reference),
            [ReferenceItem.parked.remove()],
            ReferenceItem.conversation.exists(),
        )

    # Identities, history, the shelf ------------------------------------------------------------

    def identity(self, account_id: AccountId, channel_id: str, sender: str) -> Identity | None:
        item = find(IdentityItem, keys.identity(account_id, channel_id, sender), "identity")
        return items.identity(item, account_id, channel_id, sender) if item else None

    def put_identity(self, identity: Identity, *, previous: str) -> Identity:
        condition = (
            IdentityItem.conversation == previous if previous else IdentityItem.pk.does_not_exist()
        )
        old = put_if(items.identity_item(identity), condition)
        if old is None:
            return identity
        return items.identity(old, identity.account_id, identity.channel_id, identity.sender)

    def block_identity(
        self, account_id: AccountId, channel_id: str, sender: str, blocked: bool
    ) -> None:
        item = IdentityItem(keys.identity(account_id, channel_id, sender), "identity")
        mark = IdentityItem.blocked.set(True) if blocked else IdentityItem.blocked.remove()
        update_if(item, [mark], IdentityItem.pk.exists())

    def put_pointer(self, conversation: Conversation) -> None:
        PointerItem(
            keys.contact(conversation.account_id, conversation.contact_id),
            keys.pointer(to_text(conversation.opened_at), conversation.id),
            conversation=conversation.id,
        ).save()

    def pointers(
        self, account_id: AccountId, contact_id: ContactId, limit: int
    ) -> list[ConversationId]:
        raws, _ = query(keys.contact(account_id, contact_id), prefix="c#", limit=limit)
        return [ConversationId(raw["conversation"]["S"]) for raw in raws]

    def drop_pointer(self, conversation: Conversation, contact_id: ContactId) -> None:
        opened_at = to_text(conversation.opened_at)
        PointerItem(
            keys.contact(conversation.account_id, contact_id),
            keys.pointer(opened_at, conversation.id),
        ).delete()

    def put_orphan(self, orphan: Orphan) -> None:
        items.orphan_item(orphan).save()


def _kept(attribute: UnicodeAttribute, value: str | None) -> Action:
    return attribute.set(value) if value else attribute.remove()


def _messages(raws: Sequence[RawItem]) -> list[Message]:
    return [items.message(MessageItem.from_raw_data(raw)) for raw in raws]


def _not_above(mark: NumberAttribute, limit: int) -> Condition:
    held: Condition = mark.does_not_exist() | (mark <= limit)
    return held


def _start(account_id: str, names: tuple[str, str], partition: str, cursor: str) -> RawItem | None:
    """The full key that a cursor, the index's own sort key, stands for."""
    if not cursor:
        return None
    moment, separator, conversation_id = cursor.partition("#")
    if not (moment and separator and conversation_id) or len(cursor) > 200:
        raise InvalidInput("no cursor of this list", field="cursor")
    place = {names[0]: {"S": partition}, names[1]: {"S": cursor}}
    if names == _LIST_KEYS[""]:
        return place
    head = keys.conversation(account_id, conversation_id)
    return {"pk": {"S": head}, "sk": {"S": keys.HEAD}, **place}
