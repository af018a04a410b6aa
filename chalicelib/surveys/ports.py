"""What surveys need of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.channels.base import Limits
from chalicelib.conversations.model import Conversation
from chalicelib.shared.clock import Clock
from chalicelib.shared.content import Content
from chalicelib.surveys.model import Asking, Survey


@dataclass(frozen=True, slots=True)
class Mark:
    """On a contact: the last survey that he was asked, by whichever rule."""

    asked_at: datetime
    conversation_id: str
    asking_id: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    askings: list[Asking]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """One day's counts of one value of a dimension. counts: `asked`, `answered`, and
    `q:{question}:{value}`, `~` standing for words."""

    day: str
    value: str
    counts: Mapping[str, int] = field(default_factory=dict)


class SurveyStore(Protocol):
    """Each method is one call to the table."""

    def catalogue(self, account_id: str) -> list[Survey]:
        """In their order. Consistent."""

    def save(self, survey: Survey, *, before: int) -> bool:
        """As its next version, which stays for ever. before: the version that it follows, 0 = it
        is new. False, and nothing written, if another writer was faster."""

    def remove(self, account_id: str, id: str) -> None:
        """Its versions, answers and counts stay. Harmless if it is gone."""

    def at_version(self, account_id: str, id: str, version: int) -> Survey | None: ...

    def asking(self, account_id: str, conversation_id: str, id: str) -> Asking | None:
        """Consistent."""

    def start(self, asking: Asking, counts: Mapping[str, int]) -> bool:
        """With the contact's mark and the counts of its dimensions, together. False, and nothing
        written, if there is such an asking."""

    def turn(self, before: Asking, after: Asking, counts: Mapping[str, int]) -> bool:
        """With the counts of its dimensions, together. False, and nothing written, if its rev is
        not `before`'s any more."""

    def mark(self, account_id: str, contact_id: str) -> Mark | None:
        """Consistent."""

    def answers(
        self,
        account_id: str,
        survey_id: str,
        *,
        since: datetime,
        until: datetime,
        cursor: str,
        limit: int,
    ) -> AnswerPage:
        """Those with an answer, by the moment of asking, newest first. cursor: a place in that
        order, `{moment}#{asking}#{conversation}`."""

    def tallies(
        self, account_id: str, survey_id: str, *, dimension: str, first: str, last: str
    ) -> list[Tally]:
        """Of the days from `first` to `last`, both included: a Query for each megabyte."""


@dataclass(frozen=True, slots=True)
class Person:
    """What of a contact decides how he is asked."""

    language: str = ""
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What of an account decides how its contacts are asked. site_language: the website's."""

    name: str
    language: str
    time_zone: str
    site_language: str = ""


class Line(Protocol):
    """A quiet line in the conversation, and a change of its head in the same write."""

    def __call__(
        self,
        head: Conversation,
        event: str,
        data: Mapping[str, str],
        dedup: str,
        patch: Callable[[Conversation], Conversation],
        by: str,
        /,
    ) -> Conversation: ...


@dataclass(frozen=True, slots=True)
class SurveyPorts:
    """surveys: as the store's `catalogue`, at most seconds old. forget: what this process keeps of
    it. head: consistent. change: a conversation's head, without a line. say: a message to the
    contact, in the account's name, once for each dedup. ended: a flow's asking has ended; bears
    repeats. set_timer: for the end of an asking. delay: for the beginning of one (conversation,
    survey, closing, due). limits: of a kind of channel. link: the page's address. place: of an
    account and a channel."""

    store: SurveyStore
    surveys: Callable[[str], Sequence[Survey]]
    forget: Callable[[str], None]
    head: Callable[[str, str], Conversation | None]
    change: Callable[[Conversation, Callable[[Conversation], Conversation]], Conversation]
    line: Line
    say: Callable[[Conversation, Content, str], None]
    ended: Callable[[Asking], None]
    set_timer: Callable[[Asking, datetime], None]
    delay: Callable[[Conversation, str, str, datetime], None]
    limits: Callable[[str], Limits]
    link: Callable[[Asking], str]
    place: Callable[[str, str], Place]
    person: Callable[[str, str], Person]
    clock: Clock
