"""Flows that run: what happened in a conversation becomes the events of its flow, or begins one.

One conversation's happenings come one after another. Each is judged by what is stored now: the
head says whether the bot has the conversation, the session what was dealt with. So a repeat, a late
one and one out of order change nothing, and a word that came meanwhile is found behind `seen`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from chalicelib.automation.model import Happening
from chalicelib.conversations.model import AuthorKind, Conversation, Message, Status, Visibility
from chalicelib.flows import engine, looking, triggers
from chalicelib.flows.events import Event, Replied, Started, Stopped, SurveyEnded, TimerFired
from chalicelib.flows.graph import Trigger
from chalicelib.flows.model import TAKEN_OVER, Flow, Session, listens
from chalicelib.flows.triggers import Candidate, Occurred
from chalicelib.flows.turning import (
    LOOK_AFTER,
    LOOK_TIMER,
    WAIT_TIMER,
    RuntimePorts,
    Turned,
    add_up,
    advance,
    counted,
    fail_over,
    may_begin,
    save,
    state_of,
)
from chalicelib.shared import log
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, TryAgain
from chalicelib.shared.ids import ConversationId, derived_id

SURVEY_ENDED = "survey_ended"
MOST_WORDS = 20  # dealt with at once; the others at the next happening
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)

# What is wrong with a flow or its session, not with the world: trying again would not help.
_HOPELESS = (
    ArithmeticError,
    AttributeError,
    Conflict,
    InvalidInput,
    LookupError,
    NotFound,
    RecursionError,
    TypeError,
    ValueError,
)


def react(p: RuntimePorts, happening: Happening) -> bool:
    """True: a flow has the conversation, or is about to."""
    head = happening.head
    flows = p.flows(head.account_id)
    if not head.bot_id and not flows:
        return False
    session = p.store.session(head.account_id, head.id)
    if head.bot_id:
        _with_bot(p, happening, session, flows)
        return True
    if session and session.runs:
        if session.turn or not may_begin(head, session):
            session = left_by(p, session, head)
        else:
            go_on(p, session, happening)  # it died before its first words
            return True
    if session and head.status is Status.RESOLVED and not session.closed:
        session = save(p, replace(session, closed=True))
    return _begun(p, happening, session, flows)


def on_timer(p: RuntimePorts, happening: Happening) -> bool:
    """A wait is over, a survey has ended, or a session is to be looked after."""
    head, work = happening.head, happening.work
    session = p.store.session(head.account_id, head.id)
    if session is None or not session.runs:
        return True
    if head.bot_id != session.flow_id:
        if session.turn:
            left_by(p, session, head)
        return True
    if work.name == LOOK_TIMER:
        if work.payload.get("session") == session.id:
            _look_after(p, session, happening)
        return True
    go_on(p, session, happening)
    return True


def _with_bot(
    p: RuntimePorts, happening: Happening, session: Session | None, flows: Sequence[Flow]
) -> None:
    head = happening.head
    if session and session.runs and session.flow_id == head.bot_id:
        go_on(p, session, happening)
        return
    if session and session.runs:
        session = left_by(p, session, head)
    flow = next((each for each in flows if each.id == head.bot_id and each.published), None)
    # What was published a moment ago is not among those that a process keeps for seconds.
    flow = flow or p.store.flow(head.account_id, head.bot_id)
    if flow is None or not flow.published:
        _nobody(p, session, head)
        return
    seen = looking.given_at(p, head)
    started = Started(kind="transfer")
    begun = kept_session(p, session, head, flow, key=f"v{head.version}", seen=seen, event=started)
    go_on(p, begun, happening)


def _nobody(p: RuntimePorts, session: Session | None, head: Conversation) -> None:
    """A conversation of a flow that is not there: to people."""
    now = to_milliseconds(p.clock())
    lost = Session(
        account_id=head.account_id,
        conversation_id=head.id,
        id=derived_id("flow session", head.id, f"v{head.version}"),
        flow_id=head.bot_id,
        number=0,
        name="",
        key=f"v{head.version}",
        began_at=now,
        at=now,
        seen=head.seq,
        anchor=head.seq,
        rev=session.rev if session else 0,
    )
    fail_over(p, lost, head, "flow")


def kept_session(
    p: RuntimePorts,
    before: Session | None,
    head: Conversation,
    flow: Flow,
    *,
    key: str,
    seen: int,
    event: Started,
) -> Session:
    """Kept before its first step, so that whoever goes on after a death knows what was begun."""
    now = to_milliseconds(p.clock())
    return save(
        p,
        Session(
            account_id=head.account_id,
            conversation_id=head.id,
            id=derived_id("flow session", head.id, key),
            flow_id=flow.id,
            number=flow.published,
            name=flow.name,
            key=key,
            began_at=now,
            at=now,
            event=event.model_dump_json(),
            seen=seen,
            anchor=seen,
            rev=before.rev if before else 0,
        ),
    )


def go_on(p: RuntimePorts, session: Session, happening: Happening) -> None:
    """Whatever the session waits for and the happening brings; then the words that are there."""
    turned = Turned(session, happening.head)
    try:
        if session.event:
            event = _EVENT.validate_json(session.event)
            turned = _told(p, turned, event, seen=session.seen)
        brought = _brought(p, turned, happening)
        if brought is not None and turned.kept:
            turned = _told(p, turned, brought, seen=session.seen)
        _words(p, turned, happening.message)
    except TryAgain:
        raise
    except _HOPELESS as problem:
        log.error("flow.hopeless", problem, flow=session.flow_id)
        stored = p.store.session(session.account_id, session.conversation_id) or session
        fail_over(p, stored, turned.head, "failed")


def _told(p: RuntimePorts, turned: Turned, event: Event, *, seen: int) -> Turned:
    if not turned.session.runs:
        return turned
    state = state_of(turned.session)
    if isinstance(event, TimerFired) and state and state.waiting and state.waiting.kind == "survey":
        p.give_up(turned.head, turned.session.flow_id)
    anchor = max(turned.session.anchor, seen)
    return advance(p, turned.session, turned.head, event, seen=seen, anchor=anchor)


def _brought(p: RuntimePorts, turned: Turned, happening: Happening) -> Event | None:
    """What ends a wait, if that is what happened and it is time."""
    session = turned.session
    work, payload = happening.work, happening.work.payload
    state = state_of(session)
    waiting = state.waiting if state else None
    if waiting is None or not session.runs or work.kind != "timer":
        return None
    if work.name == WAIT_TIMER:
        if payload.get("session") != session.id or payload.get("wait") != waiting.wait_id:
            return None
        due = session.wait_due
        if due is not None and to_milliseconds(p.clock()) < due:
            p.set_timer(session.account_id, WAIT_TIMER, due, dict(payload))
            return None
        return TimerFired(wait_id=waiting.wait_id)
    if work.name != SURVEY_ENDED or waiting.kind != "survey":
        return None
    asked = p.asking_of(turned.head, session.flow_id, f"{session.id}-{session.turn}")
    if payload.get("asking_id") == asked:  # else of one that it asked before
        score = payload.get("score", "")
        answered = bool(payload.get("answered"))
        number = int(score) if score.isascii() and score.isdigit() else None
        return SurveyEnded(answered=answered, score=number)
    return None


def _words(p: RuntimePorts, turned: Turned, message: Message | None) -> None:
    """The contact's words that wait for the flow, in their order. One that comes while the flow
    waits for a time is kept until then; those of a survey are the survey's."""
    session = turned.session
    if not (session.runs and turned.kept):
        return
    for word in _unseen(p, session, message)[:MOST_WORDS]:
        state = state_of(turned.session)
        waiting = state.waiting if state else None
        if waiting is None or not (turned.session.runs and turned.kept):
            return
        if waiting.kind == "survey":
            turned = replace(turned, session=_passed(p, turned.session, word.seq))
        elif waiting.kind == "reply":
            turned = _told(p, turned, Replied(content=word.content), seen=word.seq)
        else:
            return


def _passed(p: RuntimePorts, session: Session, seq: int) -> Session:
    return save(p, replace(session, seen=max(session.seen, seq)))


def _unseen(p: RuntimePorts, session: Session, message: Message | None) -> list[Message]:
    if message is not None and message.seq == session.seen + 1:
        found: Sequence[Message] = [message]  # nothing can stand between
    else:
        found = p.conversations.store.messages(
            session.account_id,
            ConversationId(session.conversation_id),
            before=0,
            after=session.seen,
            limit=looking.MOST_LOOKED_AT,
        ).messages
    return [each for each in found if looking.is_word(each, session.seen)]


def left_by(p: RuntimePorts, session: Session, head: Conversation) -> Session:
    """Somebody has taken the conversation: the session is over."""
    try:
        graph = p.graph(session.account_id, session.flow_id, session.number)
        if graph is not None and session.state:
            now = to_milliseconds(p.clock())
            state = state_of(session)
            step = engine.step(graph, state, Stopped(reason=TAKEN_OVER), p.env(head, now))
            session = replace(session, counts=counted(session, step))
    except _HOPELESS as problem:
        log.error("flow.hopeless", problem, flow=session.flow_id)
    over = replace(
        session,
        outcome=TAKEN_OVER,
        event="",
        closed=head.status is Status.RESOLVED,
        wait_id="",
        wait_due=None,
        at=to_milliseconds(p.clock()),
    )
    return add_up(p, over)


def _look_after(p: RuntimePorts, session: Session, happening: Happening) -> None:
    """Nothing for an hour: what it counted is added up, and words are answered that whoever was to
    answer them died of. Else it is looked after again."""
    idle = session.at + LOOK_AFTER
    if to_milliseconds(p.clock()) >= idle:
        session = add_up(p, session)
        if happening.head.seq > session.seen:
            go_on(p, session, happening)
        return
    payload = {"conversation_id": session.conversation_id, "session": session.id}
    p.set_timer(session.account_id, LOOK_TIMER, idle, payload)
    save(p, replace(session, alarm=idle))


# What begins a flow -----------------------------------------------------------------------------


def _begun(
    p: RuntimePorts, happening: Happening, session: Session | None, flows: Sequence[Flow]
) -> bool:
    on = [flow for flow in flows if flow.on]
    if not on or happening.work.kind == "timer":
        return False
    head = happening.head
    if happening.work.kind == "message":
        message = happening.message
        return message is not None and by_message(p, happening, message, session, on)
    if not listens(on, head.channel_id) or head.assignee_id or head.status is not Status.OPEN:
        return _by_line(p, happening, session, on)
    newest = looking.newest(p, head)
    if newest and newest[-1].dedup.startswith("reopened:") and looking.is_fresh(p, newest[-1]):
        return True  # the word that reopened it is on its way
    first = next((each for each in newest if looking.is_word(each, 0)), None)
    if head.version == 0 and first is not None and first.inbound == 1:
        # Its own work may have come before there was a head, or before flows were heard of.
        return by_message(p, happening, first, session, on)
    return _by_line(p, happening, session, on)


def by_message(
    p: RuntimePorts,
    happening: Happening,
    message: Message,
    session: Session | None,
    on: Sequence[Flow],
) -> bool:
    head = happening.head
    if head.assignee_id or head.status is not Status.OPEN:
        return False
    if not looking.is_word(message, session.seen if session else 0):
        return False
    engaged = session is not None and not session.closed
    if session and engaged and session.outcome != "ended":
        return False  # people were asked for, and have not closed it yet
    candidates = looking.candidates(on)
    first = not engaged and looking.is_first(p, head, message)
    wanted = first and any(t.kind == "invitation" for c in candidates for t in c.triggers)
    occurred = Occurred(
        kind="message",
        channel_id=head.channel_id,
        content=message.content,
        first=first,
        invitation_id=p.invitation(head) if wanted else "",
    )
    chosen = triggers.choose(candidates, occurred)
    if chosen is None:
        return False
    event = Started(kind=chosen[1].kind, content=message.content)
    _begin(p, happening, session, on, chosen, event, key=f"m{message.seq}", seen=message.seq)
    return True


def _by_line(
    p: RuntimePorts, happening: Happening, session: Session | None, on: Sequence[Flow]
) -> bool:
    """By what was done to the conversation: a tag that was put on, an event by its name."""
    candidates = looking.candidates(on)
    if not any(t.kind in ("tag", "event") for c in candidates for t in c.triggers):
        return False
    after = session.anchor if session else 0
    for line in looking.newest(p, happening.head):
        if line.visibility is not Visibility.EVENT or line.seq <= after:
            continue
        if line.author.kind is AuthorKind.BOT or not looking.is_fresh(p, line):
            continue
        chosen = triggers.choose(candidates, looking.occurred(happening.head, line))
        if chosen is None:
            continue
        event = Started(kind=chosen[1].kind, data={"event": line.content.event})
        _begin(p, happening, session, on, chosen, event, key=f"e{line.seq}", seen=line.seq)
        return True
    return False


def _begin(
    p: RuntimePorts,
    happening: Happening,
    session: Session | None,
    on: Sequence[Flow],
    chosen: tuple[Candidate, Trigger],
    event: Started,
    *,
    key: str,
    seen: int,
) -> None:
    flow = next(each for each in on if each.id == chosen[0].flow_id)
    begun = kept_session(p, session, happening.head, flow, key=key, seen=seen, event=event)
    go_on(p, begun, happening)
