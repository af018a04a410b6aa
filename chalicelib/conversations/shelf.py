"""Reading again, after an update, what could not be read when it came.

Nothing that a provider sent is dropped: what we do not know is kept whole (features 2.4). Once an
adapter knows it, it becomes what it would have been, in the place that it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.channels.base import Inbound, InboundMessage, NotThisProvider, Unsupported
from chalicelib.conversations.delivery import place_of
from chalicelib.conversations.model import Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.receiving import receive
from chalicelib.conversations.references import revise
from chalicelib.conversations.values import Orphan
from chalicelib.jobs.model import Job
from chalicelib.shared.content import Kind
from chalicelib.shared.ids import AccountId, ConversationId, derived_id

ITEMS_A_STEP = 25


class ShelfStore(Protocol):
    def page(
        self, account_id: str, channel_id: str, cursor: str, limit: int
    ) -> tuple[list[tuple[str, Orphan]], str]:
        """Oldest first, each with its place; and the cursor for more, '' at the end."""

    def count(self, account_id: str, channel_id: str, limit: int) -> int:
        """How many there are, at most `limit`."""

    def remove(self, account_id: str, channel_id: str, place: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ShelfPorts:
    """parse: kind of channel, raw text; raises NotThisProvider. raw: what lies under a raw key."""

    store: ShelfStore
    conversations: ConversationPorts
    parse: Callable[[str, str], Sequence[Inbound]]
    raw: Callable[[str], str]


def job(
    *, account_id: str, agent_id: str, client_id: str, now: datetime, channel: tuple[str, str, str]
) -> Job:
    """channel: id, kind, queue of new conversations. The same client_id gives the same job."""
    channel_id, kind, queue_id = channel
    return Job(
        id=derived_id(account_id, "read_again", agent_id, client_id),
        account_id=account_id,
        kind="read_again",
        agent_id=agent_id,
        created_at=now,
        given={"channel_id": channel_id, "kind": kind, "queue_id": queue_id},
    )


def step(p: ShelfPorts, before: Job) -> Job:
    """at: items so far. What was read leaves the shelf; the rest stays for the next update."""
    channel_id = str(before.given["channel_id"])
    cursor = str(before.found.get("cursor", ""))
    some, cursor = p.store.page(before.account_id, channel_id, cursor, ITEMS_A_STEP)
    read = 0
    for place, shelved in some:
        if _read(p, before, shelved):
            p.store.remove(before.account_id, channel_id, place)
            read += 1
    after = replace(
        before.counted({"read": read, "kept": len(some) - read}),
        at=before.at + max(1, len(some)),
        found={**before.found, "cursor": cursor},
    )
    return after if cursor else replace(after, total=after.at).done()


def _read(p: ShelfPorts, job: Job, shelved: Orphan) -> bool:
    """Whether it need not be kept any longer. Repeatable."""
    message = None
    if shelved.seq:
        message = p.conversations.store.message(
            AccountId(job.account_id), ConversationId(shelved.conversation_id), shelved.seq
        )
        if message is None or message.content.kind is not Kind.UNSUPPORTED:
            return True  # erased, or read before
    try:
        items = p.parse(str(job.given["kind"]), _raw(p, shelved, message))
    except NotThisProvider:
        return False
    if not items or any(isinstance(item, Unsupported) for item in items):
        return False
    if message is not None:
        items = _without_its_own(p, message, items)
    receive(
        p.conversations,
        account_id=job.account_id,
        channel_id=shelved.channel_id,
        channel_kind=str(job.given["kind"]),
        items=items,
        received_at=shelved.received_at,
        queue_id=str(job.given["queue_id"]),
    )
    return True


def _raw(p: ShelfPorts, shelved: Orphan, message: Message | None) -> str:
    if message is None:
        return p.raw(shelved.raw_key) if shelved.raw_key else shelved.raw
    return raw_of(p, message)


def raw_of(p: ShelfPorts, message: Message) -> str:
    """As its provider sent it; '' if that was not kept, or it was deleted. A letter's raw form is
    no text: it is read in another way."""
    content = message.content
    if message.deleted_at or not content.raw:
        return ""
    key = (content.data or {}).get("raw_key", "")
    return p.raw(key) if key else content.raw


def _without_its_own(
    p: ShelfPorts, message: Message, items: Sequence[Inbound]
) -> Sequence[Inbound]:
    """The message becomes what it would have been, reactions and the like staying on it; what else
    was in the same piece is left to be received."""
    said = [item for item in items if isinstance(item, InboundMessage)]
    own = next((item for item in said if item.id == message.dedup), None)
    own = own or (said[0] if len(said) == 1 else None)  # it had no readable id then
    if own is None:
        return items
    content = own.content

    def revision(before: Message) -> Message:
        if before.content.kind is not Kind.UNSUPPORTED:
            return before
        return replace(before, content=content)

    revise(p.conversations, place_of(message), revision)
    return [item for item in items if item is not own]
