"""What the team's service needs from outside, declared as small as it needs it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from chalicelib.shared.clock import Clock
from chalicelib.team.model import Card, Room, TeamMessage


class Added(Enum):
    """STORED; REPEAT: this author's client_id is there already; MOVED: another was faster."""

    STORED = "stored"
    REPEAT = "repeat"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Said:
    """seq: of the message that is stored now, if STORED or REPEAT."""

    how: Added
    seq: int = 0


class TeamStore(Protocol):
    """See chalicelib/team/store.py. Whatever is written is told to the members' screens."""

    def room(self, account_id: str, room_id: str) -> Room | None: ...

    def rooms_of(self, account_id: str, agent_id: str) -> list[Room]:
        """Those that point to him, in no order: whether he is a member the room itself tells."""

    def point(self, account_id: str, agent_id: str, room_id: str) -> None:
        """Let the room be found from the agent. Repeatable."""

    def unpoint(self, account_id: str, agent_id: str, room_id: str) -> None: ...

    def create(self, room: Room, *, tell: bool = True) -> Room:
        """Returns what is there: a repeat changes nothing."""

    def add(self, before: Room, after: Room, message: TeamMessage, to: Collection[str]) -> Said:
        """The room's next message and the room after it, in one write, if the room is as `before`.
        to: whom the room's own change is told, if it has one; the message goes to its members."""

    def message(self, account_id: str, room_id: str, seq: int) -> TeamMessage | None: ...

    def messages(
        self, account_id: str, room_id: str, *, before: int = 0, after: int = 0, limit: int
    ) -> list[TeamMessage]:
        """Ascending; the newest of those that are asked for, or the oldest after `after`."""

    def replace(self, room: Room, before: TeamMessage, after: TeamMessage) -> bool:
        """If it still has the rev of `before`."""

    def raise_read(self, room: Room, agent_id: str, seq: int) -> None: ...


@dataclass(frozen=True, slots=True)
class TeamPorts:
    """agents: the ids of the account's agents. card: a conversation of the account as a card, or
    None if it has no such conversation."""

    store: TeamStore
    agents: Callable[[str], Collection[str]]
    card: Callable[[str, str], Card | None]
    clock: Clock
