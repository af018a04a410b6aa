"""Conversations that the contact's own words did not begin: an agent or a program speaks first, or
something happened that belongs into a visitor's history. Repeats add nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.channels.base import Sender
from chalicelib.conversations import bots, rules
from chalicelib.conversations.appending import Thread, append, load, raised
from chalicelib.conversations.changing import with_event
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.opening import (
    WEBSITE,
    Source,
    introduce,
    next_thread,
    thread_of,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.posting import checked_content
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId


def start(
    p: ConversationPorts,
    *,
    account_id: str,
    channel_id: str,
    contact_id: str,
    author: Author,
    content: Content,
    client_id: str,
) -> tuple[Message, Conversation]:
    """An agent writes to a visitor: into his current conversation, reopened if it was put away, or
    a first one. content: as entry has checked it. Raises InvalidInput (naming the field) or
    TryAgain."""
    if content.kind is Kind.TEXT and not content.text.strip():
        raise InvalidInput("there is no text", field="content.text")
    now = to_milliseconds(p.clock())
    draft = Message(
        account_id=AccountId(account_id),
        conversation_id=ConversationId(""),
        seq=0,
        author=author,
        content=content,
        visibility=Visibility.PUBLIC,
        at=now,
        dedup=client_id,
        delivery=Delivery(state=DeliveryState.SENT, at=now),
    )
    return _append(p, channel_id, contact_id, draft, wake=True)


def reach(
    p: ConversationPorts,
    *,
    account_id: str,
    channel_id: str,
    channel_kind: str,
    sender: Sender,
    contact_id: str,
    queue_id: str,
    author: Author,
    content: Content,
    client_id: str,
) -> tuple[Message, Conversation]:
    """The same on any channel. sender: whom it reaches there. contact_id: who that is, if nothing
    was said there yet; '' = whom the channel's rule makes of him. content: as entry has checked it,
    the reply window too. Raises InvalidInput or TryAgain."""
    now = to_milliseconds(p.clock())
    source = Source(
        AccountId(account_id), ChannelId(channel_id), channel_kind, now, queue_id=queue_id
    )
    if contact_id:
        introduce(p, source, sender, ContactId(contact_id))
    state = DeliveryState.SENT if channel_kind == WEBSITE else DeliveryState.QUEUED
    draft = Message(
        account_id=source.account_id,
        conversation_id=ConversationId(""),
        seq=0,
        author=author,
        content=checked_content(account_id, content),
        visibility=Visibility.PUBLIC,
        at=now,
        dedup=client_id,
        delivery=Delivery(state=state, at=now),
    )
    return _into(p, source, sender, draft, wake=True)


def tell(
    p: ConversationPorts,
    *,
    account_id: str,
    channel_id: str,
    contact_id: str,
    event: str,
    data: dict[str, str],
    id: str,
    actor: Author | None = None,
    wake: bool = False,
) -> Conversation:
    """A quiet line in the visitor's current conversation; a first one is opened if there is none.

    id: unique among the visitor's lines. wake: what was put away comes back; not by what somebody
    does who is blocked.
    """
    draft = Message(
        account_id=AccountId(account_id),
        conversation_id=ConversationId(""),
        seq=0,
        author=actor or Author(AuthorKind.CONTACT, id=contact_id),
        content=Content(kind=Kind.EVENT, event=event, data=data or None),
        visibility=Visibility.EVENT,
        at=to_milliseconds(p.clock()),
        dedup=id,
    )
    return _append(p, channel_id, contact_id, draft, wake=wake)[1]


def arrive(
    p: ConversationPorts,
    *,
    source: Source,
    sender: Sender,
    contact_id: str,
    event: str,
    data: dict[str, str],
    id: str,
) -> Conversation:
    """Something of his came in another way than by the channel: a line of his in his conversation
    there, which is opened or put before people again. contact_id: who he is, if nothing was said
    there yet. The same id again adds nothing."""
    introduce(p, source, sender, ContactId(contact_id))
    draft = Message(
        account_id=source.account_id,
        conversation_id=ConversationId(""),
        seq=0,
        author=Author(AuthorKind.CONTACT, id=contact_id),
        content=Content(kind=Kind.EVENT, event=event, data=data or None),
        visibility=Visibility.EVENT,
        at=to_milliseconds(p.clock()),
        dedup=id,
    )
    return _into(p, source, sender, draft, wake=True)[1]


def heads(p: ConversationPorts, *, account_id: str, ids: Sequence[str]) -> list[Conversation]:
    """Those that exist. ids: at most 100. One call, none if nothing is asked."""
    if not ids:
        return []
    return p.store.heads(AccountId(account_id), [ConversationId(each) for each in ids])


def _append(
    p: ConversationPorts, channel_id: str, contact_id: str, draft: Message, *, wake: bool
) -> tuple[Message, Conversation]:
    source = Source(draft.account_id, ChannelId(channel_id), WEBSITE, draft.at)
    return _into(p, source, Sender(id=contact_id), draft, wake=wake)


def _into(
    p: ConversationPorts, source: Source, sender: Sender, draft: Message, *, wake: bool
) -> tuple[Message, Conversation]:
    # The visitor's own ids have this scope without its last part.
    scope = f"{source.channel_id}#{sender.id}#team"
    thread = thread_of(p, source, sender)
    head = thread.conversation
    silent = thread.blocked and draft.author.kind is AuthorKind.CONTACT
    if wake and thread.stored and not silent and rules.wakes_on_inbound(head):
        known = p.store.reference(draft.account_id, scope, draft.dedup)
        if known is not None and known.seq:
            thread = load(p, known)
        elif rules.reopens(head, draft.at):
            thread = Thread(_reopened(p, thread, draft))
        else:
            thread = next_thread(p, source, sender, head)
    if draft.author.kind is AuthorKind.CONTACT:
        name = thread.conversation.contact_name
        draft = replace(draft, author=replace(draft.author, name=name), muted=silent)
    appended = append(
        p, thread, draft, scope=scope, patch=lambda head: raised(head, bots.answered(draft, head))
    )
    return appended.message, appended.thread.conversation


def _reopened(p: ConversationPorts, thread: Thread, draft: Message) -> Conversation:
    return with_event(
        p,
        thread.conversation,
        actor=draft.author if draft.author.kind is AuthorKind.AGENT else Author(AuthorKind.SYSTEM),
        event="conversation.reopened",
        data={},
        dedup=f"reopened:{draft.dedup}",
        at=draft.at,
        patch=lambda head: rules.with_status(head, Status.OPEN, now=draft.at),
    )
