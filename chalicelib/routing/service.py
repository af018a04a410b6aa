"""Conversations and the people for them: lists, loads, offers. See docs/queues.md and ADR 7.

Everything is decided from what is stored now, in each conversation's own order; a repeat, a late or
a lost push changes nothing that the next look does not put right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.accounts.model import AccountPage, Queue
from chalicelib.automation.model import Happening
from chalicelib.conversations import assigning
from chalicelib.conversations.assigning import waits_for_somebody
from chalicelib.conversations.model import Conversation, Status
from chalicelib.routing import clocks, finding, telling
from chalicelib.routing.deciding import Candidate, servable
from chalicelib.routing.ports import Load, Route, RoutingPorts
from chalicelib.shared.clock import to_milliseconds

ASK_AGAIN = timedelta(minutes=2)  # who declined, or let an offer lapse
MOST_POKED = 10
ROUTE_TIMER = "route"


def react(p: RoutingPorts, happening: Happening) -> bool:
    """For changes of a conversation, and for when it is to be looked at. Never the last."""
    if happening.work.kind == "message":
        return False
    page = p.page(happening.head.account_id, happening.work.kind == "timer")
    look_at(p, page, happening.head)
    return False


def look_at(p: RoutingPorts, page: AccountPage, head: Conversation) -> None:
    """Bring list, loads and promises to where the conversation is, and find somebody for it."""
    routed = any(queue.rules.routed for queue in page.queues)
    promised = bool(head.sla) or any(queue.rules.promises for queue in page.queues)
    if not routed and not promised:
        return
    stored = p.store.route(head.account_id, head.id)
    if not routed and stored is None and not _promises(page, head):
        return
    route = stored or Route()
    head, route = clocks.keep(p, page, head, route)
    if stored is not None or routed:
        head, route = _follow(p, page, head, route)
    if route != (stored or Route()):
        p.store.save_route(head.account_id, head.id, route)


def _promises(page: AccountPage, head: Conversation) -> bool:
    queue = page.queue(head.queue_id)
    return bool(head.sla) or (queue is not None and queue.rules.promises)


def _follow(
    p: RoutingPorts, page: AccountPage, head: Conversation, route: Route
) -> tuple[Conversation, Route]:
    owner = head.assignee_id if head.status is Status.OPEN else ""
    if owner and _left_alone(p, page, head, route):
        head = assigning.give_back(p.conversations, head, agent_id=owner)
        owner = head.assignee_id if head.status is Status.OPEN else ""
    route, freed = _let_go(p, head, route, owner)
    if owner and route.holder != owner:
        route = replace(route, holder=owner, intent="", told="", last=owner)
        p.store.save_route(head.account_id, head.id, route)
        occupy(p, head, owner)
    queue = page.queue(head.queue_id)
    if queue is not None and queue.rules.routed and waits_for_somebody(head):
        head, route = _wait(p, page, queue, head, route)
    else:
        route = _leave(p, head, route)
    for agent_id in freed:
        offer_places(p, page, agent_id)
    return head, replace(route, seen=head.status.value)


def occupy(p: RoutingPorts, head: Conversation, agent_id: str) -> None:
    """It counts in his load, however much he has: somebody else gave it to him, or it came back."""
    now = to_milliseconds(p.clock())
    if p.store.take(head.account_id, agent_id, head.id, now, None):
        return
    finding.counted(p, head.account_id, agent_id)
    p.store.take(head.account_id, agent_id, head.id, now, None)


def _left_alone(p: RoutingPorts, page: AccountPage, head: Conversation, route: Route) -> bool:
    """It has come back (from a snooze, from its end) to one who is not there."""
    queue = page.queue(head.queue_id)
    if queue is None or not queue.rules.routed or not queue.rules.grace_seconds:
        return False
    came_back = route.seen not in ("", Status.OPEN.value) and route.last == head.assignee_id
    return came_back and head.assignee_id not in p.here(head.account_id).connected


def _let_go(
    p: RoutingPorts, head: Conversation, route: Route, owner: str
) -> tuple[Route, list[str]]:
    """Free the places of those who do not have it any more; who are they?"""
    freed = []
    if route.intent and route.intent == owner:
        route = replace(route, holder=owner, intent="", told="")
    if route.intent and not waits_for_somebody(head):
        p.store.release(head.account_id, route.intent, head.id)
        freed.append(route.intent)
        route = replace(route, intent="", told="")
    if route.holder and route.holder != owner:
        p.store.release(head.account_id, route.holder, head.id)
        freed.append(route.holder)
        route = replace(_not_again(p, head, route), last=route.holder, holder="")
    elif not (route.holder or owner or route.seen) and head.assignee_id:
        # His before anybody kept count of it, so nothing says that it is in his load.
        p.store.release(head.account_id, head.assignee_id, head.id)
        freed.append(head.assignee_id)
    return route, freed


def _not_again(p: RoutingPorts, head: Conversation, route: Route) -> Route:
    """Who is there and has it no more did not want it: somebody else is asked for a while."""
    now = p.clock()
    left = {agent: until for agent, until in route.not_for.items() if until > now}
    if waits_for_somebody(head) and route.holder in p.here(head.account_id).connected:
        left[route.holder] = to_milliseconds(now + ASK_AGAIN)
    return replace(route, not_for=left)


def _wait(
    p: RoutingPorts, page: AccountPage, queue: Queue, head: Conversation, route: Route
) -> tuple[Conversation, Route]:
    route = _enter(p, queue, head, route)
    if route.intent:
        done = finding.finish(p, queue, head, route)
        if done is not None:
            return done.head, _leave(p, done.head, done.route)
        p.store.release(head.account_id, route.intent, head.id)
        route = replace(route, intent="", told="")
    found = finding.find(p, page, queue, head, route)
    head, route = found.head, found.route
    if not waits_for_somebody(head) or head.queue_id != queue.id:
        route = _leave(p, head, route)
        if found.others:
            p.poke(head.account_id, found.others[:1])
        return head, route
    if _overflows(p, page, queue, route):
        tried = (*route.tried, queue.id)
        after = assigning.overflow(p.conversations, head, queue_id=queue.rules.overflow_to)
        return after, replace(_leave(p, head, route), tried=tried)
    return head, telling.position(p, queue, head, route)


def _enter(p: RoutingPorts, queue: Queue, head: Conversation, route: Route) -> Route:
    """Into the list; its place stays what it was while nobody has taken it."""
    now = to_milliseconds(p.clock())
    if route.queue_id and route.queue_id != queue.id:
        route = _leave(p, head, route)
    if route.queue_id == queue.id:
        stored = finding.mine_of(head, route)
        p.store.enter(head.account_id, queue.id, stored)
        return route
    since = route.since or head.waiting_since or now
    entered = replace(route, queue_id=queue.id, since=since, entered=now, position=0, told_at=None)
    p.store.save_route(head.account_id, head.id, entered)
    p.store.enter(head.account_id, queue.id, finding.mine_of(head, entered))
    p.look_again(head.account_id, queue.id, next_minute(now))
    return entered


def _leave(p: RoutingPorts, head: Conversation, route: Route) -> Route:
    """Out of the list. Its place is kept as long as an offer stands: who declines sends nobody to
    the end."""
    if route.queue_id:
        p.store.leave(head.account_id, route.queue_id, finding.mine_of(head, route))
        route = replace(route, queue_id="", entered=None)
    accepted = head.assignee_id and not head.offered_to
    if accepted or head.status is not Status.OPEN:
        route = replace(route, since=None, tried=(), not_for={})
    return route


def _overflows(p: RoutingPorts, page: AccountPage, queue: Queue, route: Route) -> bool:
    rules = queue.rules
    if not rules.overflow_minutes or route.entered is None:
        return False
    other = page.queue(rules.overflow_to)
    if other is None or other.id in route.tried:
        return False
    return p.clock() - route.entered >= timedelta(minutes=rules.overflow_minutes)


def offer_places(p: RoutingPorts, page: AccountPage, agent_id: str) -> None:
    """He may have a free place: those who wait longest for somebody like him are looked at."""
    account = page.account.id
    agent = page.agent(agent_id)
    if agent is None or agent_id not in p.here(account).takes:
        return
    load = p.store.loads(account).agents.get(agent_id, Load(agent_id))
    one = Candidate(agent_id, True, len(load.held), agent.capacity, agent.skills)
    for queue in page.queues:
        if queue.rules.routed and agent_id in queue.member_ids:
            rows = p.store.waiting(account, queue.id, MOST_POKED * 2)
            p.poke(account, servable(queue.rules, [one], rows, now=p.clock())[:MOST_POKED])


def next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
