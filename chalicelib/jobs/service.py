"""Carrying jobs on, step by step.

The job's item is the truth; a message of the queue only says "go on". A step that is killed is
done again from where it began, and must not do anything twice; a doubled or late message changes
nothing. A job whose step is given up, or of which nothing was heard for long, has failed, and
whoever started it may have it tried again; so does its message, if it is given back to the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.jobs.model import STUCK, Job, State
from chalicelib.shared.errors import Conflict, NotFound

Step = Callable[[Job], Job]
MOST = 200  # of an account's, looked at for a list


class JobStore(Protocol):
    def get(self, account_id: str, job_id: str) -> Job | None:
        """Consistent."""

    def create(self, job: Job) -> bool:
        """False if it is there."""

    def replace(self, before: Job, after: Job) -> bool:
        """False if the stored version is not `before`'s any more."""

    def some(self, account_id: str, limit: int) -> list[Job]:
        """In no order."""


@dataclass(frozen=True, slots=True)
class JobPorts:
    """go_on: account, job, at; puts the next step on the queue. steps: by kind. watch: calls
    `watched` with the job's version once all tries of a step must be over."""

    store: JobStore
    go_on: Callable[[str, str, int], None]
    steps: Mapping[str, Step]
    watch: Callable[[Job], None] = lambda job: None


def start(p: JobPorts, *, job: Job) -> Job:
    """Repeating it starts nothing twice; one that got stuck is tried again."""
    p.store.create(job)
    p.watch(job)
    p.go_on(job.account_id, job.id, job.at)
    kept = p.store.get(job.account_id, job.id) or job
    return retry(p, job=kept) if kept.is_stuck else kept


def own(p: JobPorts, *, account_id: str, agent_id: str) -> list[Job]:
    """This person's, the newest first: of the account's, as many as are looked at."""
    mine = [job for job in p.store.some(account_id, MOST) if job.agent_id == agent_id]
    return sorted(mine, key=lambda job: job.created_at, reverse=True)


def retry(p: JobPorts, *, job: Job) -> Job:
    """Go on with one that got stuck. Repeatable; raises Conflict for one that has ended, or that
    failed for a reason of its own."""
    if job.is_stuck:
        after = replace(job.again(), version=job.version + 1)
        if not p.store.replace(job, after):
            return get(p, account_id=job.account_id, job_id=job.id)
        p.watch(after)
        job = after
    if job.state is not State.RUNNING:
        raise Conflict("this is over; start another one")
    p.go_on(job.account_id, job.id, job.at)
    return job


def get(p: JobPorts, *, account_id: str, job_id: str) -> Job:
    """Raises NotFound."""
    job = p.store.get(account_id, job_id)
    if job is None:
        raise NotFound("no such job")
    return job


def step(p: JobPorts, *, account_id: str, job_id: str, at: int) -> None:
    """One step, if `at` is where the job stands."""
    job = p.store.get(account_id, job_id)
    if job is None or not (job.state is State.RUNNING or job.is_stuck):
        return
    if at < job.at:  # whoever did that step may have died before he said "go on"
        p.go_on(account_id, job_id, job.at)
        return
    after = replace(p.steps[job.kind](job.again()), version=job.version + 1)
    if p.store.replace(job, after) and after.state is State.RUNNING:
        p.go_on(account_id, job_id, after.at)


def give_up(p: JobPorts, *, account_id: str, job_id: str, at: int) -> None:
    """The step that begins at `at` failed for the last time: who started the job is told."""
    job = p.store.get(account_id, job_id)
    if job is not None and job.at == at:
        _stuck(p, job)


def watched(p: JobPorts, *, account_id: str, job_id: str, version: int) -> None:
    """It was at that version when `watch` was asked for: where it still is, it got stuck."""
    job = p.store.get(account_id, job_id)
    if job is None or job.state is not State.RUNNING:
        return
    if job.version > version or not _stuck(p, job):
        p.watch(job)


def _stuck(p: JobPorts, job: Job) -> bool:
    if job.state is not State.RUNNING:
        return True
    return p.store.replace(job, replace(job.failed(STUCK), version=job.version + 1))
