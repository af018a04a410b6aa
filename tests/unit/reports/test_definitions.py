"""What each number of docs/reports.md means, by small examples that a stranger can check.

An example is what happens, a minute and a word or two each, and the numbers that come of it. Queue
"sales" promises first replies and endings; one minute of working time passes in two of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.reports.counting import counted, numbers
from chalicelib.reports.folding import fold
from chalicelib.reports.model import COUNTS, State
from chalicelib.shared.content import Content, Kind, text
from chalicelib.shared.ids import AccountId, ConversationId
from tests.unit.reports.fakes import LISBON, rules

pytestmark = pytest.mark.feature("10")
BEGUN = datetime(2026, 6, 1, 9, tzinfo=UTC)
PEOPLE = {
    "contact": Author(AuthorKind.CONTACT),
    "blocked": Author(AuthorKind.CONTACT),
    "ana": Author(AuthorKind.AGENT, "ana"),
    "rui": Author(AuthorKind.AGENT, "rui"),
    "flow": Author(AuthorKind.BOT, "f1"),
    "": Author(AuthorKind.SYSTEM),
}
# What a line is called here -> event, data.
LINES = {
    "to ana": ("conversation.assigned", {"assignee_id": "ana"}),
    "to rui": ("conversation.assigned", {"assignee_id": "rui"}),
    "to nobody": ("conversation.unassigned", {}),
    "to sales": ("conversation.queued", {"queue_id": "sales"}),
    "passed to rui": ("conversation.transferred", {"assignee_id": "rui"}),
    "passed to help": ("conversation.transferred", {"queue_id": "help"}),
    "gave up": ("bot.handed_off", {"flow_id": "f1", "queue_id": "sales"}),
    "to the flow": ("conversation.to_bot", {"bot_id": "f1"}),
    "snoozed": ("conversation.snoozed", {}),
    "reopened": ("conversation.reopened", {}),
    "resolved": ("conversation.resolved", {}),
    "late": ("sla.breached", {"target": "first_reply"}),
    "tagged": ("conversation.tagged", {"tag_ids": "t1"}),
    "invited": ("invitation.answered", {"invitation_id": "i1"}),
    **{f"{score} stars": ("conversation.rated", {"score": f"{score}"}) for score in range(1, 6)},
    "2 stars, not 5": ("conversation.rated", {"score": "2", "before": "5"}),
}


def thread(happened: str) -> list[Message]:
    """ "0 contact says; 3 ana says; 9 ana resolved": minute, who, what."""
    found = []
    for seq, step in enumerate(happened.split("; "), start=1):
        minute, who, what = step.split(" ", 2) if step.count(" ") > 1 else (*step.split(), "")
        if who not in PEOPLE:  # nobody's line
            who, what = "", f"{who} {what}".strip()
        said = what in ("says", "notes")
        event, data = ("", {}) if said else LINES[what]
        found.append(
            Message(
                account_id=AccountId("acc"),
                conversation_id=ConversationId("k"),
                seq=seq,
                author=PEOPLE[who],
                content=text("…") if said else Content(kind=Kind.EVENT, event=event, data=data),
                visibility=Visibility({"says": "public", "notes": "note"}.get(what, "event")),
                at=BEGUN + timedelta(minutes=float(minute)),
                dedup=f"{seq}",
                channel_id="c",
                muted=who == "blocked",
            )
        )
    return found


@dataclass(frozen=True)
class Told:
    counts: dict[str, int]
    minutes: dict[str, list[float]]  # by the clock, in their order
    working: dict[str, list[float]]


def told(happened: str) -> Told:
    _, facts = fold(State(), thread(happened), rules("first_reply", "resolution"))
    minutes: dict[str, list[float]] = {}
    working: dict[str, list[float]] = {}
    for fact in facts:
        if fact.seconds is not None:
            minutes.setdefault(fact.name, []).append(fact.seconds / 60)
        if fact.working is not None:
            working.setdefault(fact.name, []).append(fact.working / 60)
    total = counted(facts, "c", LISBON).get(("all", "2026-06-01", "-"))
    return Told(dict(numbers(total or {}).counts), minutes, working)


PLAIN = "0 contact says; 1 to ana; 3 ana says; 9 ana resolved"


@pytest.mark.parametrize(
    ("number", "happened", "is_told"),
    [
        # Volumes
        ("in", "0 contact says; 1 contact says; 2 ana says", 2),
        ("in", "0 blocked says; 1 blocked says", 0),
        ("out", "0 contact says; 2 ana says; 3 ana notes; 4 rui says", 2),
        ("said", "0 contact says; 0 flow says; 1 contact says; 1 flow says", 2),
        ("opened", "0 contact says; 5 contact says", 1),
        ("opened", "0 blocked says", 0),
        ("started", "0 ana says; 5 contact says", 1),
        ("started", "0 flow says; 5 contact says", 1),
        ("started", "0 contact says; 5 ana says", 0),
        # Ends and new beginnings
        ("resolved", f"{PLAIN}; 20 reopened; 25 ana resolved", 2),
        ("resolved", f"{PLAIN}; 10 rui resolved", 1),
        ("reopened", f"{PLAIN}; 20 reopened; 25 ana resolved", 1),
        ("reopened", "0 contact says; 1 ana snoozed; 60 reopened; 61 ana resolved", 0),
        # Who had it
        ("assigned", "0 contact says; 1 to ana; 2 to rui", 2),
        ("assigned", "0 contact says; 1 to ana; 2 to nobody", 1),
        ("transferred", "0 contact says; 1 to ana; 2 ana passed to rui", 1),
        ("transferred", "0 contact says; 1 to ana; 2 ana passed to help; 3 to rui", 1),
        ("transferred", "0 contact says; 1 to ana; 2 to rui", 0),
        ("handed_off", "0 contact says; 0 flow says; 4 gave up", 1),
        ("handed_off", "0 contact says; 0 flow says; 4 ana says", 0),
        # Without people
        ("bot_resolved", "0 contact says; 0 flow says; 3 flow resolved", 1),
        ("bot_resolved", "0 contact says; 0 flow says; 2 ana says; 3 ana resolved", 0),
        ("bot_resolved", "0 contact says; 0 flow says; 2 gave up; 9 rui resolved", 0),
        ("unanswered", "0 contact says; 0 flow says; 2 gave up; 9 rui resolved", 1),
        ("unanswered", "0 contact says; 9 ana resolved", 1),
        ("unanswered", "0 contact says; 2 ana says; 3 contact says; 9 ana resolved", 0),
        ("unanswered", f"{PLAIN}; 20 reopened; 20 contact says; 30 ana resolved", 1),
        ("unanswered", f"{PLAIN}; 20 reopened; 30 ana resolved", 0),
        ("unanswered", "0 contact says; 0 flow says; 3 flow resolved", 0),
        # Promises: of a first reply and of the end
        ("kept", PLAIN, 2),
        ("kept", "0 contact says; 5 late; 9 ana says; 20 ana resolved", 1),
        ("broken", "0 contact says; 5 late; 9 ana says; 20 ana resolved", 1),
        ("kept", f"{PLAIN}; 20 reopened; 21 ana says; 25 ana resolved", 3),
        # Feelings, tags, invitations
        ("rated", f"{PLAIN}; 10 contact 5 stars; 11 contact 2 stars, not 5", 1),
        ("stars", f"{PLAIN}; 10 contact 5 stars; 11 contact 2 stars, not 5", 2),
        ("invited", "0 contact says; 0 invited; 3 ana says", 1),
    ],
)
def test_what_a_number_counts(number: str, happened: str, is_told: int) -> None:
    assert number in COUNTS
    assert told(happened).counts.get(number, 0) == is_told


@pytest.mark.parametrize(
    ("time", "happened", "minutes"),
    [
        # From the contact's first unanswered word to an agent's first word ever
        ("first", "0 contact says; 2 contact says; 6 ana says; 7 contact says; 9 ana says", [6]),
        ("first", "0 contact says; 1 flow says; 5 gave up; 9 ana says", [4]),
        ("first", "0 contact says; 1 flow says; 5 contact says; 9 ana says", []),
        ("first", "0 ana says; 5 contact says; 9 ana says", []),
        ("first", f"{PLAIN}; 20 reopened; 20 contact says; 24 rui says", [3]),
        # Each word of an agent that answers one
        ("reply", "0 contact says; 2 contact says; 6 ana says; 7 contact says; 9 ana says", [6, 2]),
        ("reply", "0 contact says; 6 ana says; 8 ana says", [6]),
        ("reply", f"{PLAIN}; 20 reopened; 20 contact says; 24 rui says", [3, 4]),
        ("reply", f"{PLAIN}; 12 contact says; 14 ana says", [3]),
        # From the opening, or the last reopening
        ("resolved", PLAIN, [9]),
        ("resolved", f"{PLAIN}; 20 reopened; 27 ana resolved", [9, 7]),
        ("resolved", "0 contact says; 10 ana snoozed; 70 reopened; 80 ana resolved", [80]),
        # Nobody's until it is somebody's
        ("taken", "0 contact says; 4 to ana; 6 to rui", [4]),
        ("taken", "0 contact says; 4 to ana; 6 to nobody; 11 to rui", [4, 5]),
        ("taken", "0 contact says; 1 flow says; 5 gave up; 7 to ana", [2]),
        ("taken", f"{PLAIN}; 20 reopened; 22 to rui", [1]),  # it is still Ana's
        # With a flow; told at the end
        ("bot", "0 contact says; 0 flow says; 5 gave up; 9 ana says", []),
        ("bot", "0 contact says; 0 flow says; 5 gave up; 9 ana says; 10 ana resolved", [5]),
        ("bot", "0 contact says; 2 flow says; 8 ana says; 10 ana resolved", [8]),
        ("bot", "0 contact says; 1 to the flow; 4 gave up; 6 to the flow; 9 flow resolved", [6]),
        ("bot", "0 contact says; 0 flow says; 5 flow resolved; 9 reopened; 12 ana resolved", [5]),
        # Put aside; told at the end
        ("idle", "0 contact says; 10 ana snoozed; 70 reopened; 80 ana resolved", [60]),
        ("idle", "0 contact says; 10 ana snoozed; 70 ana resolved", [60]),
    ],
)
def test_how_long_a_time_is(time: str, happened: str, minutes: list[float]) -> None:
    found = told(happened)
    assert found.minutes.get(time, []) == minutes
    if time in ("bot", "idle"):
        assert time not in found.working
    else:
        assert found.working.get(time, []) == [each / 2 for each in minutes], "its twin"


@pytest.mark.parametrize(
    ("number", "happened", "whose"),
    [
        ("reply", "0 contact says; 1 to ana; 3 rui says", "rui"),  # its author's
        ("out", "0 contact says; 1 to ana; 3 rui says", "rui"),
        ("resolved", "0 contact says; 1 to ana; 3 rui resolved", "ana"),  # who had it
        ("resolved", "0 contact says; 3 rui resolved", "rui"),  # nobody had it
        ("transferred", "0 contact says; 1 to ana; 2 ana passed to rui", "ana"),  # who passed it on
        ("assigned", "0 contact says; 1 to ana; 2 ana passed to rui", "rui"),
        ("broken", "0 contact says; 1 to ana; 5 late; 9 rui says", "ana"),
        ("rated", f"{PLAIN}; 10 contact 4 stars", "ana"),
        ("started", "0 flow says; 5 contact says", ""),
    ],
)
def test_whose_it_is(number: str, happened: str, whose: str) -> None:
    _, facts = fold(State(), thread(happened), rules("first_reply"))
    assert [fact.agent_id for fact in facts if fact.name == number][-1] == whose
