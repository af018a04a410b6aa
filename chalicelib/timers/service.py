"""Timers: set, run, and found again by the sweep when what should have woken them was lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.shared import log
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import AppError
from chalicelib.shared.queues import Entry, entry
from chalicelib.timers.model import Timer, minute, minutes

SKEW = timedelta(seconds=1)
LATE = timedelta(seconds=60)  # what is due longer than this was missed by its waker
LOOK_BACK = timedelta(minutes=10)  # a timer may be written a little after it was due
MOST = 1440  # minutes further back that one sweep looks into; the next goes on
HOPELESS = timedelta(days=1)  # what lies there longer no longer keeps the sweep looking back


class TimerStore(Protocol):
    """See chalicelib/timers/store.py."""

    def put(self, timer: Timer) -> None: ...
    def has(self, timer: Timer) -> bool: ...
    def remove(self, timer: Timer) -> None: ...
    def due_in(self, at: datetime) -> list[Timer]: ...
    def swept_to(self) -> datetime | None: ...
    def set_swept_to(self, at: datetime) -> None: ...


class TooEarly(AppError):
    """The waker's clock is ahead; the queue brings the timer again."""

    status = 425
    code = "too_early"


Handler = Callable[[Timer], None]  # bears repeats, and being called late


@dataclass(frozen=True, slots=True)
class SweepPorts:
    """enqueue: to the timers queue; raises unless it has all."""

    store: TimerStore
    enqueue: Callable[[Sequence[Entry]], None]
    clock: Clock


@dataclass(frozen=True, slots=True)
class TimerPorts:
    """wake: brings the timer to the timers queue when it is due; a repeat is harmless.
    handlers: by the timer's kind."""

    store: TimerStore
    wake: Callable[[Timer, datetime], None]
    handlers: Mapping[str, Handler]
    clock: Clock


def schedule(p: TimerPorts, *, timer: Timer) -> None:
    """Set a timer. The due item first: without a waker, the sweep still finds it."""
    p.store.put(timer)
    p.wake(timer, p.clock())


def keep(p: TimerPorts, *, timer: Timer) -> None:
    """Set a timer that nobody wakes: the sweep brings it, two minutes late at most. One write."""
    p.store.put(timer)


def cancel(p: TimerPorts, *, timer: Timer) -> None:
    """The waker may still come; it finds nothing to do."""
    p.store.remove(timer)


def run(p: TimerPorts, *, timer: Timer) -> bool:
    """Do what is due. False: it was done or cancelled before. Raises TooEarly.

    The due item goes last: a crash before leaves it for the next delivery or the sweep, and
    handlers bear the repeat.
    """
    if timer.due > p.clock() + SKEW:
        raise TooEarly
    if not p.store.has(timer):
        return False
    handler = p.handlers.get(timer.kind)
    if handler is None:
        log.line("timer.unknown", kind=timer.kind, timer=timer.id)
        return False
    handler(timer)
    p.store.remove(timer)
    return True


def sweep(p: SweepPorts) -> int:
    """Bring what is late to the timers queue. Returns how many timers there were.

    Looks at the last ten minutes, and further back, a day's worth at a time, if earlier sweeps did
    not run or a timer was still lying there. What was brought twice is run once.
    """
    now = p.clock()
    end, recent = now - LATE, minute(now - LOOK_BACK)
    swept_to = p.store.swept_to()
    done, settled = 0, min(swept_to or recent, recent)
    clean = True
    older = minutes(settled, recent - timedelta(minutes=1))
    looked_at = older[:MOST]
    for at in [*looked_at, *minutes(recent, end)]:
        late = [timer for timer in p.store.due_in(at) if timer.due <= end]
        p.enqueue([entry(timer.to_work()) for timer in late])
        done += len(late)
        clean = clean and (not late or at < now - HOPELESS)
        if clean and at in looked_at:
            settled = at
    if clean and looked_at == older:
        settled = recent
    if settled != swept_to:
        p.store.set_swept_to(settled)
    return done
