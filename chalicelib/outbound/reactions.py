"""Telling a provider how the team reacted to a message, with the same retries as messages have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.channels.base import (
    Channel,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Stamp,
    Verdict,
)
from chalicelib.channels.gestures import Reacting
from chalicelib.channels.policy import refuse_paused
from chalicelib.conversations.model import Conversation, Message, Reaction
from chalicelib.outbound.service import MAX_RECEIVES, OutboundPorts, Wait, backoff
from chalicelib.shared import log
from chalicelib.shared.errors import AppError, InvalidInput, NotFound


class Begin(Protocol):
    def __call__(
        self, *, account_id: str, conversation_id: str, seq: int, turn: int
    ) -> Message | None: ...


class Record(Protocol):
    def __call__(self, message: Message, *, turn: int, reason: str, code: str) -> None: ...


class RecordSent(Protocol):
    def __call__(self, message: Message, *, turn: int, provider_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ReactionPorts:
    """See chalicelib/conversations/reacting.py. to: channels and how they are called."""

    begin: Begin
    sent: RecordSent
    waiting: Record
    failed: Record
    to: OutboundPorts


def deliver(
    p: ReactionPorts,
    *,
    account_id: str,
    conversation_id: str,
    seq: int,
    turn: int,
    receives: int,
) -> Wait | None:
    """Send that turn's reaction, unless a later one has taken its place, and write down what came
    of it. receives: how often the queue has handed this out. None: done, one way or the other."""
    message = p.begin(account_id=account_id, conversation_id=conversation_id, seq=seq, turn=turn)
    if message is None or message.reaction is None:
        return None
    try:
        conversation = p.to.conversation(account_id, conversation_id)
        channel = p.to.channel(conversation.channel_id)
        refuse_paused(channel)
        adapter, request = _rendered(p.to, channel, conversation, message, message.reaction)
    except NotFound:
        p.failed(message, turn=turn, reason="channel gone", code="channel_gone")
        return None
    except AppError as problem:
        p.failed(message, turn=turn, reason=problem.detail, code=problem.code)
        return None
    result = _called(p.to.call, adapter, request)
    if result.verdict is Verdict.SENT:
        p.sent(message, turn=turn, provider_id=result.provider_id)
        return None
    log.line("outbound.reaction_refused", conversation=conversation_id, seq=seq, code=result.code)
    return _refused(p, channel, message, turn, result, receives)


def _rendered(
    p: OutboundPorts,
    channel: Channel,
    conversation: Conversation,
    message: Message,
    reaction: Reaction,
) -> tuple[Reacting, ProviderRequest]:
    adapter = p.adapter(channel.kind)
    if not isinstance(adapter, Reacting):
        raise InvalidInput("this channel takes no reactions", field="emoji")
    request = adapter.reaction(
        channel,
        conversation.sender,
        message.provider_id,
        reaction.emoji,
        base_url=p.base_urls.get(channel.kind, ""),
    )
    return adapter, request.stamped(_stamp(message, reaction)) if request.stamped else request


def _stamp(message: Message, reaction: Reaction) -> Stamp:
    place = f"{message.account_id}/{message.conversation_id}/{message.seq}"
    name = f"{place}/reaction/{reaction.turn}"
    return Stamp(
        id=hashlib.sha256(name.encode()).hexdigest()[:32],
        at=reaction.delivery.at or message.at,
        author=reaction.author.name,
    )


def _called(
    call: Callable[[ProviderRequest], ProviderResponse],
    adapter: Reacting,
    request: ProviderRequest,
) -> SendResult:
    try:
        response = call(request)
    except AppError as problem:
        verdict = Verdict.RETRY if problem.status >= 500 else Verdict.PERMANENT
        return SendResult(verdict, reason=problem.detail, code=problem.code)
    return adapter.read_reaction(response)


def _refused(
    p: ReactionPorts,
    channel: Channel,
    message: Message,
    turn: int,
    result: SendResult,
    receives: int,
) -> Wait | None:
    if result.verdict is Verdict.RETRY and receives < MAX_RECEIVES:
        p.waiting(message, turn=turn, reason=result.reason, code=result.code)
        return Wait(seconds=backoff(receives, result.retry_after), code=result.code or "retry")
    if result.verdict is Verdict.CREDENTIALS:
        p.to.credentials_broken(channel.account_id, channel.id, result.reason)
    reason = result.reason or result.code.replace("_", " ") or "no answer from the provider"
    p.failed(message, turn=turn, reason=reason, code=result.code)
    return None
