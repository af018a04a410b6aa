"""References, identities, histories and the shelf: what every conversation store keeps to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.conversations import items, keys
from chalicelib.conversations.ports import ConversationStore
from chalicelib.conversations.values import Identity, Orphan, Reference
from chalicelib.shared.ids import ContactId, ConversationId
from tests.contract.stores.conftest import Stores
from tests.contract.stores.samples import C1, CHANNEL, A, B, head
from tests.fakes import START, FakeConversationStore


@pytest.fixture
def store(stores: Stores) -> ConversationStore:
    return stores.conversations


def reference(seq: int = 1, id: str = "tg-1", conversation: str = "conv1") -> Reference:
    return Reference(A, CHANNEL, id, ConversationId(conversation), seq, dedup=id, expires=START)


def identity(conversation: str = "conv1", sender: str = "4#2") -> Identity:
    return Identity(A, CHANNEL, sender, ContactId("ann"), ConversationId(conversation), START)


# References ------------------------------------------------------------------------------------


def test_a_reference_is_claimed_once(store: ConversationStore) -> None:
    claimed, mine = store.claim_reference(reference())
    assert claimed
    assert (mine.conversation_id, mine.seq, mine.dedup) == (C1, 1, "tg-1")
    claimed, in_force = store.claim_reference(reference(seq=5, conversation="other"))
    assert not claimed
    assert (in_force.conversation_id, in_force.seq) == (C1, 1)
    stored = store.reference(A, CHANNEL, "tg-1")
    assert stored is not None
    assert (stored.conversation_id, stored.seq, stored.parked) == (C1, 1, frozenset())
    assert store.reference(B, CHANNEL, "tg-1") is None


def test_a_reference_moves_within_its_conversation(store: ConversationStore) -> None:
    store.claim_reference(reference())
    store.move_reference(reference(seq=2))
    store.move_reference(reference(seq=9, conversation="other"))
    stored = store.reference(A, CHANNEL, "tg-1")
    assert stored is not None
    assert stored.seq == 2


def test_what_is_parked_waits_for_the_claim_and_goes_with_it(store: ConversationStore) -> None:
    place = replace(reference(), conversation_id=ConversationId(""), seq=0, dedup="")
    for item in ("one", "two", "one"):
        assert store.park(place, item) is None
    waiting = store.reference(A, CHANNEL, "tg-1")
    assert waiting is not None
    assert (waiting.seq, set(waiting.parked)) == (0, {"one", "two"})
    claimed, mine = store.claim_reference(reference())
    assert claimed
    assert mine.parked == {"one", "two"}
    known = store.park(place, "three")
    assert known is not None
    assert (known.seq, known.dedup, known.conversation_id) == (1, "tg-1", C1)
    store.unpark(mine)
    stored = store.reference(A, CHANNEL, "tg-1")
    assert stored is not None
    assert (stored.seq, stored.parked) == (1, frozenset())


def test_a_very_long_id_of_a_provider_is_an_id_like_any(store: ConversationStore) -> None:
    long = "é" * 3_000
    store.claim_reference(reference(id=long))
    found = store.reference(A, CHANNEL, long)
    assert found is not None
    assert found.id == long
    assert store.reference(A, CHANNEL, long + "x") is None


# Identities, history, the shelf ------------------------------------------------------------------


def test_an_identity_moves_on_from_the_conversation_that_was_read(
    store: ConversationStore,
) -> None:
    assert store.identity(A, CHANNEL, "4#2") is None
    assert store.put_identity(identity(), previous="") == identity()
    assert store.put_identity(identity("raced"), previous="") == identity()
    assert store.put_identity(identity("next"), previous="conv1") == identity("next")
    assert store.put_identity(identity("late"), previous="conv1") == identity("next")
    assert store.identity(A, CHANNEL, "4#2") == identity("next")
    assert store.identity(B, CHANNEL, "4#2") is None


def test_a_contacts_history_is_newest_first_and_holds_each_once(store: ConversationStore) -> None:
    for days, id in ((0, "x"), (2, "z"), (1, "y"), (2, "z")):
        store.put_pointer(head(id, opened_at=START + timedelta(days=days)))
    ann = ContactId("ann")
    assert store.pointers(A, ann, 9) == ["z", "y", "x"]
    assert store.pointers(A, ann, 2) == ["z", "y"]
    assert store.pointers(B, ann, 9) == []


def shelf(store: ConversationStore) -> list[tuple[str, str]]:
    """kind and raw text of what lies there."""
    if isinstance(store, FakeConversationStore):
        return [(one.kind, one.raw) for one in store.orphans.values()]
    return [(one.kind, one.raw) for one in items.OrphanItem.query(keys.orphans(A, CHANNEL))]


def test_the_shelf_takes_a_repeat_and_a_large_text(store: ConversationStore) -> None:
    for _ in range(2):
        store.put_orphan(Orphan(A, CHANNEL, "o1", "poll", "x" * 300_000, START))
    assert shelf(store) == [("poll", "x" * 300_000)]
