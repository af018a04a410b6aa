"""Reports, for supervisors and administrators. docs/reports.md says what each number means."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.console import ConversationView, PresenceName

ReportBy = Literal["agent", "queue", "channel", "flow", "tag", "invitation"]
ReportStep = Literal["day", "week", "month"]
ReportCount = Literal[
    "in",
    "out",
    "said",
    "opened",
    "started",
    "reopened",
    "resolved",
    "bot_resolved",
    "unanswered",
    "assigned",
    "transferred",
    "handed_off",
    "kept",
    "broken",
    "rated",
    "stars",
    "tagged",
    "invited",
]
ReportTime = Literal["first", "reply", "resolved", "taken", "bot", "idle"]


class ReportLength(Wire):
    """Seconds: the mean, and what half and nine in ten did not exceed. count: how often."""

    count: int = 0
    mean: float = 0
    median: float = 0
    ninety: float = 0


class ReportNumbers(Wire):
    """What there was none of is left out. times: by the clock; working: in working time."""

    counts: dict[ReportCount, int] = Field(default_factory=dict)
    times: dict[ReportTime, ReportLength] = Field(default_factory=dict)
    working: dict[ReportTime, ReportLength] = Field(default_factory=dict)


class ReportPoint(Wire):
    """day: the first one of the step."""

    day: str
    numbers: ReportNumbers


class ReportRow(Wire):
    """Of one agent, queue, channel, flow, tag or invitation. before: of the period before."""

    id: str
    numbers: ReportNumbers
    before: ReportNumbers


class ReportFeeling(Wire):
    """What surveys of a kind found. value: CSAT percent, NPS -100 to 100; None without an answer.
    given: answers."""

    kind: Literal["csat", "nps"]
    asked: int = 0
    given: int = 0
    value: float | None = None
    before: float | None = None


class ReportAdding(Wire):
    """Months that are added up, of those that this report is made of."""

    done: int
    of: int


class ReportView(Wire):
    """Days in the account's zone, both ends included. before: of `earlier_first` to
    `earlier_last`, as many days. adding: None once the report is whole; until then it lacks the
    older months, `before` is empty, and each further request goes on adding them up."""

    first: str
    last: str
    earlier_first: str
    earlier_last: str
    zone: str
    step: ReportStep
    total: ReportNumbers
    before: ReportNumbers
    points: list[ReportPoint]
    rows: list[ReportRow]
    surveys: list[ReportFeeling]
    adding: ReportAdding | None = None


class ReportHour(Wire):
    """first: seconds, the mean time to the first reply given in that hour."""

    opened: int = 0
    incoming: int = 0
    outgoing: int = 0
    resolved: int = 0
    first: float | None = None


class ReportHeat(Wire):
    """week: seven days from Monday on, 24 hours each, all weeks of the period together."""

    first: str
    last: str
    zone: str
    week: list[list[ReportHour]]


class ReportBehind(Wire):
    """A conversation behind a number. at: when it happened last in those days. n: how often.
    seconds: how long it took then, None if it takes no time."""

    conversation: ConversationView
    at: Moment
    n: int
    seconds: int | None = None


class ReportBehindPage(Wire):
    """Newest day first; a conversation may come again for an earlier day. May be empty while there
    is a cursor."""

    found: list[ReportBehind]
    cursor: str = ""


class BoardLine(Wire):
    """queue_id: '' = of those in no queue. since: when the one who waits longest began to."""

    queue_id: str = ""
    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    since: Moment | None = None


class BoardAgent(Wire):
    agent_id: str
    state: PresenceName
    held: int = 0


class ReportBoard(Wire):
    """What goes on now. late: promises that are broken. more: open conversations beyond the
    thousand that were counted. today: in the account's zone."""

    at: Moment
    zone: str
    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    since: Moment | None = None
    longest_id: Annotated[str, Field(max_length=40)] = ""
    late: int = 0
    more: bool = False
    queues: list[BoardLine]
    agents: list[BoardAgent]
    today: ReportNumbers
