"""Told to providers in passing: that the team has read, that somebody of it is typing.

Best effort, beside the durable way of messages and reactions: handed over to the queue `media`, so
that nobody waits for a provider; what comes too late, or is refused, is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.channels.base import Channel, ChannelAdapter, ProviderRequest, ProviderResponse
from chalicelib.channels.gestures import (
    ENDS_TYPING,
    TAKES_SEEN,
    TellingSeen,
    TellingTyping,
    told,
)
from chalicelib.conversations.model import AuthorKind, Conversation, Message
from chalicelib.conversations.values import Detail
from chalicelib.shared import log
from chalicelib.shared.clock import Clock, from_text, to_text
from chalicelib.shared.errors import AppError, NotFound
from chalicelib.shared.queues import Entry, entry

LOOKED_BACK = 20  # messages, for the contact's newest
MOST_TRIES = 3  # of a seen mark; typing is told once
TOO_LATE = timedelta(seconds=5)  # for somebody who typed

Send = Callable[[Sequence[Entry]], None]


@dataclass(frozen=True, slots=True)
class GesturePorts:
    """detail: a conversation and its newest messages, one query; None if there is none. channel:
    raises NotFound."""

    detail: Callable[[str, str, int], Detail | None]
    channel: Callable[[str], Channel]
    adapter: Callable[[str], ChannelAdapter]
    call: Callable[[ProviderRequest], ProviderResponse]
    base_urls: Mapping[str, str]
    clock: Clock


# Handing over ---------------------------------------------------------------------------------


def read(send: Send, head: Conversation, inbound: int) -> None:
    """The team has read the contact's messages up to the `inbound`-th, for the first time."""
    if head.channel_kind in TAKES_SEEN:
        work = {"account_id": head.account_id, "conversation_id": head.id}
        send([entry({**work, "gesture": "seen", "inbound": inbound})])


def typed(send: Send, clock: Clock, account_id: str, conversation_id: str, *, on: bool) -> None:
    work = {"account_id": account_id, "conversation_id": conversation_id, "gesture": "typing"}
    send([entry({**work, "on": on, "at": to_text(clock())})])


# Telling --------------------------------------------------------------------------------------


def carry_out(p: GesturePorts, work: Mapping[str, Any], *, receives: int) -> int:
    """Tell it. receives: how often the queue has handed this out. Returns after how many seconds to
    try again; 0: done, one way or the other."""
    typing = work["gesture"] == "typing"
    if typing and p.clock() - from_text(work["at"]) > TOO_LATE:
        return 0
    detail = p.detail(work["account_id"], work["conversation_id"], LOOKED_BACK)
    request = _request(p, detail, work) if detail else None
    if request is None:
        return 0
    try:
        response = p.call(request)
    except AppError as problem:
        log.line("gesture.refused", gesture=work["gesture"], code=problem.code)
        return 0
    busy = response.status in (0, 429) or response.status >= 500
    if not 200 <= response.status < 300:
        log.line("gesture.refused", gesture=work["gesture"], status=response.status)
    return 2**receives if busy and not typing and receives < MOST_TRIES else 0


def _request(p: GesturePorts, detail: Detail, work: Mapping[str, Any]) -> ProviderRequest | None:
    """None: there is nothing to tell, or nobody to tell it to."""
    head = detail.conversation
    try:
        channel = p.channel(head.channel_id)
        if channel.paused or channel.health == "credentials_broken":
            return None
        if not told(channel, work["gesture"]):
            return None
        return _rendered(p, channel, head, detail.messages, work)
    except (NotFound, AppError):
        return None


def _rendered(
    p: GesturePorts,
    channel: Channel,
    head: Conversation,
    messages: Sequence[Message],
    work: Mapping[str, Any],
) -> ProviderRequest | None:
    adapter, base_url = p.adapter(channel.kind), p.base_urls.get(channel.kind, "")
    if work["gesture"] == "seen":
        target = newest(messages, work["inbound"])
        if not (target and isinstance(adapter, TellingSeen)):
            return None
        return _stamped(p, adapter.seen(channel, head.sender, target, base_url=base_url))
    on, target = bool(work["on"]), newest(messages)
    if not isinstance(adapter, TellingTyping) or not (on or channel.kind in ENDS_TYPING):
        return None
    request = adapter.typing(channel, head.sender, target, on=on, base_url=base_url)
    return _stamped(p, request)


def newest(messages: Sequence[Message], inbound: int | None = None) -> str:
    """The provider's id of the contact's newest message, at most his `inbound`-th; '' if there is
    none among these."""
    for message in reversed(messages):
        early = inbound is None or message.inbound <= inbound
        if early and message.author.kind is AuthorKind.CONTACT and message.provider_id:
            return message.provider_id
    return ""


def _stamped(p: GesturePorts, request: ProviderRequest | None) -> ProviderRequest | None:
    """An owner's program knows nobody by name here."""
    if request is None or request.stamped is None:
        return request
    from secrets import token_hex

    from chalicelib.channels.base import Stamp

    return request.stamped(Stamp(id=token_hex(16), at=p.clock()))
