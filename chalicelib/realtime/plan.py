"""What a change of the table is to be told, and to whom. Pure: images in, work out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from chalicelib.automation import model as automation
from chalicelib.channels.registry import PICTURED, PROFILED
from chalicelib.contacts.model import Contact
from chalicelib.conversations import reactions
from chalicelib.conversations.model import (
    AuthorKind,
    Conversation,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.desk.model import concerns as stands_beside
from chalicelib.realtime.model import Event
from chalicelib.shared.clock import to_text
from chalicelib.shared.events import (
    ContactEvent,
    ConversationEvent,
    DomainEvent,
    MessageEvent,
    MessageEventType,
    PromiseEvent,
    PromiseEventType,
)
from chalicelib.shared.notices import Notice
from chalicelib.shared.queues import Entry, entry

WEBSITE = "website"
PROMISES = ("sla.warned", "sla.breached")  # lines that are told to the bus
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One record of the stream. sequence: its number there. created: it was not there before.
    at: when it was written, epoch seconds; 0 if that is not known."""

    sequence: str
    created: bool
    item: Message | Conversation | Contact | Notice
    at: float = 0


@dataclass(frozen=True, slots=True)
class Views:
    """How things look outside; each answers JSON-ready. widget: None if nothing is to be shown."""

    message: Callable[[Message], Mapping[str, Any]]
    conversation: Callable[[Conversation], Mapping[str, Any]]
    contact: Callable[[Contact], Mapping[str, Any]]
    widget: Callable[[Conversation], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """Something to do, and the stream records that are told by it."""

    what: T
    sequence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys: (account, agents' ids; none = all); (account, contact)."""

    agents: dict[tuple[str, tuple[str, ...]], list[Work[Event]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    visitors: dict[tuple[str, str], list[Work[Event]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    outbound: list[Work[Entry]] = field(default_factory=list)
    media: list[Work[Entry]] = field(default_factory=list)
    automation: list[Work[Entry]] = field(default_factory=list)
    bus: list[Work[DomainEvent]] = field(default_factory=list)
    beside: list[Work[Message]] = field(default_factory=list)


def plan(changes: Iterable[Change], views: Views) -> Plan:
    """In the stream's order, so that each receiver gets things in the order in which they were."""
    made = Plan()
    for change in changes:
        item = change.item
        if isinstance(item, Message):
            _message(made, change, item, views)
        elif isinstance(item, Conversation):
            _conversation(made, change, item, views)
        elif isinstance(item, Notice):
            made.agents[item.account_id, item.to].append(Work(item.event, change.sequence))
        else:
            _contact(made, change, item, views)
    return made


def _message(made: Plan, change: Change, message: Message, views: Views) -> None:
    view = views.message(message)
    kind = "message.created" if change.created else "message.updated"
    event: Event = {"type": kind, "message": view}
    told = {**event, "muted": True} if message.muted else event  # a visitor is not told
    made.agents[message.account_id, ()].append(Work(told, change.sequence))
    public = message.visibility is Visibility.PUBLIC
    if public and message.channel_kind == WEBSITE:
        made.visitors[message.account_id, message.contact_id].append(Work(event, change.sequence))
    if is_to_send(message):
        made.outbound.append(Work(_work(message, ordered=True), change.sequence))
    if reactions.waits(message):
        made.outbound.append(Work(_reaction_work(message), change.sequence))
    if stands_beside(message, created=change.created):
        made.beside.append(Work(message, change.sequence))
    if has_media_to_copy(message):
        made.media.append(Work(_work(message, ordered=False), change.sequence))
    if change.created and is_of_somebody_unknown(message):
        made.media.append(Work(_profile_work(message), change.sequence))
    if change.created and message.automate:
        made.automation.append(Work(automation.on_message(message), change.sequence))
    if message.content.event in PROMISES and change.created:
        made.bus.append(Work(_promise_event(message), change.sequence))
    if message.visibility is not Visibility.EVENT:  # its change of state is told by itself
        made.bus.append(Work(_message_event(change, message, view), change.sequence))


def is_to_send(message: Message) -> bool:
    """Queued and never tried. A message that waits for its next try is in the queue already."""
    return (
        message.visibility is Visibility.PUBLIC
        and message.author.kind in (AuthorKind.AGENT, AuthorKind.BOT)
        and message.channel_kind != WEBSITE
        and message.delivery.state is DeliveryState.QUEUED
        and message.delivery.attempts == 0
    )


def has_media_to_copy(message: Message) -> bool:
    """Also what was written in the provider's own inbox; what we send is ours already."""
    return message.author.kind in (AuthorKind.CONTACT, AuthorKind.AGENT) and any(
        (media.provider_id or media.url) and not media.key and not media.error
        for media in message.content.media
    )


def is_of_somebody_unknown(message: Message) -> bool:
    """The first words of a contact without a name (or picture), on a channel that tells it when
    asked, or that has told where the picture is."""
    if message.photo:
        return message.author.kind is AuthorKind.CONTACT
    return (
        message.author.kind is AuthorKind.CONTACT
        and (not message.author.name or message.channel_kind in PICTURED)
        and message.inbound == 1
        and message.channel_kind in PROFILED
    )


def _profile_work(message: Message) -> Entry:
    work = {"account_id": message.account_id, "conversation_id": message.conversation_id}
    told = {"photo": message.photo} if message.photo else {}
    return entry({**work, **told, "profile": "yes"})


def _work(message: Message, *, ordered: bool) -> Entry:
    work = {
        "account_id": message.account_id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
    }
    if not ordered:
        return entry(work)
    dedup = f"{message.conversation_id}#{message.seq}#{message.rev}"
    return entry(work, group=message.conversation_id, dedup=dedup)


def _reaction_work(message: Message) -> Entry:
    """In the conversation's order, so that the last reaction is told last."""
    turn = message.reaction.turn if message.reaction else 0
    work = {
        "account_id": message.account_id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "reaction": turn,
    }
    dedup = f"{message.conversation_id}#{message.seq}#reaction{turn}"
    return entry(work, group=message.conversation_id, dedup=dedup)


def _message_event(change: Change, message: Message, view: Mapping[str, Any]) -> MessageEvent:
    moments = (message.at, message.delivery.at, message.edited_at, message.deleted_at)
    return MessageEvent(
        type=_event_type(change, message),
        event_id=f"{message.conversation_id}#{message.seq}#{message.rev}",
        account_id=message.account_id,
        occurred_at=to_text(max(moment for moment in moments if moment)),
        conversation_id=message.conversation_id,
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        channel_kind=message.channel_kind,
        seq=message.seq,
        rev=message.rev,
        message=view,
    )


def _promise_event(message: Message) -> PromiseEvent:
    data = message.content.data or {}
    return PromiseEvent(
        type=cast("PromiseEventType", message.content.event),
        event_id=f"{message.conversation_id}#{message.seq}#{message.rev}",
        account_id=message.account_id,
        occurred_at=to_text(message.at),
        conversation_id=message.conversation_id,
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        channel_kind=message.channel_kind,
        queue_id=data.get("queue_id", ""),
        target=data.get("target", ""),
        due=data.get("due", ""),
    )


def _event_type(change: Change, message: Message) -> MessageEventType:
    if not change.created:
        return "message.updated"
    if message.visibility is Visibility.NOTE:
        return "message.noted"
    return "message.received" if message.author.kind is AuthorKind.CONTACT else "message.sent"


def _conversation(made: Plan, change: Change, conversation: Conversation, views: Views) -> None:
    view = views.conversation(conversation)
    event: Event = {"type": "conversation.updated", "conversation": view}
    made.agents[conversation.account_id, ()].append(Work(event, change.sequence))
    if conversation.channel_kind == WEBSITE:
        shown = {"type": "widget.conversation", "conversation": views.widget(conversation)}
        made.visitors[conversation.account_id, conversation.visitor_id].append(
            Work(shown, change.sequence)
        )
    made.automation.append(Work(automation.on_conversation(conversation), change.sequence))
    made.bus.append(
        Work(
            ConversationEvent(
                type="conversation.opened" if change.created else "conversation.changed",
                event_id=f"{conversation.id}#{conversation.version}",
                account_id=conversation.account_id,
                occurred_at=to_text(conversation.last_at),
                conversation_id=conversation.id,
                contact_id=conversation.contact_id,
                channel_id=conversation.channel_id,
                channel_kind=conversation.channel_kind,
                version=conversation.version,
                conversation=view,
            ),
            change.sequence,
        )
    )


def _written(created_at: datetime, change: Change) -> datetime:
    """A contact does not say when it changed; the stream does, to the second."""
    if change.created or not change.at:
        return created_at
    return max(created_at, datetime.fromtimestamp(change.at, UTC))


def _contact(made: Plan, change: Change, contact: Contact, views: Views) -> None:
    view = views.contact(contact)
    event: Event = {"type": "contact.updated", "contact": view}
    made.agents[contact.account_id, ()].append(Work(event, change.sequence))
    made.bus.append(
        Work(
            ContactEvent(
                type="contact.created" if change.created else "contact.changed",
                event_id=f"{contact.id}#{contact.version}",
                account_id=contact.account_id,
                occurred_at=to_text(_written(contact.created_at, change)),
                contact_id=contact.id,
                version=contact.version,
                contact=view,
            ),
            change.sequence,
        )
    )
