"""The catalogue of tags: unique names, an order, and no write lost between two writers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, TryAgain
from chalicelib.shared.ids import AccountId
from chalicelib.tags import service
from chalicelib.tags.model import COLOURS, MOST, Catalogue, dumps, loads
from chalicelib.tags.service import TagPorts
from tests.fakes import FakeClock

pytestmark = pytest.mark.feature("3.3")
AT: dict[str, Any] = {"account_id": "acc1"}


class MemoryTags:
    def __init__(self) -> None:
        self.kept: dict[str, Catalogue] = {}
        self.rivals: list[Catalogue] = []  # written by somebody else just before ours

    def load(self, account_id: AccountId) -> Catalogue:
        return self.kept.get(account_id, Catalogue(account_id))

    def save(self, catalogue: Catalogue) -> bool:
        if self.rivals:
            rival = self.rivals.pop()
            self.kept[rival.account_id] = rival
        if self.load(catalogue.account_id).version != catalogue.version:
            return False
        again = loads(dumps(catalogue.tags))
        self.kept[catalogue.account_id] = replace(
            catalogue, tags=again, version=catalogue.version + 1
        )
        return True


@pytest.fixture
def store() -> MemoryTags:
    return MemoryTags()


@pytest.fixture
def p(store: MemoryTags) -> TagPorts:
    return TagPorts(store, FakeClock())


def names(p: TagPorts, account_id: str = "acc1") -> list[str]:
    return [tag.name for tag in service.catalogue(p, account_id=account_id).tags]


def test_tags_are_added_changed_moved_and_removed(p: TagPorts) -> None:
    vip = service.add(p, **AT, name="  VIP  guest ", colour="red")
    bug = service.add(p, **AT, name="Bug")
    assert (vip.name, vip.colour, bug.colour) == ("VIP guest", "red", "grey")
    assert names(p) == ["VIP guest", "Bug"]
    service.change(p, **AT, tag_id=bug.id, position=0)
    assert names(p) == ["Bug", "VIP guest"]
    changed = service.change(p, **AT, tag_id=vip.id, name="Guest", colour="teal")
    assert (changed.name, changed.colour) == ("Guest", "teal")
    service.remove(p, **AT, tag_id=bug.id)
    assert names(p) == ["Guest"]


@pytest.mark.parametrize("name", ["VIP", "vip", " Vip "])
def test_a_name_is_taken_once_in_whatever_case(p: TagPorts, name: str) -> None:
    service.add(p, **AT, name="VIP")
    other = service.add(p, **AT, name="Other")
    with pytest.raises(Conflict) as refusal:
        service.add(p, **AT, name=name)
    assert refusal.value.field == "name"
    with pytest.raises(Conflict):
        service.change(p, **AT, tag_id=other.id, name=name)


def test_a_tag_may_keep_its_name_in_another_case(p: TagPorts) -> None:
    tag = service.add(p, **AT, name="vip")
    assert service.change(p, **AT, tag_id=tag.id, name="VIP").name == "VIP"


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a,b"])
def test_a_bad_name_is_refused_by_name(p: TagPorts, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        service.add(p, **AT, name=name)
    assert refusal.value.field == "name"


def test_colours_are_of_the_palette(p: TagPorts) -> None:
    for colour in COLOURS:
        service.add(p, **AT, name=colour, colour=colour)
    with pytest.raises(InvalidInput) as refusal:
        service.add(p, **AT, name="x", colour="#ff0000")
    assert refusal.value.field == "colour"


def test_there_are_at_most_two_hundred(p: TagPorts) -> None:
    for i in range(MOST):
        service.add(p, **AT, name=f"tag {i}")
    with pytest.raises(InvalidInput):
        service.add(p, **AT, name="one more")


def test_another_accounts_tags_are_not_there(p: TagPorts) -> None:
    tag = service.add(p, **AT, name="VIP")
    service.add(p, account_id="acc2", name="VIP")
    assert (names(p), names(p, "acc2")) == (["VIP"], ["VIP"])
    with pytest.raises(NotFound):
        service.remove(p, account_id="acc2", tag_id=tag.id)
    with pytest.raises(InvalidInput) as refusal:
        service.require(p, account_id="acc2", tag_ids=(tag.id,), field="add_tags")
    assert refusal.value.field == "add_tags.0"


def test_two_writers_lose_nothing(p: TagPorts, store: MemoryTags) -> None:
    service.add(p, **AT, name="A")
    kept = store.load(AccountId("acc1"))
    rival = replace(
        kept.added(replace(kept.tags[0], id="r", name="Rival")), version=kept.version + 1
    )
    store.rivals = [rival]
    service.add(p, **AT, name="B")
    assert names(p) == ["A", "Rival", "B"]
    store.rivals = [replace(rival, version=rival.version + 10 + i) for i in range(9)]
    with pytest.raises(TryAgain):
        service.add(p, **AT, name="C")


@pytest.mark.feature("3.7")
def test_tags_are_found_by_name_and_made_once(p: TagPorts) -> None:
    vip = service.add(p, account_id="acc1", name="VIP")
    asked = service.named(p, account_id="acc1", names=["vip", " Late  order ", "late order"])
    again = service.named(p, account_id="acc1", names=["Late order", "VIP"])
    late = next(id for id, name in asked.names if name == "Late order")
    assert (asked.add, again.add) == ((vip.id, late), (late, vip.id))
    assert len(service.catalogue(p, account_id="acc1").tags) == 2


def test_names_beyond_the_last_free_place_make_none(p: TagPorts) -> None:
    for number in range(MOST):
        service.add(p, account_id="acc1", name=f"tag {number}")
    with pytest.raises(InvalidInput):
        service.named(p, account_id="acc1", names=["one more"])
