"""Reports by e-mail, for supervisors and administrators."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Wire
from chalicelib.wire.reports import ReportBy

ReportEvery = Literal["week", "month"]
AgentId = Annotated[str, Field(min_length=1, max_length=40)]


class ReportMailView(Wire):
    """by: of each agent, queue, …; '' = the overview. every: on Mondays the week before, on the
    first the month before, at `hour` of the account's zone. active: False once nobody was left who
    may see it. version: pass it back."""

    id: str
    by: ReportBy | Literal[""] = ""
    every: ReportEvery
    hour: int
    agent_ids: list[str]
    active: bool = True
    version: int = 0


class ReportMailChange(Wire):
    by: ReportBy | Literal[""] = ""
    every: ReportEvery
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    agent_ids: Annotated[list[AgentId], Field(min_length=1, max_length=20)]
    version: int = 0


class ReportMailList(Wire):
    """sends: whether this deployment sends mail at all."""

    sends: bool
    mails: list[ReportMailView]
