"""Long work goes on whatever happens to its messages, and does nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.jobs import service
from chalicelib.jobs.model import STUCK, Job, State
from chalicelib.shared.errors import Conflict, NotFound
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


def begun(at: int = 0) -> Queue:
    """A job of which the steps before `at` are done."""
    queue = Queue({"count": counting})
    service.start(queue.ports, job=JOB)
    for each in range(at):
        service.step(queue.ports, account_id="acc", job_id="j1", at=each)
    queue.waiting.clear()
    return queue


def the_job(queue: Queue) -> Job:
    return queue.store.kept["acc", "j1"]


def carry_on(queue: Queue) -> Job:
    while queue.waiting:
        account_id, job_id, at = queue.waiting.pop(0)
        service.step(queue.ports, account_id=account_id, job_id=job_id, at=at)
    return the_job(queue)


def test_a_step_that_was_given_up_ends_the_job_with_a_reason_and_a_second_try_finishes_it() -> None:
    queue = begun(2)
    for _ in range(2):
        service.give_up(queue.ports, account_id="acc", job_id="j1", at=2)
    assert (the_job(queue).state, the_job(queue).why) == (State.FAILED, STUCK)
    again = service.retry(queue.ports, job=the_job(queue))
    assert (again.state, again.why) == (State.RUNNING, "")
    assert queue.watched[-1] == again
    done = carry_on(queue)
    assert (done.state, done.counts) == (State.DONE, {"done": 5})


def test_an_older_step_that_is_given_up_late_ends_nothing() -> None:
    queue = begun(2)
    service.give_up(queue.ports, account_id="acc", job_id="j1", at=1)
    service.give_up(queue.ports, account_id="other", job_id="j1", at=2)
    assert the_job(queue).state is State.RUNNING


def test_what_is_given_back_from_the_dead_letters_goes_on() -> None:
    queue = begun(2)
    service.give_up(queue.ports, account_id="acc", job_id="j1", at=2)
    queue.waiting.append(("acc", "j1", 2))
    assert carry_on(queue).counts == {"done": 5}


@pytest.mark.parametrize("at", [0, 3])
def test_a_job_that_nobody_carries_on_is_found_by_its_timer(at: int) -> None:
    """Its message never left, or its last try was killed."""
    queue = begun(at)
    queue.timer(JOB)
    if at:  # it had gone on meanwhile: it is watched from there
        assert the_job(queue).state is State.RUNNING
        queue.timer(queue.watched[-1])
    assert the_job(queue).why == STUCK
    assert the_job(queue).version == at + 1


def test_the_timer_of_a_job_that_is_over_changes_nothing() -> None:
    queue = begun(5)
    done = the_job(queue)
    queue.timer(JOB)
    queue.timer(done)
    service.watched(queue.ports, account_id="other", job_id="j1", version=0)
    assert (the_job(queue), len(queue.watched)) == (done, 1)


def test_starting_a_stuck_one_again_is_a_second_try() -> None:
    queue = begun(2)
    service.give_up(queue.ports, account_id="acc", job_id="j1", at=2)
    assert service.start(queue.ports, job=JOB).state is State.RUNNING
    assert carry_on(queue).counts == {"done": 5}


def test_what_is_over_is_not_tried_again_and_what_runs_runs_once() -> None:
    queue = begun(1)
    service.retry(queue.ports, job=the_job(queue))
    done = carry_on(queue)
    assert done.counts == {"done": 5}
    for job in (done, done.failed("no_columns")):
        with pytest.raises(Conflict):
            service.retry(queue.ports, job=job)


def test_a_list_is_of_one_s_own_the_newest_first() -> None:
    queue = Queue({"count": counting})
    for n, who in enumerate(("ana", "rui", "ana")):
        job = replace(JOB, id=f"j{n}", agent_id=who, created_at=START + timedelta(hours=n))
        service.start(queue.ports, job=job)
    found = service.own(queue.ports, account_id="acc", agent_id="ana")
    assert [job.id for job in found] == ["j2", "j0"]
    assert service.own(queue.ports, account_id="other", agent_id="ana") == []
