"""Many works at once, switched at every call to the store, some of them killed there.

Each work runs in a thread of its own, but only one of them at a time: which goes on next is drawn
from a seeded generator, so that a failure comes again.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from random import Random
from typing import Any


class Killed(BaseException):
    """The process died just there."""


class Switch:
    """At most `wide` works at once, one of each group, in its order. kills: chance at each call;
    what was killed is done again, first in its group."""

    def __init__(self, random: Random, *, wide: int = 8, kills: float = 0.0) -> None:
        self.random = random
        self.wide = wide
        self.kills = kills
        self.killed = 0
        self.steps = 0
        self.groups: dict[str, deque[Callable[[], None]]] = defaultdict(deque)
        self.running: dict[str, _Run] = {}
        self.between: Callable[[], None] = lambda: None
        self._here = threading.local()

    def add(self, group: str, work: Callable[[], None]) -> None:
        self.groups[group].append(work)

    def pause(self) -> None:
        """Called where the store is: somebody else may go on, or this one dies."""
        run: _Run | None = getattr(self._here, "run", None)
        if run is not None:
            run.yield_()
            if self.kills and self.random.random() < self.kills:
                raise Killed

    def go(self) -> None:
        """Until nothing is left."""
        while True:
            self._start()
            if not self.running:
                return
            run = self.running[self.random.choice(list(self.running))]
            self.steps += 1
            if run.step():
                del self.running[run.group]
                self._ended(run)
            self.between()

    def _start(self) -> None:
        free = [name for name, work in self.groups.items() if work and name not in self.running]
        for name in free:
            if len(self.running) >= self.wide:
                return
            self.running[name] = _Run(self, name, self.groups[name].popleft())

    def _ended(self, run: _Run) -> None:
        if isinstance(run.problem, Killed):
            self.killed += 1
            self.groups[run.group].appendleft(run.work)
        elif run.problem is not None:
            raise run.problem
        elif not self.groups[run.group]:
            del self.groups[run.group]

    def watched(self, real: Any) -> Any:
        """The same object, with a pause before each call."""
        return _Watched(self, real)


class _Run:
    def __init__(self, switch: Switch, group: str, work: Callable[[], None]) -> None:
        self.switch, self.group, self.work = switch, group, work
        self.problem: BaseException | None = None
        self.done = False
        self._mine = threading.Semaphore(0)
        self._theirs = threading.Semaphore(0)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        self._mine.acquire()
        self.switch._here.run = self
        try:
            self.work()
        except BaseException as problem:
            self.problem = problem
        self.done = True
        self._theirs.release()

    def step(self) -> bool:
        """Go on until the next pause; whether it has ended."""
        self._mine.release()
        self._theirs.acquire()
        return self.done

    def yield_(self) -> None:
        self._theirs.release()
        self._mine.acquire()


class _Watched:
    def __init__(self, switch: Switch, real: Any) -> None:
        self._switch, self._real = switch, real

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self._switch.pause()
            return found(*args, **kwargs)

        return call
