"""What each number of a report is called by programs, and what it counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.reports.model import WORKING
from chalicelib.shared.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Definition:
    """name: for programs. kept: of COUNTS or TIMES, as counters are stored. about: what is counted;
    of a time, from when to when."""

    name: str
    kept: str
    kind: Literal["count", "time"]
    about: str

    @property
    def working(self) -> bool:
        """Whether it is told in working time too."""
        return self.kind == "time" and self.kept in WORKING


_COUNTS = (
    ("messages_in", "in", "Public messages of contacts."),
    ("messages_out", "out", "Public messages of agents."),
    ("messages_by_flows", "said", "Public messages of flows."),
    ("opened", "opened", "Conversations begun, by the contact or by us."),
    ("started", "started", "Of the opened ones, those that an agent or a flow began."),
    ("reopened", "reopened", "Resolved conversations that came back."),
    ("resolved", "resolved", "Each time that a conversation was resolved."),
    (
        "resolved_by_flows",
        "bot_resolved",
        "Of the resolved ones, those that a flow had, in which no agent spoke and nobody waited.",
    ),
    (
        "unanswered",
        "unanswered",
        "Of the resolved ones, those in which the contact waited and no agent spoke.",
    ),
    ("assigned", "assigned", "Times that a conversation was given to an agent."),
    ("transferred", "transferred", "Times that it was passed on."),
    ("handed_off", "handed_off", "Times that a flow gave it up to people."),
    ("promises_kept", "kept", "Promises of queues (SLA) that were kept, when they were due."),
    ("promises_broken", "broken", "Those that were broken."),
    ("rated", "rated", "Conversations that contacts rated with stars."),
    ("stars", "stars", "The stars that they gave, added up."),
    ("tagged", "tagged", "Conversations on which a tag was put."),
    ("invited", "invited", "Conversations in which a visitor answered an invitation."),
)
_TIMES = (
    (
        "first_reply",
        "first",
        "From the contact's first unanswered word, or a flow's handing over, to an agent's first.",
    ),
    ("reply", "reply", "From the same to each agent's word that answers one."),
    ("resolution", "resolved", "From the opening, or the last reopening, to being resolved."),
    ("waiting", "taken", "From being nobody's to being somebody's."),
    ("with_flow", "bot", "While a flow had it; told when it is resolved."),
    ("put_aside", "idle", "While it was snoozed, or pending without a flow; told when resolved."),
)
DEFINITIONS: Mapping[str, Definition] = {
    **{name: Definition(name, kept, "count", about) for name, kept, about in _COUNTS},
    **{name: Definition(name, kept, "time", about) for name, kept, about in _TIMES},
}
_NAMES = {(each.kind, each.kept): each.name for each in DEFINITIONS.values()}


def name_of(kind: Literal["count", "time"], kept: str) -> str:
    return _NAMES[kind, kept]


def definition(name: str) -> Definition:
    """Raises InvalidInput (number)."""
    found = DEFINITIONS.get(name)
    if found is None:
        raise InvalidInput("is no number of a report", field="number")
    return found
