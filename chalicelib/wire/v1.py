"""The public API's own shapes: conversations, messages and what lists share.

They change slower than the console's: a field may come, none goes or changes its meaning within v1.
What is not there is null, not ''.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import (
    Addresses,
    AuthorKindName,
    DeliveryStateName,
    Moment,
    OrderName,
    StatusName,
    VisibilityName,
    Wire,
)
from chalicelib.wire.console import ConversationAttributes, TagIds
from chalicelib.wire.lists import ConversationFilter

Id = Annotated[str, Field(min_length=1, max_length=40)]
Cursor = Annotated[
    str,
    Field(max_length=2000, description="`next_cursor` of the page before; absent for the first."),
]
Limit = Annotated[int, Field(ge=1, le=100, description="How many to answer, at most.")]
NextCursor = Annotated[
    str | None, Field(description="Pass it as `cursor` for the next page; null at the end.")
]
Priority = Literal["low", "medium", "high", "urgent"]
SentKind = Literal[
    "text",
    "image",
    "video",
    "audio",
    "voice",
    "file",
    "location",
    "contact",
    "options",
    "template",
]


class PageQuery(Wire):
    cursor: Cursor = ""
    limit: Limit = 30


# Conversations ---------------------------------------------------------------------------------


class LastMessage(Wire):
    """text: its beginning."""

    seq: int
    kind: str
    author_kind: AuthorKindName | None = None
    author_name: str | None = None
    visibility: VisibilityName | None = None
    text: str = ""
    at: Moment | None = None


class Conversation(Wire):
    """message_count: also the `seq` of the newest message. waiting_since: when the contact first
    wrote after the last reply. flow_id: the flow that has it; null = people have it. tags: ids."""

    id: str
    channel_id: str
    channel_kind: str
    contact_id: str
    contact_name: str = ""
    status: StatusName
    assignee_id: str | None = None
    queue_id: str | None = None
    priority: Priority | None = None
    tags: list[str] = Field(default_factory=list)
    attributes: dict[str, str] = Field(default_factory=dict)
    flow_id: str | None = None
    rating: int | None = None
    opened_at: Moment
    last_message_at: Moment
    waiting_since: Moment | None = None
    snoozed_until: Moment | None = None
    resolved_at: Moment | None = None
    message_count: int
    last_message: LastMessage | None = None


class ConversationList(Wire):
    data: list[Conversation]
    next_cursor: NextCursor = None


class ConversationsQuery(Wire):
    """At most one of assignee_id, queue_id, tag_id. Without one: newest activity first; with one:
    newest opening first."""

    status: StatusName = "open"
    assignee_id: Annotated[
        str, Field(max_length=40, description="An agent's id, or `none` for nobody's.")
    ] = ""
    queue_id: Annotated[str, Field(max_length=40)] = ""
    tag_id: Annotated[str, Field(max_length=40)] = ""
    order: OrderName = "newest"
    cursor: Cursor = ""
    limit: Limit = 30


class ConversationSearch(Wire):
    """A page looks at a bounded number of conversations: it may hold few, or none, and go on."""

    filter: ConversationFilter
    cursor: Cursor = ""
    limit: Limit = 30


class ConversationUpdate(Wire):
    """What is left out stays. assignee_id, queue_id, priority: '' takes it away. status `snoozed`
    needs snoozed_until, in the future. attributes: '' takes one away."""

    status: StatusName | None = None
    assignee_id: Annotated[str, Field(max_length=40)] | None = None
    queue_id: Annotated[str, Field(max_length=40)] | None = None
    priority: Literal["", "low", "medium", "high", "urgent"] | None = None
    snoozed_until: Moment | None = None
    add_tags: TagIds = Field(default_factory=list)
    remove_tags: TagIds = Field(default_factory=list)
    attributes: ConversationAttributes | None = None


class FlowStart(Wire):
    flow_id: Id


class SurveyStart(Wire):
    """resolve: close the conversation as well."""

    survey_id: Id
    resolve: bool = False


# Messages --------------------------------------------------------------------------------------


class File(Wire):
    """key: for `POST /v1/files/links`. size: bytes; duration: seconds; 0 = not known. error: why it
    could not be copied from the provider."""

    key: str = ""
    mime: str
    name: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    duration: int = 0
    error: str = ""


class Place(Wire):
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""
    url: str = ""


class Card(Wire):
    name: str
    phones: list[str] = Field(default_factory=list)
    emails: list[str] = Field(default_factory=list)
    organisation: str = ""


class Choice(Wire):
    id: str
    title: str
    description: str = ""
    url: str = ""


class Referral(Wire):
    """The advertisement, post or link that led the contact here. id: the provider's own."""

    source: str
    title: str = ""
    body: str = ""
    url: str = ""
    id: str = ""


class MessageContent(Wire):
    """text: body or caption. choice: what the contact pressed. event, data: of a line about the
    conversation itself, such as `conversation.assigned`; data of a template: its variables.
    mentions: agents' ids, of a note."""

    kind: str
    text: str = ""
    media: list[File] = Field(default_factory=list)
    location: Place | None = None
    contacts: list[Card] = Field(default_factory=list)
    options: list[Choice] = Field(default_factory=list)
    choice: Choice | None = None
    referral: Referral | None = None
    forwarded: bool = False
    mentions: list[str] = Field(default_factory=list)
    event: str | None = None
    data: dict[str, str] | None = None
    provider_kind: str | None = None


class Author(Wire):
    """id: an agent's, a contact's or a flow's; null where none is known."""

    kind: AuthorKindName
    id: str | None = None
    name: str = ""


class Delivery(Wire):
    """doubtful: it may have gone out twice. reason, code: the provider's words on a failure."""

    state: DeliveryStateName
    reason: str = ""
    code: str = ""
    doubtful: bool = False
    at: Moment | None = None


class Reaction(Wire):
    """The team's reaction to what a contact wrote, and how far it has come. agent_id: nobody's if
    a program reacted. emoji: none if it was taken back."""

    emoji: str | None = None
    agent_id: str | None = None
    name: str = ""
    delivery: Delivery | None = None


class Message(Wire):
    """seq: 1, 2, 3, … in its conversation, without a gap. visibility: `note` is for the team alone,
    `event` a quiet line. sent_at: the contact's clock; at: ours. reply_to: a seq."""

    conversation_id: str
    seq: int
    author: Author
    visibility: VisibilityName
    content: MessageContent
    at: Moment
    sent_at: Moment | None = None
    reply_to: int | None = None
    delivery: Delivery | None = None
    reactions: dict[str, str] = Field(default_factory=dict)
    reaction: Reaction | None = None
    edited_at: Moment | None = None
    deleted_at: Moment | None = None


class MessageList(Wire):
    data: list[Message]
    next_cursor: NextCursor = None


class MessagesQuery(Wire):
    """order `oldest` with `after` gives what is new since a seq."""

    order: OrderName = "newest"
    after: Annotated[
        int, Field(ge=0, lt=10**9, description="Only messages above this seq; order `oldest`.")
    ] = 0
    cursor: Cursor = ""
    limit: Limit = 50


class NewReaction(Wire):
    """emoji: one, that the channel takes. agent_id: in whose name; without it, in the token's."""

    emoji: Annotated[str, Field(min_length=1, max_length=40)]
    agent_id: Annotated[str, Field(max_length=40)] = ""


class NewFile(Wire):
    """key, mime, name: as `POST /v1/files` gave and got them."""

    key: Annotated[str, Field(min_length=1, max_length=400)]
    mime: Annotated[str, Field(min_length=3, max_length=127)]
    name: Annotated[str, Field(max_length=255)] = ""
    size: Annotated[int, Field(ge=0, le=100 * 1024 * 1024)] = 0
    width: Annotated[int, Field(ge=0, le=100_000)] = 0
    height: Annotated[int, Field(ge=0, le=100_000)] = 0
    duration: Annotated[int, Field(ge=0, le=10**7)] = 0


class NewPlace(Wire):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    name: Annotated[str, Field(max_length=200)] = ""
    address: Annotated[str, Field(max_length=400)] = ""


class NewCard(Wire):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    phones: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = []
    emails: Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=10)] = []
    organisation: Annotated[str, Field(max_length=120)] = ""


class NewChoice(Wire):
    id: Annotated[str, Field(max_length=200)] = ""
    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=400)] = ""
    url: Annotated[str, Field(max_length=2000)] = ""


class NewTemplate(Wire):
    """A template that the provider has approved. variables: "1", "2", … or by their names."""

    name: Annotated[str, Field(min_length=1, max_length=512, pattern=r"^[a-z0-9_]+$")]
    language: Annotated[str, Field(min_length=2, max_length=15, pattern=r"^[A-Za-z_]+$")]
    variables: Annotated[
        dict[
            Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_]+$")],
            Annotated[str, Field(min_length=1, max_length=1024)],
        ],
        Field(max_length=30),
    ] = {}


class NewContent(Wire):
    """What goes with which kind: text: `text`; image, video, audio, voice, file: `media` and, as
    caption, `text`; location; contact: `contacts`; options: `text` and `options`; template:
    `template`, and in `text` what it says, which agents are shown."""

    kind: SentKind
    text: Annotated[str, Field(max_length=10_000)] = ""
    media: Annotated[list[NewFile], Field(max_length=10)] = []
    location: NewPlace | None = None
    contacts: Annotated[list[NewCard], Field(max_length=5)] = []
    options: Annotated[list[NewChoice], Field(max_length=20)] = []
    template: NewTemplate | None = None


class NewMessage(Wire):
    """note: for the team alone. agent_id: in whose name; without it, in the token's. cc, bcc: of an
    e-mail conversation, who has the letter too, 20 at most; whoever is in bcc the others are not
    told. The contact's address and the channel's own are left out of them."""

    content: NewContent
    note: bool = False
    reply_to: Annotated[int, Field(ge=0, lt=10**9)] = 0
    agent_id: Annotated[str, Field(max_length=40)] = ""
    cc: Addresses = Field(default_factory=list)
    bcc: Addresses = Field(default_factory=list)


class Recipient(Wire):
    """One of them. contact_id: somebody known. phone: international, for channels that reach
    phones; email: for those that reach mailboxes; name: of somebody new."""

    contact_id: Annotated[str, Field(max_length=40)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    name: Annotated[str, Field(max_length=120)] = ""


class OutboundMessage(Wire):
    """Into the recipient's conversation on that channel, which is opened, or reopened, if need be.
    content: its files are uploaded without a conversation. cc, bcc: as of a reply, on e-mail."""

    channel_id: Annotated[str, Field(min_length=1, max_length=80)]
    to: Recipient
    content: NewContent
    agent_id: Annotated[str, Field(max_length=40)] = ""
    cc: Addresses = Field(default_factory=list)
    bcc: Addresses = Field(default_factory=list)
