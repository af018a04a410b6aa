"""The store of working hours: the fake, moto and DynamoDB Local do the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.hours.model import Exceptional, Holiday, Interval, OpeningHours, Schedule
from chalicelib.hours.service import HoursStore
from chalicelib.hours.store import DynamoHoursStore
from tests.contract.stores.conftest import Stores
from tests.unit.hours.fakes import FakeHoursStore

pytestmark = pytest.mark.feature("5")
FULL = OpeningHours(
    schedule=Schedule(
        zone="America/Sao_Paulo",
        week=((Interval(540, 780), Interval(1320, 1560)), *((),) * 6),
        holidays=(Holiday(date(2026, 1, 25), "São Paulo <b>", yearly=True),),
        exceptions=(
            Exceptional(date(2026, 12, 24), (Interval(540, 720),), "Eve"),
            Exceptional(date(2026, 12, 31)),
        ),
        country="BR",
        subdivision="SP",
    ),
    messages={"closed": {"en": "Back {{ opening }}", "pt-BR": "Voltamos"}},
    callback=True,
)


@pytest.fixture
def store(stores: Stores) -> HoursStore:
    return FakeHoursStore() if stores.backend == "fake" else DynamoHoursStore()


def test_hours_come_back_whole_the_accounts_and_each_queues(store: HoursStore) -> None:
    own = OpeningHours("q1")
    assert store.save("acc", FULL)
    assert store.save("acc", own)
    found = {"": replace(FULL, version=1), "q1": replace(own, version=1)}
    assert store.load("acc") == found
    assert store.load("other") == {}


def test_of_two_writers_one_wins(store: HoursStore) -> None:
    assert store.save("acc", FULL)
    assert not store.save("acc", FULL)
    assert store.save("acc", replace(FULL, version=1, callback=False))
    assert not store.save("acc", replace(FULL, version=1))
    assert store.load("acc")[""] == replace(FULL, version=2, callback=False)


def test_a_queues_hours_can_be_taken_away_twice(store: HoursStore) -> None:
    store.save("acc", OpeningHours("q1"))
    store.remove("acc", "q1")
    store.remove("acc", "q1")
    assert store.load("acc") == {}
