"""A merged contact's notes and files go to the one that stays: none lost, none twice, whoever dies
and whatever is stored meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.contacts import merging
from chalicelib.contacts.model import Contact
from chalicelib.conversations import service as conversations
from chalicelib.conversations.model import Message, Status, Visibility
from chalicelib.desk import service as desk
from chalicelib.desk.model import Beside
from chalicelib.jobs.model import Job, State
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.ids import AccountId, ContactId, ConversationId
from tests.fakes import START
from tests.unit.contacts.test_people import BEN, Office, heads
from tests.unit.conversations.scene import ACCOUNT, RUI

PHOTO = Media(mime="image/png", name="map.png", key="media/acc1/c1/x/map.png", size=9)
MOST_CALLS = 400


def note(seq: int, contact_id: str = "b", **more: Any) -> Message:
    whole: dict[str, Any] = {
        "account_id": AccountId(ACCOUNT),
        "conversation_id": ConversationId(f"of-{contact_id}"),
        "seq": seq,
        "author": RUI,
        "content": text(f"note {seq}"),
        "visibility": Visibility.NOTE,
        "at": START + timedelta(minutes=seq),
        "dedup": f"client-{seq}",
        "contact_id": contact_id,
    }
    return Message(**(whole | more))


def photo(seq: int, contact_id: str = "b") -> Message:
    content = Content(kind=Kind.IMAGE, media=(PHOTO,))
    return note(seq, contact_id, content=content, visibility=Visibility.PUBLIC)


def gone(message: Message) -> Message:
    return replace(message, rev=message.rev + 1, deleted_at=START)


def settled() -> Office:
    """Three contacts: b has five notes, one of them deleted, and two files; a has a note."""
    office = Office()
    for id in ("a", "b", "c"):
        office.scene.contacts.create(Contact(ContactId(id), AccountId(ACCOUNT), START))
    stored = [*(note(seq) for seq in range(1, 6)), gone(note(5)), photo(6), photo(7), note(1, "a")]
    desk.keep(office.desk, stored)
    office.calls = 0
    return office


def meanwhile(run: Callable[[Office], Any], then: Callable[[Office], Any]) -> Iterator[Office]:
    """`run` with `then` in the middle of it: before and after each of its calls, one by one."""
    for call in range(1, MOST_CALLS):
        office = settled()
        office.dies_at, office.then = call, lambda office=office: then(office)
        run(office)
        if office.calls < call:
            assert call > 1
            return
        yield office
    raise AssertionError("it never ends")


def of(office: Office, contact_id: str) -> list[Beside]:
    """With what is gone."""
    return [item for item in office.beside.kept.values() if item.contact_id == contact_id]


def listed(office: Office, contact_id: str) -> list[tuple[str, int]]:
    pages = [
        desk.list_beside(office.desk, account_id=ACCOUNT, contact_id=contact_id, kind=kind)
        for kind in desk.KINDS
    ]
    return [(it.place.conversation_id, it.place.seq) for page in pages for it in page.items]


BOTH = [("of-b", 4), ("of-b", 3), ("of-b", 2), ("of-a", 1), ("of-b", 1), ("of-b", 7), ("of-b", 6)]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_CARRIED", 2)


@pytest.mark.feature("3.7")
def test_a_merged_contact_s_notes_and_files_are_those_of_the_one_that_stays() -> None:
    office = settled()
    done = office.merge("a", "b")
    assert (done.state, done.at) == (State.DONE, 0)
    assert sorted(listed(office, "a")) == sorted(BOTH)
    assert of(office, "b") == []


@pytest.mark.feature("3.7")
def test_a_step_carries_a_bounded_number() -> None:
    office = settled()
    counts = [office.carry(ACCOUNT, "b", "a") for _ in range(6)]
    assert counts == [2, 2, 1, 2, 0, 0]


@pytest.mark.feature("3.7")
def test_a_merge_killed_at_any_call_loses_and_doubles_nothing() -> None:
    whole = settled()
    whole.merge("a", "b")
    for call in range(1, MOST_CALLS):
        office = settled()
        office.dies_at = call
        assert office.merge("a", "b").state is State.DONE, call
        assert office.beside.kept == whole.beside.kept, call
        if office.calls < call:
            assert call > 50
            return
    raise AssertionError("it never ends")


@pytest.mark.feature("3.7")
def test_a_note_that_is_kept_while_the_merge_runs_follows() -> None:
    late = note(8)
    for office in meanwhile(
        lambda office: office.merge("a", "b"), lambda office: desk.keep(office.desk, [late])
    ):
        assert sorted(listed(office, "a")) == sorted([*BOTH, ("of-b", 8)]), office.dies_at
        assert of(office, "b") == [], office.dies_at


@pytest.mark.feature("3.7")
def test_a_merge_that_runs_while_a_note_is_kept_takes_it_along() -> None:
    late = note(8)
    for office in meanwhile(
        lambda office: desk.keep(office.desk, [late]), lambda office: office.merge("a", "b")
    ):
        assert sorted(listed(office, "a")) == sorted([*BOTH, ("of-b", 8)]), office.dies_at
        assert of(office, "b") == [], office.dies_at


@pytest.mark.feature("3.7")
def test_what_is_deleted_while_the_merge_runs_stays_deleted() -> None:
    for office in meanwhile(
        lambda office: office.merge("a", "b"),
        lambda office: desk.keep(office.desk, [gone(note(3)), note(3)]),  # the last comes late
    ):
        left = [place for place in BOTH if place != ("of-b", 3)]
        assert sorted(listed(office, "a")) == sorted(left), office.dies_at
        assert of(office, "b") == [], office.dies_at


@pytest.mark.feature("3.7")
def test_a_message_with_the_old_contact_shows_with_the_one_that_stays() -> None:
    """A website's visitor keeps his id, and so do his messages."""
    office = settled()
    office.merge("a", "b")
    desk.keep(office.desk, [note(8), note(8), photo(9), note(5), gone(note(4)), note(4)])
    left = [place for place in BOTH if place != ("of-b", 4)]
    assert sorted(listed(office, "a")) == sorted([*left, ("of-b", 8), ("of-b", 9)])
    assert of(office, "b") == []


@pytest.mark.feature("3.7")
def test_a_note_whose_keeper_dies_is_kept_once_by_the_next() -> None:
    for call in range(1, MOST_CALLS):
        office = settled()
        office.merge("a", "b")
        office.calls, office.dies_at = 0, call
        try:
            desk.keep(office.desk, [note(8)])
        except RuntimeError:
            desk.keep(office.desk, [note(8)])
        assert sorted(listed(office, "a")) == sorted([*BOTH, ("of-b", 8)]), call
        assert of(office, "b") == [], call
        if office.calls < call:
            assert call > 8
            return


@pytest.mark.feature("3.7")
def test_the_one_that_stays_may_become_part_of_a_third_meanwhile() -> None:
    for office in meanwhile(
        lambda office: office.merge("a", "b"), lambda office: office.merge("c", "a")
    ):
        desk.keep(office.desk, [note(8)])
        assert sorted(listed(office, "c")) == sorted([*BOTH, ("of-b", 8)]), office.dies_at
        assert of(office, "a") == of(office, "b") == [], office.dies_at


def test_two_that_are_part_of_each_other_end_and_lose_nothing() -> None:
    """Two merges that began at once, each the other way round."""
    office = settled()
    for id, other in (("a", "b"), ("b", "a")):
        contact = office.scene.contacts.contacts[ACCOUNT, id]
        office.scene.contacts.contacts[ACCOUNT, id] = replace(contact, merged_into=other)
    desk.keep(office.desk, [note(8)])
    while office.carry(ACCOUNT, "b", "a"):
        pass
    assert sorted(listed(office, "a")) == sorted([*BOTH, ("of-b", 8)])


def test_merges_in_a_ring_end() -> None:
    """Three that began at once: none saw the others."""
    office = settled()
    for id, other in (("a", "b"), ("b", "c"), ("c", "a")):
        contact = office.scene.contacts.contacts[ACCOUNT, id]
        office.scene.contacts.contacts[ACCOUNT, id] = replace(contact, merged_into=other)
    job = Job(
        "j", ACCOUNT, "merge", "ana", START, {"contact_id": "b", "other_id": "a", "theirs": []}
    )
    for _ in range(MOST_CALLS):
        job = merging.step(office.ports, job)
        if job.state is State.DONE:
            break
    assert job.state is State.DONE
    assert len(of(office, "a") + of(office, "b") + of(office, "c")) == 8


@pytest.mark.feature("3.7")
def test_conversations_too_reach_the_third_and_so_do_the_next_ones() -> None:
    def merge(office: Office) -> None:
        office.scene.receive(office.scene.says("hello", sender=BEN))
        office.merge("a", office.scene.head.contact_id)

    for office in meanwhile(merge, lambda office: office.merge("c", "a")):
        scene, ben = office.scene, office.scene.head.contact_id
        assert ben == "c", office.dies_at
        assert [head.contact_id for head in heads(office, "c")] == ["c"], office.dies_at
        scene.change(status=Status.RESOLVED)
        scene.clock.tick(days=3)
        scene.receive(scene.says("later", sender=BEN))
        assert [head.contact_id for head in heads(office, "c")] == ["c", "c"], office.dies_at


@pytest.mark.feature("3.7")
def test_the_first_words_of_one_merged_twice_go_to_the_last() -> None:
    office = settled()
    office.merge("a", "b")
    office.merge("c", "a")
    _, head = conversations.visitor_post(
        office.scene.ports,
        account_id=ACCOUNT,
        channel_id="acc1-site",
        contact_id="b",
        content=text("hello"),
        client_id="client-1",
    )
    assert (head.contact_id, head.visitor_id) == ("c", "b")
