"""The team's own talk, and what is announced to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

RoomKindName = Literal["everyone", "direct", "group"]
ClientId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class TeamMedia(Wire):
    """size: bytes; width, height: pixels, 0 if unknown."""

    mime: Annotated[str, Field(max_length=127, pattern=r"^[A-Za-z0-9][\w!#$&^.+-]*/[\w!#$&^.+-]+$")]
    name: Annotated[str, Field(max_length=255)] = ""
    size: Annotated[int, Field(ge=0)] = 0
    key: Annotated[str, Field(min_length=1, max_length=400)]
    width: Annotated[int, Field(ge=0)] = 0
    height: Annotated[int, Field(ge=0)] = 0


class TeamCard(Wire):
    """A conversation, as it was called when somebody pointed to it."""

    conversation_id: str
    contact_name: str = ""
    channel_kind: str = ""


class TeamMessageView(Wire):
    """seq: 1, 2, 3, ... per room, without gaps; apply an update only if its rev is higher. event:
    "" or what happened: `about` are the agents, `text` the name that it is about."""

    room_id: str
    seq: int
    author_id: str
    author_name: str
    at: Moment
    text: str = ""
    media: list[TeamMedia] = Field(default_factory=list)
    mentions: list[str] = Field(default_factory=list)
    card: TeamCard | None = None
    event: Literal["", "added", "left", "renamed", "removed"] = ""
    about: list[str] = Field(default_factory=list)
    client_id: str = ""
    edited_at: Moment | None = None
    deleted_at: Moment | None = None
    rev: int = 0


class TeamLast(Wire):
    seq: int = 0
    author_id: str = ""
    author_name: str = ""
    at: Moment | None = None
    text: str = ""
    event: str = ""
    mentions: list[str] = Field(default_factory=list)


class TeamRoomView(Wire):
    """unread = seq - reads[me]. members: none in the room of everyone, which has all. reads: of the
    others only in rooms of at most 20."""

    id: str
    kind: RoomKindName
    name: str = ""
    members: list[str] = Field(default_factory=list)
    created_by: str = ""
    created_at: Moment
    seq: int = 0
    version: int = 0
    last: TeamLast = Field(default_factory=TeamLast)
    reads: dict[str, int] = Field(default_factory=dict)


class BroadcastView(Wire):
    """reads: agent -> when; of others only for administrators. until: shown so long."""

    id: str
    title: str
    text: str = ""
    author_id: str
    author_name: str = ""
    at: Moment
    until: Moment
    reads: dict[str, str] = Field(default_factory=dict)


class TeamView(Wire):
    """All that the console needs to show what is new. broadcasts: those still shown."""

    rooms: list[TeamRoomView]
    broadcasts: list[BroadcastView]


class TeamRoomRequest(Wire):
    """Either agent_id, for the room of two, or a group's name and members."""

    agent_id: Annotated[str, Field(max_length=64)] = ""
    client_id: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    members: Annotated[list[Id], Field(max_length=200)] = Field(default_factory=list)


class TeamRoomChange(Wire):
    """What is left out stays. remove: only its maker and administrators may."""

    name: Annotated[str, Field(max_length=200)] | None = None
    add: Annotated[list[Id], Field(max_length=200)] = Field(default_factory=list)
    remove: Annotated[list[Id], Field(max_length=200)] = Field(default_factory=list)


class TeamSendRequest(Wire):
    """client_id: unique to the message; sending it twice stores it once."""

    client_id: ClientId
    text: str = ""
    media: Annotated[list[TeamMedia], Field(max_length=10)] = Field(default_factory=list)
    mentions: Annotated[list[Id], Field(max_length=100)] = Field(default_factory=list)
    conversation_id: Annotated[str, Field(max_length=64)] = ""


class TeamEditRequest(Wire):
    text: str


class TeamReadRequest(Wire):
    seq: Annotated[int, Field(ge=0, lt=10**10)]


class TeamMessagePage(Wire):
    """Ascending seq. more: whether there is something beyond, in the asked direction."""

    messages: list[TeamMessageView]
    more: bool


class BroadcastRequest(Wire):
    """days: how long it is shown to who has not read it."""

    client_id: ClientId
    title: str
    text: str = ""
    days: Annotated[int, Field(ge=1, le=90)] = 7


class BroadcastPage(Wire):
    broadcasts: list[BroadcastView]
    cursor: str = ""


# Told on the socket --------------------------------------------------------------------------


class TeamMessageTold(Wire):
    """New or changed: by its seq and rev one knows."""

    type: Literal["team.message"] = "team.message"
    message: TeamMessageView


class TeamRoomTold(Wire):
    """A new room, or another name or other members. Who is in it no longer is told as well."""

    type: Literal["team.room"] = "team.room"
    room: TeamRoomView


class TeamReadTold(Wire):
    type: Literal["team.read"] = "team.read"
    room_id: str
    agent_id: str
    seq: int


class TeamTypingTold(Wire):
    type: Literal["team.typing"] = "team.typing"
    room_id: str
    agent_id: str
    on: bool = True


class BroadcastTold(Wire):
    """New, or ended. Its `reads` are empty: keep what is known."""

    type: Literal["team.broadcast"] = "team.broadcast"
    broadcast: BroadcastView


class BroadcastReadTold(Wire):
    type: Literal["team.broadcast_read"] = "team.broadcast_read"
    broadcast_id: str
    agent_id: str
    at: Moment
