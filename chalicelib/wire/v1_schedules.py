"""The public API's own shapes: messages to be sent later."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.v1 import Cursor, Limit, MessageContent, NewContent, NextCursor


class ScheduledMessage(Wire):
    """due_at: UTC; zone: the time zone that its author thought in. seq: of the message, once sent.
    reason, code: why it failed."""

    id: str
    conversation_id: str
    author_id: str | None = None
    author_name: str = ""
    content: MessageContent
    due_at: Moment
    zone: str
    unless_reply: bool = False
    state: Literal["waiting", "sending", "sent", "cancelled", "failed", "skipped"]
    reason: str = ""
    code: str = ""
    seq: int | None = None
    created_at: Moment


class ScheduledMessageList(Wire):
    data: list[ScheduledMessage]
    next_cursor: NextCursor = None


class ScheduledMessagesQuery(Wire):
    state: Literal["waiting", "failed"] = "waiting"
    cursor: Cursor = ""
    limit: Limit = 50


class NewScheduledMessage(Wire):
    """due_at: within a year. unless_reply: not if the contact writes first."""

    content: NewContent
    due_at: Moment
    zone: Annotated[str, Field(min_length=1, max_length=64)] = "UTC"
    unless_reply: bool = False
    reply_to: Annotated[int, Field(ge=0, lt=10**9)] = 0
    agent_id: Annotated[str, Field(max_length=40)] = ""


class ScheduledMessageUpdate(Wire):
    """What is left out stays. A failed one needs due_at, and waits again."""

    content: NewContent | None = None
    due_at: Moment | None = None
    zone: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    unless_reply: bool | None = None
