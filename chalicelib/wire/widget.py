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
    scheme: Literal["auto", "light", "dark"] = "auto"
    offset_x: int = 20  # pixels between the launcher and the window's edges
    offset_y: int = 20
    launcher: Literal["round", "bar"] = "round"
    launcher_text: str = ""
    hours_line: str = ""  # "Back at 14:00": shown while nobody is there
    prechat: Literal["off", "optional", "required"] = "off"
    fields: list[FormField] = Field(default_factory=list)  # of the form before the chat
    departments: list[Department] = Field(default_factory=list)  # to choose from, if any
    offline_form: bool = False
    offline_text: str = ""
    photos: bool = True  # agents' faces; else their initials
    sound: bool = True
    identity: Literal["off", "optional", "required"] = "off"
    rating: bool = False
    transcript: bool = False
    callback_seconds: int = 0  # within which somebody calls; 0 = no callbacks here


class WidgetAgent(Wire):
    name: str
    photo: str = ""


class FormField(Wire):
    name: Literal["name", "email", "phone"]
    required: bool


class Department(Wire):
    id: str
    name: str


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


class WidgetUser(Wire):
    """The site's own id of its user, and its server's signature (docs/widget.md)."""

    id: Annotated[str, Field(max_length=200)] = ""
    signature: Annotated[str, Field(max_length=200)] = ""


class SessionRequest(Wire):
    """token: from an earlier session, '' for a newcomer. A bad or old one yields a new visitor."""

    token: str = ""
    user: WidgetUser = Field(default_factory=WidgetUser)
    visit: VisitReport = Field(default_factory=VisitReport)


class WidgetContact(Wire):
    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    visits_count: int = 1
    user_id: str = ""  # set only if the site's server vouches for him


class WidgetConversation(Wire):
    """agent: who answers now, if anybody. agent_read: an agent has read everything up to this seq
    (0 = nothing, or not known in a push: keep the highest that was told)."""

    id: str
    seq: int
    status: Literal["open", "pending", "snoozed", "resolved"]
    agent: WidgetAgent | None = None
    agent_read: int = 0
    visitor_read: int = 0
    rating: int = 0  # of this closing, or of what is still open; 0 = none


class WidgetSession(Wire):
    """messages: the newest of the current conversation, ascending; none before the first word."""

    token: str
    config: WidgetConfig
    contact: WidgetContact
    conversation: WidgetConversation | None = None
    messages: list[MessageView] = Field(default_factory=list)
    more: bool = False
    earlier: bool = False
    agents_online: bool = False
    next_beat: int = 45  # seconds until the first `BeatRequest`
    invitations: WidgetInvitations | None = None


class WidgetSendResult(Wire):
    message: MessageView
    conversation: WidgetConversation


class WidgetPage(Wire):
    """after a cursor: what is newer in the current conversation, ascending. earlier: whether the
    visitor had another conversation before this one."""

    conversation: WidgetConversation | None
    messages: list[MessageView]
    more: bool
    earlier: bool = False


class ContactInfo(Wire):
    name: Annotated[str, Field(max_length=120)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    custom: dict[str, str] | None = None


class Introduction(Wire):
    """The form before the chat. What is None was not asked."""

    name: Annotated[str, Field(max_length=120)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None
    department_id: Annotated[str, Field(max_length=40)] = ""


class OfflineMessage(Wire):
    """The form that stands for the chat while nobody is there. client_id: as of a message."""

    client_id: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=254)]
    phone: Annotated[str, Field(max_length=32)] = ""
    message: Annotated[str, Field(max_length=4000)]
    department_id: Annotated[str, Field(max_length=40)] = ""


class Receipt(Wire):
    """The visitor got or read everything up to seq."""

    state: Literal["delivered", "read"]
    seq: Annotated[int, Field(ge=1)]


class RatingRequest(Wire):
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=1000)] = ""


class TranscriptRequest(Wire):
    """client_id: sent again, it is still the same mail."""

    client_id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    email: Annotated[str, Field(max_length=254)]
    language: Annotated[str, Field(max_length=35)] = ""


class StoredKey(Wire):
    """For the cookie policy: one key kept in the browser."""

    key: str
    purpose: str
    life: str
    at: Moment | None = None


WidgetConfig.model_rebuild()
