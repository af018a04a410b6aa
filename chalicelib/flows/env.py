"""What a flow that runs may know of the world, as it stands at this step. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.flows.graph import Graph

Facts = Mapping[str, Mapping[str, object]]

# What texts and conditions may name besides the flow's own variables. `attributes` and `trigger`
# hold names of the account's or the trigger's own.
FACTS: Mapping[str, tuple[str, ...]] = {
    "contact": ("name", "first_name", "email", "phone", "language", "tags", "attributes"),
    "conversation": ("id", "tags", "priority", "attributes"),
    "channel": ("id", "kind", "name"),
    "account": ("name",),
    "trigger": (),
}


@dataclass(frozen=True, slots=True)
class Called:
    """A flow that another one calls. version: the published one, which the call stays on."""

    version: int
    graph: Graph


def _open(queue_id: str) -> str:
    return "open"


def _nobody(queue_id: str) -> int:
    return 0


def _none(flow_id: str, version: int) -> Called | None:
    return None


@dataclass(frozen=True, slots=True)
class Env:
    """now: aware. contact_id: what an A/B split holds on to. facts: by FACTS, without `trigger`.
    zone: the account's, an IANA name: which day is "today". language: the contact's ('pt-BR'), '' =
    not known; region: two letters, for phone numbers without
    a country code. hours: queue's id ('' = the account's) -> open | closed | break | holiday.
    agents_online: queue's id ('' = all) -> how many. flow: id, version (0 = what is published now)
    -> None if there is none that may be called."""

    now: datetime
    contact_id: str = ""
    facts: Facts = field(default_factory=dict)
    language: str = ""
    region: str = ""
    zone: str = "UTC"
    hours: Callable[[str], str] = _open
    agents_online: Callable[[str], int] = _nobody
    flow: Callable[[str, int], Called | None] = _none

    @property
    def phone_region(self) -> str:
        """Whose numbers are meant without a country code: told, or that of 'pt-BR'."""
        _, *rest = self.language.replace("_", "-").split("-")
        told = rest[-1].upper() if rest and len(rest[-1]) == 2 else ""
        return self.region or told

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()
