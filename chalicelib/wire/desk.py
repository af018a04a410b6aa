"""The agent's desk: handing conversations on, mentions, and what stands beside a conversation."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.shared.content import Media
from chalicelib.wire.common import AuthorKindName, Moment, VisibilityName, Wire
from chalicelib.wire.console import ConversationView

ClientId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class TransferRequest(Wire):
    """To an agent or to a queue: exactly one. client_id: made by the client; sending it twice
    transfers once. note: for the team; mentions: agents' ids in it."""

    client_id: ClientId
    agent_id: str = ""
    queue_id: str = ""
    note: Annotated[str, Field(max_length=10_000)] = ""
    mentions: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)


class DeclineRequest(Wire):
    reason: Annotated[str, Field(max_length=200)] = ""


class OfferList(Wire):
    """What waits for this agent's yes."""

    conversations: list[ConversationView]


class MentionView(Wire):
    """A note that names this agent. text: its beginning. seq: of the note."""

    conversation_id: str
    seq: int
    at: Moment
    contact_id: str = ""
    author_id: str = ""
    author_name: str = ""
    text: str = ""
    read: bool = False


class MentionPage(Wire):
    """Newest first, with the conversations that they are in. cursor: '' at the end."""

    mentions: list[MentionView]
    conversations: list[ConversationView]
    cursor: str = ""


class MentionsRead(Wire):
    conversation_id: Annotated[str, Field(min_length=1, max_length=64)]


class BesideView(Wire):
    """A note or the files of one message. cut: the note is longer than this text."""

    conversation_id: str
    seq: int
    at: Moment
    author_kind: AuthorKindName
    author_id: str = ""
    author_name: str = ""
    visibility: VisibilityName = "public"
    text: str = ""
    cut: bool = False
    media: list[Media] = Field(default_factory=list)


class BesidePage(Wire):
    """Newest first. cursor: '' at the end; a page may be short, or empty, while there is more."""

    items: list[BesideView]
    cursor: str = ""
