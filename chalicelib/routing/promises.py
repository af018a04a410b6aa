"""What a queue promises: replies and an end within so much working time. Pure.

Three clocks, each with a moment at which it warns and one at which the promise is broken. They
stand still while the conversation is pending or snoozed, and end with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.conversations.model import Conversation, Status
from chalicelib.routing.model import Targets

WARN_AT = 0.8  # of a target's time

Name = Literal["first_reply", "next_reply", "resolution"]
NAMES: tuple[Name, ...] = ("first_reply", "next_reply", "resolution")

# What the head says of them (conversations/rules.py moves it on with each message).
FIRST, REPLIED, NEXT = "first", "replied", "next"

Add = Callable[[datetime, timedelta], datetime | None]
Between = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class Running:
    """warn, due: moments; None: no working time comes any more. left: what is left of the two while
    it stands still. warned, broken: what was told of it."""

    warn: datetime | None = None
    due: datetime | None = None
    left: tuple[timedelta, timedelta] | None = None
    warned: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """queue_id: whose promises these are; '' = none were made."""

    queue_id: str = ""
    running: Mapping[str, Running] = field(default_factory=dict)

    @property
    def next(self) -> Running | None:
        """The promise that is broken first."""
        going = [one for one in self.running.values() if one.due]
        return min(going, key=lambda one: one.due or datetime.max, default=None)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The queue's hours: chalicelib/hours/engine.py."""

    add: Add
    between: Between


def kept(
    clocks: Clocks,
    head: Conversation,
    queue_id: str,
    targets: Targets,
    time: WorkingTime,
    now: datetime,
) -> tuple[Clocks, str]:
    """The clocks as they must be now, and what the head is to say: its phase."""
    if targets == Targets() or head.status is Status.RESOLVED:
        return Clocks(), ""
    phase = head.sla or (REPLIED if head.last.author_kind == "agent" else FIRST)
    begun = clocks if clocks.queue_id == queue_id else Clocks(queue_id)
    wanted = _wanted(phase, targets)
    running: dict[str, Running] = {}
    for name in wanted:
        before = begun.running.get(name)
        running[name] = before or _started(_since(name, head, now), getattr(targets, name), time)
    still = head.status is not Status.OPEN
    if still:
        running = {name: _stopped(one, time, now) for name, one in running.items()}
    else:
        running = {name: _resumed(one, time, now) for name, one in running.items()}
    return Clocks(queue_id, running), phase


def _wanted(phase: str, targets: Targets) -> list[Name]:
    going: dict[str, Name] = {FIRST: "first_reply", NEXT: "next_reply"}
    names: list[Name] = [going[phase]] if phase in going else []
    return [name for name in [*names, NAMES[2]] if getattr(targets, name)]


def _since(name: str, head: Conversation, now: datetime) -> datetime:
    """The end is promised from when the queue got it; a reply from the word that waits for it."""
    return now if name == "resolution" else head.waiting_since or now


def _started(since: datetime, minutes: int, time: WorkingTime) -> Running:
    whole = timedelta(minutes=minutes)
    return Running(warn=time.add(since, whole * WARN_AT), due=time.add(since, whole))


def _stopped(one: Running, time: WorkingTime, now: datetime) -> Running:
    if one.left is not None:
        return one

    def left(moment: datetime | None) -> timedelta:
        return time.between(now, moment) if moment and moment > now else timedelta()

    return replace(one, warn=None, due=None, left=(left(one.warn), left(one.due)))


def _resumed(one: Running, time: WorkingTime, now: datetime) -> Running:
    if one.left is None:
        return one
    warn, due = one.left
    return replace(one, warn=time.add(now, warn), due=time.add(now, due), left=None)


@dataclass(frozen=True, slots=True)
class Told:
    """how: "warned" or "breached"."""

    name: str
    how: Literal["warned", "breached"]
    due: datetime


def to_tell(clocks: Clocks, now: datetime) -> tuple[Clocks, list[Told]]:
    """What has come due, and the clocks once that is told. A breach that nobody was warned of, as
    after a pause, is told alone."""
    running, told = dict(clocks.running), []
    for name, one in clocks.running.items():
        if one.due and one.due <= now and not one.broken:
            told.append(Told(name, "breached", one.due))
            running[name] = replace(one, warned=True, broken=True)
        elif one.due and one.warn and one.warn <= now and not one.warned:
            told.append(Told(name, "warned", one.due))
            running[name] = replace(one, warned=True)
    return replace(clocks, running=running), told


def pack(clocks: Clocks, to_text: Callable[[datetime], str]) -> dict[str, Any]:
    """JSON-ready."""

    def one(running: Running) -> list[Any]:
        warn = to_text(running.warn) if running.warn else ""
        due = to_text(running.due) if running.due else ""
        left = [each.total_seconds() for each in running.left] if running.left else None
        return [warn, due, left, running.warned, running.broken]

    return {
        "queue_id": clocks.queue_id,
        "running": {name: one(running) for name, running in clocks.running.items()},
    }


def unpack(values: Mapping[str, Any], from_text: Callable[[str], datetime]) -> Clocks:
    def one(packed: list[Any]) -> Running:
        warn, due, left, warned, broken = packed
        return Running(
            warn=from_text(warn) if warn else None,
            due=from_text(due) if due else None,
            left=(timedelta(seconds=left[0]), timedelta(seconds=left[1])) if left else None,
            warned=warned,
            broken=broken,
        )

    running = {name: one(packed) for name, packed in values.get("running", {}).items()}
    return Clocks(values.get("queue_id", ""), running)
