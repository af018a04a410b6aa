"""Long work goes on whatever happens to its messages, and does nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.jobs import service
from chalicelib.jobs.model import Job, State
from chalicelib.shared.errors import NotFound
from tests.fakes import START
from tests.unit.jobs.fakes import Queue

pytestmark = pytest.mark.feature("3.7")
JOB = Job("j1", "acc", "count", "ana", START, total=5)


def counting(job: Job) -> Job:
    after = replace(job.counted({"done": 1}), at=job.at + 1)
    return after.done() if after.at == after.total else after


@pytest.mark.parametrize("doubled", [False, True])
def test_a_job_runs_to_its_end_once_though_messages_are_doubled(doubled: bool) -> None:
    queue = Queue({"count": counting}, doubled=doubled)
    done = queue.run(JOB)
    assert (done.state, done.at, done.counts) == (State.DONE, 5, {"done": 5})
    assert done.version == 5


def test_a_step_that_dies_before_it_says_go_on_is_gone_on_from_by_its_repeat() -> None:
    queue = Queue({"count": counting})
    service.start(queue.ports, job=JOB)
    service.step(queue.ports, account_id="acc", job_id="j1", at=0)
    queue.waiting.clear()  # the second message never left
    service.step(queue.ports, account_id="acc", job_id="j1", at=0)
    assert queue.waiting == [("acc", "j1", 1)]
    assert queue.store.kept["acc", "j1"].counts == {"done": 1}


def test_starting_twice_starts_one_job() -> None:
    queue = Queue({"count": counting})
    service.start(queue.ports, job=JOB)
    done = queue.run(replace(JOB, given={"other": True}))
    assert (done.given, done.counts) == ({}, {"done": 5})
    service.step(queue.ports, account_id="acc", job_id="j1", at=5)
    assert queue.store.kept["acc", "j1"] == done


def test_nobody_s_job_is_found_in_another_account() -> None:
    queue = Queue({"count": counting})
    queue.run(JOB)
    with pytest.raises(NotFound):
        service.get(queue.ports, account_id="other", job_id="j1")
    service.step(queue.ports, account_id="other", job_id="j1", at=0)
