"""How far our messages have come, as outbound work and the visitors tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.conversations import rules
from chalicelib.conversations.appending import REFERENCE_LIFE
from chalicelib.conversations.changing import load_head
from chalicelib.conversations.model import (
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.references import Revision, apply_parked, revise
from chalicelib.conversations.values import Reference
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Media
from chalicelib.shared.errors import Conflict, NotFound
from chalicelib.shared.ids import AccountId, ConversationId

RECEIPT_PAGE = 100

_ON_THE_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})


def begin_sending(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int
) -> Message | None:
    """Take the message up: `sending`, one more attempt. None if there is nothing to send.

    One that was `sending` already may have gone out before its sender died: it is marked doubtful.
    """
    message = p.store.message(AccountId(account_id), ConversationId(conversation_id), seq)
    if message is None or message.delivery.state not in _ON_THE_WAY:
        return None
    now = to_milliseconds(p.clock())
    after = revise(p, place_of(message), lambda each: _taken_up(each, now))
    return after if after.delivery.state is DeliveryState.SENDING else None


def _taken_up(message: Message, now: datetime) -> Message:
    before = message.delivery
    if before.state not in _ON_THE_WAY:
        return message
    doubtful = before.doubtful or before.state is DeliveryState.SENDING
    after = replace(
        before,
        state=DeliveryState.SENDING,
        attempts=before.attempts + 1,
        doubtful=doubtful,
        at=now,
    )
    return replace(message, delivery=after)


def record_part(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    seq: int,
    channel_id: str,
    provider_id: str,
    parts_done: int,
) -> None:
    """One of several provider calls that carry the message has succeeded.
    parts_done: how many now. The next statuses of `provider_id` are this message's."""
    message = _load(p, account_id, conversation_id, seq)
    reference = _referred(p, message, channel_id, provider_id)

    def revision(each: Message) -> Message:
        done = max(each.delivery.parts_done, parts_done)
        return replace(each, delivery=replace(each.delivery, parts_done=done))

    revise(p, place_of(message), revision)
    apply_parked(p, reference)


def record_sent(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    seq: int,
    channel_id: str,
    provider_id: str,
) -> None:
    """The provider has the message, under `provider_id`. Statuses that were faster are applied."""
    message = _load(p, account_id, conversation_id, seq)
    # The reference first: without it, a crash here would lose the statuses to come.
    reference = _referred(p, message, channel_id, provider_id)
    now = to_milliseconds(p.clock())

    def revision(each: Message) -> Message:
        sent = rules.delivered(each, DeliveryState.SENT, Delivery(at=now))
        if each.delivery.state is DeliveryState.FAILED:
            sent = replace(each, delivery=_renewed(each, DeliveryState.SENT, now))
        return replace(sent, provider_id=provider_id or each.provider_id)

    revise(p, place_of(message), revision)
    apply_parked(p, reference)


def record_waiting(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
) -> None:
    """This attempt failed for a while: `queued` again, with the provider's reason."""

    def revision(message: Message) -> Message:
        if message.delivery.state is not DeliveryState.SENDING:
            return message
        waiting = replace(message.delivery, state=DeliveryState.QUEUED, reason=reason, code=code)
        return replace(message, delivery=waiting)

    _revise(p, account_id, conversation_id, seq, revision)


def record_failed(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
) -> None:
    """It will not go out. reason: the provider's words, for the agent."""
    news = Delivery(reason=reason, code=code, at=to_milliseconds(p.clock()))
    _revise(
        p,
        account_id,
        conversation_id,
        seq,
        lambda message: rules.delivered(message, DeliveryState.FAILED, news),
    )


def record_lost(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
) -> None:
    """Nobody tries any more, and what became of it nobody knows. Of one that is sent, nothing."""
    news = Delivery(reason=reason, code=code, at=to_milliseconds(p.clock()))

    def revision(message: Message) -> Message:
        if message.delivery.state not in _ON_THE_WAY:
            return message
        return rules.delivered(message, DeliveryState.FAILED, news)

    _revise(p, account_id, conversation_id, seq, revision)


def retry(p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int) -> Message:
    """Queue a failed message again. Raises NotFound, and Conflict if it has not failed."""
    now = to_milliseconds(p.clock())

    def revision(message: Message) -> Message:
        if message.delivery.state is not DeliveryState.FAILED:
            raise Conflict("only a failed message is sent again")
        return replace(message, delivery=_renewed(message, DeliveryState.QUEUED, now))

    return _revise(p, account_id, conversation_id, seq, revision)


def record_media(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    seq: int,
    media: tuple[Media, ...],
) -> None:
    """The message's files were copied; `media` takes the place of what it had."""

    def revision(message: Message) -> Message:
        if len(message.content.media) != len(media):
            return message  # edited meanwhile: the edit's files come as work of their own
        return replace(message, content=replace(message.content, media=media))

    _revise(p, account_id, conversation_id, seq, revision)


def mark_read(
    p: ConversationPorts, *, account_id: str, conversation_id: str, agent_id: str, inbound: int
) -> Conversation | None:
    """The agent has seen the contact's messages up to the `inbound`-th. Returns the conversation as
    it was if nobody of the team had seen so much of it. Raises NotFound."""
    head = load_head(p, account_id, conversation_id)
    known = head.inbound
    if inbound > known:
        # The head follows its messages: the newest of them may be ahead of it.
        newest = p.store.messages(head.account_id, head.id, before=0, after=0, limit=1)
        known = max([known, *(message.inbound for message in newest.messages)])
    mark = min(inbound, known)
    if mark > head.reads.get(agent_id, 0):
        p.store.raise_read(head.account_id, head.id, agent_id, mark)
    return head if mark > max(head.reads.values(), default=0) else None


def visitor_receipt(
    p: ConversationPorts, *, account_id: str, conversation_id: str, state: str, seq: int
) -> None:
    """The website's visitor got, or read, everything up to `seq`. Raises NotFound.

    The messages first, the visitor's mark last: a crash between is finished by the repeat.
    """
    head = load_head(p, account_id, conversation_id)
    reached = DeliveryState.READ if state == "read" else DeliveryState.DELIVERED
    seq = min(seq, head.seq)
    mark = head.visitor_read if reached is DeliveryState.READ else head.visitor_delivered
    if seq <= mark:
        return
    news = Delivery(at=to_milliseconds(p.clock()))
    for message in written_to_contact(p, head, mark, seq):
        revise(p, place_of(message), lambda each: rules.delivered(each, reached, news))
    p.store.raise_visitor_marks(
        head.account_id,
        head.id,
        delivered=max(head.visitor_delivered, seq),
        read=max(head.visitor_read, seq) if reached is DeliveryState.READ else head.visitor_read,
    )


def written_to_contact(
    p: ConversationPorts, head: Conversation, after: int, last: int
) -> list[Message]:
    """What was written to the visitor, with after < seq <= last."""
    found: list[Message] = []
    while after < last:
        page = p.store.messages(head.account_id, head.id, before=0, after=after, limit=RECEIPT_PAGE)
        if not page.messages:
            break
        found += page.messages
        after = page.messages[-1].seq
    return [message for message in found if message.seq <= last and _is_to_visitor(message)]


def _is_to_visitor(message: Message) -> bool:
    return message.visibility is Visibility.PUBLIC and message.author.kind is not AuthorKind.CONTACT


def _renewed(message: Message, state: DeliveryState, now: datetime) -> Delivery:
    """After a failure: the attempts count anew, the parts that are done stay done."""
    before = message.delivery
    return Delivery(state=state, doubtful=before.doubtful, parts_done=before.parts_done, at=now)


def _referred(
    p: ConversationPorts, message: Message, channel_id: str, provider_id: str
) -> Reference:
    """Make the message known by the provider's id."""
    reference = replace(place_of(message), scope=channel_id, id=provider_id)
    if not provider_id:
        return reference
    reference = replace(reference, expires=p.clock() + REFERENCE_LIFE)
    _, in_force = p.store.claim_reference(reference)
    return in_force


def place_of(message: Message) -> Reference:
    return Reference(
        account_id=message.account_id,
        scope=message.conversation_id,
        id=message.dedup,
        conversation_id=message.conversation_id,
        seq=message.seq,
        dedup=message.dedup,
    )


def _load(p: ConversationPorts, account_id: str, conversation_id: str, seq: int) -> Message:
    message = p.store.message(AccountId(account_id), ConversationId(conversation_id), seq)
    if message is None:
        raise NotFound("no such message")
    return message


def _revise(
    p: ConversationPorts, account_id: str, conversation_id: str, seq: int, revision: Revision
) -> Message:
    return revise(p, place_of(_load(p, account_id, conversation_id, seq)), revision)
