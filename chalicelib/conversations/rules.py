"""What a message does to its conversation, and which states follow which. Pure.

`bump` and `preview` are mirrored by the clients: docs/realtime.md holds the rule for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.conversations.model import (
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Preview,
    Status,
    Visibility,
)
from chalicelib.shared.errors import Conflict, InvalidInput

REOPEN_WITHIN = timedelta(hours=24)  # after that, the contact's next word opens a new conversation
PREVIEW_LENGTH = 120
BOT_MOVES_AFTER = timedelta(minutes=1)

_NEXT_STATUS: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.PENDING, Status.SNOOZED, Status.RESOLVED}),
    Status.PENDING: frozenset({Status.OPEN, Status.SNOOZED, Status.RESOLVED}),
    Status.SNOOZED: frozenset({Status.OPEN, Status.PENDING, Status.SNOOZED, Status.RESOLVED}),
    Status.RESOLVED: frozenset({Status.OPEN, Status.PENDING}),
}

_PROGRESS = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SENDING: 1,
    DeliveryState.SENT: 2,
    DeliveryState.DELIVERED: 3,
    DeliveryState.READ: 4,
}
_MAY_FAIL = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT})


def preview(message: Message) -> Preview:
    """The last message as the list shows it: its first words, white space folded."""
    content = message.content
    words = (
        content.text
        or (content.choice.title if content.choice else "")
        or (content.media[0].name if content.media else "")
        or (content.location.name if content.location else "")
        or (content.contacts[0].name if content.contacts else "")
        or content.event
    )
    return Preview(
        seq=message.seq,
        kind=content.kind,
        author_kind=message.author.kind,
        author_name=message.author.name,
        visibility=message.visibility,
        text="" if message.deleted_at else " ".join(words.split())[:PREVIEW_LENGTH],
        at=message.at,
    )


def bump(conversation: Conversation, messages: Iterable[Message]) -> Conversation:
    """The conversation after these messages, ascending. Those that it knows already change
    nothing. Neither the version nor anything that an agent decides changes."""
    for message in messages:
        if message.seq <= conversation.seq:
            continue
        if message.muted:
            silent = replace(conversation.last, seq=message.seq)
            conversation = replace(conversation, seq=message.seq, last=silent)
            continue
        last_at = _moved(conversation.last_at, message)
        conversation = replace(
            conversation,
            seq=message.seq,
            inbound=message.inbound,
            last=replace(_last_words(conversation.last, message), at=last_at),
            last_at=last_at,
            waiting_since=_waiting(conversation.waiting_since, message),
            inbound_at=message.at if counts_as_inbound(message) else conversation.inbound_at,
        )
    return conversation


def _moved(before: datetime, message: Message) -> datetime:
    """A bot answers what has just moved the row: it stays, which spares an index two writes."""
    if message.author.kind is AuthorKind.BOT and message.at - before < BOT_MOVES_AFTER:
        return before
    return message.at


def _last_words(before: Preview, message: Message) -> Preview:
    """A quiet line is not what was said last; alone it is better than nothing."""
    if message.visibility is Visibility.EVENT and before.kind:
        return replace(before, seq=message.seq, at=message.at)
    return preview(message)


def _waiting(before: datetime | None, message: Message) -> datetime | None:
    if message.visibility is not Visibility.PUBLIC or message.author.kind is AuthorKind.SYSTEM:
        return before
    if message.author.kind is AuthorKind.CONTACT:
        return before or message.at
    return None


def replied(conversation: Conversation) -> Conversation:
    """An agent has answered: no reply is due (chalicelib/routing/promises.py)."""
    if conversation.sla not in ("first", "next"):
        return conversation
    return replace(conversation, sla="replied", sla_due=None, sla_warn=None)


def asked(conversation: Conversation) -> Conversation:
    """The contact has written: the next reply is due, once it is known when."""
    return replace(conversation, sla="next") if conversation.sla == "replied" else conversation


def counts_as_inbound(message: Message) -> bool:
    """Whether it is something that agents have to read."""
    by_contact = message.author.kind is AuthorKind.CONTACT
    return by_contact and message.visibility is Visibility.PUBLIC and not message.muted


def with_status(
    conversation: Conversation, status: Status, *, now: datetime, until: datetime | None = None
) -> Conversation:
    """Move to `status`; until: aware, when a snooze ends. The version is the caller's to raise.

    Raises InvalidInput (snoozed_until) for a snooze that does not end in the future, and Conflict
    for a step that the state machine does not have.
    """
    if status is conversation.status and status is not Status.SNOOZED:
        return conversation
    if status not in _NEXT_STATUS[conversation.status]:
        raise Conflict(f"a {conversation.status} conversation cannot be {status}", field="status")
    if status is Status.SNOOZED and (until is None or until <= now):
        raise InvalidInput("a snooze ends in the future", field="snoozed_until")
    return replace(
        conversation,
        status=status,
        snoozed_until=until if status is Status.SNOOZED else None,
        resolved_at=now if status is Status.RESOLVED else None,
    )


def reopens(conversation: Conversation, now: datetime) -> bool:
    """Whether the contact's next word goes on with this conversation, rather than open another."""
    if conversation.status is not Status.RESOLVED or conversation.resolved_at is None:
        return True
    return now - conversation.resolved_at < REOPEN_WITHIN


def wakes_on_inbound(conversation: Conversation) -> bool:
    """A contact's word reopens what was resolved or snoozed; a bot keeps what is pending."""
    return conversation.status in (Status.RESOLVED, Status.SNOOZED)


def delivered(message: Message, state: DeliveryState, delivery: Delivery) -> Message:
    """The message after a status of its provider: forward only. `failed` counts only until the
    message has arrived; after a failure only a proof of the opposite (delivered, read) counts.
    `delivery` carries the new reason, code and time."""
    now = message.delivery.state
    if now is DeliveryState.NONE:
        return message
    if state is DeliveryState.FAILED:
        if now not in _MAY_FAIL:
            return message
    elif now is DeliveryState.FAILED:
        if _PROGRESS[state] < _PROGRESS[DeliveryState.DELIVERED]:
            return message
    elif _PROGRESS[state] <= _PROGRESS[now]:
        return message
    return replace(
        message,
        delivery=replace(
            message.delivery,
            state=state,
            reason=delivery.reason,
            code=delivery.code,
            at=delivery.at,
        ),
    )
