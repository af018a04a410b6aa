"""How often one visitor, or one address, may do a thing. Pure but for the counters behind a port.

Counting costs a write, so it begins only where somebody is unusually quick: the first calls in a
window are counted in this process's memory alone. Ordinary visitors cost nothing; somebody who
floods is counted together by all processes from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import TooManyRequests

MOST_KNOWN = 5000  # windows in memory


@dataclass(frozen=True, slots=True)
class Rule:
    """most: calls within a window of `seconds`. free: of them, in each process, before the shared
    counter is asked."""

    most: int
    seconds: int = 60
    free: int = 15


RULES = {
    "session": Rule(most=300, free=60),  # an address: an office, a school
    "send": Rule(most=90, free=30),
    "form": Rule(most=12, free=4),
    "upload": Rule(most=30, free=10),
    "contact": Rule(most=30, free=10),
    "flow_hook": Rule(most=600, free=60),  # a flow
    "app": Rule(most=600, free=60),  # a connected service
    "inlet": Rule(most=600, free=60),  # an inbound webhook
    "ticket": Rule(most=30, free=10),
    "sign_in": Rule(most=120, free=30),  # an address; the user pool locks single people itself
    "rating": Rule(most=20, free=8),
    "flow_call": Rule(most=20, free=5),  # an account: its authors try out what a flow asks
    "transcript": Rule(most=4, seconds=60 * 60, free=1),
}


class Counters(Protocol):
    def add(self, key: str, ends: int, amount: int) -> int:
        """Add to the counter of `key`, which is forgotten some time after `ends` (epoch seconds).
        Answers the sum. One write."""


class SlowDown(TooManyRequests):
    """after: seconds until it may succeed."""

    def __init__(self, after: int) -> None:
        super().__init__("too many at once; wait a little")
        self.after = after


@dataclass(slots=True)
class Limits:
    counters: Counters
    clock: Clock
    _here: dict[tuple[str, int], int] = field(default_factory=dict)

    def admit(self, name: str, who: str) -> None:
        """Count one call of `who` (unique among all) under RULES[name]. Raises SlowDown."""
        rule, now = RULES[name], self.clock()
        start = int(now.timestamp()) // rule.seconds * rule.seconds
        key = (f"{name}#{who}", start)
        here = self._here[key] = self._here.get(key, 0) + 1
        if len(self._here) > MOST_KNOWN:
            self._forget(start)
        if here <= rule.free:
            return
        ends = start + rule.seconds
        # The first shared call brings the free ones with it.
        amount = here if here == rule.free + 1 else 1
        if self.counters.add(f"{name}#{who}#{start}", ends, amount) > rule.most:
            raise SlowDown(max(1, ends - int(now.timestamp())))

    def _forget(self, before: int) -> None:
        self._here = {key: count for key, count in self._here.items() if key[1] >= before}
        if len(self._here) > MOST_KNOWN:
            self._here.clear()
