"""Long work that is done in short steps, in the background. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

STUCK = "stuck"  # why a job failed of which a step was given up: it may be tried again


class State(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """kind: which handler does its steps. at: what the next step begins with; it only grows.
    total: what `at` runs up to, 0 if that is not known. counts: what came of it, by name.
    given: what it was started with. found: what steps have learnt, and what the end gives.
    why: of a failure, as a code. version: the optimistic lock."""

    id: str
    account_id: str
    kind: str
    agent_id: str
    created_at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    state: State = State.RUNNING
    at: int = 0
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    version: int = 0

    def counted(self, more: Mapping[str, int]) -> Job:
        names = dict.fromkeys((*self.counts, *more))
        return replace(
            self, counts={name: self.counts.get(name, 0) + more.get(name, 0) for name in names}
        )

    def failed(self, why: str) -> Job:
        return replace(self, state=State.FAILED, why=why)

    @property
    def is_stuck(self) -> bool:
        return self.state is State.FAILED and self.why == STUCK

    def again(self) -> Job:
        return replace(self, state=State.RUNNING, why="")

    def done(self, **found: Any) -> Job:
        return replace(self, state=State.DONE, at=self.total, found={**self.found, **found})
