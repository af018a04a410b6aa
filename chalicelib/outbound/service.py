"""Sending one message to its provider, with bounded retries by kind of error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.channels.abilities import Lettered
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Stamp,
    Verdict,
)
from chalicelib.channels.policy import is_late, refuse_paused
from chalicelib.conversations.model import AuthorKind, Conversation, Message
from chalicelib.shared import log
from chalicelib.shared.content import Media
from chalicelib.shared.errors import AppError, NotFound

MAX_RECEIVES = 5  # deliveries of the queue's record, and so tries
MAX_WAIT = 900  # seconds; a provider that asks for more is asked again earlier


class Journal(Protocol):
    """What is written down about a message on its way (chalicelib/conversations/service.py)."""

    def begin_sending(
        self, *, account_id: str, conversation_id: str, seq: int
    ) -> Message | None: ...

    def record_part(
        self,
        *,
        account_id: str,
        conversation_id: str,
        seq: int,
        channel_id: str,
        provider_id: str,
        parts_done: int,
    ) -> None: ...

    def record_sent(
        self,
        *,
        account_id: str,
        conversation_id: str,
        seq: int,
        channel_id: str,
        provider_id: str,
    ) -> None: ...

    def record_waiting(
        self, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
    ) -> None: ...

    def record_failed(
        self, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
    ) -> None: ...

    def record_lost(
        self, *, account_id: str, conversation_id: str, seq: int, reason: str, code: str
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class OutboundPorts:
    """conversation, channel: raise NotFound. provider_id: of another message of the conversation,
    '' if it has none. media_url: an address that the provider can read.
    credentials_broken: account, channel, the provider's words. spoke: something went out there."""

    journal: Journal
    conversation: Callable[[str, str], Conversation]
    provider_id: Callable[[str, str, int], str]
    channel: Callable[[str], Channel]
    adapter: Callable[[str], ChannelAdapter]
    media_url: Callable[[Media], str]
    call: Callable[[ProviderRequest], ProviderResponse]
    credentials_broken: Callable[[str, str, str], None]
    base_urls: Mapping[str, str]
    spoke: Callable[[Channel], None] = lambda channel: None


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again in so many seconds."""

    seconds: int
    code: str


def deliver(
    p: OutboundPorts, *, account_id: str, conversation_id: str, seq: int, receives: int
) -> Wait | None:
    """Send, and write down what came of it. receives: how often the queue has handed this out.

    None: done, one way or the other. A crash anywhere is finished by the next delivery: what was
    written down as sent is not sent again, what was not is sent and marked doubtful.
    """
    message = p.journal.begin_sending(
        account_id=account_id, conversation_id=conversation_id, seq=seq
    )
    if message is None:
        return None
    try:
        conversation = p.conversation(account_id, conversation_id)
        channel = p.channel(conversation.channel_id)
        refuse_paused(channel)
        requests = _rendered(p, channel, conversation, message)
    except NotFound:
        _give_up(p, message, SendResult(Verdict.PERMANENT, code="channel_gone"))
        return None
    except AppError as problem:
        refused = SendResult(Verdict.PERMANENT, reason=problem.detail, code=problem.code)
        _give_up(p, message, refused)
        return None
    return _send(p, channel, message, requests, receives)


def lost(p: OutboundPorts, *, account_id: str, conversation_id: str, seq: int) -> None:
    """After the last delivery of its record, which failed by a fault of ours: the agent sees it,
    and may send it again, instead of a message that is on its way for ever."""
    p.journal.record_lost(
        account_id=account_id,
        conversation_id=conversation_id,
        seq=seq,
        reason="It was not sent, by a fault on our side. Try again.",
        code="internal",
    )


def _rendered(
    p: OutboundPorts, channel: Channel, conversation: Conversation, message: Message
) -> Sequence[ProviderRequest]:
    answers_to = ""
    if message.reply_to:
        answers_to = p.provider_id(message.account_id, message.conversation_id, message.reply_to)
    adapter = p.adapter(channel.kind)
    if isinstance(adapter, Lettered):
        return adapter.letter(
            channel,
            conversation.sender,
            message.content,
            media_url={m.key: p.media_url(m) for m in message.content.media if m.key},
            by_bot=message.author.kind is not AuthorKind.AGENT,
        )
    return adapter.render(
        channel,
        conversation.sender,
        message.content,
        reply_to=answers_to,
        base_url=p.base_urls.get(channel.kind, ""),
        media_url={m.key: p.media_url(m) for m in message.content.media if m.key},
        late=_is_late(adapter, conversation, message),
    )


def _is_late(adapter: ChannelAdapter, conversation: Conversation, message: Message) -> bool:
    """Of this attempt, which has just begun. A bot's answer is never passed off as a person's."""
    now = message.delivery.at or message.at
    late = is_late(adapter.limits, inbound_at=conversation.inbound_at, now=now)
    return late and message.author.kind is AuthorKind.AGENT


def _send(
    p: OutboundPorts,
    channel: Channel,
    message: Message,
    requests: Sequence[ProviderRequest],
    receives: int,
) -> Wait | None:
    """The calls that are not done yet, in order; the first that fails decides."""
    adapter = p.adapter(channel.kind)
    first = message.delivery.parts_done
    for number, request in enumerate(requests[first:], start=first + 1):
        asked, name = _stamped(request, message, number)
        response, result = _call(p, adapter, asked, _number(message, number))
        if name and not result.provider_id:
            result = replace(result, provider_id=name)  # a receiver may keep our name of it
        if result.verdict is not Verdict.SENT:
            log.line(
                "outbound.refused",
                conversation=message.conversation_id,
                seq=message.seq,
                status=response.status,
                verdict=result.verdict,
                code=result.code,
            )
            return _refused(p, channel, message, result, response, receives)
        if number < len(requests):
            p.journal.record_part(
                account_id=message.account_id,
                conversation_id=message.conversation_id,
                seq=message.seq,
                channel_id=channel.id,
                provider_id=result.provider_id,
                parts_done=number,
            )
        else:
            _sent(p, channel, message, result.provider_id)
    if first >= len(requests):  # a crash between the last call's record and the end
        _sent(p, channel, message, message.provider_id)
    return None


def _call(
    p: OutboundPorts, adapter: ChannelAdapter, request: ProviderRequest, once: int
) -> tuple[ProviderResponse, SendResult]:
    """What the provider answers in the end and means; or why nothing could go out."""
    try:
        response = p.call(_numbered(request, once))
        while request.then and (following := request.then(response)):
            request = following
            response = p.call(_numbered(request, once))
    except AppError as problem:
        verdict = Verdict.RETRY if problem.status >= 500 else Verdict.PERMANENT
        response = ProviderResponse(status=problem.status, headers={}, body=b"")
        return response, SendResult(verdict, reason=problem.detail, code=problem.code)
    return response, adapter.read_response(response)


def _numbered(request: ProviderRequest, once: int) -> ProviderRequest:
    if not request.once:
        return request
    return replace(request, json={**(request.json or {}), request.once: once})


def _stamped(request: ProviderRequest, message: Message, part: int) -> tuple[ProviderRequest, str]:
    """The call that goes out, and the name that it bears; '' if it wants none."""
    if not request.stamped:
        return request, ""
    stamp = Stamp(
        id=_digest(message, part).hex()[:32],
        at=message.delivery.at or message.at,
        author=message.author.name,
        by_bot=message.author.kind is not AuthorKind.AGENT,
    )
    return request.stamped(stamp), stamp.id


def _number(message: Message, part: int) -> int:
    """The same at each attempt, so that a provider that keeps it sends nothing twice."""
    return int.from_bytes(_digest(message, part)[:4], "big") % (2**31 - 1) + 1


def _digest(message: Message, part: int) -> bytes:
    name = f"{message.account_id}/{message.conversation_id}/{message.seq}/{part}"
    return hashlib.sha256(name.encode()).digest()


def _sent(p: OutboundPorts, channel: Channel, message: Message, provider_id: str) -> None:
    p.journal.record_sent(
        account_id=message.account_id,
        conversation_id=message.conversation_id,
        seq=message.seq,
        channel_id=channel.id,
        provider_id=provider_id,
    )
    p.spoke(channel)


def _refused(
    p: OutboundPorts,
    channel: Channel,
    message: Message,
    result: SendResult,
    response: ProviderResponse,
    receives: int,
) -> Wait | None:
    if result.verdict is Verdict.RETRY and receives < MAX_RECEIVES:
        if response.status:
            # An answer: it was not sent. Without one nobody knows, the message stays "sending",
            # and the next try marks it doubtful.
            p.journal.record_waiting(
                account_id=message.account_id,
                conversation_id=message.conversation_id,
                seq=message.seq,
                reason=result.reason,
                code=result.code,
            )
        return Wait(seconds=backoff(receives, result.retry_after), code=result.code or "retry")
    if result.verdict is Verdict.CREDENTIALS:
        p.credentials_broken(channel.account_id, channel.id, result.reason)
    _give_up(p, message, result)
    return None


def backoff(receives: int, retry_after: int) -> int:
    """Seconds: what the provider asks for, else 2, 4, 8, 16, ...; at most 15 minutes."""
    return int(min(max(retry_after, 2**receives), MAX_WAIT))


def _give_up(p: OutboundPorts, message: Message, result: SendResult) -> None:
    reason = result.reason or result.code.replace("_", " ") or "no answer from the provider"
    p.journal.record_failed(
        account_id=message.account_id,
        conversation_id=message.conversation_id,
        seq=message.seq,
        reason=reason,
        code=result.code,
    )
