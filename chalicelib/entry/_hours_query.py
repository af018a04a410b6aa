"""As `_queries`, for working hours."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Wire


class CalendarQuery(Wire):
    country: Annotated[str, Field(max_length=2)] = ""
    subdivision: Annotated[str, Field(max_length=60)] = ""
    year: Annotated[int, Field(ge=2000, le=2100)] = 2026
