"""From a provider's webhook to the inbound queue, and from the queue to the conversations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.channels.abilities import Answering, Attended, Naming, Reply
from chalicelib.channels.base import (
    HEARD_EVERY,
    Channel,
    ChannelAdapter,
    Inbound,
    InboundMessage,
    NotThisProvider,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.sharing import Sibling, owners
from chalicelib.shared.clock import Clock, from_text, to_text
from chalicelib.shared.content import Kind
from chalicelib.shared.errors import Forbidden, NotFound, TooLarge, Unauthenticated
from chalicelib.shared.ids import AccountId, ChannelId, account_of
from chalicelib.shared.queues import Entry, entry

# Providers stay far below (Telegram sends links to files, Meta batches to about 3 MB in theory but
# to kilobytes in practice); API Gateway would let 10 MB through.
MAX_BODY = 1024 * 1024
# A part above this goes to the bucket: with its envelope it would not fit into an SQS message.
MAX_INLINE = 200 * 1024


@dataclass(frozen=True, slots=True)
class IntakePorts:
    """channel: raises NotFound. enqueue: raises unless the queue has all of it.
    keep: stores bytes in the bucket under a key. siblings: an account's channels.
    attended: whether an agent is online for what comes in there."""

    channel: Callable[[str], Channel]
    adapter: Callable[[str], ChannelAdapter]
    enqueue: Callable[[Sequence[Entry]], None]
    keep: Callable[[str, bytes], None]
    clock: Clock
    siblings: Callable[[str], Iterable[Sibling]] = lambda account_id: ()
    attended: Callable[[Channel], bool] = lambda channel: True


def accept(p: IntakePorts, *, kind: str, channel_id: str, request: WebhookRequest) -> Reply:
    """Answer a handshake, or queue what the provider signed. Returns what to answer.

    Raises NotFound (unknown channel, or one of another kind), TooLarge, Unauthenticated (the
    signature is missing or wrong) or Forbidden (a refused handshake). Then nothing is stored.
    """
    if len(request.body) > MAX_BODY:
        raise TooLarge
    now = p.clock()
    request = replace(request, at=now)
    channel = p.channel(channel_id)
    if channel.kind != kind:
        raise NotFound
    adapter = p.adapter(kind)
    if request.method == "GET":
        answer = adapter.challenge(channel, request)
        if answer is None:
            raise Forbidden
        if isinstance(adapter, Attended):
            answer = adapter.status(answer, attended=p.attended(channel))
        return Reply(answer)
    reply = adapter.answer(channel, request) if isinstance(adapter, Answering) else None
    if reply and reply.last:
        return reply
    if not adapter.verify(channel, request):
        raise Unauthenticated
    body = adapter.named(request) if isinstance(adapter, Naming) else request.body
    shares = owners(adapter, channel, request, body, siblings=p.siblings, opened=p.channel)
    p.enqueue(
        [
            _entry(p, whose, part, to_text(now))
            for whose, piece in shares
            for part in adapter.split(piece)
        ]
    )
    return reply or Reply("ok")


def _entry(p: IntakePorts, channel: Channel, part: WebhookPart, received_at: str) -> Entry:
    work: dict[str, object] = {
        "channel_id": channel.id,
        "kind": channel.kind,
        "received_at": received_at,
    }
    if channel.automation:
        work["automation"] = channel.automation
    if channel.queue_id:
        work["queue_id"] = channel.queue_id
    if is_quiet(channel, from_text(received_at)):
        work["hear"] = "1"
    raw = part.body.encode()
    if len(raw) > MAX_INLINE:
        work["body_key"] = _key(channel, raw)
        p.keep(str(work["body_key"]), raw)
    else:
        work["body"] = part.body
    return entry(work, group=f"{channel.id}#{part.group}", dedup=f"{channel.id}#{part.dedup}")


class Heard(Protocol):
    @property
    def heard_at(self) -> datetime | None: ...


def is_quiet(channel: Heard, now: datetime) -> bool:
    """Whether a message is to be written down as the channel's last: the first one of an hour. So
    it costs a busy channel next to nothing, and one that has a message an hour a write each."""
    return channel.heard_at is None or now - channel.heard_at >= HEARD_EVERY


def _key(channel: Channel, raw: bytes) -> str:
    digest = hashlib.sha256(raw).hexdigest()
    return f"raw/{channel.account_id}/{channel.id}/{digest}.json"


class Receive(Protocol):
    def __call__(
        self,
        *,
        account_id: AccountId,
        channel_id: ChannelId,
        channel_kind: str,
        items: Sequence[Inbound],
        received_at: datetime,
        automation: str,
        queue_id: str,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class DeliveryInPorts:
    """fetch: the bytes that `keep` stored. thank: what courtesy asks for, such as stopping the
    spinner of a pressed button; it never raises, since nothing depends on it. heard: the channel
    brought a message at that moment."""

    adapter: Callable[[str], ChannelAdapter]
    receive: Receive
    fetch: Callable[[str], bytes]
    thank: Callable[[ChannelId, Inbound], None]
    heard: Callable[[ChannelId, datetime], None]


def take(p: DeliveryInPorts, work: Mapping[str, str]) -> None:
    """Store one queued part. work: the inbound queue's message (docs/data.md)."""
    body = work["body"] if "body" in work else p.fetch(work["body_key"]).decode(errors="replace")
    received_at = from_text(work["received_at"])
    channel_id = ChannelId(work["channel_id"])
    items = _parsed(p.adapter(work["kind"]), body)
    p.receive(
        account_id=account_of(channel_id),
        channel_id=channel_id,
        channel_kind=work["kind"],
        items=items,
        received_at=received_at,
        automation=work.get("automation", ""),
        queue_id=work.get("queue_id", ""),
    )
    if "hear" in work and any(isinstance(item, InboundMessage) for item in items):
        p.heard(channel_id, received_at)
    for item in items:
        # Only for what may need it: it costs the channel's secrets and a call.
        if isinstance(item, InboundMessage) and item.content.kind is Kind.CHOICE:
            p.thank(channel_id, item)


def _parsed(adapter: ChannelAdapter, body: str) -> Sequence[Inbound]:
    """What the part holds; a part that is not the provider's, though signed, is kept whole."""
    try:
        return adapter.parse(body)
    except NotThisProvider:
        return [kept_whole(body)]


def from_record(body: str) -> Mapping[str, str]:
    """The work in an SQS record's body."""
    work: Mapping[str, str] = json.loads(body)
    return work
