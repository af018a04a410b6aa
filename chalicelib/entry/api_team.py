"""The console's routes over the team's own talk and its broadcasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id
from chalicelib.shared.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from chalicelib.team.broadcasts import Broadcast
    from chalicelib.team.service import Who

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


def _who(call: AgentCall) -> Who:
    from chalicelib.accounts.model import MAY_ADMINISTER
    from chalicelib.team.service import Who

    return Who(call.account_id, call.agent.id, call.agent.name, call.agent.role in MAY_ADMINISTER)


@routes.agent("GET", "/team")
def overview(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import broadcasts, service
    from chalicelib.team.view import room_view

    who = _who(call)
    rooms = service.rooms(wiring.team_ports(), who=who)
    current = broadcasts.current(wiring.broadcast_ports(), who=who)
    return {
        "rooms": [room_view(room, call.agent.id) for room in rooms],
        "broadcasts": [_broadcast(call, broadcast) for broadcast in current],
    }


# Rooms ------------------------------------------------------------------------------------------


@routes.agent("POST", "/team/rooms")
def open_room(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service
    from chalicelib.team.view import room_view
    from chalicelib.wire.team import TeamRoomRequest

    asked, ports, who = call.body(TeamRoomRequest), wiring.team_ports(), _who(call)
    if asked.agent_id:
        room = service.open_direct(ports, who=who, agent_id=asked.agent_id)
    elif len(asked.client_id) < 8:
        raise InvalidInput("make an id for the group", field="client_id")
    else:
        room = service.create_group(
            ports, who=who, client_id=asked.client_id, name=asked.name, members=asked.members
        )
    return room_view(room, call.agent.id)


@routes.agent("PATCH", "/team/rooms/{room_id}")
def change_room(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service
    from chalicelib.team.view import room_view
    from chalicelib.wire.team import TeamRoomChange

    asked = call.body(TeamRoomChange)
    room = service.change_group(
        wiring.team_ports(),
        who=_who(call),
        room_id=checked_id(room_id),
        name=asked.name,
        add=asked.add,
        remove=asked.remove,
    )
    return room_view(room, call.agent.id)


@routes.agent("POST", "/team/rooms/{room_id}/leave")
def leave_room(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service

    service.leave(wiring.team_ports(), who=_who(call), room_id=checked_id(room_id))
    return None


@routes.agent("POST", "/team/rooms/{room_id}/read")
def read_room(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service
    from chalicelib.wire.team import TeamReadRequest

    seq = call.body(TeamReadRequest).seq
    service.mark_read(wiring.team_ports(), who=_who(call), room_id=checked_id(room_id), seq=seq)
    return None


# Messages ---------------------------------------------------------------------------------------


@routes.agent("GET", "/team/rooms/{room_id}/messages")
def list_messages(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.entry._queries import MessagesQuery
    from chalicelib.team import service
    from chalicelib.team.view import message_view

    asked = call.query(MessagesQuery)
    if asked.before and asked.after:
        raise InvalidInput("give before or after, not both", field="after")
    found, more = service.messages(
        wiring.team_ports(),
        who=_who(call),
        room_id=checked_id(room_id),
        before=asked.before,
        after=asked.after,
        limit=asked.limit,
    )
    return {"messages": [message_view(message) for message in found], "more": more}


@routes.agent("POST", "/team/rooms/{room_id}/messages")
def say(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.shared.content import Media
    from chalicelib.team import service
    from chalicelib.team.view import message_view
    from chalicelib.wire.team import TeamSendRequest

    asked = call.body(TeamSendRequest)
    message = service.say(
        wiring.team_ports(),
        who=_who(call),
        room_id=checked_id(room_id),
        words=service.Words(
            client_id=asked.client_id,
            text=asked.text,
            media=tuple(Media(**media.model_dump()) for media in asked.media),
            mentions=tuple(asked.mentions),
            conversation_id=asked.conversation_id,
        ),
    )
    return message_view(message)


@routes.agent("PATCH", "/team/rooms/{room_id}/messages/{seq}")
def edit(call: AgentCall, room_id: str, seq: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service
    from chalicelib.team.view import message_view
    from chalicelib.wire.team import TeamEditRequest

    text = call.body(TeamEditRequest).text
    message = service.edit(
        wiring.team_ports(), who=_who(call), room_id=checked_id(room_id), seq=_seq(seq), text=text
    )
    return message_view(message)


@routes.agent("DELETE", "/team/rooms/{room_id}/messages/{seq}")
def delete(call: AgentCall, room_id: str, seq: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import service
    from chalicelib.team.view import message_view

    message = service.delete(
        wiring.team_ports(), who=_who(call), room_id=checked_id(room_id), seq=_seq(seq)
    )
    return message_view(message)


def _seq(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise NotFound("no such message")
    return int(text)


# Files ------------------------------------------------------------------------------------------


@routes.agent("POST", "/team/rooms/{room_id}/uploads")
def upload(call: AgentCall, room_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.media import links
    from chalicelib.team import files, service
    from chalicelib.wire.common import UploadRequest

    asked = call.body(UploadRequest)
    room = service.room_of(wiring.team_ports(), who=_who(call), room_id=checked_id(room_id))
    key = files.new_key(call.account_id, room.id, asked.name)
    made = links.upload(wiring.link_ports(), key=key, mime=asked.mime, size=asked.size)
    return {"key": made.key, "url": made.url, "fields": made.fields}


@routes.agent("POST", "/team/rooms/{room_id}/links")
def file_links(call: AgentCall, room_id: str) -> Answer:
    """Of files of this room alone: who left it gets no link any more."""
    from chalicelib import wiring
    from chalicelib.media import links
    from chalicelib.team import files, service
    from chalicelib.wire.common import MediaLinksRequest

    keys = call.body(MediaLinksRequest).keys
    room = service.room_of(wiring.team_ports(), who=_who(call), room_id=checked_id(room_id))
    if not all(files.belongs(key, call.account_id, room.id) for key in keys):
        raise NotFound("no such file", field="keys")
    return {"links": links.links(wiring.link_ports(), keys)}


# Broadcasts -------------------------------------------------------------------------------------


@routes.agent("GET", "/team/broadcasts")
def list_broadcasts(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.entry._queries import CursorQuery
    from chalicelib.team import broadcasts

    asked, scope = call.query(CursorQuery), (call.account_id, "broadcasts")
    found, cursor = broadcasts.page(
        wiring.broadcast_ports(),
        who=_who(call),
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    views = [_broadcast(call, broadcast) for broadcast in found]
    return {"broadcasts": views, "cursor": pack(cursor, *scope)}


@routes.administrator("POST", "/team/broadcasts")
def announce(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import broadcasts
    from chalicelib.wire.team import BroadcastRequest

    asked = call.body(BroadcastRequest)
    made = broadcasts.announce(
        wiring.broadcast_ports(),
        who=_who(call),
        client_id=asked.client_id,
        title=asked.title,
        text=asked.text,
        days=asked.days,
    )
    return _broadcast(call, made)


@routes.agent("POST", "/team/broadcasts/{broadcast_id}/read")
def acknowledge(call: AgentCall, broadcast_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import broadcasts

    broadcasts.acknowledge(
        wiring.broadcast_ports(), who=_who(call), broadcast_id=checked_id(broadcast_id)
    )
    return None


@routes.administrator("POST", "/team/broadcasts/{broadcast_id}/end")
def end_broadcast(call: AgentCall, broadcast_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.team import broadcasts

    ended = broadcasts.end(
        wiring.broadcast_ports(), who=_who(call), broadcast_id=checked_id(broadcast_id)
    )
    return _broadcast(call, ended)


def _broadcast(call: AgentCall, broadcast: Broadcast) -> dict[str, Any]:
    from chalicelib.accounts.model import MAY_ADMINISTER
    from chalicelib.team.broadcasts import broadcast_view

    sees = call.agent.role in MAY_ADMINISTER
    return broadcast_view(broadcast, call.agent.id, all_reads=sees)
