"""What begins a flow. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.flows.folding import folded
from chalicelib.flows.graph import Moments, Trigger
from chalicelib.flows.values import words
from chalicelib.shared.content import Content

# Of several triggers that fit, the one that says more: first in this list.
_TELLING = (
    "button",
    "keyword",
    "invitation",
    "webhook",
    "tag",
    "event",
    "schedule",
    "first_message",
    "every_message",
)


@dataclass(frozen=True, slots=True)
class Occurred:
    """Something that may begin a flow. first: the contact's first message in this conversation.
    invitation_id: of the invitation that brought the message, '' = none. tag_ids: those that were
    added. event: its name. A schedule begins its own flow: see next_moment."""

    kind: Literal["message", "webhook", "tag", "event"]
    channel_id: str = ""
    content: Content | None = None
    first: bool = False
    invitation_id: str = ""
    webhook_id: str = ""
    tag_ids: Sequence[str] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published flow that is switched on."""

    flow_id: str
    priority: int = 0
    triggers: Sequence[Trigger] = field(default_factory=tuple)


def choose(candidates: Sequence[Candidate], occurred: Occurred) -> tuple[Candidate, Trigger] | None:
    """The flow that begins: of the highest priority, then by the trigger that says most, then by
    id, so that the same thing always begins the same flow."""
    found = [
        (-each.priority, _TELLING.index(trigger.kind), each.flow_id, place, each, trigger)
        for each in candidates
        for place, trigger in enumerate(each.triggers)
        if matches(trigger, occurred)
    ]
    if not found:
        return None
    best = min(found, key=lambda one: one[:4])
    return best[4], best[5]


def matches(trigger: Trigger, occurred: Occurred) -> bool:
    if trigger.channel_ids and occurred.channel_id not in trigger.channel_ids:
        return False
    if occurred.kind == "message":
        return _begins_with_message(trigger, occurred)
    if occurred.kind != trigger.kind:
        return False
    if trigger.kind == "webhook":
        return bool(trigger.webhook_id) and trigger.webhook_id == occurred.webhook_id
    if trigger.kind == "tag":
        return any(id in trigger.tag_ids for id in occurred.tag_ids)
    return bool(trigger.event) and trigger.event == occurred.event


def _begins_with_message(trigger: Trigger, occurred: Occurred) -> bool:
    if trigger.kind == "every_message":
        return True
    if trigger.kind == "first_message":
        return occurred.first
    if trigger.kind == "invitation":
        wanted = trigger.invitation_ids
        return bool(occurred.invitation_id) and (not wanted or occurred.invitation_id in wanted)
    if occurred.content is None:
        return False
    if trigger.kind == "button":
        return _pressed(trigger, occurred.content)
    return trigger.kind == "keyword" and _says(trigger, occurred.content)


def _pressed(trigger: Trigger, content: Content) -> bool:
    """By the button's id, by the part of it that its author gave, or by what is written on it."""
    choice = content.choice
    if choice is None:
        return False
    names = {choice.id, choice.id.rpartition(".")[2]} - {""}
    title = folded(choice.title)
    return any(each in names or (title and folded(each) == title) for each in trigger.buttons)


def _says(trigger: Trigger, content: Content) -> bool:
    said = folded(words(content))
    if not said:
        return False
    for word in filter(None, map(folded, trigger.words)):
        if trigger.match == "exact" and said == word:
            return True
        if trigger.match == "contains" and word in said:
            return True
        if trigger.match == "word" and f" {word} " in f" {said} ":
            return True
    return False


def next_moment(moments: Moments, after: datetime, zone: str) -> datetime | None:
    """When a schedule starts next, strictly after `after` (aware); None: never again. zone: the
    account's, used where the schedule has none. A moment that a clock change skips comes as much
    later as the clock jumps; one that comes twice counts once."""
    here = ZoneInfo(moments.zone or zone)
    at = time_of_day(moments.at) or time(9)
    if moments.date:
        once = day_of(moments.date)
        moment = datetime.combine(once, at, here).astimezone(ZoneInfo("UTC")) if once else None
        return moment if moment and moment > after else None
    day: date = after.astimezone(here).date()
    for ahead in range(9):
        local = datetime.combine(day + timedelta(days=ahead), at, here)
        moment = local.astimezone(ZoneInfo("UTC"))
        if moment > after and (not moments.days or local.weekday() in moments.days):
            return moment
    raise AssertionError("a week has every day")


def day_of(text: str) -> date | None:
    """YYYY-MM-DD; None if it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def time_of_day(text: str) -> time | None:
    """HH:MM; None if it is none."""
    try:
        return time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        return None
