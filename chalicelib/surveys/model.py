"""Surveys, and one survey's way with one contact. Pure: no AWS and no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.conversations.answering import CHOICE_MARK
from chalicelib.shared.ids import derived_id

COMMENT = "comment"  # the id of the question that a survey asks last, if it asks for words
CHANGE_WITHIN = timedelta(hours=1)  # after the end another answer takes the first one's place
WORDS_WITHIN = timedelta(hours=2)  # later than this, words are no answer to an open question
LATEST_START = timedelta(hours=6)  # a closing that was told later than this is not asked about


class Kind(StrEnum):
    CSAT = "csat"  # 1 to 5
    NPS = "nps"  # 0 to 10
    CES = "ces"  # 1 to 7
    SCALE = "scale"  # low to high, own words
    CHOICE = "choice"
    TEXT = "text"


SCALES: Mapping[Kind, tuple[int, int]] = {Kind.CSAT: (1, 5), Kind.NPS: (0, 10), Kind.CES: (1, 7)}


@dataclass(frozen=True, slots=True)
class Question:
    """text: '' = the usual words, in the contact's language. options: a choice's. low, high: a
    scale's ends. low_label, high_label: what the ends mean, '' = the usual words or none."""

    id: str
    kind: Kind
    text: str = ""
    options: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""

    @property
    def ends(self) -> tuple[int, int]:
        return SCALES.get(self.kind, (self.low, self.high))

    @property
    def is_scale(self) -> bool:
        return self.kind not in (Kind.CHOICE, Kind.TEXT)

    @property
    def values(self) -> tuple[str, ...]:
        """What may be answered: numbers of a scale, places (from 0) of a choice; () = words."""
        if self.kind is Kind.TEXT:
            return ()
        if self.kind is Kind.CHOICE:
            return tuple(str(place) for place in range(len(self.options)))
        low, high = self.ends
        return tuple(str(number) for number in range(low, high + 1))


@dataclass(frozen=True, slots=True)
class Rule:
    """When a survey goes out by itself, at the end of a conversation. Empty tuples: any.

    tag_ids: one of them is enough. again_days: a contact who was asked, by any survey, is left
    alone so long. sample: of a hundred closings. delay_minutes: after the closing.
    """

    automatic: bool = False
    channel_ids: tuple[str, ...] = ()
    queue_ids: tuple[str, ...] = ()
    tag_ids: tuple[str, ...] = ()
    agent_ids: tuple[str, ...] = ()
    again_days: int = 30
    sample: int = 100
    delay_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """As it is now; its questions as they were stay as versions. version: raised by every save.

    intro: said before the first question. thanks: '' = the usual words. page: asked on a page of
    its own, whose address is sent, on every channel. expires_days: an answer later than that is a
    message like any other. position: of several that would go out, the first does.
    """

    id: str
    account_id: str
    name: str
    questions: tuple[Question, ...]
    version: int = 1
    enabled: bool = True
    intro: str = ""
    thanks: str = ""
    comment: bool = True
    page: bool = False
    expires_days: int = 3
    rule: Rule = field(default_factory=Rule)
    position: int = 0
    saved_at: datetime | None = None

    @property
    def asked(self) -> tuple[Question, ...]:
        """All questions, in order, the one for words included."""
        if not self.comment:
            return self.questions
        return (*self.questions, Question(COMMENT, Kind.TEXT))

    @property
    def main(self) -> Question | None:
        """The one whose answer is the score."""
        return next((each for each in self.questions if each.is_scale), None)


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"  # all is answered; another answer may still take its place
    EXPIRED = "expired"
    LEFT = "left"  # the contact talked about something else


class Outcome(StrEnum):
    """What the last turn means for the conversation: carried out after it is stored."""

    ASKED = "asked"  # say the question at `step`
    AGAIN = "again"  # the same once more, in other words
    DONE = "done"  # say thanks
    CHANGED = "changed"  # another answer took the place of the first
    SAME = "same"  # an answer that was given already
    LEFT = "left"  # the message is one like any other
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Past:
    """An answer whose place another has taken."""

    question_id: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """One survey, asked of one contact, once.

    id: follows from the closing (or from who asked, and his own id of it), so that a repeat makes
    the same. by: "closing", "agent:{id}" or "flow:{id}". day: of asking, in the account's zone.
    agent_id … tags: the conversation's when it was asked. step: the question that is waited for.
    turn: raised by every change; `outcome` is what it has to carry out, and by_page whether a page
    made it. since: seq of the conversation when it was asked. handled: seq of the last message of
    the contact that was dealt with. answers: question -> value, see `Question.values`;
    words as they are. again: the question was put a second time. rev: optimistic lock.
    """

    id: str
    account_id: str
    conversation_id: str
    survey_id: str
    version: int
    contact_id: str
    contact_name: str
    by: str
    asked_at: datetime
    until: datetime
    day: str
    language: str = "en"
    agent_id: str = ""
    queue_id: str = ""
    channel_id: str = ""
    channel_kind: str = ""
    tags: tuple[str, ...] = ()
    state: State = State.WAITING
    outcome: Outcome = Outcome.ASKED
    step: int = 0
    turn: int = 0
    turned_at: datetime | None = None
    since: int = 0
    handled: int = 0
    again: bool = False
    by_page: bool = False
    closed_at: str = ""  # of the conversation, when it was asked; '' = it was open
    answers: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Past, ...] = ()
    answered_at: datetime | None = None
    changed: str = ""  # the question that the last turn answered
    rev: int = 0

    @property
    def of_flow(self) -> bool:
        return self.by.startswith("flow:")


def closing_id(account_id: str, conversation_id: str, resolved_at: str) -> str:
    """Of the asking that belongs to a closing: one, whoever begins it."""
    return derived_id("survey", account_id, conversation_id, resolved_at)


def asking_id(account_id: str, conversation_id: str, by: str, dedup: str) -> str:
    return derived_id("survey", account_id, conversation_id, by, dedup)


def option_id(asking: Asking, step: int, value: str) -> str:
    """What a pressed button tells: at most 55 bytes, which every channel carries."""
    return f"{CHOICE_MARK}{asking.conversation_id}:{asking.id}:{step}:{value}"


@dataclass(frozen=True, slots=True)
class Pressed:
    conversation_id: str
    asking_id: str
    step: int
    value: str


def pressed(choice_id: str) -> Pressed | None:
    """None if the button is none of ours."""
    if not choice_id.startswith(CHOICE_MARK):
        return None
    parts = choice_id.removeprefix(CHOICE_MARK).split(":")
    if len(parts) != 4 or not (parts[2].isascii() and parts[2].isdigit() and len(parts[2]) < 3):
        return None
    return Pressed(parts[0], parts[1], int(parts[2]), parts[3])


def sampled(rule: Rule, id: str) -> bool:
    """The same closing always falls on the same side."""
    return int(hashlib.sha256(id.encode()).hexdigest()[:8], 16) % 100 < rule.sample


def dimensions(asking: Asking) -> list[tuple[str, str]]:
    """What its counts are kept by."""
    named = (
        ("agent", asking.agent_id),
        ("queue", asking.queue_id),
        ("channel", asking.channel_id),
        *(("tag", tag) for tag in asking.tags[:20]),
    )
    return [("all", ""), *((name, value) for name, value in named if value)]
