"""One turn of a flow that runs: a step of the engine, and what it wants done.

Everything is done in an order in which a repeat finishes what a death began: timers, then facts and
tags (saying the same again changes nothing), then the words with the head's change in one write
(found again by their `dedup`), then calls, and the session last. Until the session is saved, the
same event is told to the same state again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.conversations import bots, offers, rules
from chalicelib.conversations.botting import given_to_bot
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Status,
    Visibility,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.saying import Line, speak
from chalicelib.conversations.service import Change, change
from chalicelib.flows import effects, engine
from chalicelib.flows.env import Env
from chalicelib.flows.events import ActionDone, Event, HttpAnswered, SurveyEnded
from chalicelib.flows.graph import Graph
from chalicelib.flows.model import Flow, Session, tally
from chalicelib.flows.nodes.hand_off import learned
from chalicelib.flows.ports import FlowStore
from chalicelib.flows.starts import HookStore, is_free
from chalicelib.flows.state import State, Step
from chalicelib.shared import log
from chalicelib.shared.clock import Clock, to_milliseconds
from chalicelib.shared.content import Content, Kind, text
from chalicelib.shared.errors import InvalidInput, NotFound, TryAgain
from chalicelib.tags.model import Tagging

WAIT_TIMER = "flow"
LOOK_TIMER = "flow_look"
LOOK_AFTER = timedelta(hours=1)  # without a step: what it counted is added up
MOST_COUNTS = 40  # that a session holds
MOST_CALLS = 10  # in one go
CALLING = timedelta(seconds=12)  # after which another call waits for the record's next delivery
MOST_LEARNED = 400  # characters of one thing
HANDED_OFF, RESOLVED = "bot.handed_off", "conversation.resolved"

Patch = Callable[[Conversation], Conversation]


@dataclass(frozen=True, slots=True)
class RuntimePorts:
    """flows: the account's, at most seconds old. graph: flow, version -> None if it is not there.
    due: account, queue, start, working time -> when that is over. tags: account, what is put on and
    taken off. set_fact: account, contact, name, value. call: bounded, never raises. emit: raises
    unless the bus has it. ask_survey: account, conversation, survey, flow, dedup -> whether it was
    asked. asking_of: the flow, dedup -> the id that such an asking has. give_up: the flow's asking
    there is waited for no longer; a repeat is harmless. has: account, "queue" or "agent", id.
    invitation: that brought the contact here, '' =
    none."""

    store: FlowStore
    flows: Callable[[str], Sequence[Flow]]
    graph: Callable[[str, str, int], Graph | None]
    conversations: ConversationPorts
    env: Callable[[Conversation, datetime], Env]
    due: Callable[[str, str, datetime, timedelta], datetime]
    set_timer: Callable[[str, str, datetime, dict[str, str]], None]
    tags: Callable[[str, Sequence[str], Sequence[str]], Tagging]
    set_fact: Callable[[str, str, str, str], None]
    call: Callable[[effects.CallHttp, str], HttpAnswered]
    emit: Callable[[Conversation, Session, effects.Emit, str], None]
    ask_survey: Callable[[str, str, str, str, str], bool]
    has: Callable[[str, str, str], bool]
    invitation: Callable[[Conversation], str]
    asking_of: Callable[[Conversation, str, str], str]
    give_up: Callable[[Conversation, str], None]
    hooks: HookStore
    clock: Clock


@dataclass(frozen=True, slots=True)
class Turned:
    """After a turn. kept: False: somebody has taken the conversation from the bot meanwhile."""

    session: Session
    head: Conversation
    kept: bool = True


@dataclass(frozen=True, slots=True)
class _Finish:
    """How the bot leaves: the line that tells it, and what it does to the head."""

    line: Content
    patch: Patch


def state_of(session: Session) -> State | None:
    """None before the first step. Raises ValueError for what is none."""
    return State.model_validate_json(session.state) if session.state else None


def advance(
    p: RuntimePorts, session: Session, head: Conversation, event: Event, *, seen: int, anchor: int
) -> Turned:
    """Tell `event` to the flow and carry out what it wants, until it waits for something that
    others must bring. seen, anchor: as they are once this is done (`Session`)."""
    graph = p.graph(session.account_id, session.flow_id, session.number)
    if graph is None:
        raise LookupError("the flow's version is not there")
    began = p.clock()
    session = replace(session, seen=max(session.seen, seen), anchor=max(session.anchor, anchor))
    for _ in range(MOST_CALLS):
        now = to_milliseconds(p.clock())
        step = engine.step(graph, state_of(session), event, p.env(head, now))
        turned, following = _carried_out(p, session, head, step, now, began)
        session, head = turned.session, turned.head
        if following is None or not turned.kept:
            return turned
        event = following
    raise TryAgain("too many calls in one go")


def _carried_out(
    p: RuntimePorts,
    session: Session,
    head: Conversation,
    step: Step,
    now: datetime,
    began: datetime,
) -> tuple[Turned, Event | None]:
    turn = session.turn + 1
    wait = _set_waits(p, session, step, now)
    head = _set_facts(p, session, head, step)
    finish = _finish(p, session, step, now)
    lines = _lines(session, step, turn)
    if finish:
        lines.append(Line(finish.line, f"bot:{session.id}:{turn}:end"))
    kept = True
    if lines or finish or not session.turn:
        head, session = _spoken(p, session, head, lines, finish)
        kept = bool(finish) or head.bot_id == session.flow_id
    following = _call(p, session, head, step, turn, began) if kept else None
    after = replace(
        session,
        state=step.state.model_dump_json(exclude_defaults=True),
        event=following.model_dump_json() if following else "",
        turn=turn,
        at=now,
        outcome=step.state.outcome,
        closed=step.state.outcome == "resolved",
        wait_id=wait[0] if wait else "",
        wait_due=wait[1] if wait else None,
        counts=counted(session, step),
    )
    return Turned(_saved(p, after), head, kept), following


def _set_waits(
    p: RuntimePorts, session: Session, step: Step, now: datetime
) -> tuple[str, datetime] | None:
    """Before what waits is stored: a timer that nobody waits for does nothing."""
    set_ = None
    for each in step.effects:
        if isinstance(each, effects.Wait):
            due = each.until
            if due is None:
                span = timedelta(minutes=each.working)
                due = p.due(session.account_id, each.queue_id, now, span)
            due = to_milliseconds(due)
            payload = {"conversation_id": session.conversation_id, "session": session.id}
            p.set_timer(session.account_id, WAIT_TIMER, due, {**payload, "wait": each.wait_id})
            set_ = (each.wait_id, due)
    return set_


def _set_facts(p: RuntimePorts, session: Session, head: Conversation, step: Step) -> Conversation:
    for each in step.effects:
        if isinstance(each, effects.Tag | effects.SetAttribute):
            try:
                head = _set_fact(p, session, head, each)
            except (InvalidInput, NotFound) as refusal:  # too many tags, a contact that is gone
                log.line("flow.fact_refused", node=each.node, code=refusal.code)
    return head


def _set_fact(
    p: RuntimePorts,
    session: Session,
    head: Conversation,
    fact: effects.Tag | effects.SetAttribute,
) -> Conversation:
    at = {"account_id": head.account_id, "conversation_id": head.id}
    if isinstance(fact, effects.Tag):
        wish = Change(tags=p.tags(head.account_id, fact.add, fact.remove))
    elif fact.scope == "contact":
        p.set_fact(head.account_id, head.contact_id, fact.name, fact.value)
        return head
    elif fact.name == "priority":
        wish = Change(priority=fact.value)
    else:
        wish = Change(attributes={fact.name: fact.value})
    return change(p.conversations, actor=_bot(session), change=wish, **at)


def _lines(session: Session, step: Step, turn: int) -> list[Line]:
    lines = []
    for place, each in enumerate(step.effects):
        dedup = f"bot:{session.id}:{turn}:{place}"
        if isinstance(each, effects.Say):
            lines.append(Line(each.content, dedup))
        elif isinstance(each, effects.Note):
            lines.append(Line(text(each.text), dedup, Visibility.NOTE))
    return lines


def _spoken(
    p: RuntimePorts,
    session: Session,
    head: Conversation,
    lines: Sequence[Line],
    finish: _Finish | None,
) -> tuple[Conversation, Session]:
    first = not session.turn

    def patch(before: Conversation) -> Conversation:
        if first and may_begin(before, session):
            before = given_to_bot(before, session.flow_id)
        if before.bot_id != session.flow_id:
            return before  # somebody has taken it
        return finish.patch(before) if finish else before

    said = speak(
        p.conversations, head, lines, author=_bot(session), after=session.anchor, patch=patch
    )
    return said.head, _followed(session, [each.seq for each in said.messages])


def may_begin(head: Conversation, session: Session) -> bool:
    """Whether the flow may take the conversation now: nobody has it, and by a word of the contact
    only what is open."""
    if head.bot_id:
        return head.bot_id == session.flow_id
    if session.key.startswith("m"):
        return head.status is Status.OPEN and not head.assignee_id
    if session.key.startswith("s"):
        return is_free(head)
    return session.key.startswith("e")


def _followed(session: Session, seqs: Sequence[int]) -> Session:
    """Words that stand right behind what was seen leave no gap in which the contact wrote."""
    seen = session.seen
    for seq in seqs:
        if seq == seen + 1:
            seen = seq
    return replace(session, seen=seen, anchor=max([session.anchor, *seqs]))


def _finish(p: RuntimePorts, session: Session, step: Step, now: datetime) -> _Finish | None:
    failed = next((e for e in step.effects if isinstance(e, effects.Failed) and e.fatal), None)
    for each in step.effects:
        if isinstance(each, effects.Failed):
            log.line("flow.failed", flow=session.flow_id, node=each.node, code=each.code)
        if isinstance(each, effects.HandOff):
            reason = (failed.code if failed.code == "loop" else "failed") if failed else "hand_off"
            return handing_off(p, session, each, now, reason=reason)
        if isinstance(each, effects.Resolve):
            return _Finish(Content(kind=Kind.EVENT, event=RESOLVED), lambda h: _resolved(h, now))
    if step.state.outcome:
        nobody = effects.HandOff(node="", learned=learned(step.state.variables))
        return handing_off(p, session, nobody, now, reason="hand_off")
    return None


def handing_off(
    p: RuntimePorts, session: Session, wish: effects.HandOff, now: datetime, *, reason: str
) -> _Finish:
    """To whom the flow names, if he, or it, is still there; else where it was, or the common
    inbox."""
    account = session.account_id
    agent = wish.agent_id if wish.agent_id and p.has(account, "agent", wish.agent_id) else ""
    queue = wish.queue_id if wish.queue_id and p.has(account, "queue", wish.queue_id) else ""
    learned = {name: value[:MOST_LEARNED] for name, value in wish.learned.items()}
    data = {
        "flow": session.name,
        "flow_id": session.flow_id,
        "queue_id": queue,
        "assignee_id": agent,
        "reason": reason,
        "learned": json.dumps(learned, ensure_ascii=False) if learned else "",
    }

    def patch(head: Conversation) -> Conversation:
        after = bots.left(head)
        waiting = after.waiting_since or (now if after.inbound else None)
        after = replace(after, queue_id=queue or after.queue_id, waiting_since=waiting)
        return offers.given(after, agent, by="") if agent else after

    told = {name: value for name, value in data.items() if value}
    return _Finish(Content(kind=Kind.EVENT, event=HANDED_OFF, data=told), patch)


def _resolved(head: Conversation, now: datetime) -> Conversation:
    return bots.left(rules.with_status(offers.closed(head), Status.RESOLVED, now=now))


def _call(
    p: RuntimePorts,
    session: Session,
    head: Conversation,
    step: Step,
    turn: int,
    began: datetime,
) -> Event | None:
    """What came of the call that the flow waits for."""
    key = f"{session.id}-{turn}"
    for each in step.effects:
        if isinstance(each, effects.CallHttp):
            if p.clock() - began > CALLING:
                raise TryAgain("other calls took too long")
            return p.call(each, key)
        if isinstance(each, effects.Emit):
            p.emit(head, session, each, key)
            return ActionDone(node=each.node, call_id=each.call_id)
        if isinstance(each, effects.AskSurvey):
            asked = p.ask_survey(head.account_id, head.id, each.survey_id, session.flow_id, key)
            return None if asked else SurveyEnded(answered=False)
    return None


def counted(session: Session, step: Step) -> dict[str, int]:
    """The session's counts after the step."""
    counts = dict(session.counts)
    for each in step.effects:
        if isinstance(each, effects.Count):
            name = f"{each.node} {each.what[0]}"
            if each.flow_id:
                name = f"{name} {each.flow_id}@{each.version}"
            counts[name] = counts.get(name, 0) + 1
    return counts


def _saved(p: RuntimePorts, session: Session) -> Session:
    """Counts are added up when a session ends, or holds many; a timer looks after the others."""
    if session.outcome or len(session.counts) > MOST_COUNTS:
        return add_up(p, session)
    if session.alarm is None:
        due = session.at + LOOK_AFTER
        payload = {"conversation_id": session.conversation_id, "session": session.id}
        p.set_timer(session.account_id, LOOK_TIMER, due, payload)
        session = replace(session, alarm=due)
    return save(p, session)


def add_up(p: RuntimePorts, session: Session) -> Session:
    return save(p, replace(session, counts={}, alarm=None), session)


def save(p: RuntimePorts, session: Session, counted: Session | None = None) -> Session:
    """counted: whose counts are added up with it. Raises TryAgain if another was faster."""
    if not p.store.save_session(session, tally(counted) if counted else None):
        raise TryAgain("this conversation's flow moved")
    return replace(session, rev=session.rev + 1)


def fail_over(p: RuntimePorts, session: Session, head: Conversation, reason: str) -> Turned:
    """To people, since the flow cannot go on at all."""
    now = to_milliseconds(p.clock())
    graph = p.graph(session.account_id, session.flow_id, session.number)
    wish = effects.HandOff(node="", queue_id=graph.fallback.queue_id if graph else "")
    finish = handing_off(p, session, wish, now, reason=reason)
    line = Line(finish.line, f"bot:{session.id}:failed")

    def patch(before: Conversation) -> Conversation:
        return finish.patch(before) if before.bot_id == session.flow_id else before

    said = speak(
        p.conversations, head, [line], author=_bot(session), after=session.anchor, patch=patch
    )
    over = replace(session, outcome="failed", event="", at=now, wait_id="", wait_due=None)
    return Turned(add_up(p, over), said.head, kept=False)


def _bot(session: Session) -> Author:
    return Author(AuthorKind.BOT, id=session.flow_id, name=session.name)
