"""Flows as they are kept: drafts, published versions, and the sessions that run them. Pure.

A graph is JSON-ready here: who only lists flows, or asks which channel one listens to, need not
load the models (`flows/graph.py`) that say what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.shared.ids import AccountId

GraphData = Mapping[str, Any]

MOST_FLOWS = 100  # an account
MOST_GRAPH = 250_000  # bytes of one as JSON: an item of the table holds 400 KB

# Triggers that a message of a contact may meet.
FIRST = frozenset({"first_message", "invitation"})
EVERY = frozenset({"every_message", "keyword", "button"})

TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class Flow:
    """published: the version that new conversations begin with, 0 = none; made from the draft of
    version `published_draft`. triggers, priority: of the published graph. version: optimistic
    lock; the store raises it."""

    id: str
    account_id: AccountId
    name: str
    created_at: datetime
    updated_at: datetime
    updated_by: str = ""
    enabled: bool = False
    published: int = 0
    published_draft: int = 0
    published_at: datetime | None = None
    draft_version: int = 1
    triggers: tuple[Mapping[str, Any], ...] = ()
    priority: int = 0
    version: int = field(default=0, compare=False)

    @property
    def on(self) -> bool:
        return self.enabled and self.published > 0


@dataclass(frozen=True, slots=True)
class Draft:
    graph: GraphData
    version: int


@dataclass(frozen=True, slots=True)
class Published:
    """number: 1, 2, 3, … author: an agent's id. rolled_back_to: 0 = it is no roll-back."""

    number: int
    draft_version: int
    at: datetime
    author: str = ""
    note: str = ""
    rolled_back_to: int = 0
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A flow that runs in a conversation, or the last one that did: one a conversation.

    flow_id, number: the version that it stays on; name: the flow's, under which it speaks. key:
    what began it (m or e and a seq, v and the head's version, s and what began it by itself): a
    repeat of that begins nothing.
    state: the engine's, as JSON text; '' before the first step. event: told to the engine next, as
    JSON text; '' = none is kept. turn: steps taken. seen: the contact's messages up to this seq
    were dealt with. anchor: seq behind which the next step's words stand. wait_id: the timer that
    it waits for, and when that is due. counts: of nodes, not added up yet: "{node} {r, a or d}" ->
    number, of a called flow "{node} {…} {flow}@{number}". outcome: '' while it runs. closed: the
    conversation was resolved since. alarm: when it is looked after next. rev: raised by each write.
    """

    account_id: AccountId
    conversation_id: str
    id: str
    flow_id: str
    number: int
    name: str
    key: str
    began_at: datetime
    at: datetime
    state: str = ""
    event: str = ""
    turn: int = 0
    seen: int = 0
    anchor: int = 0
    wait_id: str = ""
    wait_due: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    outcome: str = ""
    closed: bool = False
    alarm: datetime | None = None
    rev: int = field(default=0, compare=False)

    @property
    def runs(self) -> bool:
        return not self.outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that is over, as the replay finds it. key: as the session's. last: no line of it
    stands behind this seq."""

    conversation_id: str
    session_id: str
    number: int
    key: str
    began_at: datetime
    at: datetime
    last: int
    outcome: str


def ended(session: Session) -> Ended:
    return Ended(
        conversation_id=session.conversation_id,
        session_id=session.id,
        number=session.number,
        key=session.key,
        began_at=session.began_at,
        at=session.at,
        last=max(session.seen, session.anchor),
        outcome=session.outcome,
    )


@dataclass(frozen=True, slots=True)
class KeptTest:
    """A test conversation (`testing.FlowTest`) as it is stored. data: JSON-ready. version: raised
    by each change."""

    id: str
    version: int
    data: Mapping[str, Any]


# What is to be added to which flow's funnel: (flow, number) -> "{node} {r, a or d}" -> how many.
Tally = Mapping[tuple[str, int], Mapping[str, int]]


def tally(session: Session) -> Tally:
    """The session's counts, by the flow whose nodes they are."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for name, count in session.counts.items():
        node, what, *called = name.split(" ")
        whose = (session.flow_id, session.number)
        if called:
            flow_id, _, number = called[0].rpartition("@")
            whose = (flow_id, int(number))
        found.setdefault(whose, {})[f"{node} {what}"] = count
    return found


def listens(flows: Iterable[Flow], channel_id: str) -> str:
    """What the flows that are on want to see of a channel's messages: '' = nothing, 'first' = what
    begins a conversation, 'every' = all that nobody has."""
    wanted = ""
    for flow in flows:
        if not flow.on:
            continue
        for trigger in flow.triggers:
            only = trigger.get("channel_ids") or ()
            if only and channel_id not in only:
                continue
            if trigger["kind"] in EVERY:
                return "every"
            if trigger["kind"] in FIRST:
                wanted = "first"
    return wanted
