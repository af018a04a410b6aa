"""Query strings of surveys' results. Imported by the requests that have them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.entry._queries import Limit
from chalicelib.wire.common import Wire


class SurveyResultsQuery(Wire):
    """first, last: days, both included."""

    first: date
    last: date
    by: Literal["agent", "queue", "channel", "tag"] = "agent"


class SurveyAnswersQuery(Wire):
    first: date
    last: date
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Limit = 50
