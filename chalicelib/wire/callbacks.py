"""Visitors who want to be called."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.widget import WidgetAgent

CallbackStatus = Literal["waiting", "ringing", "accepted", "missed", "scheduled", "done"]
CallbackOutcome = Literal["", "reached", "no_answer", "busy", "wrong_number"]
CallbackFilter = Literal["open", "missed", "done", "all"]


class CallbackView(Wire):
    """waiting: nobody was there. ringing: until ring_until. accepted: by accepted_by, who calls.
    missed: nobody took it. scheduled: rings again at due_at. done: with its outcome.
    attempts: how often somebody called."""

    id: str
    channel_id: str
    contact_id: str
    conversation_id: str = ""
    name: str = ""
    phone: str
    status: CallbackStatus
    outcome: CallbackOutcome = ""
    note: str = ""
    requested_at: Moment
    ring_until: Moment | None = None
    accepted_by: str = ""
    accepted_at: Moment | None = None
    done_at: Moment | None = None
    due_at: Moment | None = None
    attempts: int = 0
    version: int


class CallbackPage(Wire):
    """Newest first. cursor: '' at the end."""

    callbacks: list[CallbackView]
    cursor: str = ""


class CallbackResult(Wire):
    """later: call again at due_at, in the future; every other outcome ends it."""

    outcome: Literal["reached", "no_answer", "busy", "wrong_number", "later"]
    due_at: Moment | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class CallbackRequest(Wire):
    """client_id: made by the page; sending it twice asks once. phone: with its country code, or as
    one dials it where the visitor is."""

    client_id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    phone: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(max_length=120)] = ""


class CallbackOffer(Wire):
    """prefix: how numbers begin where the visitor seems to be, like +55; '' = not known."""

    prefix: str = ""


class WidgetCallback(Wire):
    """seconds: left of the ringing. agent: who accepted."""

    status: CallbackStatus
    phone: str
    seconds: int = 0
    agent: WidgetAgent | None = None
