"""Sockets: who comes in, what they say in passing, and pushing to those who are there."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol

from chalicelib.realtime import outward, presence, push
from chalicelib.realtime.model import (
    AgentWho,
    Event,
    Facing,
    Presence,
    Socket,
    VisitorWho,
    Who,
    team_typing_event,
    typing_event,
    viewing_event,
)
from chalicelib.shared import log
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Unauthenticated

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from chalicelib.wire.frames import ClientFrame, Idle, TeamTyping, Typing, Viewing

PONG = '{"type":"pong"}'
MAX_FRAME = 4096  # characters that a browser has reason to send


class SocketStore(Protocol):
    """See chalicelib/realtime/store.py."""

    def put_ticket(self, ticket: str, who: Who, now: datetime) -> None: ...
    def take_ticket(self, ticket: str, now: datetime) -> Who | None: ...
    def add(self, connection_id: str, who: Who, now: datetime) -> None: ...
    def get(self, connection_id: str) -> Socket | None: ...
    def remove(self, connection_id: str) -> Who | None: ...
    def forget(self, socket: Socket) -> None: ...
    def set_viewing(self, socket: Socket, conversation_id: str) -> None: ...
    def follow(self, socket: Socket, who: VisitorWho, now: datetime) -> None: ...
    def set_idle(self, socket: Socket, idle: bool) -> None: ...
    def set_chosen(self, socket: Socket, presence: Presence) -> None: ...
    def set_typed(self, socket: Socket, typed: str) -> None: ...
    def of_agents(self, account_id: str, *, fresh: bool = False) -> list[Socket]: ...
    def of_visitor(self, account_id: str, contact_id: str) -> list[Socket]: ...


@dataclass(frozen=True, slots=True)
class RealtimePorts:
    """facing: of one of the account's conversations. tell_contact: account, conversation, whether
    an agent types there: handed over, for a chat that is a provider's.
    websocket_url: what browsers open. audience: whom an agent's typing in a room of the team is
    told (none = all); None if he is not in it. changed: an agent may show himself
    differently now."""

    store: SocketStore
    post: push.Post
    clock: Clock
    websocket_url: str
    facing: Callable[[str, str], Facing]
    audience: Callable[[str, str, str], Collection[str] | None] = lambda *_: None
    changed: Callable[[str, str], None] = lambda *_: None
    tell_contact: Callable[[str, str, bool], None] = lambda *_: None


# Coming and going -----------------------------------------------------------------------------


def issue_ticket(p: RealtimePorts, *, who: Who) -> str:
    """The URL to open within 60 s, once."""
    ticket = secrets.token_urlsafe(24)
    p.store.put_ticket(ticket, who, p.clock())
    return f"{p.websocket_url}?ticket={ticket}"


def connect(p: RealtimePorts, *, connection_id: str, ticket: str) -> None:
    """Raises Unauthenticated unless the ticket is good; it is used up either way."""
    now = p.clock()
    who = p.store.take_ticket(ticket, now) if ticket else None
    if who is None:
        raise Unauthenticated
    p.store.add(connection_id, who, now)
    if isinstance(who, AgentWho):
        presence.came(p, who, connection_id=connection_id)


def disconnect(p: RealtimePorts, *, connection_id: str) -> None:
    """Harmless if the socket is not known (any more)."""
    who = p.store.remove(connection_id)
    if isinstance(who, AgentWho):
        presence.went(p, who, connection_id=connection_id)


def online_agents(p: RealtimePorts, *, account_id: str) -> frozenset[str]:
    """Ids of the agents who have a socket open: one query."""
    return frozenset(_agent_id(socket) for socket in p.store.of_agents(account_id))


def visitor_online(p: RealtimePorts, *, account_id: str, contact_id: str) -> bool:
    return bool(p.store.of_visitor(account_id, contact_id))


def _agent_id(socket: Socket) -> str:
    return socket.who.agent_id if isinstance(socket.who, AgentWho) else ""


# What browsers say ----------------------------------------------------------------------------


def frame(p: RealtimePorts, *, connection_id: str, body: str) -> str:
    """Do what a browser's frame asks for. Returns its type, 'bad' for what is no frame, and
    'stranger' for a socket that is not known."""
    if body == '{"type":"ping"}':  # much the most frequent: no reading, no parsing
        _try_post(p, connection_id, PONG)
        return "ping"
    parsed = _parsed(body)
    if parsed is None:
        return "bad"
    if parsed.type == "ping":
        _try_post(p, connection_id, PONG)
        return "ping"
    socket = p.store.get(connection_id)
    if socket is None:
        return "stranger"
    if parsed.type == "typing":
        _typing(p, socket, parsed)
    elif isinstance(socket.who, AgentWho):
        _of_agent(p, socket, socket.who, parsed)
    kind: str = parsed.type
    return kind


def _of_agent(
    p: RealtimePorts, socket: Socket, who: AgentWho, said: Viewing | TeamTyping | Idle
) -> None:
    if said.type == "viewing":
        _viewing(p, socket, who, said.conversation_id)
    elif said.type == "idle":
        presence.idle(p, socket, who, on=said.on)
    else:
        _team_typing(p, who, said.room_id, on=said.on)


def _team_typing(p: RealtimePorts, who: AgentWho, room_id: str, *, on: bool) -> None:
    """To the others of a room that he is in himself."""
    audience = p.audience(who.account_id, room_id, who.agent_id)
    if audience is None:
        return
    others = [
        socket
        for socket in p.store.of_agents(who.account_id)
        if _agent_id(socket) != who.agent_id and (not audience or _agent_id(socket) in audience)
    ]
    presence.try_serve(p, others, [team_typing_event(who.agent_id, room_id, on=on)])


def _parsed(body: str) -> ClientFrame | None:
    from pydantic import ValidationError

    if len(body) > MAX_FRAME:
        return None
    try:
        return _frames().validate_json(body)
    except (ValidationError, UnicodeError):
        return None


@cache
def _frames() -> TypeAdapter[ClientFrame]:
    from pydantic import TypeAdapter

    from chalicelib.wire.frames import ClientFrame

    return TypeAdapter(ClientFrame)


def _typing(p: RealtimePorts, socket: Socket, frame: Typing) -> None:
    """Of a note, the visitor hears nothing; of a blocked visitor, nobody."""
    who, conversation_id, on, text = socket.who, frame.conversation_id, frame.on, frame.text
    if isinstance(who, VisitorWho) and (who.blocked or not who.conversation_id):
        return
    everybody = p.store.of_agents(who.account_id)
    agents = [other for other in everybody if other.connection_id != socket.connection_id]
    if isinstance(who, VisitorWho):
        presence.try_serve(p, agents, [typing_event(who, who.conversation_id, on=on, text=text)])
        return
    event = typing_event(who, conversation_id, on=on, text="", note=frame.note)
    facing = Facing() if frame.note else p.facing(who.account_id, conversation_id)
    there = facing.contact_id
    visitors = p.store.of_visitor(who.account_id, there) if there else []
    presence.try_serve(p, [*agents, *visitors], [event])
    outward.typed(p, socket, facing.kind, conversation_id, on=on)


def _viewing(p: RealtimePorts, socket: Socket, who: AgentWho, conversation_id: str) -> None:
    """Tell the others; and tell him who else is there. A repeat is for those who look at the same:
    it says that he is still there."""
    everybody = p.store.of_agents(who.account_id)  # alone these know what each looks at
    mine = next((s.viewing for s in everybody if s.connection_id == socket.connection_id), "")
    still = conversation_id != "" and mine == conversation_id
    if not still:
        p.store.set_viewing(socket, conversation_id)
    others = [s for s in everybody if _agent_id(s) != who.agent_id]
    there = [s for s in others if conversation_id and s.viewing == conversation_id]
    told = there if still else others
    presence.try_serve(p, told, [viewing_event(who.agent_id, conversation_id)])
    seen = [viewing_event(id, conversation_id) for id in sorted({_agent_id(s) for s in there})]
    presence.try_serve(p, [socket], seen)


# Pushing what is stored ------------------------------------------------------------------------


def push_to_agents(
    p: RealtimePorts, account_id: str, agents: Collection[str], events: Sequence[Event]
) -> None:
    """To every socket of these agents, of all the account's if none is named: one query, and a
    post for each 32 KB and socket. Raises push.PushFailed if some could not be served; then repeat
    the call."""
    sockets = p.store.of_agents(account_id)
    if agents:
        sockets = [socket for socket in sockets if _agent_id(socket) in agents]
    presence.serve(p, sockets, events)


def push_to_visitor(
    p: RealtimePorts, account_id: str, contact_id: str, events: Sequence[Event]
) -> None:
    """As `push_to_agents`. The visitor's sockets follow him into the unresolved conversation named
    last, so that what he types is shown there."""
    sockets = p.store.of_visitor(account_id, contact_id)
    for conversation in [e["conversation"] for e in events if e["type"] == "widget.conversation"]:
        if conversation["status"] != "resolved":  # an earlier one, changed late, leads nobody back
            _follow(p, sockets, conversation["id"])
    presence.serve(p, sockets, events)


def block_visitor(p: RealtimePorts, *, account_id: str, contact_id: str, blocked: bool) -> None:
    """What he types is shown to nobody, or is again. One query, and two writes for each socket that
    he has open. Repeatable."""
    for socket in p.store.of_visitor(account_id, contact_id):
        who = socket.who
        if isinstance(who, VisitorWho):
            p.store.follow(socket, replace(who, blocked=blocked), p.clock())


def _follow(p: RealtimePorts, sockets: Sequence[Socket], conversation_id: str) -> None:
    for socket in sockets:
        who = socket.who
        if isinstance(who, VisitorWho) and who.conversation_id != conversation_id:
            there = replace(who, conversation_id=conversation_id)
            p.store.follow(socket, there, p.clock())


def _try_post(p: RealtimePorts, connection_id: str, frame_text: str) -> None:
    try:
        p.post(connection_id, frame_text)
    except (push.Gone, push.PushFailed) as problem:
        log.error("push.missed", problem)
