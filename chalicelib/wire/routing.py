"""How a queue finds somebody, what it promises, and why somebody has a conversation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import MessageView, Wire

StrategyName = Literal["manual", "round_robin", "least_loaded"]
Level = Annotated[int, Field(ge=1, le=5)]
Skills = Annotated[dict[Annotated[str, Field(max_length=80)], Level], Field(max_length=20)]
Minutes = Annotated[int, Field(ge=0, le=43_200)]


class ServiceTargets(Wire):
    """Minutes of working time; 0 = nothing is promised."""

    first_reply: Minutes = 0
    next_reply: Minutes = 0
    resolution: Minutes = 0


class QueueRules(Wire):
    """See docs/queues.md. skills: name -> the least level that a member must have."""

    strategy: StrategyName = "manual"
    capacity: Annotated[int, Field(ge=0, le=50)] = 0
    offer_seconds: Annotated[int, Field(ge=0, le=600)] = 30
    grace_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    skills: Skills = Field(default_factory=dict)
    overflow_to: Annotated[str, Field(max_length=40)] = ""
    overflow_minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    last_agent: bool = True
    tell_position: bool = False
    targets: ServiceTargets = Field(default_factory=ServiceTargets)


class AssignmentView(Wire):
    """line: the line of the thread that gave the conversation to whom it belongs now; None if there
    is none, or it lies too far back."""

    line: MessageView | None = None
