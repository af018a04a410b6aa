"""Contacts are changed by one agent at a time, and their rows follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.contacts import service
from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactPorts
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, TryAgain
from tests.fakes import FakeContactStore, contact_ports
from tests.unit.conversations.scene import ACCOUNT, Scene


@dataclass
class Desk:
    scene: Scene = field(default_factory=Scene)

    def __post_init__(self) -> None:
        self.scene.receive(self.scene.says("hello"))
        self.ports = contact_ports(self.scene.ports, self.scene.contacts)
        self.id = self.scene.head.contact_id

    def change(self, **wishes: object) -> Contact:
        return service.change(self.ports, account_id=ACCOUNT, contact_id=self.id, **wishes)  # type: ignore[arg-type]

    def get(self) -> Contact:
        return service.get(self.ports, account_id=ACCOUNT, contact_id=self.id)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_is_given_changes_and_the_rest_stays(desk: Desk) -> None:
    after = desk.change(email=" ann@example.org ", description="VIP")
    assert (after.name, after.email, after.description) == ("Ann", "ann@example.org", "VIP")
    assert (after.version, desk.get()) == (1, after)
    assert desk.scene.contacts.announced[-1] == (False, after)
    assert desk.change(email="").email == ""


def test_a_new_name_reaches_the_conversations_row(desk: Desk) -> None:
    desk.change(name="Anna")
    assert desk.scene.head.contact_name == "Anna"
    desk.scene.verify()


def test_a_name_that_a_crash_kept_from_the_rows_comes_with_the_repeat(desk: Desk) -> None:
    def dies(*_: str) -> None:
        raise RuntimeError("died")

    dying = ContactPorts(store=desk.ports.store, renamed=dies)
    with pytest.raises(RuntimeError):
        service.change(dying, account_id=ACCOUNT, contact_id=desk.id, name="Anna")
    assert desk.scene.head.contact_name == "Ann"
    desk.change(name="Anna")
    assert (desk.scene.head.contact_name, desk.get().version) == ("Anna", 1)


def test_a_change_of_nothing_is_told_to_nobody(desk: Desk) -> None:
    announced = len(desk.scene.contacts.announced)
    assert desk.change(name="Ann").version == 0
    assert len(desk.scene.contacts.announced) == announced


def test_who_read_an_older_version_is_refused(desk: Desk) -> None:
    desk.change(name="Anna", version=0)
    with pytest.raises(Conflict):
        desk.change(name="Annie", version=0)
    assert desk.get().name == "Anna"
    assert desk.change(name="Annie").version == 2


@pytest.mark.feature("2.5")
def test_a_phone_is_kept_in_one_spelling(desk: Desk) -> None:
    assert desk.change(phone="+55 11 8765-4321").phone == "+5511987654321"
    assert desk.change(phone="").phone == ""


@pytest.mark.parametrize(
    ("field_name", "value"), [("phone", "call me"), ("email", "ann"), ("email", "a b@x.y")]
)
def test_what_is_no_address_is_refused_by_name(desk: Desk, field_name: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        desk.change(**{field_name: value})
    assert refusal.value.field == field_name
    assert desk.get().version == 0


def test_attributes_are_merged_and_cleared_one_by_one(desk: Desk) -> None:
    desk.change(attributes={"plan": "gold", "city": "Lisbon"})
    assert desk.change(attributes={"plan": ""}).attributes == {"city": "Lisbon"}
    with pytest.raises(InvalidInput) as refusal:
        desk.change(attributes={f"a{number}": "x" for number in range(60)})
    assert refusal.value.field == "attributes"


def test_another_accounts_contact_is_not_there(desk: Desk) -> None:
    for call in (service.get, service.change):
        with pytest.raises(NotFound):
            call(desk.ports, account_id="acc2", contact_id=desk.id)


class Restless(FakeContactStore):
    """Somebody else always writes first."""

    def replace(self, before: Contact, after: Contact) -> bool:
        super().replace(before, replace(before, version=before.version + 1))
        return super().replace(before, after)


def test_who_is_always_too_late_is_told_to_try_again() -> None:
    desk = Desk(Scene(contacts=Restless()))
    with pytest.raises(TryAgain):
        desk.change(name="Anna")


def test_ensuring_keeps_who_is_there(desk: Desk) -> None:
    mine = replace(desk.get(), name="Somebody else")
    assert service.ensure(desk.ports, contact=mine).name == "Ann"


@pytest.mark.feature("3")
@pytest.mark.parametrize("email", ["ann", "@example.org", "ann@", "a nn@b.c", "a@b.c\nBcc: x@y.z"])
def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(InvalidInput, match="e-mail") as refused:
        desk.change(email=email)
    assert refused.value.field == "email"
