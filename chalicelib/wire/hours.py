"""Working hours."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

HoursKind = Literal["open", "closed", "break", "holiday"]
ClosedKind = Literal["closed", "break", "holiday"]
HoursLanguage = Literal["en", "es", "pt-BR"]
ClockTime = Annotated[str, Field(max_length=5)]
DayName = Annotated[str, Field(max_length=200)]


class HoursInterval(Wire):
    """HH:MM, the end up to 24:00. next_day: the end is the next day's."""

    start: ClockTime
    end: ClockTime
    next_day: bool = False


class DayOff(Wire):
    """yearly: on that day of every year."""

    day: date
    name: DayName = ""
    yearly: bool = False


class ExceptionalDay(Wire):
    """One day's hours in place of the week's, holiday or not; none: closed."""

    day: date
    name: DayName = ""
    hours: Annotated[list[HoursInterval], Field(max_length=24)] = Field(default_factory=list)


class ScheduleBody(Wire):
    """week: seven days, Monday first. country, subdivision: whose public holidays are kept."""

    zone: Annotated[str, Field(max_length=64)]
    week: Annotated[list[list[HoursInterval]], Field(max_length=7)]
    holidays: Annotated[list[DayOff], Field(max_length=400)] = Field(default_factory=list)
    exceptions: Annotated[list[ExceptionalDay], Field(max_length=400)] = Field(default_factory=list)
    country: Annotated[str, Field(max_length=2)] = ""
    subdivision: Annotated[str, Field(max_length=60)] = ""


class HoursRequest(Wire):
    """version: of what was changed; 0: none were set. messages: what is missing is not said.
    callback: the message asks whether the contact wants to be called."""

    version: Annotated[int, Field(ge=0)]
    schedule: ScheduleBody
    messages: dict[ClosedKind, dict[HoursLanguage, str]] = Field(default_factory=dict)
    callback: bool = False


class HoursState(Wire):
    """until: when this ends; None: not foreseeable. name: of the holiday or exceptional day.
    opens: the next opening after now, but for one that goes on."""

    kind: HoursKind
    until: Moment | None = None
    name: str = ""
    opens: Moment | None = None


class HoursView(Wire):
    """queue_id: '' = the account's. version: 0 = none are set: always open."""

    queue_id: str
    version: int
    schedule: ScheduleBody
    messages: dict[ClosedKind, dict[HoursLanguage, str]]
    callback: bool
    now: HoursState


class HoursList(Wire):
    """account: None = none are set. queues: those with hours of their own."""

    account: HoursView | None
    queues: list[HoursView]


class HoursPreviewRequest(Wire):
    schedule: ScheduleBody


class HoursPreview(Wire):
    """days: today and those after it."""

    now: HoursState
    days: list[PreviewDay]


class PreviewDay(Wire):
    day: date
    hours: list[HoursInterval]
    holiday: bool = False
    exceptional: bool = False
    name: str = ""


class HolidayCalendar(Wire):
    """countries: ISO codes of all that are known. The rest is of the country that was asked for."""

    countries: list[str]
    subdivisions: list[HolidayRegion]
    holidays: list[DayOff]


class HolidayRegion(Wire):
    code: str
    name: str


HoursPreview.model_rebuild()
HolidayCalendar.model_rebuild()
