"""A job as the console shows it. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.jobs.model import Job
from chalicelib.shared.clock import to_text


def job_view(job: Job) -> dict[str, Any]:
    """As `wire.contacts.JobView`, JSON-ready."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state.value,
        "at": job.at,
        "total": job.total,
        "counts": dict(job.counts),
        "why": job.why,
        "has_report": bool(job.found.get("report")),
        "has_file": bool(job.found.get("file")),
        "samples": list(job.found.get("samples", ())),
        "created_at": to_text(job.created_at),
        "version": job.version,
    }
