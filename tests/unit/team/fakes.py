"""The team's stores in memory. The contract suite holds them to what DynamoDB does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.shared.clock import to_text
from chalicelib.team import view
from chalicelib.team.broadcasts import Broadcast, BroadcastPorts, broadcast_event, read_event
from chalicelib.team.model import EVERYONE, Card, Room, TeamMessage
from chalicelib.team.ports import Added, Said, TeamPorts
from chalicelib.team.service import Who

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
Told = tuple[dict[str, Any], tuple[str, ...]]  # the event, and to whom


@dataclass
class FakeTeamStore:
    """told: what the table's stream would tell, in order. meddle: run once before the next add."""

    rooms: dict[tuple[str, str], Room] = field(default_factory=dict)
    pointers: set[tuple[str, str, str]] = field(default_factory=set)
    lines: dict[tuple[str, str, int], TeamMessage] = field(default_factory=dict)
    references: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    meddle: Any = None

    def room(self, account_id: str, room_id: str) -> Room | None:
        return self.rooms.get((account_id, room_id))

    def rooms_of(self, account_id: str, agent_id: str) -> list[Room]:
        mine = [
            room for acc, agent, room in self.pointers if (acc, agent) == (account_id, agent_id)
        ]
        found = [self.rooms.get((account_id, room_id)) for room_id in [EVERYONE, *mine]]
        return [room for room in found if room]

    def point(self, account_id: str, agent_id: str, room_id: str) -> None:
        self.pointers.add((account_id, agent_id, room_id))

    def unpoint(self, account_id: str, agent_id: str, room_id: str) -> None:
        self.pointers.discard((account_id, agent_id, room_id))

    def create(self, room: Room, *, tell: bool = True) -> Room:
        key = (room.account_id, room.id)
        if key not in self.rooms:
            self.rooms[key] = room
            if tell:
                self.told.append((view.room_event(room), room.audience))
        return self.rooms[key]

    def add(self, before: Room, after: Room, message: TeamMessage, to: Collection[str]) -> Said:
        if self.meddle:
            meddle, self.meddle = self.meddle, None
            meddle()
        key = (after.account_id, after.id)
        reference = (*key, message.author_id, message.client_id)
        if message.client_id and reference in self.references:
            return Said(Added.REPEAT, self.references[reference])
        held = self.rooms[key]
        if (held.seq, held.version) != (before.seq, before.version):
            return Said(Added.MOVED)
        self.rooms[key] = after
        self.lines[(*key, message.seq)] = message
        if message.client_id:
            self.references[reference] = message.seq
        if after.version != before.version:
            self.told.append((view.room_event(after), tuple(sorted(to))))
        self.told.append((view.message_event(message), after.audience))
        return Said(Added.STORED, message.seq)

    def message(self, account_id: str, room_id: str, seq: int) -> TeamMessage | None:
        return self.lines.get((account_id, room_id, seq))

    def messages(
        self, account_id: str, room_id: str, *, before: int = 0, after: int = 0, limit: int
    ) -> list[TeamMessage]:
        key = (account_id, room_id)
        found = sorted(
            (m for k, m in self.lines.items() if k[:2] == key), key=lambda message: message.seq
        )
        found = [m for m in found if m.seq > after and (not before or m.seq < before)]
        return found[:limit] if after else found[-limit:]

    def replace(self, room: Room, before: TeamMessage, after: TeamMessage) -> bool:
        key = (room.account_id, room.id)
        if self.lines[(*key, after.seq)].rev != before.rev:
            return False
        self.lines[(*key, after.seq)] = after
        if room.last.seq == after.seq and self.rooms[key].seq == after.seq:
            self.rooms[key] = replace(self.rooms[key], last=room.last)
        self.told.append((view.message_event(after), room.audience))
        return True

    def raise_read(self, room: Room, agent_id: str, seq: int) -> None:
        held = self.rooms[room.account_id, room.id]
        if held.reads.get(agent_id, 0) >= seq:
            return
        self.rooms[room.account_id, room.id] = replace(held, reads={**held.reads, agent_id: seq})
        to = room.audience if room.shows_marks else (agent_id,)
        self.told.append((view.read_event(room.id, agent_id, seq), to))


@dataclass
class FakeBroadcastStore:
    held: dict[tuple[str, str], Broadcast] = field(default_factory=dict)
    claims: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def claim(self, account_id: str, client_id: str, broadcast_id: str, now: datetime) -> str:
        return self.claims.setdefault((account_id, client_id), broadcast_id)

    def create(self, broadcast: Broadcast) -> Broadcast:
        key = (broadcast.account_id, broadcast.id)
        if key not in self.held:
            self.held[key] = broadcast
            self.told.append((broadcast_event(broadcast), ()))
        return self.held[key]

    def get(self, account_id: str, broadcast_id: str) -> Broadcast | None:
        return self.held.get((account_id, broadcast_id))

    def page(self, account_id: str, *, cursor: str, limit: int) -> tuple[list[Broadcast], str]:
        found = [b for (acc, id), b in sorted(self.held.items(), reverse=True) if acc == account_id]
        found = [b for b in found if not cursor or b.id < cursor]
        return found[:limit], found[limit - 1].id if len(found) > limit else ""

    def end(self, broadcast: Broadcast) -> None:
        held = self.held[broadcast.account_id, broadcast.id]
        self.held[broadcast.account_id, broadcast.id] = replace(held, until=broadcast.until)
        self.told.append((broadcast_event(broadcast), ()))

    def mark_read(
        self, broadcast: Broadcast, agent_id: str, at: datetime, to: Collection[str]
    ) -> None:
        held = self.held[broadcast.account_id, broadcast.id]
        if agent_id in held.reads:
            return
        reads = {**held.reads, agent_id: to_text(at)}
        self.held[broadcast.account_id, broadcast.id] = replace(held, reads=reads)
        self.told.append((read_event(broadcast.id, agent_id, at), tuple(sorted(to))))


@dataclass
class Team:
    """Ana, Rui and Eve of one account, Olga its owner, and what they have."""

    now: datetime = NOW
    store: FakeTeamStore = field(default_factory=FakeTeamStore)
    broadcasts: FakeBroadcastStore = field(default_factory=FakeBroadcastStore)
    conversations: dict[str, Card] = field(default_factory=dict)
    agents: frozenset[str] = frozenset({"ana", "rui", "eve", "olga"})

    @property
    def ports(self) -> TeamPorts:
        return TeamPorts(
            store=self.store,
            agents=lambda account: self.agents if account == "acc" else frozenset(),
            card=lambda account, id: self.conversations.get(id) if account == "acc" else None,
            clock=lambda: self.now,
        )

    @property
    def broadcast_ports(self) -> BroadcastPorts:
        return BroadcastPorts(
            store=self.broadcasts, administrators=lambda _: {"olga"}, clock=lambda: self.now
        )

    def tick(self, **units: float) -> None:
        self.now += timedelta(**units)

    def told_to(self, agent_id: str) -> list[str]:
        """The types of what reached this agent."""
        told = [*self.store.told, *self.broadcasts.told]
        return [event["type"] for event, to in told if not to or agent_id in to]


def who(agent_id: str, account_id: str = "acc") -> Who:
    return Who(account_id, agent_id, agent_id.title())
