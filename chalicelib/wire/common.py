"""Shapes that agents and visitors share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from chalicelib.shared.clock import to_text
from chalicelib.shared.content import Content


class Wire(BaseModel):
    """Refuses unknown fields: a typo in a request is told, not dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Moment = Annotated[
    datetime,
    PlainSerializer(lambda m: to_text(m.astimezone(UTC)), return_type=str, when_used="json"),
]

AuthorKindName = Literal["contact", "agent", "bot", "system"]
VisibilityName = Literal["public", "note", "event"]
DeliveryStateName = Literal["none", "queued", "sending", "sent", "delivered", "read", "failed"]
StatusName = Literal["open", "pending", "snoozed", "resolved"]
OrderName = Literal["newest", "oldest"]
ViewName = Literal["mine", "unassigned", "all", "queue", "tag", "following"]
PriorityName = Literal["", "low", "medium", "high", "urgent"]


class AuthorView(Wire):
    kind: AuthorKindName
    id: str = ""
    name: str = ""


class DeliveryView(Wire):
    state: DeliveryStateName = "none"
    reason: str = ""
    code: str = ""
    attempts: int = 0
    doubtful: bool = False
    at: Moment | None = None


class ReactionView(Wire):
    """The team's reaction, on its way to the contact. emoji: '' = taken back."""

    emoji: str
    author: AuthorView
    delivery: DeliveryView = Field(default_factory=DeliveryView)


class MessageView(Wire):
    """seq: 1, 2, 3, ... per conversation. client_id: what its sender called it, so that the
    sender's screen can replace the message that it showed at once."""

    conversation_id: str
    seq: int
    author: AuthorView
    content: Content
    visibility: VisibilityName
    at: Moment
    sent_at: Moment | None = None
    client_id: str = ""
    inbound: int = 0
    reply_to: int = 0
    delivery: DeliveryView = Field(default_factory=DeliveryView)
    reactions: dict[str, str] = Field(default_factory=dict)
    reaction: ReactionView | None = None
    edited_at: Moment | None = None
    deleted_at: Moment | None = None
    rev: int = 0


class MessagePage(Wire):
    """Ascending seq. more: whether there is something beyond, in the asked direction."""

    messages: list[MessageView]
    more: bool


class UploadRequest(Wire):
    """size: bytes, at most 100 MB. conversation_id: console only; a visitor's is known."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    mime: Annotated[str, Field(min_length=3, max_length=127)]
    size: Annotated[int, Field(gt=0, le=100 * 1024 * 1024)]
    conversation_id: str = ""


class UploadTicket(Wire):
    """POST `fields` and then the file, as multipart/form-data, to `url`; then send a message whose
    media carries `key`."""

    key: str
    url: str
    fields: dict[str, str]


class MediaLinksRequest(Wire):
    keys: Annotated[list[str], Field(min_length=1, max_length=100)]


class MediaLinks(Wire):
    """links: key -> URL that works for an hour."""

    links: dict[str, str]


class SocketTicket(Wire):
    """Open `url` (the ticket is in it) within 60 seconds, once."""

    url: str


Addresses = Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=50)]


class SendRequest(Wire):
    """client_id: made by the client, unique to the message; sending it twice stores it once."""

    client_id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    content: Content
    reply_to: int = 0
    note: bool = False  # console only
    cc: Addresses = Field(default_factory=list)  # of a letter alone: who has it too
    bcc: Addresses = Field(default_factory=list)  # and who has it without the others knowing


class Problem(Wire):
    """RFC 9457. code: one word, for programs. field: the input at fault, dotted; '' = none."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    field: str = ""
