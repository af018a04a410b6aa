"""The table's stream and Lambda's mapping of it: shards, filter, batches, retries, bisection.

A shard hands its records on in order and does not pass a failing one before it is given up.
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


def matches(pattern: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Lambda's event filtering: exact values, prefix, exists and anything-but."""
    return all(_matches_key(rule, value.get(key)) for key, rule in pattern.items())


def _matches_key(rule: Any, value: Any) -> bool:
    if isinstance(rule, Mapping):
        return isinstance(value, Mapping) and matches(rule, value)
    return any(_matches_one(one, value) for one in rule)


def _matches_one(one: Any, value: Any) -> bool:
    if not isinstance(one, Mapping):
        return bool(one == value)
    (operator, operand), *_ = one.items()
    if operator == "exists":
        return bool((value is not None) == operand)
    if operator == "prefix":
        return isinstance(value, str) and value.startswith(operand)
    if operator == "anything-but":
        refused = operand if isinstance(operand, list) else [operand]
        return value is not None and value not in refused
    raise ValueError(f"this harness does not know the filter operator {operator!r}")


@dataclass(slots=True)
class Shard:
    """waiting: records in order, not yet handled. tries: of the first of them."""

    waiting: list[Record] = field(default_factory=list)
    tries: int = 0
    at_most: int = 0  # batch limit while a failure is being cut down; 0 = the mapping's


@dataclass(slots=True)
class StreamMapping:
    """filters: [] lets everything pass. retries: further tries after the first."""

    filters: Sequence[Mapping[str, Any]] = ()
    batch_size: int = 100
    retries: int = 10
    bisect: bool = True
    shards: list[Shard] = field(default_factory=lambda: [Shard(), Shard(), Shard()])
    given_up: list[Record] = field(default_factory=list)
    passed: int = 0
    filtered: int = 0

    def offer(self, record: Record) -> None:
        """A change arrives from the table: into the shard of its partition key, if it passes."""
        if self.filters and not any(matches(pattern, record) for pattern in self.filters):
            self.filtered += 1
            return
        self.passed += 1
        key = record["dynamodb"]["Keys"]["pk"]["S"]
        self.shards[zlib.crc32(key.encode()) % len(self.shards)].waiting.append(record)

    def pending(self) -> list[Shard]:
        return [shard for shard in self.shards if shard.waiting]

    def last_chance(self, shard: Shard) -> bool:
        return shard.tries >= self.retries

    def deliver(
        self, shard: Shard, limit: int, invoke: Callable[[list[Record]], list[str] | None]
    ) -> None:
        """One batch. `invoke` answers the sequence numbers that failed, or None if it died."""
        limit = min(limit, shard.at_most or self.batch_size, self.batch_size)
        batch = shard.waiting[:limit]
        failed = invoke(batch)
        if failed == []:
            del shard.waiting[: len(batch)]
            shard.tries, shard.at_most = 0, 0
            return
        done = 0 if failed is None else self._first_failed(batch, failed)
        del shard.waiting[:done]
        self._count_failure(shard, len(batch) - done, progressed=done > 0)

    @staticmethod
    def _first_failed(batch: Sequence[Record], failed: Sequence[str]) -> int:
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        return min(numbers.index(number) for number in failed)

    def _count_failure(self, shard: Shard, left: int, *, progressed: bool) -> None:
        """Bisect while there is something to cut (Lambda counts no try for that); then count tries;
        then give one up."""
        if progressed:
            shard.tries = 0
        if self.bisect and left > 1:
            shard.at_most = max(1, left // 2)
            return
        shard.tries += 1
        if shard.tries > self.retries:
            self.given_up.append(shard.waiting.pop(0))
            shard.tries, shard.at_most = 0, 0
