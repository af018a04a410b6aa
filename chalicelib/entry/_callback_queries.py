"""As `_queries`, for callbacks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.entry._queries import Limit
from chalicelib.wire.callbacks import CallbackFilter
from chalicelib.wire.common import Wire


class CallbackQuery(Wire):
    status: CallbackFilter = "open"
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Limit = 50
