"""The widget's API. Every call but the first carries the visitor's token as a bearer token."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import MessageView, Moment, Wire
from chalicelib.wire.invitations import WidgetInvitations


class WidgetConfig(Wire):
    """Public. consent: 'none' stores at once, 'ask' waits for `tertulia.consent(true)`."""

    channel_id: str
    name: str
    title: str = ""
    greeting: str = ""
    colour: str = "#3b5bdb"
    position: Literal["left", "right"] = "right"
    language: str = "en"
    consent: Literal["none", "ask"] = "none"
    agents: list[WidgetAgent] = Field(default_factory=list)  # at most 3 faces
    callback_seconds: int = 0  # within which somebody calls; 0 = no callbacks here


class WidgetAgent(Wire):
    name: str
    photo: str = ""


class VisitReport(Wire):
    """What the page tells. title, url, referrer: as the page has them; utm from the URL."""

    url: Annotated[str, Field(max_length=2048)] = ""
    title: Annotated[str, Field(max_length=300)] = ""
    referrer: Annotated[str, Field(max_length=2048)] = ""
    utm: dict[str, str] = Field(default_factory=dict)
    language: Annotated[str, Field(max_length=35)] = ""
    screen: Annotated[str, Field(max_length=20)] = ""
    new_visit: bool = False  # the first page of a visit (30 minutes without one end a visit)
    ab_test_group: Annotated[str, Field(max_length=20)] = ""
    closed: bool = False  # the chat's window was closed just now
    chat_seconds: Annotated[int, Field(ge=0, le=86_400)] = 0  # that it was open, since last told


class SessionRequest(Wire):
    """token: from an earlier session, '' for a newcomer. A bad or old one yields a new visitor."""

    token: str = ""
    visit: VisitReport = Field(default_factory=VisitReport)


class WidgetContact(Wire):
    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    visits_count: int = 1


class WidgetConversation(Wire):
    """agent: who answers now, if anybody. agent_read: an agent has read everything up to this seq
    (0 = nothing, or not known in a push: keep the highest that was told)."""

    id: str
    seq: int
    status: Literal["open", "pending", "snoozed", "resolved"]
    agent: WidgetAgent | None = None
    agent_read: int = 0
    visitor_read: int = 0


class WidgetSession(Wire):
    """messages: the newest of the current conversation, ascending; none before the first word."""

    token: str
    config: WidgetConfig
    contact: WidgetContact
    conversation: WidgetConversation | None = None
    messages: list[MessageView] = Field(default_factory=list)
    more: bool = False
    agents_online: bool = False
    next_beat: int = 45  # seconds until the first `BeatRequest`
    invitations: WidgetInvitations | None = None


class WidgetSendResult(Wire):
    message: MessageView
    conversation: WidgetConversation


class WidgetPage(Wire):
    """after a cursor: what is newer in the current conversation, ascending."""

    conversation: WidgetConversation | None
    messages: list[MessageView]
    more: bool


class ContactInfo(Wire):
    name: Annotated[str, Field(max_length=120)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    custom: dict[str, str] | None = None


class Receipt(Wire):
    """The visitor got or read everything up to seq."""

    state: Literal["delivered", "read"]
    seq: Annotated[int, Field(ge=1)]


class StoredKey(Wire):
    """For the cookie policy: one key kept in the browser."""

    key: str
    purpose: str
    life: str
    at: Moment | None = None


WidgetConfig.model_rebuild()
