"""The console's API."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import (
    AuthorKindName,
    MessageView,
    Moment,
    PriorityName,
    StatusName,
    VisibilityName,
    Wire,
)
from chalicelib.wire.routing import QueueRules

RoleName = Literal["owner", "administrator", "supervisor", "agent"]
PresenceName = Literal["online", "away", "busy", "offline"]
TagColour = Literal[
    "grey", "red", "orange", "amber", "green", "teal", "blue", "indigo", "purple", "pink"
]
TagIds = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]


class SignInRequest(Wire):
    """code: of an authenticator app, once it was asked for (403 `second_factor_required`)."""

    email: Annotated[str, Field(min_length=3, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=256)]
    code: Annotated[str, Field(max_length=12)] = ""


class Session(Wire):
    """access_token: sent as `Authorization: Bearer`. expires_in: seconds. The refresh token is in
    a cookie that scripts cannot read."""

    access_token: str
    expires_in: int


class AgentView(Wire):
    """photo: a media key. active: False once sent away; his name stays on what he did. invited: he
    has not come yet."""

    id: str
    name: str
    email: str
    role: RoleName
    photo: str = ""
    presence: PresenceName = "offline"
    active: bool = True
    invited: bool = False
    signed_in_at: Moment | None = None
    skills: dict[str, int] = Field(default_factory=dict)  # name -> 1 to 5
    capacity: int = 0  # conversations that queues give him at once; 0 = the usual number


class QueueView(Wire):
    id: str
    name: str
    member_ids: list[str] = Field(default_factory=list)
    rules: QueueRules = Field(default_factory=QueueRules)


class TagView(Wire):
    id: str
    name: str
    colour: TagColour


class ChannelView(Wire):
    """settings: nothing secret. secrets_set: the names of secrets that are stored. installed: a
    website's script has run on a site. checked_at: when the provider last told the health.
    heard_at: when somebody last wrote in, spoke_at: when something last went out, to the hour.
    failing_since: when the provider first refused its credentials."""

    id: str
    kind: str
    name: str
    settings: dict[str, str] = Field(default_factory=dict)
    secrets_set: list[str] = Field(default_factory=list)
    queue_id: str = ""
    paused: bool = False
    health: Literal["ok", "credentials_broken", "unverified"] = "ok"
    health_detail: str = ""
    webhook_url: str = ""
    installed: bool = False
    checked_at: Moment | None = None
    heard_at: Moment | None = None
    spoke_at: Moment | None = None
    failing_since: Moment | None = None


class ChannelRequest(Wire):
    kind: Literal[
        "website",
        "telegram",
        "whatsapp",
        "messenger",
        "instagram",
        "viber",
        "vk",
        "email",
        "custom",
    ]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    settings: dict[str, str] = Field(default_factory=dict)
    secrets: dict[str, str] = Field(default_factory=dict)
    queue_id: str = ""


class ChannelChange(Wire):
    """What is left out stays. A secret is replaced whole, never shown."""

    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    settings: dict[str, str] | None = None
    secrets: dict[str, str] | None = None
    queue_id: str | None = None
    paused: bool | None = None


class AccountView(Wire):
    """started: what of the first steps was seen done, and "hidden". watched: some other system
    listens to what happens here."""

    id: str
    name: str
    language: str = "en"
    time_zone: str = "UTC"
    started: list[str] = Field(default_factory=list)
    watched: bool = False


class Bootstrap(Wire):
    """All that the console needs before its first list, from one query."""

    account: AccountView
    me: AgentView
    agents: list[AgentView]
    queues: list[QueueView]
    channels: list[ChannelView]
    preferences: dict[str, str] = Field(default_factory=dict)  # my own
    tags: list[TagView] = Field(default_factory=list)


class PreviewView(Wire):
    seq: int = 0
    kind: str = ""
    author_kind: AuthorKindName | Literal[""] = ""
    author_name: str = ""
    visibility: VisibilityName | Literal[""] = ""
    text: str = ""
    at: Moment | None = None


class ConversationView(Wire):
    """A row of the list and the head of the page. unread = inbound - reads[me]."""

    id: str
    channel_id: str
    channel_kind: str
    contact_id: str
    contact_name: str
    status: StatusName
    assignee_id: str = ""
    queue_id: str = ""
    offered_to: str = ""  # the assignee, until he accepts or the time is over
    offered_until: Moment | None = None
    offered_from: str = ""
    priority: PriorityName = ""
    snoozed_until: Moment | None = None
    resolved_at: Moment | None = None
    opened_at: Moment
    last_at: Moment
    waiting_since: Moment | None = None
    inbound_at: Moment | None = None
    seq: int
    inbound: int
    last: PreviewView
    reads: dict[str, int] = Field(default_factory=dict)
    rating: int = 0  # the visitor's, 1 to 5; 0 = none
    tags: list[str] = Field(default_factory=list)
    bot_id: str = ""  # the flow that has it; '' = people have it
    survey_id: str = ""  # whose answer is waited for
    # What the queue promised: first (a reply is due), replied, next. When the nearest promise is
    # broken, and when it nearly is.
    sla: Literal["", "first", "replied", "next"] = ""
    sla_due: Moment | None = None
    sla_warn: Moment | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    followers: list[str] = Field(default_factory=list)  # agents
    version: int


class ConversationPage(Wire):
    """Newest activity first ("mine" and "unassigned": newest opening first).
    cursor: '' at the end; else pass it to get the next page. facts: contact's id -> his attributes,
    if the filter asked for such."""

    conversations: list[ConversationView]
    cursor: str = ""
    facts: dict[str, dict[str, str]] = Field(default_factory=dict)


class PageVisit(Wire):
    url: str
    title: str = ""
    at: Moment


class VisitorView(Wire):
    """Features 1.5. Names in the margin there: enter_ts = first_seen_at, refer = referrer."""

    first_seen_at: Moment
    last_seen_at: Moment
    visits_count: int = 1
    pages_count: int = 0
    pages: list[PageVisit] = Field(default_factory=list)  # newest 50, ascending
    referrer: str = ""
    utm: dict[str, str] = Field(default_factory=dict)
    country: str = ""
    city: str = ""
    language: str = ""
    device: str = ""
    browser: str = ""
    os: str = ""
    ab_test_group: str = ""
    invitation_at: Moment | None = None
    closed_at: Moment | None = None
    chat_seconds: int = 0  # cw_timer
    introduced: bool = False
    blacklisted: bool = False
    department_id: str = ""
    priority_agent_id: str = ""
    rated: bool = False
    last_message: str = ""
    has_integration: bool = False
    online: bool = False


class ContactView(Wire):
    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    tags: list[str] = Field(default_factory=list)
    blocked: bool = False
    created_at: Moment
    language: str = ""
    photo_key: str = ""
    merged_into: str = ""
    visitor: VisitorView | None = None
    version: int = 0


# '' takes one away.
Attributes = Annotated[
    dict[
        Annotated[str, Field(min_length=1, max_length=60)], Annotated[str, Field(max_length=1000)]
    ],
    Field(max_length=50),
]


ConversationAttributes = Annotated[
    dict[Annotated[str, Field(min_length=1, max_length=60)], Annotated[str, Field(max_length=200)]],
    Field(max_length=20),
]


class ContactChange(Wire):
    """What is left out stays; '' clears. version: refused with 409 if somebody was faster."""

    name: Annotated[str, Field(max_length=120)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    attributes: Attributes | None = None
    add_tags: TagIds = Field(default_factory=list)
    remove_tags: TagIds = Field(default_factory=list)
    version: int | None = None


class ConversationDetail(Wire):
    """A conversation page: one query for the head and the newest messages, one for the contact."""

    conversation: ConversationView
    messages: list[MessageView]  # ascending
    more: bool
    contact: ContactView


class ConversationChange(Wire):
    """What is left out stays. assignee_id / queue_id: '' takes it away. status 'snoozed' needs
    snoozed_until, in the future. attributes: '' takes one away."""

    status: StatusName | None = None
    assignee_id: str | None = None
    queue_id: str | None = None
    priority: PriorityName | None = None
    snoozed_until: Moment | None = None
    add_tags: TagIds = Field(default_factory=list)
    remove_tags: TagIds = Field(default_factory=list)
    attributes: ConversationAttributes | None = None


class FollowRequest(Wire):
    following: bool


class ReadRequest(Wire):
    """inbound: of the newest message that the agent has on the screen."""

    inbound: Annotated[int, Field(ge=0)]


class ContactHistory(Wire):
    conversations: list[ConversationView]
