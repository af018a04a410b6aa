"""Who asks too often waits; who does not, costs nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.visitors.limits import MOST_KNOWN, RULES, Limits, SlowDown
from tests.support.people import Hands

RULE = RULES["send"]


class MemoryCounters:
    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.calls = 0

    def add(self, key: str, ends: int, amount: int) -> int:
        self.calls += 1
        self.sums[key] += amount
        return self.sums[key]


def test_an_ordinary_visitor_costs_no_write() -> None:
    counters = MemoryCounters()
    limits = Limits(counters, Hands())
    for _ in range(RULE.free):
        limits.admit("send", "a#p")
    assert counters.calls == 0


def test_a_flood_is_stopped_and_told_when_to_come_back() -> None:
    clock = Hands()
    limits = Limits(MemoryCounters(), clock)
    for _ in range(RULE.most):
        limits.admit("send", "a#p")
    with pytest.raises(SlowDown) as refusal:
        limits.admit("send", "a#p")
    assert 1 <= refusal.value.after <= RULE.seconds
    limits.admit("send", "a#other")
    limits.admit("form", "a#p")
    clock.now += timedelta(seconds=refusal.value.after)
    limits.admit("send", "a#p")


def test_a_flood_over_several_processes_is_counted_together() -> None:
    counters, clock = MemoryCounters(), Hands()
    processes = [Limits(counters, clock) for _ in range(3)]
    passed = 0
    for turn in range(3 * RULE.most):
        try:
            processes[turn % 3].admit("send", "a#p")
            passed += 1
        except SlowDown:
            pass
    assert RULE.most <= passed <= RULE.most + 3 * RULE.free


def test_memory_does_not_grow_without_end() -> None:
    limits = Limits(MemoryCounters(), Hands())
    for number in range(MOST_KNOWN + 10):
        limits.admit("send", f"a#{number}")
    assert len(limits._here) <= MOST_KNOWN
