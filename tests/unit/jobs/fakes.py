"""Jobs in memory, and a queue that is carried on by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.jobs import service
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import JobPorts, Step


@dataclass
class FakeJobStore:
    kept: dict[tuple[str, str], Job] = field(default_factory=dict)

    def get(self, account_id: str, job_id: str) -> Job | None:
        return self.kept.get((account_id, job_id))

    def create(self, job: Job) -> bool:
        return self.kept.setdefault((job.account_id, job.id), job) is job

    def replace(self, before: Job, after: Job) -> bool:
        key = (before.account_id, before.id)
        if key not in self.kept or self.kept[key].version != before.version:
            return False
        self.kept[key] = after
        return True

    def some(self, account_id: str, limit: int) -> list[Job]:
        return [job for (account, _), job in self.kept.items() if account == account_id][:limit]


@dataclass
class Queue:
    """waiting: messages, oldest first. doubled: each is delivered twice.
    watched: jobs of which something was to be heard in time."""

    steps: Mapping[str, Step]
    store: FakeJobStore = field(default_factory=FakeJobStore)
    waiting: list[tuple[str, str, int]] = field(default_factory=list)
    doubled: bool = False
    watched: list[Job] = field(default_factory=list)

    @property
    def ports(self) -> JobPorts:
        return JobPorts(
            self.store,
            lambda *message: self.waiting.append(message),
            self.steps,
            self.watched.append,
        )

    def timer(self, job: Job) -> None:
        """What was set by `watch` at that version is due."""
        service.watched(self.ports, account_id=job.account_id, job_id=job.id, version=job.version)

    def run(self, job: Job, *, most: int = 1000) -> Job:
        """To the end. A step that raises is delivered again, as its queue would."""
        service.start(self.ports, job=job)
        for _ in range(most):
            if not self.waiting:
                break
            account_id, job_id, at = self.waiting[0]
            try:
                for _ in range(2 if self.doubled else 1):
                    service.step(self.ports, account_id=account_id, job_id=job_id, at=at)
            except RuntimeError:
                continue
            self.waiting.pop(0)
        return self.store.kept[job.account_id, job.id]
