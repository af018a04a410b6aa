"""How a queue finds somebody for its conversations, and what it promises. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from chalicelib.shared.errors import InvalidInput

DEFAULT_CAPACITY = 5  # open conversations that an agent has at once, where nothing is said
MOST_CAPACITY = 50
LEVELS = (1, 5)  # of a skill: hardly, as well as anybody
MOST_SKILLS = 20
MOST_OFFER = 600  # seconds
MOST_GRACE = 3600  # seconds
MOST_OVERFLOW = 1440  # minutes
MOST_TARGET = 60 * 24 * 30  # minutes


class Strategy(StrEnum):
    MANUAL = "manual"  # people take conversations themselves
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True, slots=True)
class Targets:
    """Minutes of working time; 0 = nothing is promised."""

    first_reply: int = 0
    next_reply: int = 0
    resolution: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """capacity: an agent who has so many open conversations gets none from this queue; 0: his own
    limit alone counts. offer_seconds: how long he may take to accept; 0: it is his at once.
    grace_seconds: how long he may be gone before his conversations go back; 0: they stay.
    skills: name -> the least level that a member must have. overflow_minutes: after so long in vain
    a conversation moves to overflow_to; 0: never. last_agent: who served the contact last comes
    first, if he is free. tell_position: the contact hears where he stands."""

    strategy: Strategy = Strategy.MANUAL
    capacity: int = 0
    offer_seconds: int = 30
    grace_seconds: int = 120
    skills: Mapping[str, int] = field(default_factory=dict)
    overflow_to: str = ""
    overflow_minutes: int = 0
    last_agent: bool = True
    tell_position: bool = False
    targets: Targets = field(default_factory=Targets)

    @property
    def routed(self) -> bool:
        return self.strategy is not Strategy.MANUAL

    @property
    def promises(self) -> bool:
        return self.targets != Targets()


def pack(rules: Rules) -> dict[str, Any]:
    """JSON-ready, without what is at its default."""
    whole, plain = asdict(rules), asdict(Rules())
    return {name: value for name, value in whole.items() if value != plain[name]}


def unpack(values: Mapping[str, Any]) -> Rules:
    """From `pack`; what a later version wrote and this one does not know is left out."""
    known: dict[str, Any] = {
        name: value for name, value in values.items() if name in Rules.__dataclass_fields__
    }
    if "strategy" in known:
        known["strategy"] = Strategy(known["strategy"])
    if "targets" in known:
        known["targets"] = Targets(**known["targets"])
    return Rules(**known)


def checked(rules: Rules) -> Rules:
    """Raises InvalidInput naming the field."""
    _within(rules.capacity, 0, MOST_CAPACITY, "rules.capacity")
    _within(rules.offer_seconds, 0, MOST_OFFER, "rules.offer_seconds")
    if 0 < rules.offer_seconds < 5:
        raise InvalidInput("five seconds at least, or 0", field="rules.offer_seconds")
    _within(rules.grace_seconds, 0, MOST_GRACE, "rules.grace_seconds")
    _within(rules.overflow_minutes, 0, MOST_OVERFLOW, "rules.overflow_minutes")
    if rules.overflow_minutes and not rules.overflow_to:
        raise InvalidInput("say to which queue", field="rules.overflow_to")
    for name in ("first_reply", "next_reply", "resolution"):
        _within(getattr(rules.targets, name), 0, MOST_TARGET, f"rules.targets.{name}")
    checked_skills(rules.skills, "rules.skills")
    return rules


def checked_skills(skills: Mapping[str, int], field: str) -> dict[str, int]:
    """Names folded to one spelling, so that "French" asked is "french" known."""
    if len(skills) > MOST_SKILLS:
        raise InvalidInput(f"at most {MOST_SKILLS} skills", field=field)
    found: dict[str, int] = {}
    for name, level in skills.items():
        word = " ".join(name.split())
        if not word or len(word) > 40:
            raise InvalidInput("a skill has a name of at most 40 characters", field=field)
        if not LEVELS[0] <= level <= LEVELS[1]:
            raise InvalidInput("a level is 1 to 5", field=field)
        if any(word.casefold() == other.casefold() for other in found):
            raise InvalidInput(f"“{word}” is there twice", field=field)
        found[word] = level
    return found


def checked_capacity(capacity: int) -> int:
    _within(capacity, 0, MOST_CAPACITY, "capacity")
    return capacity


def _within(value: int, least: int, most: int, field: str) -> None:
    if not least <= value <= most:
        raise InvalidInput(f"between {least} and {most}", field=field)


def level_in(skills: Mapping[str, int], name: str) -> int:
    """0: he has it not. Spelling does not count."""
    wanted = name.casefold()
    return next((level for word, level in skills.items() if word.casefold() == wanted), 0)
