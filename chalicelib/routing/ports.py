"""What routing keeps, and what it needs of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.accounts.model import AccountPage
from chalicelib.conversations.model import Conversation
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.hours.model import Schedule
from chalicelib.routing.deciding import Waiting
from chalicelib.routing.promises import Clocks
from chalicelib.shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Load:
    """held: conversation -> when a place was taken for it. away_since: when he went; None: he is
    there, or was never seen to go."""

    agent_id: str
    held: Mapping[str, datetime] = field(default_factory=dict)
    away_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """agent_id: who got the queue's last one, at `at`. busy: others waited then. pace: seconds from
    one to the next while somebody waits, averaged; 0 = not known."""

    agent_id: str = ""
    at: datetime | None = None
    busy: bool = False
    pace: float = 0


@dataclass(frozen=True, slots=True)
class Loads:
    agents: Mapping[str, Load] = field(default_factory=dict)
    turns: Mapping[str, Turn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """What routing knows of a conversation; only its own works write it, one after another.

    holder: whose load it counts in. intent: who is being given it, and `told` why: written before
    his place is taken, so that a crash leaves nothing unknown. number: of decisions so far.
    seen: the status at the last look. last: who had it before. queue_id: in whose list it stands,
    at `since`, and since `entered`. tried: queues that it left since nobody came.
    position, told_at: what the contact was told last.
    """

    holder: str = ""
    intent: str = ""
    told: str = ""
    number: int = 0
    seen: str = ""
    last: str = ""
    queue_id: str = ""
    since: datetime | None = None
    entered: datetime | None = None
    not_for: Mapping[str, datetime] = field(default_factory=dict)
    tried: tuple[str, ...] = ()
    position: int = 0
    told_at: datetime | None = None
    clocks: Clocks = field(default_factory=Clocks)


class RouteStore(Protocol):
    """Each method is one call to the table, but `take`, which may be three."""

    def route(self, account_id: str, conversation_id: str) -> Route | None:
        """Consistent."""

    def save_route(self, account_id: str, conversation_id: str, route: Route) -> None: ...

    def loads(self, account_id: str) -> Loads:
        """Of all agents and queues. Consistent."""

    def take(
        self, account_id: str, agent_id: str, conversation_id: str, at: datetime, most: int | None
    ) -> bool:
        """A place for it, unless he has `most` others (None: whatever he has). What has a place
        keeps it, taken anew at `at`."""

    def release(self, account_id: str, agent_id: str, conversation_id: str) -> None:
        """Harmless if it has none."""

    def release_stale(
        self, account_id: str, agent_id: str, conversation_id: str, taken: datetime
    ) -> None:
        """Unless it was taken anew since."""

    def start(self, account_id: str, agent_id: str, held: Mapping[str, datetime]) -> None:
        """A load, unless there is one."""

    def set_away(self, account_id: str, agent_id: str, since: datetime | None) -> None: ...

    def save_turn(self, account_id: str, queue_id: str, turn: Turn) -> None: ...

    def enter(self, account_id: str, queue_id: str, waiting: Waiting) -> None: ...

    def leave(self, account_id: str, queue_id: str, waiting: Waiting) -> None: ...

    def waiting(self, account_id: str, queue_id: str, limit: int) -> list[Waiting]:
        """Oldest first. Consistent."""


@dataclass(frozen=True, slots=True)
class Here:
    """takes: who takes conversations now. connected: who has a console open, and does not show
    himself as offline."""

    takes: frozenset[str] = frozenset()
    connected: frozenset[str] = frozenset()


class Say(Protocol):
    """To the contact, once for each dedup."""

    def __call__(
        self, head: Conversation, kind: str, values: Mapping[str, str], dedup: str, /
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class RoutingPorts:
    """page: the account's, kept for a while unless `fresh`. poke: have these conversations looked
    at. look_again: have a queue looked at then; repeating it is harmless. when_gone: have an agent
    looked at then, who has been gone so many seconds. last_agent: who served the contact before
    this conversation; '' = nobody."""

    store: RouteStore
    conversations: ConversationPorts
    page: Callable[[str, bool], AccountPage]
    here: Callable[[str], Here]
    poke: Callable[[str, Sequence[str]], None]
    look_again: Callable[[str, str, datetime], None]
    when_gone: Callable[[str, str, datetime, int], None]
    last_agent: Callable[[Conversation], str]
    say: Say
    schedule: Callable[[str, str], Schedule]
    clock: Clock
