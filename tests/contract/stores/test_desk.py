"""Mentions, notes and files over DynamoDB: written once, listed by the page, told to one agent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.desk.model import Beside, Mention, Place
from chalicelib.desk.service import DeskStore
from chalicelib.desk.store import DynamoDeskStore
from chalicelib.shared import aws
from chalicelib.shared.content import Media
from chalicelib.shared.errors import InvalidInput
from tests.unit.desk.fakes import FakeDeskStore

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STORE = DynamoDeskStore()


def mention(seq: int, agent: str = "ben", account: str = "acc1") -> Mention:
    place = Place("c1", seq, AT + timedelta(minutes=seq))
    return Mention(account, agent, place, "ann", "rui", "Rui", f"look {seq}")


def files(seq: int, rev: int = 0, **more: Any) -> Beside:
    what: dict[str, Any] = {
        "account_id": "acc1",
        "contact_id": "ann",
        "kind": "files",
        "place": Place("c1", seq, AT + timedelta(minutes=seq)),
        "rev": rev,
        "author_kind": "agent",
        "author_id": "rui",
        "author_name": "Rui",
        "media": (Media(mime="image/png", name="a.png", key="media/acc1/c1/x/a.png"),),
    }
    return Beside(**(what | more))


def told(name: str) -> list[dict[str, Any]]:
    items = aws.client("dynamodb").scan(TableName=name)["Items"]
    return [json.loads(item["notice"]["S"]) for item in items if "notice" in item]


def test_mentions_come_newest_first_by_the_page(main_table: str) -> None:
    for seq in (1, 3, 2):
        STORE.put_mention(mention(seq))
    STORE.put_mention(mention(9, agent="eva"))
    STORE.put_mention(mention(9, account="acc2"))
    first = STORE.mentions("acc1", "ben", cursor="", limit=2)
    assert list(first.mentions) == [mention(3), mention(2)]
    rest = STORE.mentions("acc1", "ben", cursor=first.cursor, limit=2)
    assert (list(rest.mentions), rest.cursor) == ([mention(1)], "")


def test_what_was_read_stays_read_and_is_told_to_that_agent_alone(main_table: str) -> None:
    STORE.put_mention(mention(1))
    STORE.set_read(mention(1))
    STORE.put_mention(mention(1))
    (held,) = STORE.mentions("acc1", "ben", cursor="", limit=5).mentions
    assert held == replace(mention(1), read=True)
    (notice,) = told(main_table)
    assert notice["to"] == ["ben"]
    assert notice["event"]["type"] == "mention.changed"
    assert notice["event"]["mention"]["read"] is True


def test_a_mention_that_is_not_there_is_not_made_by_reading_it(main_table: str) -> None:
    STORE.set_read(mention(1))
    assert STORE.mentions("acc1", "ben", cursor="", limit=5).mentions == []


def test_files_are_kept_in_their_newest_state(main_table: str) -> None:
    STORE.put_beside(files(1))
    STORE.put_beside(files(2, rev=1))
    STORE.put_beside(files(2))  # late
    STORE.put_beside(files(1, rev=2, gone=True, media=()))
    STORE.put_beside(files(3, kind="note", text="VIP", media=()))
    page = STORE.beside("acc1", "ann", "files", cursor="", limit=5)
    assert (list(page.items), page.cursor) == ([files(2, rev=1)], "")
    (note,) = STORE.beside("acc1", "ann", "note", cursor="", limit=5).items
    assert (note.text, note.cut, note.media) == ("VIP", False, ())


def test_pages_of_files_go_on_where_they_ended(main_table: str) -> None:
    for seq in range(1, 6):
        STORE.put_beside(files(seq))
    seen, cursor = [], ""
    while True:
        page = STORE.beside("acc1", "ann", "files", cursor=cursor, limit=2)
        seen += [item.place.seq for item in page.items]
        if not (cursor := page.cursor):
            break
    assert seen == [5, 4, 3, 2, 1]


def test_a_strangers_cursor_is_refused(main_table: str) -> None:
    with pytest.raises(InvalidInput):
        STORE.beside("acc1", "ann", "files", cursor="n#x", limit=2)


@pytest.fixture
def desk_store(backend: tuple[str, str]) -> DeskStore:
    """Of contacts of its own: the table is not emptied between two tests."""
    return FakeDeskStore() if backend[0] == "fake" else STORE


def test_all_that_stands_beside_comes_oldest_first_with_what_is_gone(desk_store: DeskStore) -> None:
    mine: dict[str, Any] = {"contact_id": "whole"}
    deleted = files(2, rev=1, gone=True, media=(), **mine)
    note = files(5, kind="note", text="VIP", cut=True, visibility="note", media=(), **mine)
    for item in (files(3, **mine), deleted, files(1, **mine), note):
        desk_store.put_beside(item)
    desk_store.put_beside(files(4, contact_id="whole-2"))
    desk_store.put_beside(files(4, account_id="acc2", **mine))
    found = desk_store.all_beside("acc1", "whole", "files", limit=5)
    assert found == [files(1, **mine), deleted, files(3, **mine)]
    assert desk_store.all_beside("acc1", "whole", "files", limit=2) == found[:2]
    assert desk_store.all_beside("acc1", "whole", "note", limit=5) == [note]
    assert desk_store.all_beside("acc1", "nobody", "note", limit=5) == []


def test_what_is_dropped_is_that_state_or_an_earlier_one(desk_store: DeskStore) -> None:
    mine: dict[str, Any] = {"contact_id": "dropped"}
    for item in (files(1, rev=1, **mine), files(2, rev=1, **mine), files(3, rev=1, **mine)):
        desk_store.put_beside(item)
    desk_store.drop_beside(files(1, **mine))  # late: it was changed since
    desk_store.drop_beside(files(2, rev=1, **mine))
    desk_store.drop_beside(files(2, rev=1, **mine))
    desk_store.drop_beside(files(3, rev=2, **mine))
    desk_store.drop_beside(files(4, **mine))  # never there
    assert desk_store.all_beside("acc1", "dropped", "files", limit=5) == [files(1, rev=1, **mine)]
