"""Statuses that name a moment instead of messages: all that was sent up to then."""

from __future__ import annotations

from datetime import datetime

from chalicelib.channels.base import InboundWatermark
from chalicelib.conversations import rules
from chalicelib.conversations.delivery import place_of, written_to_contact
from chalicelib.conversations.model import Delivery, DeliveryState, Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.references import revise
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.ids import AccountId

_AFTER_SENDING = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ})


def reached(
    p: ConversationPorts, account_id: AccountId, channel_id: str, item: InboundWatermark
) -> None:
    """The person got, or read, what we had sent by `until`. Repeats and late ones change nothing.

    What is still on its way to the provider is left as it is: nobody can have read it, and if its
    answer is merely being written down, the next watermark covers it. The messages first, the mark
    last: a crash between is finished by the repeat.
    """
    identity = p.store.identity(account_id, channel_id, item.sender.id)
    head = p.store.head(account_id, identity.conversation_id) if identity else None
    until = _until(p, account_id, channel_id, item)
    if head is None or until is None:
        return
    state = DeliveryState(item.state)
    read = state is DeliveryState.READ
    mark = head.visitor_read if read else head.visitor_delivered
    news = Delivery(at=to_milliseconds(item.until))
    last, gap = mark, False
    for message in written_to_contact(p, head, mark, head.seq):
        covered = message.at <= until and message.delivery.state in _AFTER_SENDING
        if covered:
            revise(p, place_of(message), lambda each: rules.delivered(each, state, news))
        gap = gap or not (covered or _is_settled(message))
        last = last if gap else message.seq
    if last > mark:
        p.store.raise_visitor_marks(
            account_id,
            head.id,
            delivered=max(head.visitor_delivered, last),
            read=last if read else head.visitor_read,
        )


def _until(
    p: ConversationPorts, account_id: AccountId, channel_id: str, item: InboundWatermark
) -> datetime | None:
    """None: up to a message that we do not know."""
    if not item.upto:
        return item.until
    known = p.store.reference(account_id, channel_id, item.upto)
    if known is None or not known.seq:
        return None
    message = p.store.message(account_id, known.conversation_id, known.seq)
    return min(message.at, item.until) if message else None


def _is_settled(message: Message) -> bool:
    """It will never be delivered: there is nothing to wait for."""
    return message.delivery.state in (DeliveryState.FAILED, DeliveryState.NONE)
