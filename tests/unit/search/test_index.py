"""What was said is found by each of its words; by nobody else; and as it is now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversations.model import Visibility
from chalicelib.search import documents, segments, service
from chalicelib.search.service import IndexPorts
from chalicelib.search.words import fold
from chalicelib.shared.content import ContactCard, Content, Kind, Media
from chalicelib.shared.errors import InvalidInput, TryAgain
from tests.fakes import START
from tests.unit.search.fakes import Desk, FakeSegmentStore, contact, message

pytestmark = pytest.mark.feature("3.7")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_message_is_found_by_its_words_newest_first(desk: Desk) -> None:
    for seq in range(1, 8):
        words = f"Order {seq} of the blue chair"
        desk.say(replace(message(words, seq), at=START + timedelta(minutes=seq)))
    desk.say(message("Good morning", 8))
    assert desk.find("blue ord") == [("k1", seq) for seq in range(7, 0, -1)]
    assert desk.find("order 3") == [("k1", 3)]
    assert desk.find("nothing") == []


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_BYTES", 150)
    monkeypatch.setattr(segments, "_SURELY_FITS", 50)


@pytest.mark.usefixtures("small_segments")
def test_pages_hold_every_hit_once_however_many_segments_there_are(desk: Desk) -> None:
    for seq in range(1, 301):
        desk.say(message(f"{'needle' if seq % 2 else 'straw'} {seq} {'x' * (seq % 40)}", seq))
    assert len(desk.store.kept) > 6
    assert desk.find("needle") == [("k1", seq) for seq in range(299, 0, -2)]


@pytest.mark.usefixtures("small_segments")
def test_a_page_stops_reading_and_says_where_to_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_READS", 1)
    for seq in range(1, 301):
        desk.say(message(f"straw {seq} of the heap", seq))
    first = service.search_messages(desk.ports, account_id="acc", text="straw 1 ")
    assert (first.hits == [], first.cursor != "", desk.store.reads) == (True, True, 1)
    assert ("k1", 1) in desk.find("straw 1")


def test_a_repeated_record_adds_nothing(desk: Desk) -> None:
    one = desk.say(message("hello", 1))
    two = desk.say(message("there", 2))
    before = dict(desk.store.kept)
    desk.index(one, two, one)
    assert desk.store.kept == before


def test_what_was_edited_is_found_by_its_new_words_only(desk: Desk) -> None:
    first = desk.say(message("the red one", 1))
    desk.say(replace(first, content=replace(first.content, text="the green one"), edited_at=START))
    assert desk.find("green") == [("k1", 1)]
    assert desk.find("red") == []
    assert desk.find("one") == [("k1", 1)]


def test_what_was_deleted_is_not_found(desk: Desk) -> None:
    first = desk.say(message("secret", 1))
    desk.documents.kept["acc", "k1", 1] = replace(first, deleted_at=START)
    assert desk.find("secret") == []


def test_another_account_finds_nothing(desk: Desk) -> None:
    desk.say(message("secret", 1))
    desk.know(contact(name="Ana Souza"))
    assert desk.find("secret", "other") == []
    assert desk.who("ana", "other") == []


def test_notes_files_and_contact_cards_are_found_and_events_are_not(desk: Desk) -> None:
    note = replace(message("A note for us", 1), visibility=Visibility.NOTE)
    file = Content(kind=Kind.FILE, media=(Media("application/pdf", name="Invoice-77.pdf"),))
    card = Content(kind=Kind.CONTACT, contacts=(ContactCard("Bia", phones=("+5511987654321",)),))
    desk.say(note)
    desk.say(replace(message("", 2), content=file))
    desk.say(replace(message("", 3), content=card))
    desk.say(replace(message("resolved by Ana", 4), visibility=Visibility.EVENT))
    assert desk.find("note") == [("k1", 1)]
    assert desk.find("invoice 77") == [("k1", 2)]
    assert desk.find("bia") == [("k1", 3)]
    assert desk.find("resolved") == []


@pytest.mark.parametrize(
    "words", ["ana", "SOUZA", "ana@exam", "example.org", "gold", "(11) 98765-4321", "vip cust"]
)
def test_a_contact_is_found_by_what_is_known_of_him(desk: Desk, words: str) -> None:
    desk.know(
        contact(
            name="Ána Souza",
            email="ana@example.org",
            phone="+5511987654321",
            attributes={"plan": "Gold"},
            description="VIP customer",
        )
    )
    desk.know(contact("bob", name="Bob"))
    assert desk.who(words) == ["ann"]


def test_a_contact_is_found_by_his_new_name_and_no_longer_by_the_old(desk: Desk) -> None:
    before = desk.know(contact(name="Ana"))
    desk.know(replace(before, name="Beatriz"))
    assert desk.who("beatriz") == ["ann"]
    assert desk.who("ana") == []


@pytest.mark.parametrize("words", ["", "   ", "...", "👍"])
def test_a_search_for_no_word_is_refused(desk: Desk, words: str) -> None:
    with pytest.raises(InvalidInput):
        service.search_messages(desk.ports, account_id="acc", text=words)


@pytest.mark.parametrize("cursor", ["x", "1", "1.x", "-1.2", "1.2.3", "9" * 40 + ".1"])
def test_a_cursor_that_is_none_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        service.search_messages(desk.ports, account_id="acc", text="a", cursor=cursor)


def test_a_faster_writer_is_followed_and_too_many_are_told() -> None:
    store = FakeSegmentStore(refuses=3)
    entry = documents.message_entry(message("hello"))
    service.add(store, account_id="acc", kind="messages", entries=[entry])
    assert store.writes == 1
    store.refuses = 100
    entries = [documents.message_entry(message("again", 2))]
    with pytest.raises(TryAgain):
        service.add(store, account_id="acc", kind="messages", entries=entries)


def test_a_batch_that_died_between_two_segments_is_finished_by_its_repeat() -> None:
    entries = [
        documents.message_entry(message(f"number {seq} {seq**9}", seq)) for seq in range(200)
    ]
    whole, broken = FakeSegmentStore(), FakeSegmentStore()
    service.add(whole, account_id="acc", kind="messages", entries=entries)
    first, *_ = segments.added([], entries)
    broken.put("acc", "messages", first)
    service.add(broken, account_id="acc", kind="messages", entries=entries)
    lines = [line for one in broken.kept.values() for line in one.lines]
    assert sorted(lines) == sorted(entry.line for entry in entries)
    assert len(whole.kept) > 2


def test_a_segment_is_written_for_one_unit_and_one_text_of_any_length_fits() -> None:
    words = [
        f"message {seq} about the {seq * 7919 % 1000} things of order {seq**5}"
        for seq in range(400)
    ]
    entries = [documents.message_entry(message(text, seq)) for seq, text in enumerate(words)]
    for segment in segments.added([], entries):
        assert len(segments.packed(segment.lines)) * 3 / 4 <= segments.MOST_BYTES + 3
    long = documents.message_entry(message(" ".join(str(n**3) for n in range(2000)), 1))
    (alone,) = segments.added([], [long])
    assert segments.unpacked(segments.packed(alone.lines)) == long.line


@given(st.lists(st.text(max_size=40), max_size=12), st.lists(st.text(max_size=40), max_size=6))
def test_whatever_is_indexed_is_found_by_each_of_its_words_and_by_its_own_account(
    ours: list[str], theirs: list[str]
) -> None:
    desk = Desk()
    for seq, words in enumerate(ours, 1):
        desk.say(message(words, seq))
    for seq, words in enumerate(theirs, 1):
        desk.say(message(words, seq, conversation_id="k2", account="other"))
    for seq, words in enumerate(ours, 1):
        for word in filter(fold, words.split()):
            found = desk.find(word)
            assert ("k1", seq) in found
            assert {conversation for conversation, _ in found} == {"k1"}


def record(number: int, image: Any, *, created: bool = True) -> dict[str, Any]:
    return {
        "eventName": "INSERT" if created else "MODIFY",
        "dynamodb": {"SequenceNumber": str(number), "NewImage": image},
    }


def test_the_stream_s_records_are_indexed_and_ticks_cost_nothing() -> None:
    store = FakeSegmentStore()
    ports = IndexPorts(store, lambda image: image["what"], lambda contact: None)
    hello = message("hello", 1)
    records = [
        record(1, {"what": hello}),
        record(2, {"what": replace(hello, rev=1)}, created=False),
        record(3, {"what": contact(name="Ana")}),
        record(4, {"what": None}),
        record(5, {"what": replace(message("", 2))}),
    ]
    assert service.index(ports, records) == []
    assert store.writes == 2
    assert service.index(ports, records) == []
    assert store.writes == 2


def test_one_account_s_failure_fails_its_records_alone() -> None:
    class Broken(FakeSegmentStore):
        def newest(self, account_id: str, kind: str, count: int) -> list[segments.Segment]:
            if account_id == "bad":
                raise RuntimeError("throttled")
            return super().newest(account_id, kind, count)

    store = Broken()
    ports = IndexPorts(store, lambda image: image["what"], lambda contact: None)
    records = [
        record(1, {"what": message("hello", 1)}),
        record(2, {"what": message("hello", 1, account="bad")}),
    ]
    assert service.index(ports, records) == ["2"]
    assert store.writes == 1
