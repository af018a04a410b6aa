"""What every contact store keeps to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactStore
from chalicelib.shared.ids import AccountId, ContactId
from tests.contract.stores.conftest import Stores
from tests.fakes import START

A, ANN = AccountId("acc1"), ContactId("ann")
BARE = Contact(ANN, A, START)
FULL = Contact(
    ANN,
    A,
    START,
    name="Ánn",
    email="ann@example.org",
    phone="+5511987654321",
    description="a\nb",
    attributes={"plan": "gold"},
    tags=("vip",),
    blocked=True,
    language="pt-BR",
    photo_key="media/acc1/x",
    version=3,
)


@pytest.fixture
def store(stores: Stores) -> ContactStore:
    return stores.contacts


@pytest.mark.parametrize("contact", [BARE, FULL], ids=["bare", "full"])
def test_a_contact_comes_back_as_it_was(store: ContactStore, contact: Contact) -> None:
    assert store.get(A, ANN) is None
    assert store.create(contact) == contact
    assert store.get(A, ANN) == contact
    assert store.get(AccountId("acc2"), ANN) is None


def test_the_first_to_create_a_contact_wins(store: ContactStore) -> None:
    store.create(FULL)
    assert store.create(BARE) == FULL
    assert store.get(A, ANN) == FULL


def test_a_change_needs_the_version_that_it_read(store: ContactStore) -> None:
    store.create(BARE)
    mine = replace(BARE, name="Ann", version=1)
    assert store.replace(BARE, mine)
    assert not store.replace(BARE, replace(BARE, name="Other", version=1))
    assert not store.replace(
        replace(BARE, id=ContactId("nobody")), replace(mine, id=ContactId("nobody"))
    )
    assert store.get(A, ANN) == mine


def test_several_contacts_come_in_one_call(stores: Stores) -> None:
    store = stores.contacts
    store.create(FULL)
    bob = store.create(replace(BARE, id=ContactId("bob")))
    store.create(replace(BARE, account_id=AccountId("acc2"), id=ContactId("eve")))
    asked = [ANN, ContactId("bob"), ANN, ContactId("eve"), ContactId("nobody")]
    assert sorted(store.many(A, asked), key=lambda each: each.id) == [FULL, bob]
    assert store.many(A, []) == []
