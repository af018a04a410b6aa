"""Mentions, notes and files over DynamoDB: written once, listed by the page, told to one agent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.desk.model import Beside, Mention, Place
from chalicelib.desk.store import DynamoDeskStore
from chalicelib.shared import aws
from chalicelib.shared.content import Media
from chalicelib.shared.errors import InvalidInput

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
