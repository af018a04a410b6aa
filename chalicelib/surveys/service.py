"""A survey's way with a contact: answered, changed, given up, answered on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from chalicelib.conversations import rules as conversation_rules
from chalicelib.conversations.model import AuthorKind, Conversation, Message, Status
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.errors import Conflict, NotFound
from chalicelib.surveys import progress
from chalicelib.surveys.beginning import CLOSING, ask_about, on_closing
from chalicelib.surveys.model import Asking, Outcome, Pressed, Survey, closing_id, pressed
from chalicelib.surveys.ports import SurveyPorts
from chalicelib.surveys.turning import (
    asks_back,
    carry_out,
    current,
    no_longer,
    turned,
    version_of,
)

TIMER = "survey"
_NO_ANSWER = frozenset({Outcome.LEFT, Outcome.EXPIRED})


def on_change(p: SurveyPorts, head: Conversation) -> None:
    """A conversation's state changed: it may be over, and be asked about; or go on, and no longer
    wait for an answer about its end."""
    if head.survey_id:
        _on_change_while_asked(p, head)
    elif head.status is Status.RESOLVED:
        on_closing(p, head)


def _on_change_while_asked(p: SurveyPorts, head: Conversation) -> None:
    asking = p.store.asking(head.account_id, head.id, head.survey_id)
    if asking is None:
        return
    if asking.by == CLOSING and head.status is not Status.RESOLVED:
        p.change(head, no_longer(asking.id))  # somebody opened it again
    elif asking.turn == 0:
        # Who began it may have died before he asked.
        carry_out(p, head, version_of(p, asking), asking)


def on_timer(p: SurveyPorts, head: Conversation, payload: Mapping[str, str]) -> None:
    """Either the delay after a closing is over, or the time for an answer."""
    now = to_milliseconds(p.clock())
    if payload.get("survey_id"):
        resolved = head.status is Status.RESOLVED and head.resolved_at
        if not resolved or to_text(resolved) != payload["closed_at"] or head.survey_id:
            return  # it goes on, or was closed anew, which is another closing
        chosen = current(p, head.account_id, payload["survey_id"])
        if chosen is None or not chosen.enabled:
            return
        id = closing_id(head.account_id, head.id, payload["closed_at"])
        ask_about(p, head, chosen, id, now)
        return
    asking = p.store.asking(head.account_id, head.id, payload["asking_id"])
    if asking is None or asking.until > now:
        return
    survey = version_of(p, asking)
    asking = turned(p, survey, asking, lambda before: progress.expired(before, now=now))
    if asking.outcome is Outcome.EXPIRED:
        carry_out(p, head, survey, asking)
    else:
        p.change(head, no_longer(asking.id))


def give_up(p: SurveyPorts, *, account_id: str, conversation_id: str, by: str) -> None:
    """Who asked (`Asking.by`) goes on without the answer: what the contact says now is none. He is
    told nothing of it; a repeat changes nothing."""
    head = p.head(account_id, conversation_id)
    asking = p.store.asking(account_id, conversation_id, head.survey_id) if head else None
    if head is None or asking is None or asking.by != by:
        return
    now = to_milliseconds(p.clock())
    turned(p, version_of(p, asking), asking, lambda before: progress.given_up(before, now=now))
    p.change(head, no_longer(asking.id))


def on_message(p: SurveyPorts, head: Conversation, message: Message) -> bool:
    """Whether the contact's message is an answer and nothing more. Whatever is not opens the
    conversation again, as his words do where no survey waits."""
    if message.author.kind is not AuthorKind.CONTACT or message.muted:
        return False
    button = pressed(message.content.choice.id) if message.content.choice else None
    asking = _meant(p, head, button)
    if asking is None:
        _open_again(p, head, message, head.survey_id)
        return False
    survey = version_of(p, asking)
    own = asking.conversation_id == head.id
    if own and message.seq < asking.handled:
        return message.seq > asking.since  # an old one, brought again
    if not own or message.seq > asking.handled:
        now = to_milliseconds(p.clock())
        step = partial(_after, survey, message, button, own, _settled(asking, head), now)
        asking = turned(p, survey, asking, step)
    if own:
        head = carry_out(p, head, survey, asking)
    else:
        _tell_elsewhere(p, survey, asking)
    if asking.outcome in _NO_ANSWER or asks_back(survey, asking, button):
        _open_again(p, head, message, asking.id)
        return False
    return True


def _meant(p: SurveyPorts, head: Conversation, button: Pressed | None) -> Asking | None:
    """What the message may be an answer to. A button may be of an earlier conversation, but of
    nobody else's."""
    if button is None:
        id = head.survey_id
        return p.store.asking(head.account_id, head.id, id) if id else None
    asking = p.store.asking(head.account_id, button.conversation_id, button.asking_id)
    if asking is None or asking.conversation_id == head.id:
        return asking
    return asking if asking.contact_id == head.contact_id else None


def _settled(asking: Asking, head: Conversation) -> bool:
    return head.status is Status.RESOLVED and not asking.of_flow


def _after(
    survey: Survey,
    message: Message,
    button: Pressed | None,
    own: bool,
    settled: bool,
    now: datetime,
    before: Asking,
) -> Asking:
    if own and before.handled >= message.seq:
        return before
    seq = message.seq if own else before.handled
    content = message.content
    return progress.on_message(before, survey, content, button, seq=seq, now=now, settled=settled)


def _tell_elsewhere(p: SurveyPorts, survey: Survey, asking: Asking) -> None:
    """A button of an earlier conversation was pressed in a later one: its own is told."""
    its_own = p.head(asking.account_id, asking.conversation_id)
    if its_own is not None:
        carry_out(p, its_own, survey, asking)


def _is_old(head: Conversation, message: Message) -> bool:
    """Whether the conversation has been closed again since."""
    return bool(head.resolved_at and message.at <= head.resolved_at)


def _open_again(p: SurveyPorts, head: Conversation, message: Message, id: str) -> None:
    if head.status is not Status.RESOLVED or _is_old(head, message):
        if head.survey_id and head.survey_id == id:
            p.change(head, no_longer(id))
        return
    at = message.at

    def patch(before: Conversation) -> Conversation:
        free = replace(before, survey_id="") if before.survey_id == id else before
        if free.status is not Status.RESOLVED:
            return free
        return conversation_rules.with_status(free, Status.OPEN, now=at)

    p.line(head, "conversation.reopened", {}, f"reopened:{message.dedup}", patch, "")


@dataclass(frozen=True, slots=True)
class Page:
    survey: Survey
    asking: Asking
    over: bool


def page(p: SurveyPorts, *, account_id: str, conversation_id: str, asking_id: str) -> Page:
    """Raises NotFound."""
    asking = p.store.asking(account_id, conversation_id, asking_id)
    if asking is None:
        raise NotFound("no such survey")
    return Page(version_of(p, asking), asking, p.clock() >= asking.until)


def answer_page(p: SurveyPorts, *, shown: Page, answers: Mapping[str, str]) -> Asking:
    """answers: checked. The same again changes nothing. Raises Conflict once its time is over."""
    now = to_milliseconds(p.clock())
    survey = shown.survey

    def step(before: Asking) -> Asking:
        if now >= before.until:
            raise Conflict("this survey is over")
        return progress.on_page(before, survey, answers, now=now)

    after = turned(p, survey, shown.asking, step)
    head = p.head(after.account_id, after.conversation_id)
    if head is not None and after.turn:
        carry_out(p, head, survey, after)
    return after
