"""Query strings of reports. Imported by the requests that have them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Wire
from chalicelib.wire.reports import ReportBy

Value = Annotated[str, Field(max_length=60)]


class HeatQuery(Wire):
    """first, last: days, both included."""

    first: date
    last: date


class ReportQuery(HeatQuery):
    """of, value: of one agent, queue, … alone. by: each of them by itself."""

    of: ReportBy | Literal[""] = ""
    value: Value = ""
    by: ReportBy | Literal[""] = ""


class BehindQuery(HeatQuery):
    """name: of a count or a time."""

    name: Annotated[str, Field(max_length=20)]
    of: ReportBy | Literal[""] = ""
    value: Value = ""
    cursor: Annotated[str, Field(max_length=2000)] = ""
