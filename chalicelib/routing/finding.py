"""Find somebody for a conversation that waits.

The order of the writes is what holds it together: who is meant is written down first (`intent`),
then a place of his load is taken, conditionally, then the conversation is given to him, and last
it leaves the list. A crash between any two is finished by the repeat, which goes on with whom it
meant; a place whose work died for good is freed when one is missing (`people.free_stale`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.accounts.model import AccountPage, Queue
from chalicelib.conversations import assigning
from chalicelib.conversations.model import Conversation, Status
from chalicelib.routing.deciding import Candidate, Decision, Waiting, decide, limit_of, servable
from chalicelib.routing.ports import Load, Loads, Route, RoutingPorts, Turn
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.ids import AccountId

MOST_OLDER = 100  # that one decision looks at; who stands further back waits
MOST_TRIES = 6  # at places that others take meanwhile
MOST_COUNTED = 100  # conversations of an agent whose load was never counted
IDLE = timedelta(minutes=30)  # a longer pause says nothing of a queue's pace


@dataclass(frozen=True, slots=True)
class Found:
    """head: as it is now. others: who else waits and could have somebody, oldest first."""

    head: Conversation
    route: Route
    decision: Decision
    others: Sequence[str] = ()


def mine_of(head: Conversation, route: Route) -> Waiting:
    return Waiting(head.id, route.since or head.opened_at, route.not_for)


def find(
    p: RoutingPorts, page: AccountPage, queue: Queue, head: Conversation, route: Route
) -> Found:
    """Give it to somebody, if there is somebody for it. It stands in the queue's list."""
    account = page.account.id
    last = p.last_agent(head) if queue.rules.last_agent and not route.last else route.last
    decision = Decision()
    for _ in range(MOST_TRIES):
        now = p.clock()
        rows = p.store.waiting(account, queue.id, MOST_OLDER)
        loads = p.store.loads(account)
        candidates = candidates_of(p, page, queue, loads)
        mine = mine_of(head, route)
        if len(rows) == MOST_OLDER and rows[-1].place < mine.place:
            return Found(head, route, Decision(older=MOST_OLDER))
        turn = loads.turns.get(queue.id, Turn())
        decision = decide(
            queue.rules, candidates, rows, mine, now=now, last_agent=last, turn=turn.agent_id
        )
        if not decision.agent_id:
            return Found(head, route, decision)
        after, route, taken = _give(p, queue, head, route, candidates, decision, now)
        if not taken:
            continue
        if after.assignee_id == decision.agent_id:
            others = _others(queue, candidates, rows, mine, decision, now)
            pace = _turned(turn, decision.agent_id, now, busy=len(rows) > 1)
            p.store.save_turn(account, queue.id, pace)
            return Found(after, route, decision, others)
        return Found(after, route, decision)
    return Found(head, route, Decision(facts=decision.facts, older=decision.older))


def finish(p: RoutingPorts, queue: Queue, head: Conversation, route: Route) -> Found | None:
    """Go on with what a crash interrupted; None if there is no place any more."""
    now = to_milliseconds(p.clock())
    agent_id = route.intent
    if not p.store.take(head.account_id, agent_id, head.id, now, 0):
        return None
    after = _assigned(p, queue, head, route, agent_id, now)
    if after.assignee_id != agent_id:
        return None
    return Found(after, replace(route, holder=agent_id, intent="", told=""), Decision(agent_id))


def _give(
    p: RoutingPorts,
    queue: Queue,
    head: Conversation,
    route: Route,
    candidates: Sequence[Candidate],
    decision: Decision,
    now: datetime,
) -> tuple[Conversation, Route, bool]:
    """The last: whether a place was to be had."""
    account, chosen = head.account_id, decision.agent_id
    candidate = next(one for one in candidates if one.agent_id == chosen)
    meant = replace(route, intent=chosen, told=decision.told(), number=route.number + 1)
    p.store.save_route(account, head.id, meant)
    most = limit_of(queue.rules, candidate)
    if not p.store.take(account, chosen, head.id, to_milliseconds(now), most):
        return head, replace(meant, intent="", told=""), False
    after = _assigned(p, queue, head, meant, chosen, now)
    if after.assignee_id != chosen:  # somebody else was faster
        p.store.release(account, chosen, head.id)
        return after, replace(meant, intent="", told=""), True
    return after, replace(meant, holder=chosen, intent="", told=""), True


def _assigned(
    p: RoutingPorts,
    queue: Queue,
    head: Conversation,
    route: Route,
    agent_id: str,
    now: datetime,
) -> Conversation:
    span = timedelta(seconds=queue.rules.offer_seconds)
    return assigning.assign(
        p.conversations,
        head,
        agent_id=agent_id,
        until=now + span if span else None,
        told=route.told,
        number=route.number,
    )


def _others(
    queue: Queue,
    candidates: Sequence[Candidate],
    rows: Sequence[Waiting],
    mine: Waiting,
    decision: Decision,
    now: datetime,
) -> list[str]:
    left = [
        replace(one, load=one.load + 1) if one.agent_id == decision.agent_id else one
        for one in candidates
    ]
    others = [row for row in rows if row.conversation_id != mine.conversation_id]
    return servable(queue.rules, left, others, now=now)


def candidates_of(
    p: RoutingPorts, page: AccountPage, queue: Queue, loads: Loads
) -> list[Candidate]:
    """The members that are still with the account, as they are now."""
    takes = p.here(page.account.id).takes
    found = []
    for agent in page.agents:
        if agent.id not in queue.member_ids or not agent.active:
            continue
        here = agent.id in takes
        load = loads.agents.get(agent.id)
        if load is None and here:
            load = counted(p, agent.account_id, agent.id)
        held = len(load.held) if load else 0
        found.append(Candidate(agent.id, here, held, agent.capacity, agent.skills))
    order = {identifier: at for at, identifier in enumerate(queue.member_ids)}
    return sorted(found, key=lambda one: order[one.agent_id])


def counted(p: RoutingPorts, account_id: AccountId, agent_id: str) -> Load:
    """A load for one who has none yet: what he has already counts."""
    page = p.conversations.store.page(
        account_id, status=Status.OPEN, assignee=agent_id, cursor="", limit=MOST_COUNTED
    )
    now = to_milliseconds(p.clock())
    held: dict[str, datetime] = {head.id: now for head in page.conversations}
    p.store.start(account_id, agent_id, held)
    return Load(agent_id, held)


def _turned(turn: Turn, agent_id: str, now: datetime, *, busy: bool) -> Turn:
    """busy: others wait, so that the time until the next one tells how fast it goes."""
    pace = turn.pace
    if turn.busy and turn.at and now - turn.at < IDLE:
        step = (now - turn.at).total_seconds()
        pace = 0.7 * pace + 0.3 * step if pace else step
    return Turn(agent_id, to_milliseconds(now), busy, round(pace, 1))
