"""What scheduled messages need of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.conversations.model import Author, Conversation, Message
from chalicelib.schedules.model import Schedule
from chalicelib.shared.clock import Clock
from chalicelib.shared.content import Content


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """By due time. cursor: '' at the end; else it asks for the next page."""

    schedules: list[Schedule]
    cursor: str = ""


class ScheduleStore(Protocol):
    """Each method is one call to the table. Each write tells the agents' screens."""

    def get(self, account_id: str, conversation_id: str, id: str) -> Schedule | None:
        """Consistent."""

    def add(self, schedule: Schedule) -> Schedule:
        """Unless it is there. Answers the one in force."""

    def replace(self, before: Schedule, after: Schedule) -> bool:
        """False, and nothing written, if the stored version is not `before`'s any more."""

    def of_conversation(self, account_id: str, conversation_id: str) -> list[Schedule]:
        """Consistent, in no order; the finished ones of the last week too."""

    def page(self, account_id: str, *, state: str, cursor: str, limit: int) -> SchedulePage:
        """Of the account: state waiting or failed. Raises InvalidInput (cursor)."""


class Line(Protocol):
    """Append a quiet line to the conversation. The same dedup again adds nothing."""

    def __call__(
        self, schedule: Schedule, actor: Author, event: str, data: Mapping[str, str], dedup: str, /
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class SchedulePorts:
    """head: raises NotFound. post: the posting path of all messages; raises InvalidInput or
    TryAgain. check: whether the channel takes it now; raises AppError with status 422."""

    store: ScheduleStore
    head: Callable[[str, str], Conversation]
    post: Callable[[Schedule], Message]
    check: Callable[[Conversation, Content], None]
    line: Line
    set_timer: Callable[[Schedule], None]
    clock: Clock
