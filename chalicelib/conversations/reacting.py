"""Reacting to what a contact wrote: kept on the message, and told to its provider as messages are
(chalicelib/outbound/reactions.py)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations import reactions
from chalicelib.conversations.appending import REFERENCE_LIFE
from chalicelib.conversations.delivery import place_of
from chalicelib.conversations.model import Author, DeliveryState, Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.references import Revision, apply_parked, revise
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import AccountId, ConversationId


def react(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    seq: int,
    author: Author,
    emoji: str,
) -> Message:
    """The team's one reaction to the message; '' takes it back. A repeat changes nothing, and of
    one that failed it is another try. Raises NotFound, and Conflict for what is not the
    contact's."""
    now = to_milliseconds(p.clock())
    return _revise(
        p,
        account_id,
        conversation_id,
        seq,
        lambda message: reactions.reacted(message, author, emoji, now=now),
    )


def begin(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int, turn: int
) -> Message | None:
    """Take that turn's reaction up, one more attempt; None if a later one has taken its place, or
    nothing is left to do. That it may have gone out before does no harm: it says the same."""
    message = p.store.message(AccountId(account_id), ConversationId(conversation_id), seq)
    if message is None:
        return None
    now = to_milliseconds(p.clock())
    after = revise(p, place_of(message), lambda each: reactions.taken_up(each, turn, now))
    mine = after.reaction
    taken = mine and mine.turn == turn and mine.delivery.state is DeliveryState.SENDING
    return after if taken else None


def record_sent(
    p: ConversationPorts,
    message: Message,
    *,
    turn: int,
    provider_id: str,
) -> None:
    """The provider has it. provider_id: by which statuses name it, or ''."""
    now = to_milliseconds(p.clock())
    place = place_of(message)
    known = None
    if provider_id:  # first: without it, a crash here would lose the statuses to come
        named = replace(place, scope=message.channel_id, id=provider_id)
        _, known = p.store.claim_reference(replace(named, expires=now + REFERENCE_LIFE))
    revise(p, place, lambda each: reactions.sent(each, turn, provider_id, now))
    if known:
        apply_parked(p, known)


def record_waiting(
    p: ConversationPorts, message: Message, *, turn: int, reason: str, code: str
) -> None:
    revise(p, place_of(message), lambda each: reactions.waiting(each, turn, reason, code))


def record_failed(
    p: ConversationPorts, message: Message, *, turn: int, reason: str, code: str
) -> None:
    """It will not go out. reason: the provider's words, for the agent."""
    now = to_milliseconds(p.clock())
    revise(p, place_of(message), lambda each: reactions.failed(each, turn, reason, code, now))


def _revise(
    p: ConversationPorts, account_id: str, conversation_id: str, seq: int, revision: Revision
) -> Message:
    message = p.store.message(AccountId(account_id), ConversationId(conversation_id), seq)
    if message is None:
        raise NotFound("no such message")
    return revise(p, place_of(message), revision)
