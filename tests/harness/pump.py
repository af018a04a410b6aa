"""Lambda's pollers: move what lies in queues, stream and timers to the handlers, step by step.

The order among independent things, the size of batches and the repeats are drawn from a seeded
generator; all else follows the services' rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from tests.harness.engine import Engine
from tests.harness.faults import Killed
from tests.harness.queues import Queue, Stored
from tests.harness.stream import Record, Shard
from tests.harness.template import Source

Invoke = Callable[[str, dict[str, Any]], dict[str, Any]]


@dataclass(slots=True)
class Pump:
    """invoke: function name, event -> the handler's answer; raises Killed if it died.
    repeats: chance that a handled message is delivered once more, as SQS may.
    batch_sizes: function -> records at most, as its trigger says.
    delivered: records handed over, repeats included. died: invocations that did not end."""

    engine: Engine
    sources: Sequence[Source]
    invoke: Invoke
    random: Random
    batch_sizes: dict[str, int]
    repeats: float = 0.0
    delivered: int = 0
    died: int = 0
    crashes: list[tuple[str, Exception]] = field(default_factory=list)

    def settle(self, until: float = float("inf")) -> None:
        """Go on, moving the clock where nothing else is left, until nothing is left."""
        while True:
            while self.step():
                pass
            later = self._next_moment()
            if later is None or later > until:
                return
            self.engine.now = later

    def step(self) -> bool:
        """One delivery to one handler. False: nothing can be delivered now."""
        work = self._ready()
        if not work:
            return False
        self.random.choice(work)()
        return True

    def _ready(self) -> list[Callable[[], None]]:
        now = self.engine.now
        ready = [source for source in self.sources if source.queue.ready(now)]
        due = [timer.name for timer in self.engine.timers.values() if timer.due <= now]
        return [
            *(partial(self._from_queue, source) for source in ready),
            *(partial(self._from_stream, shard) for shard in self.engine.stream.pending()),
            *(partial(self._fire, name) for name in due),
        ]

    def _next_moment(self) -> float | None:
        moments = [timer.due for timer in self.engine.timers.values()]
        for source in self.sources:
            later = source.queue.next_visible(self.engine.now)
            if later is not None:
                moments.append(later)
        return min(moments, default=None)

    def _fire(self, name: str) -> None:
        """The scheduler wakes a timer: its target gets the message."""
        timer = self.engine.timers.pop(name)
        queue = next(q for q in self.engine.queues.values() if q.arn == timer.target)
        queue.send(timer.body, now=self.engine.now)

    def _from_queue(self, source: Source) -> None:
        limit = self.random.randint(1, self.batch_sizes[source.function])
        batch = source.queue.receive(self.engine.now, limit)
        self.delivered += len(batch)
        last = any(message.receives >= source.queue.max_receives for message in batch)
        event = {"Records": [message.record(source.queue) for message in batch]}
        failed = self._attempt(source.function, event, protected=last)
        for message in batch:
            if failed is None or message.id in failed:
                continue
            self._handled(source.queue, message, last)

    def _handled(self, queue: Queue, message: Stored, last: bool) -> None:
        if not last and self.random.random() < self.repeats:
            queue.release(message, self.engine.now)
        else:
            queue.delete(message)

    def _from_stream(self, shard: Shard) -> None:
        limit = self.random.randint(1, self.batch_sizes["changes"])
        protected = self.engine.stream.last_chance(shard)

        def invoke(batch: list[Record]) -> list[str] | None:
            self.delivered += len(batch)
            return self._attempt("changes", {"Records": batch}, protected=protected)

        self.engine.stream.deliver(shard, limit, invoke)

    def _attempt(
        self, function: str, event: dict[str, Any], *, protected: bool
    ) -> list[str] | None:
        """The identifiers that failed; None if the function died or raised."""
        self.engine.protected = protected
        try:
            answer = self.invoke(function, event)
        except Killed:
            self.died += 1
            return None
        except Exception as problem:
            self.crashes.append((function, problem))
            return None
        finally:
            self.engine.protected = False
        return [one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", [])]
