"""What is going on just now, for a screen on the wall. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.model import AccountPage
from chalicelib.conversations.model import Conversation

MOST = 1000  # open conversations that are looked at


@dataclass(frozen=True, slots=True)
class Here:
    """state: online, away, busy or offline. held: open conversations."""

    agent_id: str
    state: str
    held: int


@dataclass(frozen=True, slots=True)
class Line:
    """Of one queue, '' = in none. waiting: contacts who wait for an answer; since: the longest."""

    queue_id: str
    open: int
    unassigned: int
    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """more: there are more open conversations than were looked at."""

    open: int
    unassigned: int
    waiting: int
    since: datetime | None
    longest_id: str
    late: int
    more: bool
    queues: list[Line]
    agents: list[Here]


def board(
    page: AccountPage,
    conversations: Sequence[Conversation],
    *,
    more: bool,
    online: Collection[str],
    now: datetime,
) -> Board:
    """conversations: the open ones. online: agents who have a console open."""
    waiting = [each for each in conversations if each.waiting_since is not None]
    longest = min(waiting, key=_since, default=None)
    return Board(
        open=len(conversations),
        unassigned=sum(not each.assignee_id for each in conversations),
        waiting=len(waiting),
        since=longest.waiting_since if longest else None,
        longest_id=longest.id if longest else "",
        late=sum(each.sla_due is not None and each.sla_due <= now for each in conversations),
        more=more,
        queues=_queues(page, conversations),
        agents=_agents(page, conversations, online),
    )


def _since(conversation: Conversation) -> datetime:
    assert conversation.waiting_since is not None
    return conversation.waiting_since


def _queues(page: AccountPage, conversations: Sequence[Conversation]) -> list[Line]:
    names = {str(queue.id): queue.name.casefold() for queue in page.queues}
    of: dict[str, list[Conversation]] = {queue_id: [] for queue_id in names}
    for each in conversations:
        of.setdefault(each.queue_id if each.queue_id in names else "", []).append(each)
    lines = [_line(queue_id, found) for queue_id, found in of.items()]
    return sorted(lines, key=lambda line: (not line.queue_id, names.get(line.queue_id, "")))


def _line(queue_id: str, found: Sequence[Conversation]) -> Line:
    waiting = [_since(each) for each in found if each.waiting_since is not None]
    return Line(
        queue_id=queue_id,
        open=len(found),
        unassigned=sum(not each.assignee_id for each in found),
        waiting=len(waiting),
        since=min(waiting, default=None),
    )


_ORDER = ("online", "busy", "away", "offline")


def _agents(
    page: AccountPage, conversations: Sequence[Conversation], online: Collection[str]
) -> list[Here]:
    held = Counter(each.assignee_id for each in conversations)
    found = [
        Here(agent.id, agent.presence.value if agent.id in online else "offline", held[agent.id])
        for agent in page.agents
        if agent.active
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.state), -each.held, each.agent_id))
