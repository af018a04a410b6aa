"""Search, as the console asks and is answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import AuthorView, Moment, StatusName, Wire
from chalicelib.wire.console import ContactView


class SearchQuery(Wire):
    """q: words, each as far as it is typed; for contacts also a phone number in any spelling."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class SnippetPiece(Wire):
    text: str
    hit: bool = False


class MessageHit(Wire):
    conversation_id: str
    seq: int
    at: Moment
    author: AuthorView
    note: bool = False
    contact_id: str
    contact_name: str
    channel_kind: str
    status: StatusName
    snippet: list[SnippetPiece]


class MessageHits(Wire):
    """Newest first. cursor: '' when everything was looked through; else pass it for more."""

    hits: list[MessageHit]
    cursor: str = ""


class ContactHits(Wire):
    contacts: list[ContactView]
    cursor: str = ""
