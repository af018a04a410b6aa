"""What may stand behind the question mark of a webhook's ledger."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Wire


class CallsQuery(Wire):
    cursor: Annotated[str, Field(max_length=400)] = ""


class LedgerQuery(Wire):
    state: Literal["", "waiting", "delivered", "failed"] = ""
    cursor: Annotated[str, Field(max_length=400)] = ""
