"""Rooms in the `main` table (docs/data.md): a partition a room, and pointers from each member."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.shared.attributes import plain
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, RawItem, find_all, find_raw, put_if, query, update_if
from chalicelib.shared.transaction import Write, write
from chalicelib.team import codec, view
from chalicelib.team.model import EVERYONE, Room, TeamMessage
from chalicelib.team.ports import Added, Said

_HEAD = "~head"
_BATCH = 100
_MOST_ROOMS = 500
_REFERENCE_DAYS = 90
_STATE = ("account_id", "id", "seq", "version", "last", "reads")  # attributes of their own
_DATA = ("account_id", "room_id", "seq", "rev")


class RoomItem(MainItem):
    """state, last: JSON. reads: agent -> seq."""

    state = UnicodeAttribute()
    seq = NumberAttribute()
    version = NumberAttribute()
    last = UnicodeAttribute()
    reads: Any = MapAttribute()


class TeamMessageItem(MainItem):
    rev = NumberAttribute()
    data = UnicodeAttribute()


class ReferenceItem(MainItem):
    seq = NumberAttribute()


class PointerItem(MainItem):
    """Its key says it all."""


def _pk(account_id: str, room_id: str) -> str:
    return f"A#{account_id}#T#{room_id}"


def _mine(account_id: str, agent_id: str) -> str:
    return f"A#{account_id}#G#{agent_id}"


def _message_key(seq: int) -> str:
    return f"m#{seq:010}"


class DynamoTeamStore:
    """Implements `ports.TeamStore`."""

    # Rooms ------------------------------------------------------------------------------------

    def room(self, account_id: str, room_id: str) -> Room | None:
        raw = find_raw(_pk(account_id, room_id), _HEAD)
        return _room(raw) if raw else None

    def rooms_of(self, account_id: str, agent_id: str) -> list[Room]:
        """One query of his pointers, and a batch for each hundred."""
        raws, _ = query(_mine(account_id, agent_id), prefix="room#", limit=_MOST_ROOMS)
        ids = [EVERYONE, *(raw["sk"]["S"].removeprefix("room#") for raw in raws)]
        keys = [(_pk(account_id, room_id), _HEAD) for room_id in ids]
        found: list[RawItem] = []
        for start in range(0, len(keys), _BATCH):
            found += find_all(keys[start : start + _BATCH])
        return [_room(raw) for raw in found]

    def point(self, account_id: str, agent_id: str, room_id: str) -> None:
        PointerItem(_mine(account_id, agent_id), f"room#{room_id}").save()

    def unpoint(self, account_id: str, agent_id: str, room_id: str) -> None:
        PointerItem(_mine(account_id, agent_id), f"room#{room_id}").delete()

    def create(self, room: Room, *, tell: bool = True) -> Room:
        notice: Any = told(view.room_event(room), to=room.audience) if tell else {}
        item = RoomItem(
            _pk(room.account_id, room.id),
            _HEAD,
            **notice,
            state=codec.dumps(room, *_STATE),
            seq=room.seq,
            version=room.version,
            last=codec.dumps(room.last),
            reads=dict(room.reads),
        )
        there = put_if(item, RoomItem.pk.does_not_exist())
        return _room(there.serialize()) if there else room

    # Messages ---------------------------------------------------------------------------------

    def add(self, before: Room, after: Room, message: TeamMessage, to: Collection[str]) -> Said:
        pk = _pk(after.account_id, after.id)
        writes = [
            Write(
                RoomItem(pk, _HEAD),
                (RoomItem.seq == before.seq) & (RoomItem.version == before.version),
                _moved(before, after, to),
            ),
            Write(_message_item(after, message), TeamMessageItem.pk.does_not_exist()),
        ]
        if message.client_id:
            writes.append(Write(_reference(message), ReferenceItem.pk.does_not_exist()))
        failed = write(*writes)
        if not failed:
            return Said(Added.STORED, message.seq)
        if message.client_id:
            key = _reference(message)
            raw = find_raw(key.pk, key.sk)
            if raw:
                return Said(Added.REPEAT, int(raw["seq"]["N"]))
        return Said(Added.MOVED)

    def message(self, account_id: str, room_id: str, seq: int) -> TeamMessage | None:
        raw = find_raw(_pk(account_id, room_id), _message_key(seq))
        return _message(raw) if raw else None

    def messages(
        self, account_id: str, room_id: str, *, before: int = 0, after: int = 0, limit: int
    ) -> list[TeamMessage]:
        if before and before - 1 <= after:
            return []  # DynamoDB refuses an empty range
        top = _message_key(before - 1) if before else "m#~"
        raws, _ = query(
            _pk(account_id, room_id),
            between=(_message_key(after + 1), top),
            ascending=bool(after),
            limit=limit,
            consistent=True,
        )
        return sorted(map(_message, raws), key=lambda message: message.seq)

    def replace(self, room: Room, before: TeamMessage, after: TeamMessage) -> bool:
        """Then what the list shows, if it is still the newest: a preview that a crash leaves behind
        is put right by the next message."""
        held = put_if(_message_item(room, after), TeamMessageItem.rev == before.rev) is None
        if held and room.last.seq == after.seq:
            update_if(
                RoomItem(_pk(room.account_id, room.id), _HEAD),
                [RoomItem.last.set(codec.dumps(room.last)), RoomItem.announce.set("-")],
                RoomItem.seq == after.seq,
            )
        return held

    def raise_read(self, room: Room, agent_id: str, seq: int) -> None:
        """Told to all where the marks are shown, else to the agent's own other tabs."""
        mark: Any = RoomItem.reads[agent_id]
        to = room.audience if room.shows_marks else (agent_id,)
        notice = told(view.read_event(room.id, agent_id, seq), to=to)
        update_if(
            RoomItem(_pk(room.account_id, room.id), _HEAD),
            [mark.set(seq), *_announce(notice)],
            RoomItem.pk.exists() & (mark.does_not_exist() | (mark < seq)),
        )


def _moved(before: Room, after: Room, to: Collection[str]) -> list[Any]:
    """The head after its next message. A change of the room itself is told, a mere message is told
    by the message."""
    author = after.last.author_id
    actions: list[Any] = [
        RoomItem.seq.set(after.seq),
        RoomItem.last.set(codec.dumps(after.last)),
    ]
    actions += [
        RoomItem.reads[agent].set(seq)
        for agent, seq in after.reads.items()
        if agent == author or before.reads.get(agent) != seq
    ]
    if after.version == before.version:
        return [*actions, RoomItem.announce.set("-")]
    return [
        *actions,
        RoomItem.version.set(after.version),
        RoomItem.state.set(codec.dumps(after, *_STATE)),
        *_announce(told(view.room_event(after), to=to)),
    ]


def _announce(notice: dict[str, str]) -> list[Any]:
    return [
        RoomItem.announce.set(notice["announce"]),
        RoomItem.notice.set(notice["notice"]),
    ]


def _message_item(room: Room, message: TeamMessage) -> TeamMessageItem:
    notice: Any = told(view.message_event(message), to=room.audience)
    return TeamMessageItem(
        _pk(message.account_id, message.room_id),
        _message_key(message.seq),
        **notice,
        rev=message.rev,
        data=codec.dumps(message, *_DATA),
    )


def _reference(message: TeamMessage) -> ReferenceItem:
    return ReferenceItem(
        _pk(message.account_id, message.room_id),
        f"c#{message.author_id}#{message.client_id}",
        seq=message.seq,
        ttl=int(message.at.timestamp()) + _REFERENCE_DAYS * 86400,
    )


def _place(raw: RawItem) -> tuple[str, str]:
    """Account and room, of an item's key."""
    _, account_id, _, room_id = raw["pk"]["S"].split("#", 3)
    return account_id, room_id


def _room(raw: RawItem) -> Room:
    account_id, room_id = _place(raw)
    item = plain(raw)
    return codec.room(
        item["state"],
        account_id=account_id,
        room_id=room_id,
        seq=item["seq"],
        version=item["version"],
        newest=item["last"],
        reads=item["reads"],
    )


def _message(raw: RawItem) -> TeamMessage:
    account_id, room_id = _place(raw)
    item = plain(raw)
    seq = int(item["sk"].removeprefix("m#"))
    return codec.message(
        item["data"], account_id=account_id, room_id=room_id, seq=seq, rev=item["rev"]
    )
