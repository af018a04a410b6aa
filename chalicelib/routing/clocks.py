"""The promises of a queue kept in time: timers, lines in the thread, and what the list shows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from chalicelib.accounts.model import AccountPage
from chalicelib.conversations.appending import change_head, raised, unchanged
from chalicelib.conversations.changing import with_event
from chalicelib.conversations.model import Author, AuthorKind, Conversation
from chalicelib.hours import engine
from chalicelib.routing.model import Targets
from chalicelib.routing.ports import Route, RoutingPorts
from chalicelib.routing.promises import Clocks, Told, WorkingTime, kept, to_tell
from chalicelib.shared.clock import to_milliseconds, to_text

TIMER = "sla"
SYSTEM = Author(AuthorKind.SYSTEM)


def keep(
    p: RoutingPorts, page: AccountPage, head: Conversation, route: Route
) -> tuple[Conversation, Route]:
    """Begin, stop and end the clocks as the conversation has it; tell what has come due."""
    queue = page.queue(head.queue_id)
    targets = queue.rules.targets if queue else Targets()
    if targets == Targets() and not head.sla and not route.clocks.queue_id:
        return head, route
    now = to_milliseconds(p.clock())
    schedule = p.schedule(head.account_id, head.queue_id)
    time = WorkingTime(
        partial(engine.add_working, schedule), partial(engine.working_between, schedule)
    )
    clocks, phase = kept(route.clocks, head, head.queue_id, targets, time, now)
    clocks, told = to_tell(clocks, now)
    for one in told:
        head = _tell(p, head, one)
    _set_timers(p, head, route.clocks, clocks)
    return _shown(p, head, clocks, phase), replace(route, clocks=clocks)


def _tell(p: RoutingPorts, head: Conversation, told: Told) -> Conversation:
    due = to_text(told.due)
    return with_event(
        p.conversations,
        head,
        actor=SYSTEM,
        event=f"sla.{told.how}",
        data={"target": told.name, "due": due, "queue_id": head.queue_id},
        dedup=f"sla:{told.name}:{told.how}:{due}",
        at=to_milliseconds(p.clock()),
        patch=unchanged,
    )


def _set_timers(p: RoutingPorts, head: Conversation, before: Clocks, after: Clocks) -> None:
    """One for each moment that was not set before. Late or early ones find nothing to do."""
    known = {moment for one in before.running.values() for moment in (one.warn, one.due)}
    wanted = {
        moment
        for one in after.running.values()
        for moment in (None if one.warned else one.warn, None if one.broken else one.due)
        if moment
    }
    for moment in sorted(wanted - known):
        p.conversations.set_timer(
            head.account_id, TIMER, to_milliseconds(moment), {"conversation_id": head.id}
        )


def _shown(p: RoutingPorts, head: Conversation, clocks: Clocks, phase: str) -> Conversation:
    """The list shows the promise that is broken first."""
    first = clocks.next
    due = to_milliseconds(first.due) if first and first.due else None
    warn = to_milliseconds(first.warn) if first and first.warn else None

    def patch(before: Conversation) -> Conversation:
        if before.sla != head.sla:
            return before  # a message moved it on meanwhile: that brings us here again
        return raised(before, replace(before, sla=phase, sla_due=due, sla_warn=warn))

    return change_head(p.conversations, head, patch)
