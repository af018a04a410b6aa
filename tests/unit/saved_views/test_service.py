"""Saved views: one's own for everyone, the account's for administrators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.conversations.filters import Filter, Group, Rule
from chalicelib.saved_views import service
from chalicelib.saved_views.model import MOST, Shelf, dumps, loads
from chalicelib.saved_views.service import Viewer, ViewPorts
from chalicelib.shared.errors import Forbidden, InvalidInput, NotFound
from chalicelib.shared.ids import AccountId
from tests.fakes import FakeClock

pytestmark = pytest.mark.feature("3")
OPEN = Filter(
    rules=(Rule("status", "equals", ("open",)),), groups=(Group("any", (Rule("queue", "absent"),)),)
)
BOSS = Viewer("acc1", "boss", manages=True)
ANA, RUI = Viewer("acc1", "ana", manages=False), Viewer("acc1", "rui", manages=False)


class MemoryViews:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Shelf] = {}

    def shelves(self, account_id: AccountId, agent_id: str) -> tuple[Shelf, Shelf]:
        shared, own = (
            self.kept.get((account_id, owner), Shelf(account_id, owner)) for owner in ("", agent_id)
        )
        return shared, own

    def save(self, shelf: Shelf) -> bool:
        key = (shelf.account_id, shelf.owner)
        if self.kept.get(key, Shelf(*key)).version != shelf.version:
            return False
        views = loads(dumps(shelf.views))
        self.kept[key] = replace(shelf, views=views, version=shelf.version + 1)
        return True


@pytest.fixture
def p() -> ViewPorts:
    return ViewPorts(MemoryViews(), FakeClock())


def names(p: ViewPorts, viewer: Viewer) -> list[list[str]]:
    return [[view.name for view in shelf.views] for shelf in service.listed(p, viewer=viewer)]


def add(p: ViewPorts, viewer: Viewer, name: str, **more: Any) -> str:
    asked = {"filter": OPEN, "shared": False, **more}
    return service.add(p, viewer=viewer, name=name, **asked).id


def test_each_sees_the_accounts_and_his_own(p: ViewPorts) -> None:
    add(p, BOSS, "All VIPs", shared=True)
    add(p, ANA, "My late ones")
    assert names(p, ANA) == [["All VIPs"], ["My late ones"]]
    assert names(p, RUI) == [["All VIPs"], []]
    assert names(p, replace(ANA, account_id="acc2")) == [[], []]


def test_a_view_comes_back_with_its_filter(p: ViewPorts) -> None:
    add(p, ANA, "x")
    (view,) = service.listed(p, viewer=ANA)[1].views
    assert view.filter == OPEN


def test_only_administrators_touch_the_accounts(p: ViewPorts) -> None:
    with pytest.raises(Forbidden):
        add(p, ANA, "x", shared=True)
    shared = add(p, BOSS, "x", shared=True)
    with pytest.raises(Forbidden):
        service.change(p, viewer=ANA, view_id=shared, name="y")
    with pytest.raises(Forbidden):
        service.remove(p, viewer=ANA, view_id=shared)
    service.remove(p, viewer=BOSS, view_id=shared)
    assert names(p, ANA) == [[], []]


def test_anothers_own_view_is_not_there(p: ViewPorts) -> None:
    own = add(p, ANA, "x")
    for viewer in (RUI, BOSS):
        with pytest.raises(NotFound):
            service.change(p, viewer=viewer, view_id=own, name="y")
        with pytest.raises(NotFound):
            service.remove(p, viewer=viewer, view_id=own)


def test_views_are_renamed_refiltered_and_moved(p: ViewPorts) -> None:
    first, second = add(p, ANA, "a"), add(p, ANA, "b")
    view, shared = service.change(
        p, viewer=ANA, view_id=second, name=" c  d ", filter=Filter(), position=0
    )
    assert (view.name, view.filter, shared) == ("c d", Filter(), False)
    assert names(p, ANA)[1] == ["c d", "a"]
    service.remove(p, viewer=ANA, view_id=first)
    assert names(p, ANA)[1] == ["c d"]


def test_bad_names_and_filters_are_refused_by_field(p: ViewPorts) -> None:
    for name in ("", "x" * 61):
        with pytest.raises(InvalidInput) as refusal:
            add(p, ANA, name)
        assert refusal.value.field == "name"
    with pytest.raises(InvalidInput) as refusal:
        add(p, ANA, "x", filter=Filter(rules=(Rule("status", "equals", ("ajar",)),)))
    assert refusal.value.field == "filter.rules.0.values"


def test_there_is_an_end_to_them(p: ViewPorts) -> None:
    for i in range(MOST):
        add(p, ANA, f"v{i}")
    with pytest.raises(InvalidInput):
        add(p, ANA, "one more")
