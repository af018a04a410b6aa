"""The team's reaction to what a contact wrote, and how far it has come. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Delivery,
    DeliveryState,
    Message,
    Reaction,
    Visibility,
)
from chalicelib.shared.errors import Conflict

_ON_THE_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})


def key_of(author: Author) -> str:
    return f"{author.kind.value}:{author.id}"


def reacted(message: Message, author: Author, emoji: str, *, now: datetime) -> Message:
    """The message with the team's reaction, '' for none; as it was if that is the one that it has.
    What failed is tried again. Raises Conflict if it is not the contact's, or was taken back."""
    if message.author.kind is not AuthorKind.CONTACT or message.visibility is not Visibility.PUBLIC:
        raise Conflict("one reacts to what the contact wrote")
    if message.deleted_at:
        raise Conflict("the message was taken back")
    before = message.reaction
    failed = before is not None and before.delivery.state is DeliveryState.FAILED
    if (before.emoji if before else "") == emoji and not failed:
        return message
    state = DeliveryState.NONE if message.channel_kind == "website" else DeliveryState.QUEUED
    turn = before.turn + 1 if before else 1
    return replace(
        message,
        reactions=_with(message.reactions, author, emoji),
        reaction=Reaction(emoji, author, turn, delivery=Delivery(state=state, at=now)),
    )


def _with(known: Mapping[str, str], author: Author, emoji: str) -> Mapping[str, str]:
    """One of the team's: providers know the business alone."""
    others = {who: each for who, each in known.items() if who.startswith("contact:")}
    return {**others, key_of(author): emoji} if emoji else others


def waits(message: Message) -> bool:
    """Whether it is to be sent and was never tried: what waits for its next try is queued."""
    mine = message.reaction
    return (
        mine is not None
        and mine.delivery.state is DeliveryState.QUEUED
        and mine.delivery.attempts == 0
    )


def taken_up(message: Message, turn: int, now: datetime) -> Message:
    mine = message.reaction
    if mine is None or mine.turn != turn or mine.delivery.state not in _ON_THE_WAY:
        return message
    attempts = mine.delivery.attempts + 1
    delivery = replace(mine.delivery, state=DeliveryState.SENDING, attempts=attempts, at=now)
    return _moved(message, mine, delivery)


def sent(message: Message, turn: int, provider_id: str, now: datetime) -> Message:
    """A status that was faster has the last word."""
    mine = message.reaction
    if mine is None or mine.turn != turn:
        return message
    named = replace(mine, provider_id=provider_id)
    if mine.delivery.state is not DeliveryState.SENDING:
        return replace(message, reaction=named)
    delivery = replace(named.delivery, state=DeliveryState.SENT, reason="", code="", at=now)
    return _moved(message, named, delivery)


def waiting(message: Message, turn: int, reason: str, code: str) -> Message:
    mine = message.reaction
    if mine is None or mine.turn != turn or mine.delivery.state is not DeliveryState.SENDING:
        return message
    delivery = replace(mine.delivery, state=DeliveryState.QUEUED, reason=reason, code=code)
    return _moved(message, mine, delivery)


def failed(message: Message, turn: int, reason: str, code: str, now: datetime) -> Message:
    mine = message.reaction
    if mine is None or mine.turn != turn or mine.delivery.state not in _ON_THE_WAY:
        return message
    delivery = replace(mine.delivery, state=DeliveryState.FAILED, reason=reason, code=code, at=now)
    return _moved(message, mine, delivery)


def told(message: Message, id: str, state: DeliveryState, news: Delivery) -> Message:
    """After a status of what the provider calls `id`. Of a reaction only a failure is news; it may
    be faster than the provider's answer, which tells the name."""
    mine = message.reaction
    if mine is None or state is not DeliveryState.FAILED:
        return message
    known = mine.provider_id == id and mine.delivery.state is DeliveryState.SENT
    if not known and mine.delivery.state is not DeliveryState.SENDING:
        return message
    delivery = replace(mine.delivery, state=state, reason=news.reason, code=news.code, at=news.at)
    return _moved(message, mine, delivery)


def _moved(message: Message, mine: Reaction, delivery: Delivery) -> Message:
    return replace(message, reaction=replace(mine, delivery=delivery))
