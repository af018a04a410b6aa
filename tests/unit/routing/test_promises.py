"""What a queue promises, in its working time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations import posting
from chalicelib.conversations.appending import Thread, append, raised
from chalicelib.conversations.model import Author, AuthorKind, Message, Status, Visibility
from chalicelib.conversations.receiving import _called  # the rule of a contact's message
from chalicelib.hours.model import Interval, Schedule
from chalicelib.routing.model import Strategy, Targets
from chalicelib.shared import content
from tests.unit.routing.fakes import ACME, Office

pytestmark = pytest.mark.feature("4.5")

# The clock of the fakes stands on a Monday, 9:00 UTC.
NINE_TO_FIVE = Schedule(week=((Interval(540, 1020),),) * 5 + ((),) * 2)


def office(**targets: int) -> Office:
    here = Office(strategy=Strategy.MANUAL, targets=Targets(**targets))
    here.schedule = NINE_TO_FIVE
    return here


def reply(here: Office, name: str) -> None:
    posting.post(
        here.ports.conversations,
        account_id=ACME,
        conversation_id=name,
        author=Author(AuthorKind.AGENT, "ana", "Ana"),
        content=content.text("Hello"),
        client_id=f"reply-{here.clock.now}",
    )
    here.settle()


def write(here: Office, name: str) -> None:
    head = here.head(name)
    draft = Message(
        account_id=ACME,
        conversation_id=head.id,
        seq=0,
        author=Author(AuthorKind.CONTACT, head.contact_id),
        content=content.text("And?"),
        visibility=Visibility.PUBLIC,
        at=here.clock.now,
        dedup=f"word-{here.clock.now}",
    )
    append(
        here.ports.conversations,
        Thread(head),
        draft,
        scope=head.id,
        patch=lambda before: raised(before, _called(draft, before)),
    )
    here.settle()


def told(here: Office, name: str) -> list[tuple[str, Any]]:
    return [
        (line.content.event, (line.content.data or {})["target"])
        for line in here.lines(name)
        if line.content.event.startswith("sla.")
    ]


def test_a_first_reply_in_time_breaks_nothing() -> None:
    here = office(first_reply=30)
    here.arrive("c1")
    opened = here.head("c1").waiting_since
    assert opened is not None
    assert here.head("c1").sla_due == opened + timedelta(minutes=30)
    assert here.head("c1").sla_warn == opened + timedelta(minutes=24)
    here.wait(minutes=10)
    reply(here, "c1")
    assert (here.head("c1").sla, here.head("c1").sla_due) == ("replied", None)
    here.wait(hours=5)
    assert told(here, "c1") == []


def test_a_late_one_is_warned_of_and_then_told_once() -> None:
    here = office(first_reply=30)
    here.arrive("c1")
    here.wait(minutes=25)
    assert told(here, "c1") == [("sla.warned", "first_reply")]
    here.wait(hours=3)
    assert told(here, "c1") == [("sla.warned", "first_reply"), ("sla.breached", "first_reply")]
    reply(here, "c1")
    assert here.head("c1").sla_due is None


def test_the_clock_stands_still_while_nobody_works() -> None:
    here = office(first_reply=60)
    here.clock.tick(hours=7, minutes=30)  # Monday, 16:30
    here.arrive("c1")
    due = here.head("c1").sla_due
    assert due is not None
    assert (due.day, due.hour, due.minute) == (3, 9, 30)


def test_each_word_of_the_contact_asks_for_the_next_reply() -> None:
    here = office(next_reply=20)
    here.arrive("c1")
    assert here.head("c1").sla_due is None  # nothing is promised of the first
    reply(here, "c1")
    here.wait(minutes=5)
    write(here, "c1")
    due = here.head("c1").sla_due
    assert due == here.clock.now + timedelta(minutes=20)
    here.wait(minutes=2)
    write(here, "c1")
    assert here.head("c1").sla_due == due  # he waits since his first word
    reply(here, "c1")
    assert here.head("c1").sla_due is None
    here.wait(hours=2)
    assert told(here, "c1") == []


def test_a_snooze_stops_the_clock_and_gives_back_what_was_left() -> None:
    here = office(resolution=120)
    here.arrive("c1")
    here.wait(minutes=60)
    here.change("c1", status=Status.SNOOZED, snoozed_until=here.clock.now + timedelta(hours=2))
    assert here.head("c1").sla_due is None
    here.wait(hours=2, minutes=1)
    due = here.head("c1").sla_due
    assert due is not None
    assert timedelta(minutes=55) < due - here.clock.now <= timedelta(minutes=60)
    here.resolve("c1")
    assert (here.head("c1").sla, here.head("c1").sla_due) == ("", None)
    here.wait(days=2)
    assert told(here, "c1") == []


def test_another_queue_has_promises_of_its_own() -> None:
    here = office(first_reply=30)
    here.queue("help", strategy=Strategy.MANUAL)
    here.arrive("c1")
    here.change("c1", queue_id="help")
    assert (here.head("c1").sla, here.head("c1").sla_due) == ("", None)


def test_without_promises_no_head_carries_anything() -> None:
    here = office()
    here.arrive("c1")
    version = here.head("c1").version
    reply(here, "c1")
    write(here, "c1")
    assert (here.head("c1").sla, here.head("c1").version) == ("", version)
    assert here.store.routes == {}
