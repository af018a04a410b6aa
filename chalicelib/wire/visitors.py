"""Who is on the account's websites now, and what a page tells to be among them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import MessageView, Moment, StatusName, Wire
from chalicelib.wire.console import ConversationView


class LiveVisitor(Wire):
    """since: when this visit began; page_at: when this page was opened. pages: of this visit.
    conversation_id: the current one, '' before the first word; then status and assignee are its.
    """

    contact_id: str
    channel_id: str
    name: str = ""
    url: str = ""
    title: str = ""
    page_at: Moment
    since: Moment
    seen_at: Moment
    pages: int = 0
    visits_count: int = 1
    referrer: str = ""
    utm: dict[str, str] = Field(default_factory=dict)
    country: str = ""
    city: str = ""
    language: str = ""
    device: str = ""
    browser: str = ""
    os: str = ""
    conversation_id: str = ""
    status: StatusName | None = None
    assignee_id: str = ""


class LiveVisitors(Wire):
    """visitors: the newest 100, newest first. total: how many are there; more: that, or above."""

    visitors: list[LiveVisitor]
    total: int = 0
    more: bool = False


class Started(Wire):
    """An agent's first message to a visitor, and the conversation that it is in."""

    conversation: ConversationView
    message: MessageView


class BeatRequest(Wire):
    """The page is still looked at. live: a socket is open, nobody needs to be called to it."""

    live: bool = False


class Beat(Wire):
    """next: seconds until the page says again that it is looked at. connect: somebody wrote; open
    a socket. report: nothing is known of this page; report the visit."""

    next: Annotated[int, Field(ge=1)]
    connect: bool = False
    report: bool = False
