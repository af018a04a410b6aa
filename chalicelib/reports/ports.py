"""What reports need of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from chalicelib.conversations.model import Conversation, Message
from chalicelib.reports.counting import Counts
from chalicelib.reports.folding import Rules
from chalicelib.reports.model import Fact, State
from chalicelib.shared.clock import Clock

if TYPE_CHECKING:
    from chalicelib.reports.asking import Period
    from chalicelib.reports.live import Board

WHOLE = 31  # the last day of a month, or beyond it


@dataclass(frozen=True, slots=True)
class Folded:
    """What reading on in one conversation's thread has told. before: the seq up to which it had
    been read. facts: by day. zone: of whose days and hours they are."""

    conversation_id: str
    before: int
    after: State
    facts: Mapping[str, Sequence[Fact]]
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one day and one agent, queue, …"""

    day: str
    value: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Month:
    """Of one month ("2026-01"): each agent's, queue's, … counters added up, when its days had
    `seen` late records; of its days up to the `through`th."""

    month: str
    seen: int
    values: Mapping[str, Mapping[str, int]]
    through: int = WHOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the log: what one reading told of a conversation on one day. zone: the account's when it
    was counted; '' = was not kept."""

    conversation_id: str
    channel_id: str
    facts: Sequence[Fact]
    key: str
    zone: str = ""


class ReportStore(Protocol):
    """Each method is one call to the table, but `tallies` and `log`, which may take some."""

    def states(self, account_id: str, conversation_ids: Sequence[str]) -> dict[str, State]:
        """Of those that were read before. Consistent."""

    def record(self, account_id: str, folded: Sequence[Folded], counts: Counts) -> bool:
        """All of it or nothing: states, log and counters. False if another reader was faster with
        one of these conversations. What comes for a month that is over counts as late. Raises
        TryAgain."""

    def tallies(
        self, account_id: str, dimension: str, *, first: str, last: str, consistent: bool = False
    ) -> list[Tally]:
        """first, last: days, both included."""

    def log(
        self, account_id: str, day: str, *, cursor: str = "", limit: int = 0
    ) -> tuple[list[Entry], str]:
        """Of one day, and where to go on ('' = that was all). limit 0: everything. Consistent."""

    def recorded(self, account_id: str, day: str) -> int:
        """How many records have added to this day. Consistent."""

    def late(self, account_id: str, *, first: str, last: str) -> dict[str, int]:
        """Of each of these months ("2026-01") how often its days were recorded or replaced after
        it was over; those that never were are left out. Consistent."""

    def days_of(
        self, account_id: str, dimension: str, value: str, days: Sequence[str]
    ) -> list[Tally]:
        """Of this one alone, those days that there are, in no order; a hundred a read."""

    def months(self, account_id: str, dimension: str, *, first: str, last: str) -> list[Month]:
        """What was kept of these months ("2026-01"), both included. Consistent."""

    def keep_month(self, account_id: str, dimension: str, month: Month) -> None:
        """In the place of what was kept of it."""

    def replace(self, account_id: str, day: str, counts: Counts, *, recorded: int) -> bool:
        """Put the day's counters in the place of those that are stored, which `counts` lacks go.
        False if something was recorded meanwhile: begin again. Counts as late."""


@dataclass(frozen=True, slots=True)
class FoldPorts:
    """read: what an image of the stream holds. thread: account, conversation, after -> the next
    messages, ascending, and whether there are more. zone: the account's."""

    store: ReportStore
    read: Callable[[Mapping[str, object]], object]
    thread: Callable[[str, str, int], tuple[Sequence[Message], bool]]
    head: Callable[[str, str], Conversation | None]
    rules: Callable[[str], Rules]
    zone: Callable[[str], ZoneInfo]


@dataclass(frozen=True, slots=True)
class ReportPorts:
    """heads: of many conversations, in no order. feelings: account, period, of, value -> what
    surveys found. board: what goes on now."""

    store: ReportStore
    heads: Callable[[str, Sequence[str]], Sequence[Conversation]]
    zone: Callable[[str], ZoneInfo]
    feelings: Callable[[str, Period, str, str], Sequence[Mapping[str, Any]]]
    board: Callable[[str, datetime], Board]
    clock: Clock
