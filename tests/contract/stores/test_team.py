"""The team's stores keep what the service expects of them: the fake, moto and DynamoDB Local."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.shared import aws, notices
from chalicelib.shared.content import Media
from chalicelib.team import broadcasts, service
from chalicelib.team.broadcasts import Broadcast, BroadcastStore
from chalicelib.team.model import EVERYONE, Card, Room, RoomKind, TeamMessage, everyone
from chalicelib.team.ports import Added, TeamPorts, TeamStore
from chalicelib.team.service import Words
from tests.contract.stores.conftest import _wipe
from tests.unit.team.fakes import NOW, FakeBroadcastStore, FakeTeamStore, Team, who

pytestmark = pytest.mark.feature("8")

ROOM = Room("acc", "room1", RoomKind.GROUP, NOW, name="Night", members=("ana", "rui"))
MESSAGE = TeamMessage(
    "acc",
    "room1",
    1,
    "ana",
    "Ana",
    NOW,
    text="Look — “this” ✓",
    media=(Media("image/png", name="a.png", size=3, key="team/acc/room1/x/a.png", width=2),),
    mentions=("rui",),
    card=Card("conv1", "Vera", "website"),
    client_id="client-0001",
)


@pytest.fixture
def store(backend: tuple[str, str]) -> Iterator[TeamStore]:
    kind, name = backend
    if kind == "fake":
        yield FakeTeamStore()
        return
    from chalicelib.team.store import DynamoTeamStore

    yield DynamoTeamStore()
    _wipe(name)


@pytest.fixture
def news(backend: tuple[str, str]) -> Iterator[BroadcastStore]:
    kind, name = backend
    if kind == "fake":
        yield FakeBroadcastStore()
        return
    from chalicelib.team.broadcast_store import DynamoBroadcastStore

    yield DynamoBroadcastStore()
    _wipe(name)


def said(room: Room, seq: int, client_id: str = "") -> TeamMessage:
    return replace(MESSAGE, room_id=room.id, seq=seq, client_id=client_id or f"client-{seq:04}")


def test_a_room_and_its_message_come_back_as_they_were(store: TeamStore) -> None:
    assert store.create(ROOM) == ROOM
    assert store.create(replace(ROOM, name="Another")) == ROOM
    after = ROOM.after(MESSAGE)
    assert store.add(ROOM, after, MESSAGE, ()).how is Added.STORED
    assert store.room("acc", "room1") == after
    assert store.message("acc", "room1", 1) == MESSAGE
    assert store.message("other", "room1", 1) is None
    assert store.room("other", "room1") is None


def test_the_same_client_id_is_found_again_and_a_moved_room_is_told(store: TeamStore) -> None:
    room = store.create(ROOM)
    one = room.after(said(room, 1))
    assert store.add(room, one, said(room, 1), ()).seq == 1
    repeat = store.add(one, one.after(said(one, 2, "client-0001")), said(one, 2, "client-0001"), ())
    assert (repeat.how, repeat.seq) == (Added.REPEAT, 1)
    late = store.add(room, one, said(room, 1, "client-9999"), ())
    assert late.how is Added.MOVED
    assert store.room("acc", "room1") == one
    assert [m.seq for m in store.messages("acc", "room1", limit=9)] == [1]


def test_a_change_of_the_room_needs_the_room_as_it_was(store: TeamStore) -> None:
    room = store.create(ROOM)
    line = replace(said(room, 1), client_id="", event="renamed", text="Day")
    changed = replace(room, name="Day", version=1).after(line)
    assert store.add(room, changed, line, {"ana", "rui"}).how is Added.STORED
    assert store.add(room, changed, line, ()).how is Added.MOVED
    assert store.room("acc", "room1") == changed


def test_pages(store: TeamStore) -> None:
    room = store.create(ROOM)
    for seq in range(1, 8):
        after = room.after(said(room, seq))
        store.add(room, after, said(room, seq), ())
        room = after

    def page(**asked: int) -> list[int]:
        return [m.seq for m in store.messages("acc", "room1", limit=3, **asked)]

    assert page() == [5, 6, 7]
    assert page(before=5) == [2, 3, 4]
    assert page(after=2) == [3, 4, 5]
    assert page(after=7) == page(before=1) == []


def test_an_edit_needs_the_message_as_it_was(store: TeamStore) -> None:
    room = store.create(ROOM)
    now = room.after(MESSAGE)
    store.add(room, now, MESSAGE, ())
    edited = replace(MESSAGE, text="New", rev=1)
    shown = replace(now, last=replace(now.last, text="New"))
    assert store.replace(shown, MESSAGE, edited)
    assert not store.replace(shown, MESSAGE, edited)
    assert store.message("acc", "room1", 1) == edited
    assert store.room("acc", "room1") == shown


def test_reading_only_goes_forward(store: TeamStore) -> None:
    room = store.create(ROOM)
    now = room.after(said(room, 1))
    store.add(room, now, said(room, 1), ())
    for seq in (1, 1, 0):
        store.raise_read(now, "rui", seq)
    found = store.room("acc", "room1")
    assert found
    assert found.reads == {"ana": 1, "rui": 1}


def test_an_agents_rooms_are_those_that_point_to_him(store: TeamStore) -> None:
    store.create(everyone("acc", NOW), tell=False)
    store.create(ROOM)
    for agent in ("ana", "rui"):
        store.point("acc", agent, "room1")
        store.point("acc", agent, "never-made")
    assert {r.id for r in store.rooms_of("acc", "ana")} == {EVERYONE, "room1"}
    assert {r.id for r in store.rooms_of("acc", "eve")} == {EVERYONE}
    assert store.rooms_of("other", "ana") == []
    store.unpoint("acc", "ana", "room1")
    store.unpoint("acc", "ana", "room1")
    assert {r.id for r in store.rooms_of("acc", "ana")} == {EVERYONE}


def test_the_service_works_on_this_store(store: TeamStore) -> None:
    ports = TeamPorts(store, agents=Team().ports.agents, card=lambda *_: None, clock=lambda: NOW)
    room = service.create_group(
        ports, who=who("ana"), client_id="group-0001", name="Night", members=["rui"]
    )
    service.change_group(ports, who=who("ana"), room_id=room.id, add=["eve"])
    service.say(ports, who=who("eve"), room_id=room.id, words=Words("client-0001", "Hello"))
    service.leave(ports, who=who("rui"), room_id=room.id)
    found, _ = service.messages(ports, who=who("ana"), room_id=room.id)
    assert [m.event or m.text for m in found] == ["added", "Hello", "left"]
    service.say(ports, who=who("rui"), room_id=EVERYONE, words=Words("client-0002", "Bye"))
    assert [r.id for r in service.rooms(ports, who=who("rui"))] == [EVERYONE]


def test_broadcasts(news: BroadcastStore) -> None:
    assert news.claim("acc", "olga#client-01", "b1", NOW) == "b1"
    assert news.claim("acc", "olga#client-01", "b2", NOW) == "b1"
    made = Broadcast("acc", "b1", "T", "Text", "olga", "Olga", NOW, NOW + timedelta(days=1))
    assert news.create(made) == made
    assert news.create(replace(made, title="Other")) == made
    news.create(replace(made, id="b2"))
    news.mark_read(made, "ana", NOW, ["olga"])
    news.mark_read(made, "ana", NOW + timedelta(hours=1), ["olga"])
    held = news.get("acc", "b1")
    assert held
    assert held.reads == {"ana": "2026-05-04T12:00:00.000Z"}
    page, cursor = news.page("acc", cursor="", limit=1)
    assert [b.id for b in page] == ["b2"]
    assert [b.id for b in news.page("acc", cursor=cursor, limit=1)[0]] == ["b1"]
    news.end(replace(held, until=NOW))
    ended = news.get("acc", "b1")
    assert ended == replace(held, until=NOW)
    assert news.get("other", "b1") is None


# What the table's stream gets to see --------------------------------------------------------------


def image(table: str, pk: str, sk: str) -> dict[str, Any]:
    found = aws.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    return dict(found["Item"])


def test_each_write_tells_its_members_once(main_table: str) -> None:
    from chalicelib.team.store import DynamoTeamStore

    store, head = DynamoTeamStore(), ("A#acc#T#room1", "~head")
    store.create(ROOM)
    created = notices.from_image(image(main_table, *head))
    assert (created.event["type"], created.to) == ("team.room", ("ana", "rui"))
    now = ROOM.after(MESSAGE)
    store.add(ROOM, now, MESSAGE, ())
    assert image(main_table, *head)["announce"] == {"S": "-"}  # the message tells it
    told = notices.from_image(image(main_table, "A#acc#T#room1", "m#0000000001"))
    assert (told.account_id, told.event["type"], told.to) == ("acc", "team.message", ("ana", "rui"))
    store.raise_read(now, "rui", 1)
    read = notices.from_image(image(main_table, *head))
    assert read.event == {"type": "team.read", "room_id": "room1", "agent_id": "rui", "seq": 1}
    empty = replace(now, members=(), version=1)
    line = replace(said(empty, 2), client_id="", event="left")
    store.add(now, empty.after(line), line, {"ana"})
    assert notices.from_image(image(main_table, "A#acc#T#room1", "m#0000000002")).to == ("-",)
    assert notices.from_image(image(main_table, *head)).to == ("ana",)


def test_every_event_is_one_of_the_protocols() -> None:
    from pydantic import TypeAdapter

    from chalicelib.team import view
    from chalicelib.wire.frames import ServerEvent

    made = Broadcast("acc", "b1", "T", "Text", "olga", "Olga", NOW, NOW)
    events = [
        view.message_event(MESSAGE),
        view.room_event(ROOM.after(MESSAGE)),
        view.read_event("room1", "ana", 3),
        broadcasts.broadcast_event(made),
        broadcasts.read_event("b1", "ana", NOW),
    ]
    shapes: TypeAdapter[Any] = TypeAdapter(ServerEvent)
    for event in events:
        assert shapes.dump_python(shapes.validate_python(event), mode="json") == event
