"""Quick responses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.shared.content import ContactCard, Media
from chalicelib.wire.common import Moment, Wire


class QuickResponseView(Wire):
    """shared: the account's; else one's own. code: what is typed after the slash. text: with
    variables, such as {{ contact.name }}."""

    id: str
    shared: bool
    name: str
    code: str
    text: str = ""
    media: list[Media] = Field(default_factory=list)
    contacts: list[ContactCard] = Field(default_factory=list)
    updated_at: Moment | None = None
    version: int = 0


class QuickResponseList(Wire):
    responses: list[QuickResponseView]


class QuickResponseRequest(Wire):
    """shared: administrators only. media: files that were uploaded for quick responses.
    version: of the one that is changed; refused with 409 if it is another now."""

    shared: bool
    name: Annotated[str, Field(max_length=80)]
    code: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=8_000)] = ""
    media: Annotated[list[Media], Field(max_length=10)] = []
    contacts: Annotated[list[ContactCard], Field(max_length=5)] = []
    version: int = 0


class QuickResponseUse(Wire):
    conversation_id: Annotated[str, Field(max_length=40)]


class QuickResponsePreview(Wire):
    """conversation_id: '' fills in somebody made up."""

    text: Annotated[str, Field(max_length=8_000)]
    conversation_id: Annotated[str, Field(max_length=40)] = ""


class FilledResponse(Wire):
    """Ready to be sent: no variables, files of the conversation. missing: what was empty."""

    text: str
    media: list[Media] = Field(default_factory=list)
    contacts: list[ContactCard] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
