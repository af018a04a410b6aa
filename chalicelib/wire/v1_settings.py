"""The public API's models of what administrators set up: queues and webhooks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.v1 import Cursor, Limit, NextCursor

Name = Annotated[str, Field(min_length=1, max_length=120)]
Id = Annotated[str, Field(min_length=1, max_length=40)]
MemberIds = Annotated[list[Id], Field(max_length=200)]
Url = Annotated[str, Field(min_length=1, max_length=2000)]
Words = Annotated[str, Field(max_length=200)]
Types = Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=50)]
ChannelIds = Annotated[list[Id], Field(max_length=100)]


class NewQueue(Wire):
    """member_ids: agents. What the queue promises and hands out is set in the console."""

    name: Name
    member_ids: MemberIds = Field(default_factory=list)


class QueueUpdate(Wire):
    """What is left out stays."""

    name: Name | None = None
    member_ids: MemberIds | None = None


class Webhook(Wire):
    """types: of events. channel_ids: of these alone; none: of all. enriches: its answers may add
    to what agents see. enabled: false also when it was switched off by itself; `off` says why."""

    id: str
    url: str
    types: list[str]
    description: str
    channel_ids: list[str] = Field(default_factory=list)
    enriches: bool
    enabled: bool
    off: Literal["paused", "failing", "gone"] | None = None
    created_at: Moment | None = None


class WebhookList(Wire):
    data: list[Webhook]
    next_cursor: NextCursor = None


class NewWebhook(Wire):
    url: Url
    types: Types
    description: Words = ""
    channel_ids: ChannelIds = Field(default_factory=list)
    enriches: bool = False


class WebhookMade(Wire):
    """secret: what signs its events, shown this once."""

    webhook: Webhook
    secret: str


class WebhookUpdate(Wire):
    """What is left out stays. enabled: true also switches one on again that was switched off."""

    url: Url | None = None
    types: Types | None = None
    description: Words | None = None
    channel_ids: ChannelIds | None = None
    enriches: bool | None = None
    enabled: bool | None = None


class MessageSearch(Wire):
    """q: words; the last one may be a beginning."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    cursor: Cursor = ""
    limit: Limit = 50
