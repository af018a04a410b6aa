"""Jobs in the `main` table (docs/data.md)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.jobs.model import Job, State
from chalicelib.jobs.view import job_view
from chalicelib.shared import notices
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, find, put_if, query

KEPT = timedelta(days=30)


class JobItem(MainItem):
    """data: JSON; the job but its key and version. Each write tells who started it."""

    version = NumberAttribute()
    data = UnicodeAttribute()


class DynamoJobStore:
    """Implements `service.JobStore`."""

    def get(self, account_id: str, job_id: str) -> Job | None:
        item = find(JobItem, _partition(account_id), job_id)
        return _job(item) if item else None

    def create(self, job: Job) -> bool:
        return put_if(_item(job), JobItem.pk.does_not_exist()) is None

    def replace(self, before: Job, after: Job) -> bool:
        return put_if(_item(after), JobItem.version == before.version) is None

    def some(self, account_id: str, limit: int) -> list[Job]:
        found, _ = query(_partition(account_id), limit=limit)
        return [_job(JobItem.from_raw_data(raw)) for raw in found]


def _partition(account_id: str) -> str:
    return f"A#{account_id}#J"


def _item(job: Job) -> JobItem:
    values: dict[str, Any] = {
        "kind": job.kind,
        "agent_id": job.agent_id,
        "created_at": to_text(job.created_at),
        "given": dict(job.given),
        "found": dict(job.found),
        "state": job.state.value,
        "at": job.at,
        "total": job.total,
        "counts": dict(job.counts),
        "why": job.why,
    }
    event: dict[str, Any] = {"type": "job.updated", "job": job_view(job)}
    told: dict[str, Any] = {**notices.told(event, to=[job.agent_id])}
    return JobItem(
        _partition(job.account_id),
        job.id,
        version=job.version,
        data=json.dumps(values, ensure_ascii=False, separators=(",", ":")),
        ttl=int((job.created_at + KEPT).timestamp()),
        **told,
    )


def _job(item: JobItem) -> Job:
    values: dict[str, Any] = json.loads(item.data)
    values["created_at"] = from_text(values["created_at"])
    values["state"] = State(values["state"])
    account_id = item.pk.split("#", 2)[1]
    return Job(id=item.sk, account_id=account_id, version=int(item.version), **values)
