"""The public API's own shapes: reports, and reports by e-mail."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.console import PresenceName
from chalicelib.wire.v1 import Conversation, Cursor, Id, NextCursor

Dimension = Literal["agent", "queue", "channel", "flow", "tag", "invitation"]
CountName = Literal[
    "messages_in",
    "messages_out",
    "messages_by_flows",
    "opened",
    "started",
    "reopened",
    "resolved",
    "resolved_by_flows",
    "unanswered",
    "assigned",
    "transferred",
    "handed_off",
    "promises_kept",
    "promises_broken",
    "rated",
    "stars",
    "tagged",
    "invited",
]
TimeName = Literal["first_reply", "reply", "resolution", "waiting", "with_flow", "put_aside"]
Value = Annotated[str, Field(max_length=60, description="Its id.")]


class ReportNumber(Wire):
    """One number of reports. time: in seconds. working: whether it is told in working time too."""

    name: CountName | TimeName
    kind: Literal["count", "time"]
    working: bool = False
    about: str


class ReportNumberList(Wire):
    data: list[ReportNumber]
    next_cursor: NextCursor = None


class Days(Wire):
    """first, last: days in the account's time zone, YYYY-MM-DD, both included; at most a year."""

    first: date
    last: date


class ReportQuery(Days):
    """of, value: of one agent, queue, … alone. by: beside that, each of them by itself."""

    of: Dimension | Literal[""] = ""
    value: Value = ""
    by: Dimension | Literal[""] = ""


class Length(Wire):
    """Seconds. median, p90: what half and nine in ten did not exceed. count: how often."""

    count: int = 0
    mean: float = 0
    median: float = 0
    p90: float = 0


class ReportNumbers(Wire):
    """What there was none of is left out. times: by the clock; working_times: by opening hours."""

    counts: dict[CountName, int] = Field(default_factory=dict)
    times: dict[TimeName, Length] = Field(default_factory=dict)
    working_times: dict[TimeName, Length] = Field(default_factory=dict)


class ReportPoint(Wire):
    """first: the day that the step begins with."""

    first: date
    numbers: ReportNumbers


class ReportRow(Wire):
    """Of one agent, queue, …"""

    id: str
    numbers: ReportNumbers
    previous: ReportNumbers


class ReportSurveys(Wire):
    """What surveys of a kind found. value: CSAT in percent, NPS from -100 to 100; null without an
    answer."""

    kind: Literal["csat", "nps"]
    asked: int = 0
    answered: int = 0
    value: float | None = None
    previous: float | None = None


class ReportProgress(Wire):
    """Months that are added up."""

    done: int
    of: int


class Report(Wire):
    """previous: of as many days just before. adding: null once the report is whole; until then it
    lacks the older months, `previous` is empty, and each further request goes on adding them up."""

    first: date
    last: date
    previous_first: date
    previous_last: date
    time_zone: str
    step: Literal["day", "week", "month"]
    total: ReportNumbers
    previous: ReportNumbers
    points: list[ReportPoint]
    rows: list[ReportRow]
    surveys: list[ReportSurveys]
    adding: ReportProgress | None = None


class ReportHour(Wire):
    """first_reply: mean seconds of the first replies given in that hour."""

    opened: int = 0
    messages_in: int = 0
    messages_out: int = 0
    resolved: int = 0
    first_reply: float | None = None


class ReportHours(Wire):
    """week: seven days from Monday on, of 24 hours each; all weeks of the days together."""

    first: date
    last: date
    time_zone: str
    week: list[list[ReportHour]]


class CountedQuery(Days):
    """number: of a report. of, value: as there."""

    number: CountName | TimeName
    of: Dimension | Literal[""] = ""
    value: Value = ""
    cursor: Cursor = ""


class Counted(Wire):
    """A conversation behind a number. at: when it happened last in those days. count: how often.
    seconds: how long it took then; null if it takes no time."""

    conversation: Conversation
    at: Moment
    count: int
    seconds: int | None = None


class CountedList(Wire):
    data: list[Counted]
    next_cursor: NextCursor = None


class BoardQueue(Wire):
    """queue_id: null = those in no queue."""

    queue_id: str | None = None
    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    waiting_since: Moment | None = None


class BoardAgent(Wire):
    """open: conversations that he has."""

    agent_id: str
    presence: PresenceName
    open: int = 0


class Board(Wire):
    """What goes on now. waiting: contacts who wait for an answer; waiting_since and
    waiting_longest_id: of the conversation that waits longest. promises_broken: of the open ones.
    partial: there are more open conversations than the thousand that were counted. today: in the
    account's zone."""

    at: Moment
    time_zone: str
    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    waiting_since: Moment | None = None
    waiting_longest_id: str | None = None
    promises_broken: int = 0
    partial: bool = False
    queues: list[BoardQueue]
    agents: list[BoardAgent]
    today: ReportNumbers


# By e-mail -------------------------------------------------------------------------------------

AgentIds = Annotated[list[Id], Field(min_length=1, max_length=20)]
Hour = Annotated[int, Field(ge=0, le=23, description="Of the account's day.")]
Every = Literal["week", "month"]


class ReportMail(Wire):
    """by: of each agent, queue, …; null = the overview. every: on Mondays the week before, on the
    first the month before. active: false once nobody was left who may see it."""

    id: str
    by: Dimension | None = None
    every: Every
    hour: int
    agent_ids: list[str]
    active: bool = True


class ReportMailList(Wire):
    data: list[ReportMail]
    next_cursor: NextCursor = None


class NewReportMail(Wire):
    """agent_ids: whom it goes to; they may see reports. by: '' = the overview."""

    by: Dimension | Literal[""] = ""
    every: Every
    hour: Hour = 8
    agent_ids: AgentIds


class ReportMailUpdate(Wire):
    """What is left out stays. A change switches it on again. by: '' = the overview."""

    by: Dimension | Literal[""] | None = None
    every: Every | None = None
    hour: Hour | None = None
    agent_ids: AgentIds | None = None
