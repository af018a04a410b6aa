"""Who gets a conversation. One pure function over facts; what it answers tells them all.

A waiting conversation gets an agent only if every older one of its queue could have one too: what
is free is put aside for those first. So nobody is passed over, though many are decided at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.routing.model import DEFAULT_CAPACITY, Rules, Strategy, level_in

MOST_TOLD = 12  # candidates that an assignment's line names


class Standing(StrEnum):
    CHOSEN = "chosen"
    FREE = "free"
    PROMISED = "promised"  # his free places are for those who wait longer
    FULL = "full"
    AWAY = "away"  # offline, away or busy
    UNSKILLED = "unskilled"
    DECLINED = "declined"  # or he let the offer lapse


class Why(StrEnum):
    LAST = "last"  # served this contact last
    ONLY = "only"  # nobody else was free
    SKILL = "skill"  # knows best what the queue asks
    LOAD = "load"  # has least to do
    TURN = "turn"  # it was his turn
    HAND = "hand"  # somebody assigned it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the queue. here: he takes conversations now. load: open conversations that he has
    or is being given. capacity: his own; 0 = the usual one."""

    agent_id: str
    here: bool
    load: int = 0
    capacity: int = 0
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that waits in the queue. since: its place. not_for: agent -> until when he is not asked
    again."""

    conversation_id: str
    since: datetime
    not_for: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def place(self) -> tuple[datetime, str]:
        return self.since, self.conversation_id


@dataclass(frozen=True, slots=True)
class Fact:
    """capacity: what counts here. level: the sum of the levels that he has of what is asked."""

    agent_id: str
    standing: Standing
    load: int
    capacity: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """agent_id: '' = it waits, and `facts` say why for each member."""

    agent_id: str = ""
    why: Why | None = None
    facts: tuple[Fact, ...] = ()
    older: int = 0

    def told(self) -> str:
        """For the assignment's line: JSON of at most about 1 KB."""
        first = sorted(self.facts, key=lambda fact: fact.standing is not Standing.CHOSEN)
        return json.dumps(
            {
                "why": self.why.value if self.why else "",
                "older": self.older,
                "more": max(0, len(first) - MOST_TOLD),
                "agents": [
                    [fact.agent_id, fact.standing.value, fact.load, fact.capacity, fact.level]
                    for fact in first[:MOST_TOLD]
                ],
            },
            separators=(",", ":"),
        )


def limit_of(rules: Rules, candidate: Candidate) -> int:
    own = candidate.capacity or DEFAULT_CAPACITY
    return min(own, rules.capacity) if rules.capacity else own


def decide(
    rules: Rules,
    candidates: Sequence[Candidate],
    waiting: Sequence[Waiting],
    mine: Waiting,
    *,
    now: datetime,
    last_agent: str = "",
    turn: str = "",
) -> Decision:
    """candidates: the members, in their order. waiting: the queue's oldest; `mine` may be among
    them. turn: whose the last one of the queue was. last_agent: who served this contact last."""
    older = sorted((one for one in waiting if one.place < mine.place), key=lambda one: one.place)
    left, turn_left = _put_aside(rules, candidates, older, now=now, turn=turn)
    facts = tuple(
        _fact(rules, before, after, mine, now)
        for before, after in zip(candidates, left, strict=True)
    )
    free = {fact.agent_id for fact in facts if fact.standing is Standing.FREE}
    chosen, why = _best(
        rules, [one for one in left if one.agent_id in free], last_agent=last_agent, turn=turn_left
    )
    if not chosen:
        return Decision(facts=facts, older=len(older))
    named = tuple(
        replace(fact, standing=Standing.CHOSEN) if fact.agent_id == chosen else fact
        for fact in facts
    )
    return Decision(chosen, why, named, len(older))


def servable(
    rules: Rules,
    candidates: Sequence[Candidate],
    waiting: Sequence[Waiting],
    *,
    now: datetime,
) -> list[str]:
    """Which of those that wait could have somebody now, oldest first."""
    left, found = list(candidates), []
    for one in sorted(waiting, key=lambda each: each.place):
        chosen, _ = _best(rules, _free(rules, left, one, now))
        if chosen:
            found.append(one.conversation_id)
            left = _given(left, chosen)
    return found


def _put_aside(
    rules: Rules,
    candidates: Sequence[Candidate],
    older: Sequence[Waiting],
    *,
    now: datetime,
    turn: str,
) -> tuple[list[Candidate], str]:
    """What is left once every older one has somebody."""
    left = list(candidates)
    for one in older:
        chosen, _ = _best(rules, _free(rules, left, one, now), turn=turn)
        if chosen:
            left, turn = _given(left, chosen), chosen
    return left, turn


def _given(candidates: Sequence[Candidate], agent_id: str) -> list[Candidate]:
    return [
        replace(one, load=one.load + 1) if one.agent_id == agent_id else one for one in candidates
    ]


def _free(
    rules: Rules, candidates: Sequence[Candidate], mine: Waiting, now: datetime
) -> list[Candidate]:
    return [one for one in candidates if _standing(rules, one, mine, now) is Standing.FREE]


def _standing(rules: Rules, one: Candidate, mine: Waiting, now: datetime) -> Standing:
    if not one.here:
        return Standing.AWAY
    if any(level_in(one.skills, name) < least for name, least in rules.skills.items()):
        return Standing.UNSKILLED
    until = mine.not_for.get(one.agent_id)
    if until is not None and until > now:
        return Standing.DECLINED
    return Standing.FREE if one.load < limit_of(rules, one) else Standing.FULL


def _fact(rules: Rules, before: Candidate, after: Candidate, mine: Waiting, now: datetime) -> Fact:
    standing = _standing(rules, before, mine, now)
    if standing is Standing.FREE and _standing(rules, after, mine, now) is not Standing.FREE:
        standing = Standing.PROMISED
    level = _level(rules, before)
    return Fact(before.agent_id, standing, before.load, limit_of(rules, before), level)


def _level(rules: Rules, one: Candidate) -> int:
    return sum(level_in(one.skills, name) for name in rules.skills)


def _best(
    rules: Rules, free: Sequence[Candidate], *, last_agent: str = "", turn: str = ""
) -> tuple[str, Why | None]:
    """free: in the members' order."""
    if not free:
        return "", None
    if rules.last_agent and any(one.agent_id == last_agent for one in free):
        return last_agent, Why.LAST
    most = max(_level(rules, one) for one in free)
    skilled = [one for one in free if _level(rules, one) == most]
    if len(skilled) == 1:
        return skilled[0].agent_id, Why.ONLY if len(free) == 1 else Why.SKILL
    order = _from(turn, skilled)
    if rules.strategy is Strategy.LEAST_LOADED:
        least = min(order, key=lambda one: one.load / limit_of(rules, one))
        return least.agent_id, Why.LOAD
    return order[0].agent_id, Why.TURN


def _from(turn: str, free: Sequence[Candidate]) -> list[Candidate]:
    """Beginning behind whose turn it was. By id, so that a member who comes or goes, or is not
    free for a while, changes nobody else's turn."""
    ordered = sorted(free, key=lambda one: one.agent_id)
    return [one for one in ordered if one.agent_id > turn] + [
        one for one in ordered if one.agent_id <= turn
    ]
