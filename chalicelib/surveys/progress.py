"""What a message, a button, a page or the time does to an asking. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.conversations.model import Conversation
from chalicelib.shared.content import Content
from chalicelib.surveys.model import (
    CHANGE_WITHIN,
    WORDS_WITHIN,
    Asking,
    Kind,
    Outcome,
    Past,
    Pressed,
    Question,
    State,
    Survey,
)
from chalicelib.surveys.reading import NOTHING, Reading, read

Step = Callable[[Asking], Asking]
Patch = Callable[[Conversation], Conversation]


def on_message(
    asking: Asking,
    survey: Survey,
    content: Content,
    button: Pressed | None,
    *,
    seq: int,
    now: datetime,
    settled: bool = False,
) -> Asking:
    """The asking after the contact's message `seq`. outcome LEFT: it is a message like any other.

    settled: nothing but the survey is going on, so that another number after the end is another
    answer."""
    if now >= asking.until:
        return _left(asking, seq, now)
    if button is not None:
        return _on_button(asking, survey, content, button, seq=seq, now=now)
    if asking.state is not State.WAITING:
        if asking.state is State.DONE and settled:
            return _on_words_after(asking, survey, content, seq=seq, now=now)
        return _left(asking, seq, now)
    if survey.page:
        return _left(asking, seq, now)  # nothing was asked here
    question = survey.asked[asking.step]
    reading = read(question, content)
    if question.kind is Kind.TEXT:
        other = _another(asking, survey, content)
        if other is not None:
            return _changed(asking, other[0], other[1], seq=seq, now=now)
        if asking.turned_at and now - asking.turned_at > WORDS_WITHIN:
            reading = NOTHING
    if reading.answers:
        return _answered(asking, survey, question, reading, seq=seq, now=now)
    if reading.wrong and not asking.again:
        return _turned(asking, Outcome.AGAIN, now, seq=seq, again=True, changed="")
    return _left(asking, seq, now)


def _on_button(
    asking: Asking,
    survey: Survey,
    content: Content,
    button: Pressed,
    *,
    seq: int,
    now: datetime,
) -> Asking:
    if button.step >= len(survey.asked):
        return _left(asking, seq, now)
    question = survey.asked[button.step]
    reading = read(question, content, button.value)
    if not reading.answers:
        return _left(asking, seq, now)
    if asking.state is State.WAITING and button.step == asking.step:
        return _answered(asking, survey, question, reading, seq=seq, now=now)
    if asking.state is State.EXPIRED or button.step > asking.step:
        return _left(asking, seq, now)
    return _changed(asking, question, reading, seq=seq, now=now)


def _on_words_after(
    asking: Asking, survey: Survey, content: Content, *, seq: int, now: datetime
) -> Asking:
    """All was answered: only what is plainly another answer to the last scale changes it."""
    other = _another(asking, survey, content)
    if other is None:
        return _left(asking, seq, now)
    return _changed(asking, other[0], other[1], seq=seq, now=now)


def _another(asking: Asking, survey: Survey, content: Content) -> tuple[Question, Reading] | None:
    """A bare answer to the scale that was asked before these words."""
    answered = [each for each in survey.asked if each.is_scale and asking.answers.get(each.id)]
    if not answered:
        return None
    reading = read(answered[-1], content)
    return (answered[-1], reading) if reading.answers else None


def _answered(
    asking: Asking,
    survey: Survey,
    question: Question,
    reading: Reading,
    *,
    seq: int,
    now: datetime,
) -> Asking:
    kept = _kept(asking, {question.id: reading.value or ""}, now)
    step = asking.step + 1
    if step < len(survey.asked):
        return _turned(
            kept, Outcome.ASKED, now, seq=seq, step=step, again=False, changed=question.id
        )
    return _done(kept, seq=seq, now=now, changed=question.id)


def _done(asking: Asking, *, seq: int, now: datetime, changed: str) -> Asking:
    until = min(asking.until, now + CHANGE_WITHIN)
    done = _turned(
        asking, Outcome.DONE, now, seq=seq, state=State.DONE, again=False, changed=changed
    )
    return replace(done, until=until)


def _changed(
    asking: Asking, question: Question, reading: Reading, *, seq: int, now: datetime
) -> Asking:
    if asking.answers.get(question.id) == reading.value:
        return _turned(asking, Outcome.SAME, now, seq=seq, changed="")
    kept = _kept(asking, {question.id: reading.value or ""}, now)
    return _turned(kept, Outcome.CHANGED, now, seq=seq, changed=question.id)


def on_page(asking: Asking, survey: Survey, answers: Mapping[str, str], *, now: datetime) -> Asking:
    """All questions at once, as a page sends them. The same again changes nothing; also after the
    contact has talked of something else. The page's caller has looked at `until`."""
    known = {each.id: each for each in survey.asked}
    given = {id: value for id, value in answers.items() if id in known}
    kept = _kept(asking, given, now)
    if kept.answers == asking.answers and asking.state is State.DONE:
        return asking
    main = survey.main
    changed = main.id if main else next(iter(given), "")
    outcome = Outcome.CHANGED if asking.state is State.DONE else Outcome.DONE
    turned = _turned(kept, outcome, now, seq=asking.handled, state=State.DONE, changed=changed)
    return replace(turned, by_page=True)


def expired(asking: Asking, *, now: datetime) -> Asking:
    """After its time. What was answered stays."""
    if now < asking.until or asking.state is not State.WAITING:
        return asking
    return _turned(
        asking, Outcome.EXPIRED, now, seq=asking.handled, state=State.EXPIRED, changed=""
    )


def given_up(asking: Asking, *, now: datetime) -> Asking:
    """Who asked waits no longer."""
    if asking.state is not State.WAITING:
        return asking
    return _turned(
        asking, Outcome.EXPIRED, now, seq=asking.handled, state=State.EXPIRED, changed=""
    )


def _left(asking: Asking, seq: int, now: datetime) -> Asking:
    state = State.LEFT if asking.state is State.WAITING else asking.state
    if now >= asking.until and asking.state is State.WAITING:
        state = State.EXPIRED
    return _turned(asking, Outcome.LEFT, now, seq=seq, state=state, changed="")


def _kept(asking: Asking, given: Mapping[str, str], now: datetime) -> Asking:
    past = tuple(
        Past(id, asking.answers[id], now)
        for id, value in given.items()
        if asking.answers.get(id, value) != value
    )
    return replace(
        asking,
        answers={**asking.answers, **given},
        history=(*asking.history, *past)[-50:],
        answered_at=asking.answered_at or (now if any(given.values()) else None),
    )


def _turned(
    asking: Asking,
    outcome: Outcome,
    now: datetime,
    *,
    seq: int,
    changed: str,
    state: State | None = None,
    step: int | None = None,
    again: bool | None = None,
) -> Asking:
    return replace(
        asking,
        outcome=outcome,
        turn=asking.turn + 1,
        turned_at=now,
        by_page=False,
        handled=max(seq, asking.handled),
        changed=changed,
        state=asking.state if state is None else state,
        step=asking.step if step is None else step,
        again=asking.again if again is None else again,
    )
