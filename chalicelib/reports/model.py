"""What happened to conversations, as facts that never change. Pure: no AWS and no clock.

docs/reports.md says in words what each fact and each number means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# How often something happened.
COUNTS = (
    "in",  # messages of contacts
    "out",  # messages of agents
    "said",  # messages of flows
    "opened",
    "started",  # of the opened ones, those that we began: an agent, a flow
    "reopened",
    "resolved",
    "bot_resolved",  # of the resolved ones, those that a flow had and no contact waited in
    "unanswered",  # of the resolved ones, those in which a contact waited and no agent spoke
    "assigned",
    "transferred",
    "handed_off",  # by a flow to people
    "kept",  # promises of a queue
    "broken",
    "rated",
    "stars",  # of all ratings together
    "tagged",
    "invited",  # brought by an invitation that the visitor answered
)
# How long something took. `resolved` is a count as well: the time is the one until it.
TIMES = ("first", "reply", "resolved", "taken", "bot", "idle")
WORKING = ("first", "reply", "resolved", "taken")  # those that have a twin in working time
OF_TAGS = frozenset(
    {"tagged", "resolved", "reopened", "bot_resolved", "unanswered", "rated", "stars"}
)
DIMENSIONS = ("agent", "queue", "channel", "flow", "tag", "invitation")


@dataclass(frozen=True, slots=True)
class Fact:
    """name: of COUNTS or TIMES. agent_id: who did it, or whose the conversation was; flow_id: which
    flow had it, or had had it since it was opened. tags: on it at that moment. n: how often.
    seconds, working: how long, by the clock and in working time; None for what takes no time.
    invitation_id: which one had brought it, since it was opened."""

    name: str
    at: datetime
    agent_id: str = ""
    queue_id: str = ""
    flow_id: str = ""
    tags: tuple[str, ...] = ()
    n: int = 1
    seconds: int | None = None
    working: int | None = None
    invitation_id: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where the reading of one conversation's thread stands, after message `seq`.

    opened_at: when it was opened, or reopened last. waits: since when the contact has waited for
    people, None = he does not. untaken: since when nobody has had it. replied: whether an agent
    has ever answered. human: whether one has since it was opened. flow_id: the flow that has it;
    botted: the last one that had it since it was opened. bot_at, idle_at: since when a flow has
    had it, and it has been put aside; bot_s, idle_s: seconds of that which are over. broken: the
    promises that are broken and not yet made good. invitation_id: the one that brought it, since
    its line.
    """

    seq: int = 0
    channel_id: str = ""
    status: str = "open"
    queue_id: str = ""
    agent_id: str = ""
    tags: tuple[str, ...] = ()
    opened_at: datetime | None = None
    waits: datetime | None = None
    untaken: datetime | None = None
    replied: bool = False
    human: bool = False
    flow_id: str = ""
    botted: str = ""
    bot_at: datetime | None = None
    bot_s: int = 0
    idle_at: datetime | None = None
    idle_s: int = 0
    broken: tuple[str, ...] = ()
    invitation_id: str = ""


def is_of(fact: Fact, channel_id: str, dimension: str, value: str) -> bool:
    """Whether the fact counts for this agent, queue, …; '' = for everything."""
    return value in values_of(fact, channel_id).get(dimension, ()) if dimension else True


def values_of(fact: Fact, channel_id: str) -> dict[str, tuple[str, ...]]:
    """Whom or what a fact counts for, besides everything."""
    if fact.name == "tagged":
        return {"tag": fact.tags}
    found = {
        "agent": (fact.agent_id,),
        "queue": (fact.queue_id,),
        "channel": (channel_id,),
        "flow": (fact.flow_id,),
        "tag": fact.tags if fact.name in OF_TAGS else (),
        "invitation": (fact.invitation_id,),
    }
    return {name: kept for name, values in found.items() if (kept := tuple(filter(None, values)))}
