"""What happens to agents and queues, and what it does to their conversations."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.accounts.model import AccountPage, Queue
from chalicelib.automation.model import Work
from chalicelib.conversations import assigning
from chalicelib.conversations.model import Status
from chalicelib.routing import finding
from chalicelib.routing.deciding import Waiting, limit_of, servable
from chalicelib.routing.ports import Loads, RoutingPorts
from chalicelib.routing.service import next_minute, offer_places
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.ids import AccountId, ConversationId

SKEW = timedelta(seconds=1)
LEASE = timedelta(minutes=2)  # longer than any invocation lives: a place without its
# conversation that is older was left by one that died
MOST_LOOKED = 100
MOST_GIVEN = 50  # conversations of one who is gone, in one step
MOST_ENROLLED = 500
STEP = 100


def agent(p: RoutingPorts, work: Work) -> None:
    """He came, went, or may have more or something else."""
    account_id, agent_id = AccountId(work.account_id), work.payload["agent_id"]
    page = p.page(account_id, True)
    queues = [queue for queue in page.queues if queue.rules.routed and agent_id in queue.member_ids]
    if not queues:
        return
    load = p.store.loads(account_id).agents.get(agent_id)
    if load is None:
        load = finding.counted(p, account_id, agent_id)
    if agent_id in p.here(account_id).connected:
        if load.away_since:
            p.store.set_away(account_id, agent_id, None)
        offer_places(p, page, agent_id)
        return
    now = to_milliseconds(p.clock())
    since = load.away_since or now
    if load.away_since is None:
        p.store.set_away(account_id, agent_id, now)
    for grace in sorted({queue.rules.grace_seconds for queue in queues} - {0}):
        p.when_gone(account_id, agent_id, since + timedelta(seconds=grace), grace)


def gone(p: RoutingPorts, work: Work) -> None:
    """He has been gone for `grace` seconds, unless he came back: what he has in queues that wait no
    longer goes back to them."""
    account_id, agent_id = AccountId(work.account_id), work.payload["agent_id"]
    grace = int(work.payload["grace"])
    if agent_id in p.here(account_id).connected:
        return
    load = p.store.loads(account_id).agents.get(agent_id)
    if load is None or load.away_since is None:
        return
    now = p.clock()
    if load.away_since + timedelta(seconds=grace) > now + SKEW:
        return  # he came and went again: another timer is for that
    page = p.page(account_id, True)
    patient = {
        queue.id
        for queue in page.queues
        if queue.rules.routed and 0 < queue.rules.grace_seconds <= grace
    }
    found = p.conversations.store.page(
        account_id, status=Status.OPEN, assignee=agent_id, cursor="", limit=MOST_GIVEN
    )
    left = False
    for head in found.conversations:
        if head.queue_id in patient:
            assigning.give_back(p.conversations, head, agent_id=agent_id)
            left = True
    if found.cursor and left:
        p.when_gone(account_id, agent_id, to_milliseconds(now), grace)


def queue(p: RoutingPorts, work: Work) -> None:
    """A minute has gone by, or the queue was changed (`all`): who can be served is looked at."""
    account_id = AccountId(work.account_id)
    page = p.page(account_id, True)
    found = page.queue(work.payload["queue_id"])
    if found is None:
        return
    if work.payload.get("all"):
        _enrol(p, account_id, found)
        for member in found.member_ids:
            if found.rules.routed and member not in p.here(account_id).connected:
                agent(p, Work("account", account_id, "", payload={"agent_id": member}))
    if not found.rules.routed:
        return
    rows = p.store.waiting(account_id, found.id, MOST_LOOKED)
    if not rows:
        return
    now = p.clock()
    loads = p.store.loads(account_id)
    if free_stale(p, page, found, loads, now):
        loads = p.store.loads(account_id)
    candidates = finding.candidates_of(p, page, found, loads)
    able = servable(found.rules, candidates, rows, now=now)
    p.poke(account_id, [*dict.fromkeys([*able, *_to_look_at(p, found, rows)])])
    p.look_again(account_id, found.id, next_minute(to_milliseconds(now)))


def _to_look_at(p: RoutingPorts, found: Queue, rows: list[Waiting]) -> list[str]:
    """Those whose own time may have come: to be told where they stand, or to go elsewhere."""
    if not (found.rules.tell_position or found.rules.overflow_minutes):
        return [row.conversation_id for row in rows[:1]]
    return [row.conversation_id for row in rows]


def _enrol(p: RoutingPorts, account_id: AccountId, found: Queue) -> None:
    """What is in the queue already is looked at: it waits from now on, or counts in a load."""
    cursor = ""
    for _ in range(MOST_ENROLLED // STEP):
        page = p.conversations.store.page(
            account_id,
            status=Status.OPEN,
            queue=found.id,
            cursor=cursor,
            limit=STEP,
            oldest=True,
        )
        p.poke(account_id, [head.id for head in page.conversations])
        cursor = page.cursor
        if not cursor:
            return


def free_stale(
    p: RoutingPorts, page: AccountPage, found: Queue, loads: Loads, now: datetime
) -> bool:
    """Places of those who are full, taken for conversations that they do not have. Whether there
    were some."""
    freed = False
    account_id = page.account.id
    for candidate in finding.candidates_of(p, page, found, loads):
        load = loads.agents.get(candidate.agent_id)
        if load is None or candidate.load < limit_of(found.rules, candidate):
            continue
        old = {id: at for id, at in load.held.items() if at < now - LEASE}
        heads = p.conversations.store.heads(account_id, [ConversationId(id) for id in old][:100])
        his = {
            head.id
            for head in heads
            if head.assignee_id == candidate.agent_id and head.status is Status.OPEN
        }
        for id in old.keys() - his:
            p.store.release_stale(account_id, candidate.agent_id, id, old[id])
            freed = True
    return freed
