"""Schedules of flows: a timer a trigger, and, when it is due, the conversations in which the flow
begins, a page at a time.

The chain of timers belongs to a published version: another version, and one that is switched off
and on, sets its own; the same moment is the same timer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.automation import model as automation
from chalicelib.conversations.values import ConversationListPage
from chalicelib.flows.graph import Trigger
from chalicelib.flows.model import Flow
from chalicelib.flows.ports import FlowStore
from chalicelib.flows.starts import LATEST, START, Due, Reachable, schedules, wanted
from chalicelib.flows.triggers import next_moment
from chalicelib.shared import log
from chalicelib.shared.clock import Clock, from_text, to_text
from chalicelib.shared.queues import Entry

DUE, PAGE = "flow_due", "flow_page"
MOST = 2000  # conversations that one moment looks at


@dataclass(frozen=True, slots=True)
class SchedulePorts:
    """page: account, status, cursor -> at most 100, the newest activity first. reachable: whether
    its channel takes words of ours now. send: to the queue of what answers by itself. set_timer:
    account, what for, when; the same again changes nothing. zone: the account's."""

    store: FlowStore
    page: Callable[[str, str, str], ConversationListPage]
    reachable: Reachable
    send: Callable[[Sequence[Entry]], None]
    set_timer: Callable[[str, Due, datetime], None]
    zone: Callable[[str], str]
    clock: Clock


def set_alarms(p: SchedulePorts, *, account_id: str, flows: Sequence[Flow]) -> None:
    """For the next moment of each schedule of the flows that are on."""
    for due, trigger in schedules(flows):
        _set_next(p, account_id, due, Trigger.model_validate(trigger), p.clock())


def _set_next(
    p: SchedulePorts, account_id: str, due: Due, trigger: Trigger, after: datetime
) -> None:
    moment = next_moment(trigger.moments, after, p.zone(account_id))
    if moment is not None:
        p.set_timer(account_id, due, moment)


def on_due(p: SchedulePorts, *, account_id: str, at: datetime, payload: Mapping[str, str]) -> None:
    """A timer's handler: bears repeats and being late, by an hour at most."""
    due, now = Due.of(payload), p.clock()
    found = due.trigger(p.store.flow(account_id, due.flow_id))
    if found is None:
        return
    trigger = Trigger.model_validate(found)
    _set_next(p, account_id, due, trigger, max(at, now))
    stands = next_moment(trigger.moments, at - timedelta(seconds=1), p.zone(account_id))
    if stands != at or now - at > LATEST:  # the account's zone has changed, or all stood still
        log.line("flow.moment_missed", flow=due.flow_id)
        return
    p.send([_page_work(account_id, due, at, cursor="", looked=0)])


def on_page(p: SchedulePorts, *, account_id: str, payload: Mapping[str, str]) -> None:
    """The flow's beginning is told to each conversation of this page, and the next page to itself.
    What is told twice begins once."""
    due, at = Due.of(payload), from_text(payload["at"])
    trigger = due.trigger(p.store.flow(account_id, due.flow_id))
    now = p.clock()
    if trigger is None or now - at > LATEST:
        return
    status = (trigger.get("whom") or {}).get("status") or "open"
    page = p.page(account_id, status, payload["cursor"])
    p.send(
        [
            automation.on_timer(
                account_id,
                head.id,
                START,
                payload["at"],
                {**due.payload(), "conversation_id": head.id},
            )
            for head in page.conversations
            if wanted(trigger, head, now) and p.reachable(head, now)
        ]
    )
    looked = int(payload["looked"]) + len(page.conversations)
    if page.cursor and looked < MOST:
        p.send([_page_work(account_id, due, at, cursor=page.cursor, looked=looked)])
    elif page.cursor:
        log.line("flow.schedule_cut_short", flow=due.flow_id, looked=looked)


def _page_work(account_id: str, due: Due, at: datetime, *, cursor: str, looked: int) -> Entry:
    payload = {**due.payload(), "at": to_text(at), "cursor": cursor, "looked": str(looked)}
    return automation.on_account(account_id, PAGE, payload, once="")
