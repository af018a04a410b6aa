"""Query strings and small bodies that only the API's own routes know. Imported by the requests that
have them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import OrderName, StatusName, ViewName, Wire
from chalicelib.wire.console import PresenceName

Limit = Annotated[int, Field(ge=1, le=100)]
Seq = Annotated[int, Field(ge=0, lt=10**10)]


class ListQuery(Wire):
    """of: the queue or the tag of those views."""

    view: ViewName = "mine"
    of: Annotated[str, Field(max_length=40)] = ""
    status: StatusName = "open"
    order: OrderName = "newest"
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Limit = 30


class MessagesQuery(Wire):
    """Neither before nor after: the newest."""

    before: Seq = 0
    after: Seq = 0
    limit: Limit = 50


class CursorQuery(Wire):
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Limit = 30


class SchedulesQuery(Wire):
    state: Literal["waiting", "failed"] = "waiting"
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Limit = 50


class MeChange(Wire):
    """What is left out stays."""

    presence: PresenceName | None = None
    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    photo: Annotated[str, Field(max_length=400)] | None = None
    preferences: dict[str, str] | None = None
