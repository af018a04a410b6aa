"""The public API's own shapes: visitors who want to be called."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.v1 import Cursor, Id, Limit, NextCursor


class Callback(Wire):
    """waiting: nobody was there. ringing: until ring_until. accepted: by accepted_by, who calls.
    missed: nobody took it. scheduled: rings again at due_at. done: with its outcome. attempts: how
    often somebody accepted it."""

    id: str
    channel_id: str
    contact_id: str
    conversation_id: str | None = None
    name: str = ""
    phone: str
    status: Literal["waiting", "ringing", "accepted", "missed", "scheduled", "done"]
    outcome: Literal["reached", "no_answer", "busy", "wrong_number"] | None = None
    note: str = ""
    requested_at: Moment
    ring_until: Moment | None = None
    accepted_by: str | None = None
    accepted_at: Moment | None = None
    done_at: Moment | None = None
    due_at: Moment | None = None
    attempts: int = 0


class CallbackList(Wire):
    data: list[Callback]
    next_cursor: NextCursor = None


class CallbacksQuery(Wire):
    """status: `open` are all that are not done; `missed` those that wait for anybody."""

    status: Literal["open", "missed", "done", "all"] = "open"
    cursor: Cursor = ""
    limit: Limit = 50


class CallbackAcceptance(Wire):
    """agent_id: who calls now."""

    agent_id: Id


class CallbackOutcome(Wire):
    """later: call again at due_at, in the future, with its time zone; every other outcome ends it.
    agent_id: who called; without it, who had accepted."""

    outcome: Literal["reached", "no_answer", "busy", "wrong_number", "later"]
    due_at: Moment | None = None
    note: Annotated[str, Field(max_length=1000)] = ""
    agent_id: Annotated[str, Field(max_length=40)] = ""
