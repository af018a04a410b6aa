"""Asking to be called, without a table and without a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.callbacks import model, service
from chalicelib.callbacks.model import Callback, Outcome, Status
from chalicelib.callbacks.view import widget_callback
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import ContactId
from tests.support.people import NOON
from tests.unit.callbacks.office import ANA, RUI, VISITOR, Office

pytestmark = pytest.mark.feature("1.8")


@pytest.fixture
def office() -> Office:
    return Office()


def listed(office: Office, which: service.Which = "open") -> list[Callback]:
    found = service.page(office.ports, account_id="acc", which=which, cursor="", limit=9)
    return found.callbacks


def test_a_request_rings_for_as_long_as_the_site_says(office: Office) -> None:
    asked = office.ask()
    assert (asked.status, asked.phone) == (Status.RINGING, "+5511987654321")
    assert asked.ring_until == NOON + timedelta(seconds=30)
    assert office.told == ["callback.requested"]
    assert office.introduced == [("Bia", "+5511987654321")]
    assert asked.conversation_id == "c1"


def test_a_number_as_dialled_at_home_is_read_by_the_visitors_country(office: Office) -> None:
    assert office.ask("11 98765-4321").phone == "+5511987654321"


@pytest.mark.parametrize("phone", ["", "12", "call me", "+999999", "<script>", "+55 11 9 " * 9])
def test_what_is_no_number_is_refused_by_field(office: Office, phone: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        office.ask(phone)
    assert refusal.value.field == "phone"
    assert office.store.callbacks == {}


def test_a_site_without_callbacks_has_none(office: Office) -> None:
    office.settings["callback"] = "off"
    with pytest.raises(NotFound):
        office.ask()


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ({}, 0),
        ({"callback": "off", "callback_seconds": "60"}, 0),
        ({"callback": "on"}, 30),
        ({"callback": "on", "callback_seconds": "5"}, 15),
        ({"callback": "on", "callback_seconds": "900"}, 120),
        ({"callback": "on", "callback_seconds": "soon"}, 30),
    ],
)
def test_how_long_it_rings(settings: dict[str, str], seconds: int) -> None:
    assert model.ring_seconds(settings) == seconds


def test_asking_twice_asks_once(office: Office) -> None:
    first = office.ask()
    office.after(seconds=3)
    assert office.ask() == first
    assert len(office.store.callbacks) == 1
    assert office.told == ["callback.requested"]


def test_a_request_that_died_halfway_is_finished_by_its_repeat(office: Office) -> None:
    office.dies_at = "callback.requested"
    with pytest.raises(RuntimeError):
        office.ask()
    office.after(seconds=2)
    asked = office.ask()
    assert asked.status is Status.RINGING
    assert len(office.store.callbacks) == 1
    assert (f"callback-{asked.id}", asked.ring_until) in office.timers


def test_with_nobody_there_it_waits_and_rings_at_nobody(office: Office) -> None:
    office.open = False
    asked = office.ask()
    assert (asked.status, asked.ring_until, office.timers) == (Status.WAITING, None, {})
    assert widget_callback(asked, None, NOON)["status"] == "waiting"
    assert office.accept(asked).status is Status.ACCEPTED


def test_the_first_agent_has_it_and_the_others_are_told_so(office: Office) -> None:
    asked = office.ask()
    mine = office.accept(asked)
    assert (mine.accepted_by, mine.attempts) == ("ana", 1)
    with pytest.raises(Conflict):
        office.accept(asked, RUI)
    assert office.accept(asked) == mine  # his own second click
    assert office.told == ["callback.requested", "callback.accepted"]
    assert office.now(asked).accepted_by == "ana"


def test_of_two_who_accept_in_the_same_moment_one_has_it(office: Office) -> None:
    asked = office.ask()
    store, save = office.store, office.store.save

    def rui_is_faster(callback: Callback) -> Callback | None:
        store.save = save  # type: ignore[method-assign]
        office.accept(asked, RUI)
        return save(callback)

    store.save = rui_is_faster  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        office.accept(asked, ANA)
    assert office.now(asked).accepted_by == "rui"


def test_nobody_in_time_is_a_missed_callback(office: Office) -> None:
    asked = office.ask()
    office.after(seconds=30)
    office.fire()
    assert office.now(asked).status is Status.MISSED
    assert office.told[-1] == "callback.missed"
    assert office.accept(asked).status is Status.ACCEPTED  # it can still be taken


@pytest.mark.parametrize("seconds", [-1, 0, 3600], ids=["skewed", "now", "late"])
def test_a_timer_may_come_a_little_early_late_and_often(office: Office, seconds: int) -> None:
    asked = office.ask()
    office.after(seconds=30 + seconds)
    timer = next(iter(office.timers.values()))
    for _ in range(3):
        service.due(office.ports, timer=timer)
    assert office.now(asked).status is Status.MISSED
    assert office.told.count("callback.missed") == 1
    assert office.store.saves == 2


def test_a_timer_that_comes_after_the_accepting_changes_nothing(office: Office) -> None:
    asked = office.ask()
    office.accept(asked)
    office.after(seconds=40)
    office.fire()
    assert office.now(asked).status is Status.ACCEPTED


def test_a_lost_timer_loses_nothing_for_the_visitor(office: Office) -> None:
    asked = office.ask()
    late = NOON + timedelta(seconds=31)
    assert widget_callback(office.now(asked), None, late)["status"] == "missed"


def test_a_line_that_was_lost_by_a_crash_is_told_by_the_timers_repeat(office: Office) -> None:
    asked = office.ask()
    office.after(seconds=30)
    office.dies_at = "callback.missed"
    with pytest.raises(RuntimeError):
        office.fire()
    assert office.now(asked).status is Status.MISSED
    office.fire()
    assert office.told[-1] == "callback.missed"


@pytest.mark.parametrize("outcome", ["reached", "no_answer", "busy", "wrong_number"])
def test_the_outcome_is_kept(office: Office, outcome: str) -> None:
    asked = office.ask()
    office.accept(asked)
    done = office.finish(asked, outcome)
    assert (done.status, done.outcome) == (Status.DONE, Outcome(outcome))
    assert office.finish(asked, outcome) == done  # a doubled click
    assert office.told[-1] == "callback.done"
    assert len(office.lines) == 3
    assert listed(office) == []


def test_there_is_no_outcome_of_what_nobody_accepted(office: Office) -> None:
    with pytest.raises(Conflict):
        office.finish(office.ask(), "reached")


def test_a_postponed_one_rings_again_at_its_time(office: Office) -> None:
    asked = office.ask()
    office.accept(asked)
    due = NOON + timedelta(hours=2)
    later = office.finish(asked, "later", due)
    assert (later.status, later.due_at, later.accepted_by) == (Status.SCHEDULED, due, "")
    office.after(hours=1)
    office.fire()
    assert office.now(asked).status is Status.SCHEDULED
    office.after(hours=1)
    office.fire()
    office.fire()
    again = office.now(asked)
    assert (again.status, again.rings) == (Status.RINGING, 2)
    assert office.told.count("callback.due") == 1
    office.after(seconds=service.AGAIN_SECONDS)
    office.fire()
    assert office.now(asked).status is Status.MISSED


@pytest.mark.parametrize("due", [None, NOON, NOON - timedelta(days=1), datetime(2031, 1, 1)])
def test_later_lies_in_the_future_and_has_a_zone(office: Office, due: datetime | None) -> None:
    asked = office.ask()
    office.accept(asked)
    with pytest.raises(InvalidInput) as refusal:
        office.finish(asked, "later", due)
    assert refusal.value.field == "due_at"
    assert office.now(asked).status is Status.ACCEPTED


def test_a_visitor_learns_who_calls_and_nothing_of_others(office: Office) -> None:
    asked = office.ask()
    office.accept(asked)
    found, agent = service.of_visitor(office.ports, visitor=VISITOR, client_id="request-1")
    assert widget_callback(found, agent, NOON) == {
        "status": "accepted",
        "phone": "+5511987654321",
        "seconds": 0,
        "agent": {"name": "Ana", "photo": ""},
    }
    stranger = replace(VISITOR, contact_id=ContactId("other"))
    with pytest.raises(NotFound):
        service.of_visitor(office.ports, visitor=stranger, client_id="request-1")


def test_the_count_down_is_in_whole_seconds(office: Office) -> None:
    asked = office.ask()
    left = [
        widget_callback(asked, None, NOON + timedelta(seconds=past))["seconds"]
        for past in (0, 0.5, 29.9, 31)
    ]
    assert left == [30, 30, 1, 0]


@pytest.mark.parametrize("there", [True, False])
def test_who_is_blocked_sees_what_all_see_and_rings_at_nobody(office: Office, there: bool) -> None:
    office.open = there
    seen = []
    for blocked, client_id in ((False, "request-1"), (True, "request-2")):
        office.blocked = blocked
        asked = office.ask(client_id=client_id)
        found, agent = service.of_visitor(office.ports, visitor=VISITOR, client_id=client_id)
        moments = [NOON + timedelta(seconds=past) for past in (0, 29, 31)]
        seen.append([widget_callback(each, agent, m) for each in (asked, found) for m in moments])
    assert seen[0] == seen[1]
    assert seen[1][2]["status"] == ("missed" if there else "waiting")
    assert len(office.timers) == there  # of the one who is not blocked
    pages = [listed(office, which) for which in ("open", "all")]
    assert [[each.muted for each in page] for page in pages] == [[False], [False]]


def test_a_blocked_ones_request_is_one_however_often_it_comes_and_no_agents(office: Office) -> None:
    office.blocked = True
    asked = office.ask()
    office.after(seconds=3)
    assert office.ask() == asked
    assert office.store.saves == 1
    with pytest.raises(NotFound):
        office.accept(asked)
    with pytest.raises(NotFound):
        office.finish(asked, "later", NOON + timedelta(days=1))
    assert office.introduced == []


def test_who_is_unblocked_is_called_again(office: Office) -> None:
    office.blocked = True
    office.ask()
    office.blocked = False
    asked = office.ask(client_id="request-2")
    assert not asked.muted
    assert listed(office) == [asked]
    assert (f"callback-{asked.id}", asked.ring_until) in office.timers
