"""The public API's own shapes: contacts, catalogues, flows, surveys, files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.console import Attributes, PresenceName, RoleName, TagColour, TagIds
from chalicelib.wire.v1 import Card, Cursor, File, Id, Limit, NewCard, NewFile, NextCursor

# The account -----------------------------------------------------------------------------------


class Account(Wire):
    id: str
    name: str
    language: str
    time_zone: str


class TokenInfo(Wire):
    """The token that asks."""

    id: str
    name: str
    scopes: list[str]
    created_at: Moment
    expires_at: Moment | None = None


class Agent(Wire):
    """presence: what he chose; he is reachable only while a console of his is open."""

    id: str
    name: str
    email: str
    role: RoleName
    presence: PresenceName
    active: bool = True


class AgentList(Wire):
    data: list[Agent]
    next_cursor: NextCursor = None


class Queue(Wire):
    id: str
    name: str
    member_ids: list[str] = Field(default_factory=list)


class QueueList(Wire):
    data: list[Queue]
    next_cursor: NextCursor = None


class Channel(Wire):
    """settings: nothing secret."""

    id: str
    kind: str
    name: str
    settings: dict[str, str] = Field(default_factory=dict)
    queue_id: str | None = None
    paused: bool = False
    health: str = "ok"


class ChannelList(Wire):
    data: list[Channel]
    next_cursor: NextCursor = None


class Tag(Wire):
    id: str
    name: str
    colour: TagColour


class TagList(Wire):
    data: list[Tag]
    next_cursor: NextCursor = None


class NewTag(Wire):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    colour: TagColour = "grey"


class TagUpdate(Wire):
    """What is left out stays. position: from 0."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    colour: TagColour | None = None
    position: Annotated[int, Field(ge=0, le=200)] | None = None


# Contacts --------------------------------------------------------------------------------------


class Contact(Wire):
    """phone: E.164. tags: ids. attributes: also `external_id`, your own id of him, if you set it.
    merged_into: the contact whose part he is now."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    language: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    tags: list[str] = Field(default_factory=list)
    blocked: bool = False
    merged_into: str | None = None
    created_at: Moment


class ContactList(Wire):
    data: list[Contact]
    next_cursor: NextCursor = None


class ContactsQuery(Wire):
    """At most one of q (words of name, e-mail, phone, attributes), email, phone (international) and
    external_id (exactly)."""

    q: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    external_id: Annotated[str, Field(max_length=200)] = ""
    sort: Literal["name", "newest"] = "newest"
    cursor: Cursor = ""
    limit: Limit = 50


class NewContact(Wire):
    """A name, an e-mail address or a phone number at least."""

    name: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=32)] = ""
    description: Annotated[str, Field(max_length=2000)] = ""
    language: Annotated[str, Field(max_length=35)] = ""
    attributes: Attributes = {}
    tags: TagIds = []


class ContactUpdate(Wire):
    """What is left out stays; '' clears, an attribute too."""

    name: Annotated[str, Field(max_length=120)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    language: Annotated[str, Field(max_length=35)] | None = None
    attributes: Attributes | None = None
    add_tags: TagIds = []
    remove_tags: TagIds = []
    blocked: bool | None = None


class ContactMerge(Wire):
    """The contact in the path stays; other_id becomes part of it. take: fields that are taken from
    the other one even where the first has its own."""

    other_id: Id
    take: Annotated[
        list[Literal["name", "email", "phone", "description"]], Field(max_length=4)
    ] = []


class RefusedRow(Wire):
    """row: as the file counts, its header being 1. why: a code."""

    row: str
    field: str = ""
    why: str


class Job(Wire):
    """Work in the background. why: of a failure, as a code. done: of total; 0 = not known. counts:
    what came of it, by name. refused: the first rows of an import that were; the file has all."""

    id: str
    kind: str
    state: Literal["running", "done", "failed"]
    why: str = ""
    done: int = 0
    total: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    refused: list[RefusedRow] = Field(default_factory=list)
    has_file: bool = False
    created_at: Moment


class JobFile(Wire):
    """url: works for an hour."""

    url: str


class NewImport(Wire):
    """key: of a CSV file that was uploaded with purpose `import`. fields: one for each column, in
    their order: name, email, phone, description, external_id, tags, or `attribute:` and its name;
    '' leaves the column out. on_duplicate: what is done with a row whose e-mail, phone or external
    id is known. region: of phone numbers without a country, two letters."""

    key: Annotated[str, Field(min_length=1, max_length=300)]
    fields: Annotated[
        list[Annotated[str, Field(max_length=120)]], Field(min_length=1, max_length=100)
    ]
    on_duplicate: Literal["update", "skip"] = "update"
    region: Annotated[str, Field(max_length=2, pattern=r"^([A-Za-z]{2})?$")] = ""


# Quick responses, flows, surveys ---------------------------------------------------------------


class QuickResponse(Wire):
    """Shared by the account. code: what agents type after the slash. text: with variables."""

    id: str
    name: str
    code: str
    text: str = ""
    media: list[File] = Field(default_factory=list)
    contacts: list[Card] = Field(default_factory=list)
    updated_at: Moment | None = None


class QuickResponseList(Wire):
    data: list[QuickResponse]
    next_cursor: NextCursor = None


class NewQuickResponse(Wire):
    """media: uploaded with purpose `quick_response`."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    text: Annotated[str, Field(max_length=8_000)] = ""
    media: Annotated[list[NewFile], Field(max_length=10)] = []
    contacts: Annotated[list[NewCard], Field(max_length=5)] = []


class QuickResponseUpdate(Wire):
    """What is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    code: (
        Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9_-]*$")] | None
    ) = None
    text: Annotated[str, Field(max_length=8_000)] | None = None
    media: Annotated[list[NewFile], Field(max_length=10)] | None = None
    contacts: Annotated[list[NewCard], Field(max_length=5)] | None = None


class Flow(Wire):
    """published: the version that new conversations begin with; 0 = none yet."""

    id: str
    name: str
    enabled: bool
    published: int = 0
    updated_at: Moment | None = None


class FlowList(Wire):
    data: list[Flow]
    next_cursor: NextCursor = None


class SurveyQuestion(Wire):
    id: str
    kind: str
    text: str = ""
    options: list[str] = Field(default_factory=list)
    low: int = 1
    high: int = 5


class Survey(Wire):
    """version: raised by each change."""

    id: str
    name: str
    version: int
    enabled: bool
    questions: list[SurveyQuestion]


class SurveyList(Wire):
    data: list[Survey]
    next_cursor: NextCursor = None


class Answer(Wire):
    """title: the answer in words."""

    question_id: str
    value: str
    title: str


class SurveyAnswer(Wire):
    """by: closing, agent or flow. score: the main question's; null = not answered."""

    id: str
    survey_id: str
    conversation_id: str
    contact_id: str
    contact_name: str = ""
    asked_at: Moment
    answered_at: Moment | None = None
    by: str
    agent_id: str | None = None
    queue_id: str | None = None
    channel_id: str | None = None
    score: str | None = None
    comment: str = ""
    answers: list[Answer] = Field(default_factory=list)


class SurveyAnswerList(Wire):
    data: list[SurveyAnswer]
    next_cursor: NextCursor = None


class SurveyAnswersQuery(Wire):
    """first, last: days, YYYY-MM-DD, both included; at most a year."""

    first: date
    last: date
    cursor: Cursor = ""
    limit: Limit = 50


# Files -----------------------------------------------------------------------------------------


class NewUpload(Wire):
    """conversation_id: where the file will be sent; without it, for `POST /v1/messages`. purpose
    quick_response, import: for those alone. size: bytes."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    mime: Annotated[
        str,
        Field(
            min_length=3,
            max_length=127,
            pattern=r"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,62}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,62}$",
        ),
    ]
    size: Annotated[int, Field(gt=0, le=100 * 1024 * 1024)]
    conversation_id: Annotated[str, Field(max_length=40)] = ""
    purpose: Literal["message", "quick_response", "import"] = "message"


class Upload(Wire):
    """POST `fields` and then the file, as multipart/form-data, to `url` within 15 minutes."""

    key: str
    url: str
    fields: dict[str, str]


class LinksRequest(Wire):
    keys: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=400)]],
        Field(min_length=1, max_length=100),
    ]


class Links(Wire):
    """links: key -> address that works for an hour."""

    links: dict[str, str]
