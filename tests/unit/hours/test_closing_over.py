"""Conversations that stay open over closing time, and whose hours count for a first word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.conversations.bots import concerns, with_closed
from chalicelib.conversations.model import Status
from chalicelib.hours import service
from chalicelib.hours.model import OpeningHours
from tests.unit.conversations.scene import ACCOUNT
from tests.unit.hours.schedules import office
from tests.unit.hours.test_closing import EVENING, Night

pytestmark = pytest.mark.feature("5")
CLOSED = "Closed. Back tomorrow at 09:00."


@pytest.fixture
def day() -> Night:
    """Ann wrote in the morning, and Rui answered."""
    night = Night(datetime(2026, 7, 6, 10, 0, tzinfo=UTC))
    night.happens(night.writes("Hello?"))
    night.scene.change(assignee_id="rui")
    night.scene.post("One moment")
    return night


def test_a_word_after_closing_into_what_stayed_open_is_told_once(day: Night) -> None:
    day.scene.clock.now = EVENING
    for words in ("Are you there?", "Hello?!"):
        word = day.writes(words)
        assert not day.happens(word)
        day.happens(word)
    assert day.said == [CLOSED]
    assert (day.head.assignee_id, day.head.status) == ("rui", Status.OPEN)
    assert day.head.waiting_since == EVENING


def test_a_word_before_closing_that_is_looked_at_late_is_not_told(day: Night) -> None:
    word = day.writes("Are you there?")
    day.scene.clock.now = EVENING
    day.happens(word)
    assert day.said == []


def test_an_agent_who_stayed_answers_himself(day: Night) -> None:
    day.scene.clock.now = EVENING
    day.scene.post("I am still here")
    day.scene.clock.tick(minutes=1)
    day.happens(day.writes("Great"))
    assert day.said == []


def test_the_next_evening_it_is_told_again(day: Night) -> None:
    day.scene.clock.now = EVENING
    day.happens(day.writes("Hello?"))
    day.scene.clock.tick(hours=24)
    day.happens(day.writes("Hello again?"))
    assert len(day.said) == 2


def test_the_hours_of_the_department_that_the_visitor_chose_count() -> None:
    night = Night()
    own = OpeningHours(
        queue_id="q1", schedule=office(), messages={"closed": {"en": "Sales sleep."}}
    )
    service.save(night.hours, account_id=ACCOUNT, hours=own)
    night.ports = replace(night.ports, department=lambda head: head.queue_id or "q1")
    night.writes("Hello?")
    night.happens()
    assert night.said == ["Sales sleep."]


@pytest.mark.parametrize(
    ("automation", "assignee", "status", "looked_at"),
    [
        ("", "", Status.OPEN, False),
        ("first", "", Status.OPEN, True),
        ("first", "rui", Status.OPEN, False),
        ("closed", "rui", Status.OPEN, True),
        ("closed", "", Status.OPEN, True),
        ("closed", "", Status.PENDING, False),
        ("every closed", "", Status.RESOLVED, True),
        ("every closed", "rui", Status.RESOLVED, False),
    ],
)
def test_which_words_are_looked_at(
    automation: str, assignee: str, status: Status, looked_at: bool
) -> None:
    night = Night()
    night.writes("Hello?")
    head = replace(night.head, assignee_id=assignee, status=status)
    assert concerns(head, automation) is looked_at


def test_what_flows_want_is_kept_beside_it() -> None:
    assert with_closed("every", True) == "every closed"
    assert with_closed("", True) == "closed"
    assert with_closed("first", False) == "first"


def test_changing_the_hours_tells_the_channels_whether_anything_is_said() -> None:
    night = Night()
    told: list[str] = []
    ports = replace(night.hours, changed=told.append)
    assert service.speaks(ports, account_id=ACCOUNT)
    stored = service.own(ports, account_id=ACCOUNT)
    service.save(ports, account_id=ACCOUNT, hours=replace(stored, messages={}))
    assert not service.speaks(ports, account_id=ACCOUNT)
    service.remove(ports, account_id=ACCOUNT, queue_id="")
    assert told == [ACCOUNT, ACCOUNT]
