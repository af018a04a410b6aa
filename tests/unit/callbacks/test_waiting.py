"""Callbacks that nobody can take yet: closed, nobody there, or blocked meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.callbacks import service
from chalicelib.callbacks.model import Callback, Status
from tests.support.people import NOON
from tests.unit.callbacks.office import Office

pytestmark = pytest.mark.feature("1.8")
OPENING = NOON + timedelta(hours=20)


@pytest.fixture
def office() -> Office:
    return Office()


def came(office: Office) -> None:
    office.open = True
    service.somebody_came(office.ports, account_id="acc")


def arranged(office: Office, **more: object) -> Callback:
    told: dict[str, object] = {"due_at": OPENING, "id": "k1"} | more
    return service.arrange(
        office.ports,
        account_id="acc",
        channel_id="acc-9",
        contact_id="ann",
        conversation_id="c9",
        phone="+34600111222",
        name="Ann",
        **told,  # type: ignore[arg-type]
    )


def test_asked_while_it_is_closed_it_rings_at_the_opening(office: Office) -> None:
    office.opens = OPENING
    asked = office.ask()
    assert (asked.status, asked.due_at) == (Status.SCHEDULED, OPENING)
    office.fire()
    assert office.now(asked).status is Status.SCHEDULED
    office.after(hours=20)
    office.fire()
    assert office.now(asked).status is Status.RINGING


def test_due_while_nobody_is_there_it_rings_for_the_first_who_comes(office: Office) -> None:
    office.opens = OPENING
    asked = office.ask()
    office.open = False
    office.after(hours=20)
    office.fire()
    assert office.now(asked).status is Status.WAITING
    office.after(minutes=5)
    came(office)
    assert office.now(asked).status is Status.RINGING
    came(office)
    assert office.now(asked).rings == 1
    office.after(minutes=2)
    office.fire()
    assert office.now(asked).status is Status.MISSED


def test_what_nobody_was_there_to_hear_rings_when_somebody_comes(office: Office) -> None:
    office.open = False
    asked = office.ask()
    assert asked.status is Status.WAITING
    came(office)
    assert office.now(asked).status is Status.RINGING
    assert office.told == ["callback.requested", "callback.due"]


def test_in_a_conversation_it_is_arranged_once(office: Office) -> None:
    first = arranged(office)
    assert (first.status, first.due_at, first.phone) == (
        Status.SCHEDULED,
        OPENING,
        "+34600111222",
    )
    assert arranged(office) == first
    assert len(office.store.callbacks) == 1
    assert arranged(office, id="k2", due_at=None).status is Status.RINGING


def test_who_is_blocked_rings_no_more(office: Office) -> None:
    ringing, other = office.ask(), arranged(office)
    for _ in range(2):
        service.silence(office.ports, account_id="acc", contact_ids={"vis"})
    assert office.now(ringing).muted
    assert not office.now(other).muted
    office.after(minutes=2)
    office.fire()
    assert "callback.missed" not in office.told
