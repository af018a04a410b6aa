"""Rooms and their messages as the wire has them, and what is told of them. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.shared.clock import to_text
from chalicelib.shared.content import Media
from chalicelib.team.model import Last, Room, TeamMessage


def _moment(at: datetime | None) -> str | None:
    return to_text(at) if at else None


def _media(media: Media) -> dict[str, Any]:
    return {
        "mime": media.mime,
        "name": media.name,
        "size": media.size,
        "key": media.key,
        "width": media.width,
        "height": media.height,
    }


def message_view(message: TeamMessage) -> dict[str, Any]:
    """`TeamMessageView`."""
    card = message.card
    return {
        "room_id": message.room_id,
        "seq": message.seq,
        "author_id": message.author_id,
        "author_name": message.author_name,
        "at": to_text(message.at),
        "text": message.text,
        "media": [_media(media) for media in message.media],
        "mentions": list(message.mentions),
        "card": {
            "conversation_id": card.conversation_id,
            "contact_name": card.contact_name,
            "channel_kind": card.channel_kind,
        }
        if card
        else None,
        "event": message.event,
        "about": list(message.about),
        "client_id": message.client_id,
        "edited_at": _moment(message.edited_at),
        "deleted_at": _moment(message.deleted_at),
        "rev": message.rev,
    }


def _last(last: Last) -> dict[str, Any]:
    return {
        "seq": last.seq,
        "author_id": last.author_id,
        "author_name": last.author_name,
        "at": _moment(last.at),
        "text": last.text,
        "event": last.event,
        "mentions": list(last.mentions),
    }


def room_view(room: Room, reader: str = "") -> dict[str, Any]:
    """`TeamRoomView`. reader: whose mark is told even where marks are not shown."""
    reads = room.reads if room.shows_marks else {}
    if reader in room.reads:
        reads = {**reads, reader: room.reads[reader]}
    return {
        "id": room.id,
        "kind": room.kind.value,
        "name": room.name,
        "members": list(room.members),
        "created_by": room.created_by,
        "created_at": to_text(room.created_at),
        "seq": room.seq,
        "version": room.version,
        "last": _last(room.last),
        "reads": dict(reads),
    }


def message_event(message: TeamMessage) -> dict[str, Any]:
    return {"type": "team.message", "message": message_view(message)}


def room_event(room: Room) -> dict[str, Any]:
    return {"type": "team.room", "room": room_view(room)}


def read_event(room_id: str, agent_id: str, seq: int) -> dict[str, Any]:
    return {"type": "team.read", "room_id": room_id, "agent_id": agent_id, "seq": seq}
