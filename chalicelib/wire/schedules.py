"""Messages to be sent later."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.shared.content import Content
from chalicelib.wire.common import Addresses, Moment, Wire

ScheduleState = Literal["waiting", "sending", "sent", "cancelled", "failed", "skipped"]
Zone = Annotated[str, Field(min_length=1, max_length=64)]


class ScheduleView(Wire):
    """due_at: UTC; zone: the named time zone that its author thought in. unless_reply: not if the
    contact writes first. reason, code: why it failed; the time may be set anew then."""

    id: str
    conversation_id: str
    contact_name: str = ""
    channel_kind: str = ""
    author_id: str
    author_name: str = ""
    content: Content
    reply_to: int = 0
    due_at: Moment
    zone: str
    unless_reply: bool = False
    state: ScheduleState
    reason: str = ""
    code: str = ""
    seq: int = 0
    created_at: Moment
    version: int


class ScheduleRequest(Wire):
    """client_id: made by the client; sending it twice schedules it once. due_at: in the future."""

    client_id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    content: Content
    due_at: Moment
    zone: Zone
    unless_reply: bool = False
    reply_to: int = 0
    cc: Addresses = Field(default_factory=list)
    bcc: Addresses = Field(default_factory=list)


class ScheduleChange(Wire):
    """What is left out stays. version: the one that was shown; refused with 409 if it is another.
    A failed one needs due_at, and waits again."""

    version: int
    content: Content | None = None
    due_at: Moment | None = None
    zone: Zone | None = None
    unless_reply: bool | None = None


class ScheduleList(Wire):
    """Of one conversation: what waits or has failed, in the order of sending."""

    schedules: list[ScheduleView]


class SchedulePage(Wire):
    """Of the account, soonest first. cursor: '' at the end; else pass it to get the next page."""

    schedules: list[ScheduleView]
    cursor: str = ""
