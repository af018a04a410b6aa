"""Timers: set, run, swept up. Doubled, late and early are harmless."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared.queues import Entry
from chalicelib.timers import service
from chalicelib.timers.model import Timer, minute, minutes
from chalicelib.timers.service import SweepPorts, TimerPorts, TooEarly
from chalicelib.timers.waker import Waker

NOW = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)


class FakeTimerStore:
    def __init__(self) -> None:
        self.items: dict[tuple[datetime, str], Timer] = {}
        self.cursor: datetime | None = None
        self.looked_at: list[datetime] = []

    def put(self, timer: Timer) -> None:
        self.items[timer.due, timer.id] = timer

    def has(self, timer: Timer) -> bool:
        return (timer.due, timer.id) in self.items

    def remove(self, timer: Timer) -> None:
        self.items.pop((timer.due, timer.id), None)

    def due_in(self, at: datetime) -> list[Timer]:
        self.looked_at.append(at)
        return [timer for timer in self.items.values() if minute(timer.due) == minute(at)]

    def swept_to(self) -> datetime | None:
        return self.cursor

    def set_swept_to(self, at: datetime) -> None:
        self.cursor = at


@dataclass
class World:
    now: datetime = NOW
    store: FakeTimerStore = field(default_factory=FakeTimerStore)
    woken: list[Timer] = field(default_factory=list)
    ran: list[Timer] = field(default_factory=list)
    queued: list[Timer] = field(default_factory=list)

    @property
    def ports(self) -> TimerPorts:
        return TimerPorts(
            store=self.store,
            wake=lambda timer, now: self.woken.append(timer),
            handlers={"snooze": self.ran.append},
            clock=lambda: self.now,
        )

    def run(self, timer: Timer) -> bool:
        return service.run(self.ports, timer=timer)

    def sweep(self) -> int:
        return service.sweep(SweepPorts(self.store, self._enqueue, lambda: self.now))

    def _enqueue(self, entries: Sequence[Entry]) -> None:
        self.queued += [Timer.from_work(json.loads(entry.body)) for entry in entries]


def _timer(after: timedelta = timedelta(), kind: str = "snooze", name: str = "t1") -> Timer:
    return Timer("acc", name, NOW + after, kind, {"conversation_id": "k1"})


def test_a_timer_is_written_before_its_waker_is_set() -> None:
    world = World()

    def fail(timer: Timer, now: datetime) -> None:
        raise ConnectionError

    ports = TimerPorts(world.store, fail, {}, lambda: NOW)
    with pytest.raises(ConnectionError):
        service.schedule(ports, timer=_timer())
    assert world.store.has(_timer())


def test_what_is_due_runs_once_however_often_it_is_woken() -> None:
    world = World()
    service.schedule(world.ports, timer=_timer())
    assert [world.run(_timer()) for _ in range(3)] == [True, False, False]
    assert world.ran == [_timer()]


def test_too_early_is_brought_again_later() -> None:
    world = World()
    timer = _timer(timedelta(minutes=5))
    service.schedule(world.ports, timer=timer)
    with pytest.raises(TooEarly):
        world.run(timer)
    world.now += timedelta(minutes=5)
    assert world.run(timer)


def test_a_cancelled_timer_does_nothing() -> None:
    world = World()
    service.schedule(world.ports, timer=_timer())
    service.cancel(world.ports, timer=_timer())
    assert not world.run(_timer())
    assert world.ran == []


def test_a_crash_in_a_handler_leaves_the_timer_lying() -> None:
    world = World()
    world.store.put(_timer())

    def crash(timer: Timer) -> None:
        raise ConnectionError

    ports = TimerPorts(world.store, lambda *_: None, {"snooze": crash}, lambda: NOW)
    with pytest.raises(ConnectionError):
        service.run(ports, timer=_timer())
    assert world.store.has(_timer())


def test_the_sweep_brings_what_lost_its_waker_and_leaves_what_is_not_late() -> None:
    world = World()
    late, fresh = _timer(timedelta(minutes=-3)), _timer(timedelta(seconds=-10), name="t2")
    for timer in (late, fresh):
        world.store.put(timer)
    assert world.sweep() == 1
    assert world.queued == [late]
    assert world.run(late)


def test_after_an_outage_the_sweep_goes_back_to_where_it_was() -> None:
    world = World()
    world.sweep()
    lost = _timer(timedelta(minutes=30))
    world.store.put(lost)
    world.now += timedelta(hours=5)
    assert world.sweep() == 1
    assert world.queued == [lost]


def test_the_sweep_goes_on_looking_until_what_it_found_is_done() -> None:
    world = World()
    world.sweep()
    stuck = _timer()
    world.store.put(stuck)
    for _ in range(3):
        world.now += timedelta(hours=1)
        world.sweep()
    assert world.queued == [stuck] * 3
    world.run(stuck)
    world.now += timedelta(hours=1)
    world.sweep()
    assert len(world.queued) == 3


def test_a_timer_that_never_succeeds_does_not_hold_the_sweep_for_ever() -> None:
    world = World()
    world.sweep()
    world.store.put(_timer())
    for _ in range(60):
        world.now += timedelta(hours=1)
        world.sweep()
    world.store.looked_at.clear()
    world.now += timedelta(minutes=1)
    world.sweep()
    assert len(world.store.looked_at) < 15


def test_a_usual_sweep_looks_into_ten_minutes() -> None:
    world = World()
    world.sweep()
    world.now += timedelta(minutes=1)
    world.store.looked_at.clear()
    world.sweep()
    assert 9 <= len(world.store.looked_at) <= 12


def test_minutes_are_counted_without_a_gap() -> None:
    first = datetime(2026, 5, 4, 23, 58, 59, tzinfo=UTC)
    found = minutes(first, first + timedelta(minutes=3))
    assert [at.strftime("%H:%M") for at in found] == ["23:58", "23:59", "00:00", "00:01"]


class _Scheduler:
    class exceptions:  # noqa: N801
        class ConflictException(Exception):
            pass

    def __init__(self) -> None:
        self.made: dict[str, dict[str, Any]] = {}

    def create_schedule(self, **arguments: Any) -> None:
        if arguments["Name"] in self.made:
            raise self.exceptions.ConflictException
        self.made[arguments["Name"]] = arguments


def test_the_waker_is_a_one_shot_that_deletes_itself_and_is_set_once() -> None:
    scheduler = _Scheduler()
    waker = Waker(lambda: scheduler, "arn:queue", "arn:role", "group")  # type: ignore[arg-type,return-value]
    timer = Timer("acc", "t1", datetime(2026, 5, 4, 13, 0, 0, 1000, tzinfo=UTC), "snooze", {})
    for _ in range(2):
        waker(timer, NOW)
    (made,) = scheduler.made.values()
    assert made["ScheduleExpression"] == "at(2026-05-04T13:00:01)"
    assert made["ActionAfterCompletion"] == "DELETE"
    assert Timer.from_work(json.loads(made["Target"]["Input"])) == timer
    assert len(made["Name"]) <= 64


def test_what_is_due_at_once_is_not_scheduled_into_the_past() -> None:
    scheduler = _Scheduler()
    waker = Waker(lambda: scheduler, "arn:queue", "arn:role", "")  # type: ignore[arg-type,return-value]
    waker(_timer(timedelta(hours=-1)), NOW)
    (made,) = scheduler.made.values()
    assert made["ScheduleExpression"] == "at(2026-05-04T12:00:32)"
