from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.hours import service
from chalicelib.hours.model import ALWAYS, OpeningHours
from chalicelib.shared.errors import Conflict, NotFound
from tests.fakes import FakeClock
from tests.unit.hours.fakes import hours_ports
from tests.unit.hours.schedules import office

pytestmark = pytest.mark.feature("5")


def test_a_queue_keeps_its_own_hours_else_the_accounts_else_it_is_always_open() -> None:
    ports = hours_ports()
    assert service.schedule_for(ports, account_id="a", queue_id="q1") is ALWAYS
    service.save(ports, account_id="a", hours=OpeningHours(schedule=office()))
    assert service.schedule_for(ports, account_id="a", queue_id="q1") == office()
    paris = office("Europe/Paris")
    service.save(ports, account_id="a", hours=OpeningHours("q1", schedule=paris))
    assert service.schedule_for(ports, account_id="a", queue_id="q1") == paris
    assert service.schedule_for(ports, account_id="a", queue_id="q2") == office()
    assert service.schedule_for(ports, account_id="b") is ALWAYS
    service.remove(ports, account_id="a", queue_id="q1")
    assert service.schedule_for(ports, account_id="a", queue_id="q1") == office()


def test_of_two_administrators_one_is_told_that_he_was_late() -> None:
    ports = hours_ports()
    saved = service.save(ports, account_id="a", hours=OpeningHours(schedule=office()))
    service.save(ports, account_id="a", hours=replace(saved, callback=True))
    with pytest.raises(Conflict):
        service.save(ports, account_id="a", hours=saved)
    assert service.own(ports, account_id="a").callback


def test_a_queue_that_is_not_there_has_no_hours() -> None:
    ports = hours_ports()
    with pytest.raises(NotFound):
        service.own(ports, account_id="a", queue_id="q9")
    with pytest.raises(NotFound):
        service.save(ports, account_id="a", hours=OpeningHours("q9", schedule=office()))


def test_what_another_process_wrote_is_seen_within_seconds() -> None:
    clock = FakeClock()
    ports = hours_ports(clock)
    service.schedule_for(ports, account_id="a")
    ports.store.save("a", OpeningHours(schedule=office()))
    assert service.schedule_for(ports, account_id="a") is ALWAYS
    clock.tick(seconds=11)
    assert service.schedule_for(ports, account_id="a") == office()
