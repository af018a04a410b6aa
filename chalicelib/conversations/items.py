"""PynamoDB models of the items of docs/data.md that conversations own, and their way to values."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.conversations import codec, keys
from chalicelib.conversations.model import Conversation, Message
from chalicelib.conversations.values import Identity, Orphan, Reference
from chalicelib.shared.attributes import plain
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from chalicelib.shared.table import MainItem, RawItem


class HeadItem(MainItem):
    """state: JSON; what is in no other attribute. last: JSON of the preview.
    reads: agent -> inbound. Status, assignee and the two times are in the index keys; opened: when
    it was opened, while a bot has it."""

    state = UnicodeAttribute()
    seq = NumberAttribute()
    inbound = NumberAttribute()
    version = NumberAttribute()
    last = UnicodeAttribute()
    waiting_since = UnicodeAttribute(null=True)
    inbound_at = UnicodeAttribute(null=True)
    reads: Any = MapAttribute()
    visitor_delivered = NumberAttribute(null=True)
    visitor_read = NumberAttribute(null=True)
    opened = UnicodeAttribute(null=True)


class MessageItem(MainItem):
    """data: JSON; the message but its key and rev."""

    rev = NumberAttribute()
    data = UnicodeAttribute()


class ReferenceItem(MainItem):
    conversation = UnicodeAttribute(null=True)
    seq = NumberAttribute(null=True)
    dedup = UnicodeAttribute(null=True)
    parked = UnicodeSetAttribute(null=True)


class IdentityItem(MainItem):
    contact = UnicodeAttribute()
    conversation = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    blocked = BooleanAttribute(null=True)


class PointerItem(MainItem):
    conversation = UnicodeAttribute()


class TagMarkItem(MainItem):
    """A conversation under a tag and a status. version: of the head that asked for it last."""

    version = NumberAttribute()


class OrphanItem(MainItem):
    kind = UnicodeAttribute()
    raw = UnicodeAttribute()
    raw_key = UnicodeAttribute(null=True)
    message = UnicodeAttribute(null=True)  # "{conversation}#{seq}"


def head_item(conversation: Conversation) -> HeadItem:
    return HeadItem(
        keys.conversation(conversation.account_id, conversation.id),
        keys.HEAD,
        **index_keys(conversation),
        opened=opened_apart(conversation),
        announce="conversation",
        state=codec.head_state(conversation),
        seq=conversation.seq,
        inbound=conversation.inbound,
        version=conversation.version,
        last=codec.preview_data(conversation.last),
        waiting_since=to_text(conversation.waiting_since) if conversation.waiting_since else None,
        inbound_at=to_text(conversation.inbound_at) if conversation.inbound_at else None,
        reads=dict(conversation.reads),
        visitor_delivered=conversation.visitor_delivered or None,
        visitor_read=conversation.visitor_read or None,
    )


def index_keys(conversation: Conversation) -> dict[str, Any]:
    """The index by queue holds none of those that are in no queue; the index by assignee none that
    a bot has: nobody is to pick it there, and its messages cost a write less."""
    account, status = conversation.account_id, conversation.status
    queue, bot = conversation.queue_id, conversation.bot_id
    by_assignee = keys.by_assignee(account, status, conversation.assignee_id)
    return {
        "g1pk": keys.by_status(account, status),
        "g1sk": keys.position(conversation.last_at, conversation.id),
        "g2pk": None if bot else by_assignee,
        "g2sk": None if bot else opened_position(conversation),
        "g3pk": keys.by_queue(account, status, queue) if queue else None,
        "g3sk": opened_position(conversation) if queue else None,
    }


def opened_apart(conversation: Conversation) -> str | None:
    """The moment of its opening, where no index key holds it."""
    return to_text(conversation.opened_at) if conversation.bot_id else None


def opened_position(conversation: Conversation) -> str:
    """Where it stands in the lists that go by opening."""
    return keys.position(conversation.opened_at, conversation.id)


def marked_position(conversation: Conversation, label: str) -> str:
    """Where it stands in the list of that label."""
    return keys.position(conversation.moment_under(label), conversation.id)


def head(raw: RawItem) -> Conversation:
    return codec.head_from(plain(raw))


def message_item(message: Message) -> MessageItem:
    return MessageItem(
        keys.conversation(message.account_id, message.conversation_id),
        keys.message(message.seq),
        announce="message",
        rev=message.rev,
        data=codec.message_data(message),
    )


def message(item: MessageItem) -> Message:
    return codec.message_from(
        account_id=keys.account_of(item.pk),
        conversation_id=keys.last_part(item.pk),
        seq=int(keys.last_part(item.sk)),
        rev=int(item.rev),
        data=item.data,
    )


def reference_item(reference: Reference) -> ReferenceItem:
    return ReferenceItem(keys.reference(reference.account_id, reference.scope, reference.id), "ref")


def reference(item: ReferenceItem, account_id: AccountId, scope: str, id: str) -> Reference:
    return Reference(
        account_id=account_id,
        scope=scope,
        id=id,
        conversation_id=ConversationId(item.conversation or ""),
        seq=int(item.seq or 0),
        dedup=item.dedup or "",
        parked=frozenset(item.parked or ()),
    )


def identity_item(identity: Identity) -> IdentityItem:
    return IdentityItem(
        keys.identity(identity.account_id, identity.channel_id, identity.sender),
        "identity",
        contact=identity.contact_id,
        conversation=identity.conversation_id,
        opened_at=to_text(identity.opened_at),
        blocked=identity.blocked or None,
    )


def identity(item: IdentityItem, account_id: str, channel_id: str, sender: str) -> Identity:
    return Identity(
        account_id=AccountId(account_id),
        channel_id=ChannelId(channel_id),
        sender=sender,
        contact_id=ContactId(item.contact),
        conversation_id=ConversationId(item.conversation),
        opened_at=from_text(item.opened_at),
        blocked=bool(item.blocked),
    )


def orphan_item(orphan: Orphan) -> OrphanItem:
    return OrphanItem(
        keys.orphans(orphan.account_id, orphan.channel_id),
        f"{to_text(orphan.received_at)}#{keys.safe(orphan.id)}",
        kind=orphan.kind,
        raw=orphan.raw,
        raw_key=orphan.raw_key or None,
        message=f"{orphan.conversation_id}#{orphan.seq}" if orphan.seq else None,
    )
