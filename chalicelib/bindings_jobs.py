"""What looks after long work: a timer that finds what nobody carries on. Imports are late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.jobs.model import Job
    from chalicelib.timers.model import Timer

WATCH = "job"
# Longer than all tries of a step: five, of six minutes each.
SILENT = timedelta(minutes=45)


def watch(job: Job) -> None:
    """The sweep brings it: one write, and nobody is woken for it."""
    from chalicelib import wiring, wiring_timers
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {"job_id": job.id, "version": str(job.version)}
    due = wiring_timers.system_clock() + SILENT
    timer = Timer(job.account_id, f"{WATCH}-{job.id}", due, WATCH, payload)
    service.keep(wiring.timer_ports(), timer=timer)


def watched(timer: Timer) -> None:
    from chalicelib import wiring
    from chalicelib.jobs import service

    service.watched(
        wiring.job_ports(),
        account_id=timer.account_id,
        job_id=timer.payload["job_id"],
        version=int(timer.payload["version"]),
    )
