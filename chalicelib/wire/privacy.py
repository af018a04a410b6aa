"""Privacy, for administrators: what is kept how long, what was erased, who did what."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

Days = Annotated[int, Field(ge=0, le=3650)]


class RetentionView(Wire):
    """days: how long a resolved conversation is kept after its last message; 0 = for ever.
    channels: other days, by the channel's id. version: pass it back."""

    days: int = 0
    channels: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class RetentionChange(Wire):
    days: Days
    channels: Annotated[dict[str, Days], Field(max_length=200)] = Field(default_factory=dict)
    version: int


class ReceiptView(Wire):
    """contact_id: '' if a rule of retention did it. counts: what went, by name."""

    id: str
    at: Moment
    agent_id: str = ""
    contact_id: str = ""
    counts: dict[str, int] = Field(default_factory=dict)


class ReceiptPage(Wire):
    receipts: list[ReceiptView]
    cursor: str = ""


class AuditEntry(Wire):
    """action: `channel.removed`. agent_id: '' = the system. subject: the id of what it was done to.
    label: what that is called; never of a contact. fields: names of what was changed. values: of
    those few that say what was decided. address: from where."""

    id: str
    at: Moment
    action: str
    agent_id: str = ""
    subject: str = ""
    label: str = ""
    fields: list[str] = Field(default_factory=list)
    values: dict[str, str] = Field(default_factory=dict)
    counts: dict[str, int] = Field(default_factory=dict)
    address: str = ""


class AuditPage(Wire):
    """cursor: '' at the end. A page may hold fewer than asked for while there are more."""

    entries: list[AuditEntry]
    cursor: str = ""
