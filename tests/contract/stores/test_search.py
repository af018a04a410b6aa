"""What every store of the search index keeps to, and what it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.contacts.store import DynamoContactStore
from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.conversations.store import DynamoConversationStore
from chalicelib.search import documents, segments, service
from chalicelib.search.segments import Entry, Segment
from chalicelib.search.service import SearchPorts, SegmentStore
from chalicelib.search.store import DynamoSegmentStore, TableDocuments
from chalicelib.shared.content import text
from chalicelib.shared.ids import AccountId, ConversationId
from tests.contract.stores.conftest import Stores
from tests.fakes import START
from tests.unit.search.fakes import FakeSegmentStore, contact, conversation

pytestmark = pytest.mark.feature("3.7")


@pytest.fixture
def store(stores: Stores) -> SegmentStore:
    return FakeSegmentStore() if stores.backend == "fake" else DynamoSegmentStore()


def test_a_segment_comes_back_as_it_was_and_newest_last(store: SegmentStore) -> None:
    for number in range(1, 6):
        assert store.put("acc", "messages", Segment(number, (f"k#{number}\t é 買 {number}",)))
    found = store.newest("acc", "messages", 2)
    assert [(each.number, each.lines, each.version) for each in found] == [
        (4, ("k#4\t é 買 4",), 1),
        (5, ("k#5\t é 買 5",), 1),
    ]
    assert store.newest("acc", "contacts", 2) == store.newest("other", "messages", 2) == []


def test_only_the_version_that_was_read_is_replaced(store: SegmentStore) -> None:
    assert store.put("acc", "messages", Segment(1, ("a#1\t x",)))
    assert not store.put("acc", "messages", Segment(1, ("b#1\t y",)))
    assert store.put("acc", "messages", Segment(1, ("a#1\t x", "c#1\t z"), version=1))
    assert not store.put("acc", "messages", Segment(1, ("a#1\t x", "d#1\t z"), version=1))
    (stored,) = store.newest("acc", "messages", 5)
    assert (stored.lines, stored.version) == (("a#1\t x", "c#1\t z"), 2)


def test_texts_are_read_downwards_without_a_gap(store: SegmentStore) -> None:
    for number in range(1, 8):
        store.put("acc", "messages", Segment(number, (f"k#{number}\t w{number}",)))
    seen: list[int] = []
    more, before = True, 0
    while more:
        texts, more = store.texts("acc", "messages", before)
        assert all(words == f"k#{number}\t w{number}" for number, words in texts)
        seen += [number for number, _ in texts]
        before = seen[-1]
    assert seen == list(range(7, 0, -1))
    assert store.texts("acc", "messages", 1) == ([], False)


@pytest.mark.usefixtures("main_table")
def test_what_is_stored_is_found_as_it_is_now() -> None:
    people, talks, store = DynamoContactStore(), DynamoConversationStore(), DynamoSegmentStore()
    ann = people.create(contact(name="Ana Souza", phone="+5511987654321"))
    head = replace(conversation("acc", "k1"), seq=1)
    said = Message(
        account_id=AccountId("acc"),
        conversation_id=ConversationId("k1"),
        seq=1,
        author=Author(AuthorKind.CONTACT, id="ann"),
        content=text("Onde está o açaí?"),
        visibility=Visibility.PUBLIC,
        at=START,
        dedup="d",
    )
    talks.create_head(head)
    talks.put_message(said)
    entries = {
        documents.MESSAGES: [documents.message_entry(said), Entry("gone#7", " acai")],
        documents.CONTACTS: [documents.contact_entry(ann), Entry("gone", " ana souza")],
    }
    for kind, each in entries.items():
        service.add(store, account_id="acc", kind=kind, entries=each)
    ports = SearchPorts(store, TableDocuments())
    (hit,) = service.search_messages(ports, account_id="acc", text="acai").hits
    assert (hit.message, hit.conversation.id) == (said, "k1")
    assert service.search_contacts(ports, account_id="acc", text="98765-4321").hits == [ann]
    assert service.search_messages(ports, account_id="other", text="acai").hits == []


def test_a_full_segment_is_an_item_of_one_unit() -> None:
    entries = [Entry(f"01k{seq:015x}#{seq}", f" palavra {seq**7} {seq**5}") for seq in range(300)]
    largest = max(len(segments.packed(each.lines)) for each in segments.added([], entries))
    names_and_keys = len("pkskvd") + len(f"A#{'a' * 18}#F#messages") + 9 + 4
    assert largest * 3 / 4 + names_and_keys <= 1024
