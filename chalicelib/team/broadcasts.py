"""What an administrator tells all agents, and who has read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.shared.clock import Clock, to_milliseconds, to_text
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import new_id
from chalicelib.team.service import Who

MOST_TITLE = 120
MOST_TEXT = 4000
SHOWN = 20  # current ones that a console holds up to its agent, the newest


@dataclass(frozen=True, slots=True)
class Broadcast:
    """until: when it is no longer shown. reads: agent -> when, as text. id: sorts by time."""

    account_id: str
    id: str
    title: str
    text: str
    author_id: str
    author_name: str
    at: datetime
    until: datetime
    reads: Mapping[str, str] = field(default_factory=dict)

    def is_current(self, now: datetime) -> bool:
        return now < self.until


class BroadcastStore(Protocol):
    """See chalicelib/team/broadcast_store.py. Each method is one call."""

    def claim(self, account_id: str, client_id: str, broadcast_id: str, now: datetime) -> str:
        """The id that this client_id stands for: the first one claimed."""

    def create(self, broadcast: Broadcast) -> Broadcast:
        """Tells all agents. Returns what is there: a repeat changes nothing."""

    def get(self, account_id: str, broadcast_id: str) -> Broadcast | None: ...

    def page(self, account_id: str, *, cursor: str, limit: int) -> tuple[list[Broadcast], str]:
        """Newest first, and where to go on."""

    def end(self, broadcast: Broadcast) -> None:
        """Stores its `until`, and tells all agents."""

    def mark_read(
        self, broadcast: Broadcast, agent_id: str, at: datetime, to: Collection[str]
    ) -> None:
        """The first time counts; `to` are told."""


@dataclass(frozen=True, slots=True)
class BroadcastPorts:
    """administrators: ids of those who see who has read."""

    store: BroadcastStore
    administrators: Callable[[str], Collection[str]]
    clock: Clock


def announce(
    p: BroadcastPorts, *, who: Who, client_id: str, title: str, text: str, days: int
) -> Broadcast:
    """To all agents, for so many days. The same client_id is the same broadcast."""
    called, words = " ".join(title.split()), text.strip()
    if not called:
        raise InvalidInput("a title is needed", field="title")
    if len(called) > MOST_TITLE:
        raise InvalidInput(f"longer than {MOST_TITLE} characters", field="title")
    if len(words) > MOST_TEXT:
        raise InvalidInput(f"longer than {MOST_TEXT} characters", field="text")
    now = to_milliseconds(p.clock())
    made = p.store.claim(who.account_id, f"{who.agent_id}#{client_id}", new_id(now), now)
    return p.store.create(
        Broadcast(
            account_id=who.account_id,
            id=made,
            title=called,
            text=words,
            author_id=who.agent_id,
            author_name=who.name,
            at=now,
            until=now + timedelta(days=days),
            reads={who.agent_id: to_text(now)},
        )
    )


def current(p: BroadcastPorts, *, who: Who) -> list[Broadcast]:
    """Oldest first: what an agent has to read, whenever he joined."""
    found, _ = p.store.page(who.account_id, cursor="", limit=SHOWN)
    now = p.clock()
    return [broadcast for broadcast in reversed(found) if broadcast.is_current(now)]


def page(p: BroadcastPorts, *, who: Who, cursor: str, limit: int) -> tuple[list[Broadcast], str]:
    return p.store.page(who.account_id, cursor=cursor, limit=limit)


def acknowledge(p: BroadcastPorts, *, who: Who, broadcast_id: str) -> None:
    """He has read it; saying so again changes nothing."""
    broadcast = _found(p, who, broadcast_id)
    if who.agent_id in broadcast.reads:
        return
    told = {who.agent_id, broadcast.author_id, *p.administrators(who.account_id)}
    p.store.mark_read(broadcast, who.agent_id, to_milliseconds(p.clock()), told)


def end(p: BroadcastPorts, *, who: Who, broadcast_id: str) -> Broadcast:
    """Nobody is shown it from now on. It stays in the list."""
    broadcast = _found(p, who, broadcast_id)
    now = to_milliseconds(p.clock())
    if not broadcast.is_current(now):
        return broadcast
    ended = replace(broadcast, until=now)
    p.store.end(ended)
    return ended


def _found(p: BroadcastPorts, who: Who, broadcast_id: str) -> Broadcast:
    broadcast = p.store.get(who.account_id, broadcast_id)
    if broadcast is None:
        raise NotFound("no such broadcast")
    return broadcast


# As the wire has it -----------------------------------------------------------------------------


def broadcast_view(broadcast: Broadcast, reader: str, *, all_reads: bool) -> dict[str, Any]:
    """`BroadcastView`. Who else has read it is the administrators' to know."""
    reads = dict(broadcast.reads) if all_reads else {}
    if reader in broadcast.reads:
        reads[reader] = broadcast.reads[reader]
    return {
        "id": broadcast.id,
        "title": broadcast.title,
        "text": broadcast.text,
        "author_id": broadcast.author_id,
        "author_name": broadcast.author_name,
        "at": to_text(broadcast.at),
        "until": to_text(broadcast.until),
        "reads": reads,
    }


def broadcast_event(broadcast: Broadcast) -> dict[str, Any]:
    view = broadcast_view(broadcast, "", all_reads=False)
    return {"type": "team.broadcast", "broadcast": view}


def read_event(broadcast_id: str, agent_id: str, at: datetime) -> dict[str, Any]:
    return {
        "type": "team.broadcast_read",
        "broadcast_id": broadcast_id,
        "agent_id": agent_id,
        "at": to_text(at),
    }
