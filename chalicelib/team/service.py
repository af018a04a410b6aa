"""Rooms and messages between colleagues. A room that one is not in does not exist for him."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Media
from chalicelib.shared.errors import Conflict, Forbidden, InvalidInput, NotFound, TryAgain
from chalicelib.shared.ids import derived_id
from chalicelib.team import files
from chalicelib.team.model import EVERYONE, Card, Room, RoomKind, TeamMessage, everyone, last_of
from chalicelib.team.ports import Added, TeamPorts

MOST_MEMBERS = 100
MOST_FILES = 10
MOST_TEXT = 4000  # characters; with all the rest it fits a frame of 32 KB
TRIES = 12


@dataclass(frozen=True, slots=True)
class Who:
    account_id: str
    agent_id: str
    name: str
    administers: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says. conversation_id: of a card, or ''."""

    client_id: str
    text: str = ""
    media: tuple[Media, ...] = ()
    mentions: tuple[str, ...] = ()
    conversation_id: str = ""


# Rooms ------------------------------------------------------------------------------------------


def rooms(p: TeamPorts, *, who: Who) -> list[Room]:
    """Those of this agent, newest words first: one query and one batch."""
    found = [r for r in p.store.rooms_of(who.account_id, who.agent_id) if r.sees(who.agent_id)]
    if not any(room.id == EVERYONE for room in found):
        found.append(everyone(who.account_id, p.clock()))
    return sorted(found, key=lambda r: r.last.at or r.created_at, reverse=True)


def room_of(p: TeamPorts, *, who: Who, room_id: str) -> Room:
    """Raises NotFound, for a room that he is not in too."""
    room = p.store.room(who.account_id, room_id)
    if room is None and room_id == EVERYONE:
        return p.store.create(everyone(who.account_id, _now(p)), tell=False)
    if room is None or not room.sees(who.agent_id):
        raise NotFound("no such room")
    return room


def open_direct(p: TeamPorts, *, who: Who, agent_id: str) -> Room:
    """The room of these two: always the same one."""
    if agent_id == who.agent_id:
        raise InvalidInput("choose a colleague", field="agent_id")
    _require_agents(p, who.account_id, [agent_id], "agent_id")
    pair = tuple(sorted((who.agent_id, agent_id)))
    room_id = derived_id("team.direct", who.account_id, *pair)
    return _created(p, Room(who.account_id, room_id, RoomKind.DIRECT, _now(p), members=pair))


def create_group(
    p: TeamPorts, *, who: Who, client_id: str, name: str, members: Sequence[str]
) -> Room:
    """client_id: the same one makes the same group. The creator is a member."""
    everybody = tuple(dict.fromkeys((who.agent_id, *members)))
    if len(everybody) > MOST_MEMBERS:
        raise InvalidInput(f"a group has at most {MOST_MEMBERS} members", field="members")
    _require_agents(p, who.account_id, everybody, "members")
    room = Room(
        account_id=who.account_id,
        id=derived_id("team.group", who.account_id, who.agent_id, client_id),
        kind=RoomKind.GROUP,
        created_at=_now(p),
        name=_name(name),
        members=everybody,
        created_by=who.agent_id,
    )
    return _created(p, room)


def _created(p: TeamPorts, room: Room) -> Room:
    """Pointers first: a crash in between leaves some to no room, and the repeat finishes."""
    there = p.store.room(room.account_id, room.id)
    if there is not None:
        return there
    for member in room.members:
        p.store.point(room.account_id, member, room.id)
    return p.store.create(room)


def change_group(
    p: TeamPorts,
    *,
    who: Who,
    room_id: str,
    name: str | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> Room:
    """Rename it, or let others in: any member may. Send members away: its maker, and members who
    are administrators. What is so already changes nothing. Raises Forbidden."""
    room = _group(p, who, room_id)
    if name is not None and _name(name) != room.name:
        called = _name(name)
        room = _happened(
            p, who, room_id, "renamed", lambda before: replace(before, name=called), text=called
        )
    new = tuple(dict.fromkeys(agent for agent in add if agent not in room.members))
    if new:
        room = _let_in(p, who, room, new)
    old = tuple(dict.fromkeys(agent for agent in remove if agent != who.agent_id))
    return _send_away(p, who, room, old) if old else room


def _let_in(p: TeamPorts, who: Who, room: Room, new: tuple[str, ...]) -> Room:
    _require_agents(p, who.account_id, new, "add")
    if len(room.members) + len(new) > MOST_MEMBERS:
        raise InvalidInput(f"a group has at most {MOST_MEMBERS} members", field="add")
    for agent in new:
        p.store.point(who.account_id, agent, room.id)

    def joined(before: Room) -> Room:
        members = tuple(dict.fromkeys((*before.members, *new)))
        history = {agent: before.seq for agent in new if agent not in before.members}
        return replace(before, members=members, reads={**before.reads, **history})

    return _happened(p, who, room.id, "added", joined, about=new)


def _send_away(p: TeamPorts, who: Who, room: Room, old: tuple[str, ...]) -> Room:
    if not (who.administers or who.agent_id == room.created_by):
        raise Forbidden("only who made the group, or an administrator, sends members away")
    gone = tuple(agent for agent in old if agent in room.members)
    if gone:

        def without(before: Room) -> Room:
            return replace(before, members=tuple(m for m in before.members if m not in gone))

        room = _happened(p, who, room.id, "removed", without, about=gone)
    for agent in old:  # also when he is out already: a crash may have left it
        p.store.unpoint(who.account_id, agent, room.id)
    return room


def leave(p: TeamPorts, *, who: Who, room_id: str) -> None:
    """Raises InvalidInput for a room that nobody can leave."""
    room = _group(p, who, room_id)

    def without(before: Room) -> Room:
        return replace(before, members=tuple(m for m in before.members if m != who.agent_id))

    _happened(p, who, room.id, "left", without, about=(who.agent_id,))
    p.store.unpoint(who.account_id, who.agent_id, room_id)


def _group(p: TeamPorts, who: Who, room_id: str) -> Room:
    room = room_of(p, who=who, room_id=room_id)
    if room.kind is not RoomKind.GROUP:
        raise InvalidInput("only a group has a name and members of its own", field="room_id")
    return room


def _happened(
    p: TeamPorts,
    who: Who,
    room_id: str,
    event: str,
    change: Callable[[Room], Room],
    *,
    about: tuple[str, ...] = (),
    text: str = "",
) -> Room:
    """Change the room by a line of its thread: both are stored or neither is."""
    for _ in range(TRIES):
        room = room_of(p, who=who, room_id=room_id)
        line = replace(_next(p, room, who), event=event, about=about, text=text)
        changed = replace(change(room), version=room.version + 1).after(line)
        told = {*room.members, *changed.members}
        if p.store.add(room, changed, line, told).how is Added.STORED:
            return changed
    raise TryAgain("many write here at once")


# Messages ---------------------------------------------------------------------------------------


def say(p: TeamPorts, *, who: Who, room_id: str, words: Words) -> TeamMessage:
    """Store it once, however often it is sent. Raises InvalidInput naming what is wrong."""
    for _ in range(TRIES):
        room = room_of(p, who=who, room_id=room_id)
        message = _worded(p, room, who, words)
        said = p.store.add(room, room.after(message), message, ())
        if said.how is Added.STORED:
            return message
        if said.how is Added.REPEAT:
            there = p.store.message(who.account_id, room_id, said.seq)
            if there is not None:
                return there
    raise TryAgain("many write here at once")


def _next(p: TeamPorts, room: Room, who: Who) -> TeamMessage:
    return TeamMessage(
        account_id=room.account_id,
        room_id=room.id,
        seq=room.seq + 1,
        author_id=who.agent_id,
        author_name=who.name,
        at=_now(p),
    )


def _worded(p: TeamPorts, room: Room, who: Who, words: Words) -> TeamMessage:
    text = _text(words.text)
    if not (text or words.media or words.conversation_id):
        raise InvalidInput("write something", field="text")
    if len(words.media) > MOST_FILES:
        raise InvalidInput(f"more than {MOST_FILES} files", field="media")
    for n, media in enumerate(words.media):
        if not files.belongs(media.key, room.account_id, room.id):
            raise InvalidInput("is not a file of this room", field=f"media.{n}.key")
    return replace(
        _next(p, room, who),
        text=text,
        media=words.media,
        mentions=_mentioned(p, room, words.mentions),
        card=_card(p, who.account_id, words.conversation_id),
        client_id=words.client_id,
    )


def _mentioned(p: TeamPorts, room: Room, mentions: Sequence[str]) -> tuple[str, ...]:
    """Only who can read it is called."""
    if not mentions:
        return ()
    there = p.agents(room.account_id) if room.kind is RoomKind.EVERYONE else room.members
    return tuple(agent for agent in dict.fromkeys(mentions) if agent in there)


def _card(p: TeamPorts, account_id: str, conversation_id: str) -> Card | None:
    if not conversation_id:
        return None
    card = p.card(account_id, conversation_id)
    if card is None:
        raise InvalidInput("there is no such conversation", field="conversation_id")
    return card


def _text(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise InvalidInput(f"longer than {MOST_TEXT} characters", field="text")
    return text.strip()


def messages(
    p: TeamPorts, *, who: Who, room_id: str, before: int = 0, after: int = 0, limit: int = 50
) -> tuple[list[TeamMessage], bool]:
    """Ascending, and whether there are more in the asked direction."""
    room = room_of(p, who=who, room_id=room_id)
    found = p.store.messages(who.account_id, room_id, before=before, after=after, limit=limit)
    if not found:
        return [], False
    return found, found[-1].seq < room.seq if after else found[0].seq > 1


def edit(p: TeamPorts, *, who: Who, room_id: str, seq: int, text: str) -> TeamMessage:
    """One's own words. Raises Forbidden for another's, Conflict for a deleted message."""
    words = _text(text)

    def change(message: TeamMessage) -> TeamMessage:
        if message.deleted_at:
            raise Conflict("the message was deleted")
        if not (words or message.media or message.card):
            raise InvalidInput("write something", field="text")
        return replace(message, text=words, edited_at=_now(p))

    return _changed(p, who, room_id, seq, change)


def delete(p: TeamPorts, *, who: Who, room_id: str, seq: int) -> TeamMessage:
    """One's own message; its place stays. Again changes nothing."""

    def change(message: TeamMessage) -> TeamMessage:
        if message.deleted_at:
            return message
        return replace(message, text="", media=(), mentions=(), card=None, deleted_at=_now(p))

    return _changed(p, who, room_id, seq, change)


def _changed(
    p: TeamPorts,
    who: Who,
    room_id: str,
    seq: int,
    change: Callable[[TeamMessage], TeamMessage],
) -> TeamMessage:
    for _ in range(TRIES):
        room = room_of(p, who=who, room_id=room_id)
        message = p.store.message(who.account_id, room_id, seq)
        if message is None:
            raise NotFound("no such message")
        if message.event or message.author_id != who.agent_id:
            raise Forbidden("only who wrote a message may change it")
        after = change(message)
        if after == message:
            return message
        after = replace(after, rev=message.rev + 1)
        latest = replace(room, last=last_of(after)) if room.last.seq == seq else room
        if p.store.replace(latest, message, after):
            return after
    raise TryAgain("many write here at once")


def mark_read(p: TeamPorts, *, who: Who, room_id: str, seq: int) -> None:
    """Up to this message. Nobody unreads, and nobody reads what is not yet written."""
    room = room_of(p, who=who, room_id=room_id)
    seen = min(seq, room.seq)
    if seen > room.reads.get(who.agent_id, 0):
        p.store.raise_read(room, who.agent_id, seen)


def _require_agents(p: TeamPorts, account_id: str, agents: Sequence[str], field: str) -> None:
    if not set(agents) <= set(p.agents(account_id)):
        raise InvalidInput("there is no such agent", field=field)


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise InvalidInput("a name is needed", field="name")
    if len(kept) > 80:
        raise InvalidInput("longer than 80 characters", field="name")
    return kept


def _now(p: TeamPorts) -> datetime:
    return to_milliseconds(p.clock())
