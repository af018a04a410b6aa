"""What can go wrong at one AWS or provider call, and when it shall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Killed(BaseException):
    """The function's process is gone. No `except Exception` in a handler may hold it up."""


class Fault(StrEnum):
    NONE = "none"
    KILL_BEFORE = "kill before"  # the process dies; the call was never made
    KILL_AFTER = "kill after"  # the process dies; the call was carried out
    THROTTLE = "throttle"  # refused, not carried out; the SDK may try again
    TIMEOUT = "timeout"  # not carried out, no answer
    LOST_ANSWER = "lost answer"  # carried out, no answer: the SDK may do it a second time
    PARTIAL = "partial"  # of a batch, the last entry is refused; else nothing


@dataclass(frozen=True, slots=True)
class Call:
    """One call across the network. index: how many there were before it in this world.
    number: 1, 2, ... within the present invocation of `function`."""

    index: int
    function: str
    number: int
    service: str
    operation: str


Plan = Callable[[Call], Fault]


def no_faults(call: Call) -> Fault:
    return Fault.NONE


def at_steps(faults: Mapping[int, Fault]) -> Plan:
    """Faults by the call's index."""
    return lambda call: faults.get(call.index, Fault.NONE)


class OnceAt:
    """One fault at a function's n-th call, in the first invocation that gets that far."""

    def __init__(self, function: str, number: int, fault: Fault) -> None:
        self.function, self.number, self.fault = function, number, fault
        self.struck: Call | None = None

    def __call__(self, call: Call) -> Fault:
        if self.struck or (call.function, call.number) != (self.function, self.number):
            return Fault.NONE
        self.struck = call
        return self.fault


def deaths(calls: Sequence[Call], function: str) -> Iterator[OnceAt]:
    """A death at each place where `function` may die, as an undisturbed run's calls tell: before
    each call that it makes, and after an invocation's last. (After a call that another one follows
    is before that other one.)"""
    lengths = _lengths(calls, function)
    for number in range(1, max(lengths, default=0) + 1):
        yield OnceAt(function, number, Fault.KILL_BEFORE)
        if next(length for length in lengths if length >= number) == number:
            yield OnceAt(function, number, Fault.KILL_AFTER)


def _lengths(calls: Sequence[Call], function: str) -> list[int]:
    """How many calls each invocation made, in the order in which they began."""
    lengths: list[int] = []
    for call in calls:
        if call.function == function:
            lengths += [0] if call.number == 1 else []
            lengths[-1] = call.number
    return lengths
