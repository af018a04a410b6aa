"""Loads, waiting lists and routes: the fake and DynamoDB do the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.routing.deciding import Waiting
from chalicelib.routing.ports import Route, RouteStore, Turn
from chalicelib.routing.promises import Clocks, Running
from chalicelib.routing.store import DynamoRouteStore
from tests.unit.routing.fakes import FakeRouteStore

pytestmark = pytest.mark.feature("4.1")

AT = datetime(2026, 3, 2, 9, 0, 0, 123000, tzinfo=UTC)
LATER = AT + timedelta(minutes=3)


@pytest.fixture
def store(backend: tuple[str, str], request: pytest.FixtureRequest) -> RouteStore:
    if backend[0] == "fake":
        return FakeRouteStore()
    request.getfixturevalue("stores")  # wipes the table
    return DynamoRouteStore()


def held(store: RouteStore, agent: str = "ana") -> dict[str, datetime]:
    return dict(store.loads("a1").agents[agent].held)


def test_a_place_is_taken_once_and_never_beyond_the_limit(store: RouteStore) -> None:
    assert not store.take("a1", "ana", "c1", AT, 2)  # nobody has counted his load yet
    store.start("a1", "ana", {})
    assert [store.take("a1", "ana", name, AT, 2) for name in ("c1", "c2", "c3")] == [
        True,
        True,
        False,
    ]
    assert store.take("a1", "ana", "c1", LATER, 2)
    assert store.take("a1", "ana", "c1", LATER, 0)
    assert not store.take("a1", "ana", "c9", LATER, 0)
    assert held(store) == {"c1": LATER, "c2": AT}
    assert store.take("a1", "ana", "c3", AT, None)
    assert len(held(store)) == 3


def test_a_place_is_given_up_once(store: RouteStore) -> None:
    store.release("a1", "ana", "c1")  # there is no load at all
    store.start("a1", "ana", {"c1": AT})
    store.release("a1", "ana", "c1")
    store.release("a1", "ana", "c1")
    assert store.take("a1", "ana", "c2", AT, 1)
    assert not store.take("a1", "ana", "c3", AT, 1)
    assert held(store) == {"c2": AT}


def test_a_stale_place_is_freed_unless_it_was_taken_anew(store: RouteStore) -> None:
    store.start("a1", "ana", {"c1": AT})
    store.take("a1", "ana", "c1", LATER, 1)
    store.release_stale("a1", "ana", "c1", AT)
    assert held(store) == {"c1": LATER}
    store.release_stale("a1", "ana", "c1", LATER)
    assert held(store) == {}


def test_a_load_is_started_once_and_knows_since_when_he_is_away(store: RouteStore) -> None:
    store.set_away("a1", "ana", AT)  # nothing to tell it of
    store.start("a1", "ana", {"c1": AT})
    store.start("a1", "ana", {"c2": AT})
    store.set_away("a1", "ana", AT)
    assert store.loads("a1").agents["ana"].away_since == AT
    assert held(store) == {"c1": AT}
    store.set_away("a1", "ana", None)
    assert store.loads("a1").agents["ana"].away_since is None
    assert store.loads("a2").agents == {}


def test_a_queue_remembers_whose_turn_it_was(store: RouteStore) -> None:
    turn = Turn("ana", AT, True, 12.5)
    store.save_turn("a1", "sales", turn)
    assert store.loads("a1").turns == {"sales": turn}


def test_a_list_is_read_from_the_oldest_on(store: RouteStore) -> None:
    first, second = Waiting("c1", AT, {"ana": LATER}), Waiting("c2", LATER)
    store.enter("a1", "sales", second)
    store.enter("a1", "sales", first)
    store.enter("a1", "sales", first)
    assert store.waiting("a1", "sales", 10) == [first, second]
    assert store.waiting("a1", "sales", 1) == [first]
    assert store.waiting("a1", "help", 10) == store.waiting("a2", "sales", 10) == []
    store.leave("a1", "sales", first)
    store.leave("a1", "sales", first)
    assert store.waiting("a1", "sales", 10) == [second]


def test_a_route_comes_back_as_it_was(store: RouteStore) -> None:
    assert store.route("a1", "c1") is None
    left = (timedelta(minutes=2), timedelta(minutes=5))
    route = Route(
        holder="ana",
        intent="bea",
        told="{}",
        number=3,
        seen="open",
        last="zoe",
        queue_id="sales",
        since=AT,
        entered=LATER,
        not_for={"ana": LATER},
        tried=("help",),
        position=2,
        told_at=AT,
        clocks=Clocks(
            "sales",
            {
                "first_reply": Running(AT, LATER, None, True, False),
                "resolution": Running(left=left),
            },
        ),
    )
    store.save_route("a1", "c1", route)
    assert store.route("a1", "c1") == route
    store.save_route("a1", "c1", Route())
    assert store.route("a1", "c1") == Route()
    assert store.route("a2", "c1") is None
