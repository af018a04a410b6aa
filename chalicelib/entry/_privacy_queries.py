"""Query strings of the privacy pages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Wire


class ReceiptsQuery(Wire):
    cursor: Annotated[str, Field(max_length=1000)] = ""


class AuditQuery(Wire):
    """agent_id: whose; action: one, or the beginning of some (`channel`)."""

    agent_id: Annotated[str, Field(max_length=40)] = ""
    action: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]*$")] = ""
    cursor: Annotated[str, Field(max_length=1000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50
