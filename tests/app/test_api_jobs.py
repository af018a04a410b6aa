"""Long work of which a step is given up: said so, and tried again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.jobs.model import Job
from tests.support.pipeline import Pipeline

pytestmark = pytest.mark.feature("3.7")


def tried(here: Pipeline, job: dict[str, Any], times: int) -> None:
    """The queue hands the job's message out for that time."""
    body = {"account_id": here.acme.id, "job_id": job["id"], "at": job["at"]}
    record = {
        "messageId": "m1",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": str(times)},
    }
    answer = here.invoke("jobs", {"Records": [record]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def broken(job: Job) -> Job:
    raise RuntimeError("the bucket is not there")


def stuck(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    from chalicelib import wiring

    owner = here.acme.owner
    job: dict[str, Any] = owner.post("/exports", {"client_id": "export-1"}).ok()
    with monkeypatch.context() as patch:
        steps = wiring.job_ports().steps
        assert isinstance(steps, dict)
        patch.setitem(steps, "export", broken)
        tried(here, job, 4)
        assert owner.get(f"/jobs/{job['id']}").ok()["state"] == "running"
        tried(here, job, 5)
    return job


def test_after_its_last_try_a_job_has_failed_and_its_owner_has_it_tried_again(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, owner = stuck(here, monkeypatch), here.acme.owner
    found = owner.get("/jobs").ok()["jobs"]
    assert [(each["id"], each["state"], each["why"]) for each in found] == [
        (job["id"], "failed", "stuck")
    ]
    here.waiting("jobs")  # what is left of the first try
    assert owner.post(f"/jobs/{job['id']}/retry", {}).ok()["state"] == "running"
    while here.drain("jobs", "jobs"):
        pass
    assert owner.get(f"/jobs/{job['id']}").ok()["state"] == "done"
    assert owner.post(f"/jobs/{job['id']}/retry", {}).status == 409


def test_nobody_else_sees_it_or_has_it_tried(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stuck(here, monkeypatch)
    assert here.acme.agent.get("/jobs").ok() == {"jobs": []}
    assert here.acme.agent.post(f"/jobs/{job['id']}/retry", {}).status == 404


def test_one_whose_message_was_lost_is_found_when_all_tries_must_be_over(here: Pipeline) -> None:
    from chalicelib import bindings_jobs, wiring_timers
    from chalicelib.timers.store import TimerStore

    owner = here.acme.owner
    job: dict[str, Any] = owner.post("/exports", {"client_id": "export-1"}).ok()
    soon = wiring_timers.system_clock() + bindings_jobs.SILENT
    store = TimerStore()
    minutes = [store.due_in(soon + timedelta(minutes=each)) for each in (-2, -1, 0)]
    (timer,) = [each for due in minutes for each in due if each.kind == "job"]
    assert timer.account_id == here.acme.id
    bindings_jobs.watched(timer)
    assert owner.get(f"/jobs/{job['id']}").ok()["why"] == "stuck"


def test_the_last_try_is_the_queue_s_own() -> None:
    from chalicelib.entry.jobs import LAST_TRY
    from tests.harness.template import queues

    (receives,) = [each.max_receives for name, each in queues().items() if name.endswith("-jobs")]
    assert receives == LAST_TRY
