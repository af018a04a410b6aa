"""What a trigger misses. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from chalicelib.flows.folding import folded
from chalicelib.flows.graph import Trigger
from chalicelib.flows.nodes.base import Flaw
from chalicelib.flows.triggers import day_of, time_of_day


def trigger_flaws(trigger: Trigger) -> Iterator[Flaw]:
    needed = {
        "keyword": ("words", [each for each in trigger.words if folded(each)]),
        "button": ("buttons", [each for each in trigger.buttons if each.strip()]),
        "webhook": ("webhook_id", trigger.webhook_id),
        "tag": ("tag_ids", trigger.tag_ids),
        "event": ("event", trigger.event),
    }
    name, value = needed.get(trigger.kind, ("", True))
    if not value:
        yield Flaw(name, "missing", "says not what begins the flow")
    if trigger.kind == "schedule":
        if time_of_day(trigger.moments.at) is None:
            yield Flaw("moments.at", "invalid", "is no time of day")
        if trigger.moments.date and day_of(trigger.moments.date) is None:
            yield Flaw("moments.date", "invalid", "is no day")
        if trigger.moments.zone and not _is_zone(trigger.moments.zone):
            yield Flaw("moments.zone", "invalid", "is no time zone")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, or a folder
        return False
    return True
