"""Carrying jobs on, step by step.

The job's item is the truth; a message of the queue only says "go on". A step that is killed is
done again from where it began, and must not do anything twice; a doubled or late message changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.jobs.model import Job, State
from chalicelib.shared.errors import NotFound

Step = Callable[[Job], Job]


class JobStore(Protocol):
    def get(self, account_id: str, job_id: str) -> Job | None:
        """Consistent."""

    def create(self, job: Job) -> bool:
        """False if it is there."""

    def replace(self, before: Job, after: Job) -> bool:
        """False if the stored version is not `before`'s any more."""

    def newest(self, account_id: str, limit: int) -> list[Job]: ...


@dataclass(frozen=True, slots=True)
class JobPorts:
    """go_on: account, job, at; puts the next step on the queue. steps: by kind."""

    store: JobStore
    go_on: Callable[[str, str, int], None]
    steps: Mapping[str, Step]


def start(p: JobPorts, *, job: Job) -> Job:
    """Repeating it starts nothing twice."""
    p.store.create(job)
    p.go_on(job.account_id, job.id, job.at)
    return p.store.get(job.account_id, job.id) or job


def get(p: JobPorts, *, account_id: str, job_id: str) -> Job:
    """Raises NotFound."""
    job = p.store.get(account_id, job_id)
    if job is None:
        raise NotFound("no such job")
    return job


def step(p: JobPorts, *, account_id: str, job_id: str, at: int) -> None:
    """One step, if `at` is where the job stands."""
    job = p.store.get(account_id, job_id)
    if job is None or job.state is not State.RUNNING:
        return
    if at < job.at:  # whoever did that step may have died before he said "go on"
        p.go_on(account_id, job_id, job.at)
        return
    after = replace(p.steps[job.kind](job), version=job.version + 1)
    if p.store.replace(job, after) and after.state is State.RUNNING:
        p.go_on(account_id, job_id, after.at)
