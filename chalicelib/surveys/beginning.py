"""When a survey begins: at a closing by its rule, or because an agent or a flow wishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.channels.policy import WindowClosed, check_window
from chalicelib.conversations.model import Conversation
from chalicelib.shared import log
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.errors import Conflict, NotFound, TryAgain
from chalicelib.surveys import counting, rules
from chalicelib.surveys.model import (
    LATEST_START,
    Asking,
    State,
    Survey,
    asking_id,
    closing_id,
)
from chalicelib.surveys.ports import SurveyPorts
from chalicelib.surveys.turning import carry_out, current, version_of
from chalicelib.surveys.words import language_of

CLOSING = "closing"
SAME_TALK = timedelta(days=1)


def on_closing(p: SurveyPorts, head: Conversation) -> None:
    now = to_milliseconds(p.clock())
    if head.resolved_at is None or now - head.resolved_at > LATEST_START:
        return
    if not head.inbound:
        return  # the contact has never said a word
    id = closing_id(head.account_id, head.id, to_text(head.resolved_at))
    survey = rules.chosen(p.surveys(head.account_id), head, id)
    if survey is None or (survey.saved_at and survey.saved_at > head.resolved_at):
        return
    due = head.resolved_at + timedelta(minutes=survey.rule.delay_minutes)
    if due > now:
        p.delay(head, survey.id, to_text(head.resolved_at), due)
        return
    ask_about(p, head, survey, id, now)


def ask_about(p: SurveyPorts, head: Conversation, survey: Survey, id: str, now: datetime) -> None:
    known = p.store.asking(head.account_id, head.id, id)
    if known is not None:
        if known.turn == 0:
            carry_out(p, head, survey, known)
        return
    mark = p.store.mark(head.account_id, head.contact_id)
    if mark is not None and now - mark.asked_at < timedelta(days=survey.rule.again_days):
        return
    if mark is not None and mark.conversation_id == head.id and now - mark.asked_at < SAME_TALK:
        last = p.store.asking(head.account_id, head.id, mark.asking_id)
        if last is not None and last.by != CLOSING:
            return  # an agent or a flow has asked about this talk
    if _reachable(p, head, now):
        _begin(p, head, survey, id, CLOSING, now)


@dataclass(frozen=True, slots=True)
class Wish:
    """by: "agent:{id}" or "flow:{id}". dedup: the same one again is the same asking."""

    account_id: str
    conversation_id: str
    survey_id: str
    by: str
    dedup: str


def ask(p: SurveyPorts, *, wish: Wish) -> Asking:
    """Ask the contact now, whatever the rule says. The same wish again answers the same asking.

    Raises NotFound (conversation or survey), Conflict (he is being asked just now) or WindowClosed.
    """
    head = p.head(wish.account_id, wish.conversation_id)
    if head is None:
        raise NotFound("no such conversation")
    id = asking_id(wish.account_id, wish.conversation_id, wish.by, wish.dedup)
    known = p.store.asking(wish.account_id, wish.conversation_id, id)
    if known is not None:
        if known.turn == 0:
            carry_out(p, head, version_of(p, known), known)
        return known
    survey = current(p, wish.account_id, wish.survey_id)
    if survey is None:
        raise NotFound("no such survey")
    now = to_milliseconds(p.clock())
    if head.survey_id:
        waiting = p.store.asking(wish.account_id, wish.conversation_id, head.survey_id)
        if waiting is not None and waiting.state is State.WAITING and waiting.until > now:
            raise Conflict("this contact is being asked already", field="survey_id")
    limits = p.limits(head.channel_kind)
    check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=now)
    return _begin(p, head, survey, id, wish.by, now)


def _reachable(p: SurveyPorts, head: Conversation, now: datetime) -> bool:
    if p.person(head.account_id, head.contact_id).blocked:
        return False
    try:
        limits = p.limits(head.channel_kind)
        check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=now)
    except WindowClosed:
        log.line("survey.window_closed", conversation=head.id)
        return False
    return True


def _begin(
    p: SurveyPorts, head: Conversation, survey: Survey, id: str, by: str, now: datetime
) -> Asking:
    place = p.place(head.account_id, head.channel_id)
    language = language_of(
        p.person(head.account_id, head.contact_id).language, place.site_language, place.language
    )
    until = now + timedelta(days=survey.expires_days)
    asking = Asking(
        id=id,
        account_id=head.account_id,
        conversation_id=head.id,
        survey_id=survey.id,
        version=survey.version,
        contact_id=head.contact_id,
        contact_name=head.contact_name,
        by=by,
        asked_at=now,
        until=until,
        day=_day(now, place.time_zone),
        language=language,
        agent_id=head.assignee_id or (by.partition(":")[2] if by.startswith("agent:") else ""),
        queue_id=head.queue_id,
        channel_id=head.channel_id,
        channel_kind=head.channel_kind,
        tags=head.tags,
        turned_at=now,
        since=head.seq,
        handled=head.seq,
        closed_at=to_text(head.resolved_at) if head.resolved_at else "",
    )
    p.set_timer(asking, until)  # first: a timer without its asking does nothing
    if not p.store.start(asking, counting.started()):
        there = p.store.asking(head.account_id, head.id, id)
        if there is None:
            raise TryAgain("the survey is being begun")
        asking = there
    carry_out(p, head, survey, asking)
    return asking


def _day(now: datetime, zone: str) -> str:
    try:
        return now.astimezone(ZoneInfo(zone)).date().isoformat()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.date().isoformat()
