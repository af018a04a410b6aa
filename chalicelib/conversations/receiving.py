"""What providers and visitors send in. Everything here may be repeated and adds nothing then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundLetter,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    Sender,
    Unsupported,
)
from chalicelib.channels.registry import TELLS_PHOTO
from chalicelib.conversations import answering, bots, echoes, keys, rules, watermarks
from chalicelib.conversations.appending import Appended, Thread, append, load, raised
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
from chalicelib.conversations.opening import Source, next_thread, renumbered, thread_of
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.references import apply_or_park, apply_parked
from chalicelib.conversations.values import Orphan
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.ids import AccountId, ChannelId, ConversationId

# An item of the table holds 400 KB; the rest of the message and its announcement need room.
MAX_RAW_BYTES = 300_000
RAW_SHOWN = 2_000  # characters of a larger one that stay in the item

_ON_MESSAGES = frozenset({"reaction", "edit", "delete", "unreached"})
_PASSING = frozenset({"typing"})  # shown while it lasts, never stored
_RENUMBERED = frozenset({"user_changed_number", "user_changed_user_id"})  # value: the new id
_BEFORE_WORDS = frozenset({"joined"})  # of somebody who has written nothing: there is no thread yet


def receive(
    p: ConversationPorts,
    *,
    account_id: str,
    channel_id: str,
    channel_kind: str,
    items: Sequence[Inbound],
    received_at: datetime,
    automation: str = "",
    queue_id: str = "",
) -> None:
    """Store what one part of a provider's payload holds, in its order. automation: what flows want
    to see of the channel's messages ('', first, every). queue_id: where new conversations begin.

    Opens and reopens conversations. Raises TryAgain if other writers were faster too often; the
    items before that one are stored, and a repeat of the whole call adds nothing to them.
    """
    source = Source(
        AccountId(account_id),
        ChannelId(channel_id),
        channel_kind,
        to_milliseconds(received_at),
        automation,
        queue_id,
    )
    for item in (_dated(each, source.received_at) for each in items):
        if isinstance(item, InboundStatus):
            apply_or_park(p, source.account_id, channel_id, item)
        elif isinstance(item, InboundWatermark):
            watermarks.reached(p, source.account_id, channel_id, item)
        elif isinstance(item, InboundEvent):
            _event(p, source, item)
        elif isinstance(item, InboundMessage):
            _message(p, source, item)
        else:
            _unsupported(p, source, item)


def _dated(item: Inbound, received_at: datetime) -> Inbound:
    """Some providers (VK) do not tell when something was done: it was just now then."""
    if isinstance(item, InboundWatermark):
        return replace(item, until=received_at) if item.until == UNTOLD else item
    if isinstance(item, InboundStatus | InboundEvent) and item.at == UNTOLD:
        return replace(item, at=received_at)
    return item


def _message(p: ConversationPorts, source: Source, item: InboundMessage) -> None:
    if item.echo and echoes.is_ours(p, source.account_id, source.channel_id, item):
        status = InboundStatus(item.id, item.sender, "sent", item.sent_at)
        apply_or_park(p, source.account_id, source.channel_id, status)
        return
    draft = _draft(p, source, item.id, item.content, sent_at=item.sent_at)
    if item.reply_to:
        draft = replace(draft, reply_to=_seq_of(p, source, item.reply_to))
    if item.echo:
        sent = Delivery(state=DeliveryState.SENT, at=to_milliseconds(item.sent_at))
        draft = replace(draft, author=Author(AuthorKind.AGENT), delivery=sent)
    calls = item.calls if isinstance(item, InboundLetter) else "all"
    take_in(p, source, item.sender, draft, scope=source.channel_id, calls=calls)


def _unsupported(p: ConversationPorts, source: Source, item: Unsupported) -> None:
    if not item.sender.id:
        _shelve(p, source, item.id, item.kind, item.raw)
        return
    content = Content(kind=Kind.UNSUPPORTED, provider_kind=item.kind, raw=item.raw)
    draft = _draft(p, source, item.id, content, sent_at=item.at)
    message = take_in(p, source, item.sender, draft, scope=source.channel_id).message
    # So that it is found after an update (shelf.py). The id may hold a phone number: hashed.
    p.store.put_orphan(
        Orphan(
            account_id=source.account_id,
            channel_id=source.channel_id,
            id=keys.hashed(item.id),
            kind=item.kind,
            raw="",
            received_at=message.at,
            conversation_id=message.conversation_id,
            seq=message.seq,
        )
    )


def _event(p: ConversationPorts, source: Source, item: InboundEvent) -> None:
    if item.kind in _PASSING:
        return
    if item.target and item.kind in _ON_MESSAGES:
        fitted = replace(item, content=_fit(p, source, item.id, item.content))
        apply_or_park(p, source.account_id, source.channel_id, fitted)
        return
    identity = p.store.identity(source.account_id, source.channel_id, item.sender.id)
    head = p.store.head(source.account_id, identity.conversation_id) if identity else None
    if head is None and item.kind in _BEFORE_WORDS:
        return
    if head is None:
        _shelve(p, source, item.id, item.kind, item.raw)
        return
    content = Content(
        kind=Kind.EVENT,
        event=f"contact.{item.kind}",
        data={"value": item.value} if item.value else None,
        raw=item.raw,
    )
    draft = replace(
        _draft(p, source, item.id, content, sent_at=item.at), visibility=Visibility.EVENT
    )
    append(p, Thread(head), _by_contact(draft, head.contact_id, ""), scope=source.channel_id)
    if item.kind in _RENUMBERED and item.value:
        renumbered(p, source, head, item.value)


def take_in(
    p: ConversationPorts,
    source: Source,
    sender: Sender,
    draft: Message,
    *,
    scope: str,
    calls: str = "all",
) -> Appended:
    """Append what the sender wrote to his conversation: reopened, or opened, if need be.
    calls: see InboundLetter."""
    echo = draft.author.kind is not AuthorKind.CONTACT
    thread = thread_of(p, source, sender)
    head = thread.conversation
    silent = (thread.blocked or calls == "nobody") and not echo
    wakes = rules.wakes_on_inbound(head) and not answering.may_answer(head, draft.content)
    if thread.stored and not echo and not silent and wakes:
        # A repeat of an old message wakes nobody.
        known = p.store.reference(source.account_id, scope, draft.dedup)
        if known is not None and known.seq:
            thread = load(p, known)
        elif rules.reopens(head, source.received_at):
            thread = Thread(_woken(p, thread, draft))
        else:
            thread = next_thread(p, source, sender, head)
    if not echo:
        name = sender.name or thread.conversation.contact_name
        draft = _by_contact(draft, thread.conversation.contact_id, name)
        draft = replace(draft, muted=silent, photo=_photo_of(source, sender, thread))
    if echo:
        patch = partial(_echoed, draft)
    elif calls == "people":
        patch = partial(rules.asked)
    else:
        concerns = bots.concerns(thread.conversation, source.automation)
        concerns = concerns or answering.is_pressed(draft.content)
        draft = replace(draft, automate=concerns and not silent)
        patch = partial(_called, draft)
    appended = append(p, thread, draft, scope=scope, patch=lambda head: raised(head, patch(head)))
    apply_parked(p, appended.reference)
    return appended


def _photo_of(source: Source, sender: Sender, thread: Thread) -> str:
    """Where his picture is: once a conversation, of whom a webhook tells it."""
    told = source.channel_kind in TELLS_PHOTO and not thread.conversation.inbound
    return sender.photo if told else ""


def _echoed(draft: Message, head: Conversation) -> Conversation:
    return rules.replied(bots.answered(draft, head))


def _called(draft: Message, head: Conversation) -> Conversation:
    return bots.called(draft, head if draft.muted else rules.asked(head))


def _woken(p: ConversationPorts, thread: Thread, draft: Message) -> Conversation:
    return with_event(
        p,
        thread.conversation,
        actor=Author(AuthorKind.SYSTEM),
        event="conversation.reopened",
        data={},
        dedup=f"reopened:{draft.dedup}",
        at=draft.at,
        patch=lambda head: rules.with_status(head, Status.OPEN, now=draft.at),
    )


def _by_contact(draft: Message, contact_id: str, name: str) -> Message:
    return replace(draft, author=Author(AuthorKind.CONTACT, id=contact_id, name=name))


def _draft(
    p: ConversationPorts, source: Source, id: str, content: Content, *, sent_at: datetime | None
) -> Message:
    """Its author and place are not known yet."""
    return Message(
        account_id=source.account_id,
        conversation_id=ConversationId(""),
        seq=0,
        author=Author(AuthorKind.CONTACT),
        content=_fit(p, source, id, content) or content,
        visibility=Visibility.PUBLIC,
        at=source.received_at,
        sent_at=to_milliseconds(sent_at) if sent_at and sent_at != UNTOLD else None,
        dedup=id,
        provider_id=id,
    )


def _seq_of(p: ConversationPorts, source: Source, provider_id: str) -> int:
    """0 if we do not have the message that is answered."""
    known = p.store.reference(source.account_id, source.channel_id, provider_id)
    return known.seq if known else 0


def _fit(p: ConversationPorts, source: Source, id: str, content: Content | None) -> Content | None:
    """The content with a raw text that fits into an item; a larger one goes to the raw store."""
    if content is None or len(content.raw) * 4 <= MAX_RAW_BYTES:
        return content
    size = len(content.raw.encode())
    if size <= MAX_RAW_BYTES:
        return content
    key = _keep(p, source, id, content.raw)
    data = {**(content.data or {}), "raw_key": key, "raw_bytes": str(size)}
    return replace(content, raw=content.raw[:RAW_SHOWN], data=data)


def _keep(p: ConversationPorts, source: Source, id: str, raw: str) -> str:
    key = f"raw/{source.account_id}/{source.channel_id}/{keys.hashed(id)}.json"
    p.raws.put(key, raw)
    return key


def _shelve(p: ConversationPorts, source: Source, id: str, kind: str, raw: str) -> None:
    """Keep whole what nobody can be named for."""
    raw_key = ""
    if len(raw.encode()) > MAX_RAW_BYTES:
        raw_key, raw = _keep(p, source, id, raw), raw[:RAW_SHOWN]
    p.store.put_orphan(
        Orphan(
            account_id=source.account_id,
            channel_id=source.channel_id,
            id=id,
            kind=kind,
            raw=raw,
            raw_key=raw_key,
            received_at=source.received_at,
        )
    )
