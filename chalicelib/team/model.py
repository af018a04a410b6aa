"""Rooms in which colleagues talk, and what they say there. Pure: no AWS and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.shared.content import Media

EVERYONE = "everyone"  # the id of the room that each agent is in, and that each account has
NOBODY = "-"  # no agent's id
MARKS_SHOWN = 20  # members up to whom a room tells who has read how far
PREVIEW = 120  # characters


class RoomKind(StrEnum):
    EVERYONE = "everyone"
    DIRECT = "direct"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Card:
    """A conversation that a colleague points to, as it was called then."""

    conversation_id: str
    contact_name: str
    channel_kind: str


@dataclass(frozen=True, slots=True)
class TeamMessage:
    """seq: 1, 2, 3, ... per room, without gaps. rev: counts its edits. client_id: what its author's
    screen called it. event: "" or what happened ("added", "left", "renamed", "removed"); then
    `about` are the agents and `text` is the name that it is about."""

    account_id: str
    room_id: str
    seq: int
    author_id: str
    author_name: str
    at: datetime
    text: str = ""
    media: tuple[Media, ...] = ()
    mentions: tuple[str, ...] = ()
    card: Card | None = None
    event: str = ""
    about: tuple[str, ...] = ()
    client_id: str = ""
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Last:
    """The newest message, as the list of rooms shows it."""

    seq: int = 0
    author_id: str = ""
    author_name: str = ""
    at: datetime | None = None
    text: str = ""
    event: str = ""
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """members: agents' ids; none in EVERYONE, which has all. reads: agent -> newest seq read.
    version: counts changes of name and members."""

    account_id: str
    id: str
    kind: RoomKind
    created_at: datetime
    name: str = ""
    members: tuple[str, ...] = ()
    created_by: str = ""
    seq: int = 0
    version: int = 0
    last: Last = Last()
    reads: Mapping[str, int] = field(default_factory=dict)

    def sees(self, agent_id: str) -> bool:
        return self.kind is RoomKind.EVERYONE or agent_id in self.members

    @property
    def audience(self) -> tuple[str, ...]:
        """Whom to tell, as notices name them: none means all, so an empty group tells nobody."""
        return () if self.kind is RoomKind.EVERYONE else self.members or (NOBODY,)

    @property
    def shows_marks(self) -> bool:
        """In a large room each mark would be told to everybody, for each message."""
        return self.kind is not RoomKind.EVERYONE and len(self.members) <= MARKS_SHOWN

    def after(self, message: TeamMessage) -> Room:
        """As it is once this message, its next, is stored; the author has read it."""
        return replace(
            self,
            seq=message.seq,
            last=last_of(message),
            reads={**self.reads, message.author_id: message.seq},
        )


def last_of(message: TeamMessage) -> Last:
    words = message.text or (message.media[0].name if message.media else "")
    if not words and message.card:
        words = message.card.contact_name
    return Last(
        seq=message.seq,
        author_id=message.author_id,
        author_name=message.author_name,
        at=message.at,
        text=" ".join(words.split())[:PREVIEW],
        event=message.event,
        mentions=message.mentions,
    )


def everyone(account_id: str, now: datetime) -> Room:
    return Room(account_id, EVERYONE, RoomKind.EVERYONE, created_at=now)
