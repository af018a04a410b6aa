"""What a message leaves beside its conversation: mentions, notes and files, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.desk import service
from chalicelib.desk.model import Beside, beside, concerns, mentions
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ConversationId
from tests.unit.desk.fakes import FakeDeskStore, desk_ports

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RUI = Author(AuthorKind.AGENT, id="rui", name="Rui")
ANN = Author(AuthorKind.CONTACT, id="ann", name="Ann")
PHOTO = Media(mime="image/png", name="map.png", key="media/acc1/c1/x/map.png", size=9)


@pytest.fixture
def store() -> FakeDeskStore:
    return FakeDeskStore()


def note(words: str, *named: str, **more: Any) -> Message:
    return message(replace(text(words), mentions=named), visibility=Visibility.NOTE, **more)


def message(content: Content, **more: Any) -> Message:
    whole: dict[str, Any] = {
        "account_id": AccountId("acc1"),
        "conversation_id": ConversationId("c1"),
        "seq": 7,
        "author": RUI,
        "content": content,
        "visibility": Visibility.PUBLIC,
        "at": AT,
        "dedup": "client-7",
        "contact_id": "ann",
    }
    return Message(**(whole | more))


@pytest.mark.feature("3.2")
def test_a_note_names_each_agent_once_and_never_its_author() -> None:
    found = mentions(note("@Ben  look\nhere @Rui", "ben", "ben", "rui", "eva"))
    assert [each.agent_id for each in found] == ["ben", "eva"]
    assert {each.text for each in found} == {"@Ben look here @Rui"}


def test_only_notes_mention(store: FakeDeskStore) -> None:
    public = message(replace(text("@Ben"), mentions=("ben",)))
    assert mentions(public) == []
    assert not concerns(public, created=True)


@pytest.mark.feature("3.2")
def test_a_note_brought_again_stays_read(store: FakeDeskStore) -> None:
    ports = desk_ports(store)
    told = note("@Ben look", "ben")
    service.keep(ports, [told, told])
    at = {"account_id": "acc1", "agent_id": "ben"}
    service.read_mentions(ports, **at, conversation_id="another")
    assert [each.read for each in store.named.values()] == [False]
    service.read_mentions(ports, **at, conversation_id="c1")
    service.keep(ports, [told])
    assert [each.read for each in store.named.values()] == [True]


@pytest.mark.feature("3.2")
def test_a_contacts_notes_and_files_are_kept_without_what_was_deleted(store: FakeDeskStore) -> None:
    ports = desk_ports(store)
    picture = Content(kind=Kind.IMAGE, media=(PHOTO,), text="the way")
    sent = message(picture, seq=8)
    gone = replace(sent, rev=2, deleted_at=AT)
    service.keep(ports, [note("VIP"), sent, gone, sent])  # the last comes late

    def listed(kind: str) -> list[Beside]:
        page = service.list_beside(ports, account_id="acc1", contact_id="ann", kind=kind)
        return list(page.items)

    assert [each.text for each in listed("note")] == ["VIP"]
    assert listed("files") == []


def test_a_long_note_is_kept_cut_and_says_so() -> None:
    (kept,) = beside(note("x" * 5_000))
    assert (len(kept.text), kept.cut) == (2_000, True)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (Content(kind=Kind.IMAGE, media=(PHOTO,)), True),
        (Content(kind=Kind.IMAGE, media=(Media(mime="image/png", provider_id="9"),)), False),
        (text("no file"), False),
    ],
    ids=["ours", "on its way", "none"],
)
def test_files_count_once_they_are_ours(content: Content, kept: bool) -> None:
    assert concerns(message(content, author=ANN), created=False) is kept


def test_ticks_of_our_own_messages_write_nothing() -> None:
    sent = message(Content(kind=Kind.IMAGE, media=(PHOTO,)), rev=3)
    assert concerns(sent, created=True)
    assert not concerns(sent, created=False)
    assert concerns(replace(sent, deleted_at=AT), created=False)


def test_plain_words_of_a_contact_leave_nothing() -> None:
    assert not concerns(message(text("hello"), author=ANN), created=True)


@pytest.mark.parametrize("asked", [["stranger"], [f"a{n}" for n in range(21)]])
def test_strangers_and_crowds_are_not_mentioned(asked: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        service.checked_mentions(asked, ["ben", *(f"a{n}" for n in range(21))])
    assert refusal.value.field == "content.mentions"
    assert service.checked_mentions(["ben", "ben"], ["ben"]) == ("ben",)


def test_no_other_lists_stand_beside(store: FakeDeskStore) -> None:
    with pytest.raises(InvalidInput):
        service.list_beside(desk_ports(store), account_id="a", contact_id="c", kind="x")
