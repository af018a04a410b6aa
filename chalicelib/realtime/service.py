"""Sockets: who comes in, what they say in passing, and pushing to those who are there."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol

from chalicelib.realtime import push
from chalicelib.realtime.model import (
    AgentWho,
    Event,
    Presence,
    Socket,
    VisitorWho,
    Who,
    frames,
    presence_event,
    typing_event,
    viewing_event,
)
from chalicelib.shared import log
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Unauthenticated

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from chalicelib.wire.frames import ClientFrame

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
    def of_agents(self, account_id: str) -> list[Socket]: ...
    def of_visitor(self, account_id: str, contact_id: str) -> list[Socket]: ...


@dataclass(frozen=True, slots=True)
class RealtimePorts:
    """contact_of: the contact of one of the account's website conversations; '' if the account has
    no such conversation or its contact has no sockets by nature (another kind of channel).
    websocket_url: what browsers open."""

    store: SocketStore
    post: push.Post
    clock: Clock
    websocket_url: str
    contact_of: Callable[[str, str], str]


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
        _tell_presence(p, who, who.presence, besides=connection_id)


def disconnect(p: RealtimePorts, *, connection_id: str) -> None:
    """Harmless if the socket is not known (any more)."""
    who = p.store.remove(connection_id)
    if isinstance(who, AgentWho):
        _tell_presence(p, who, "offline", besides=connection_id)


def _tell_presence(p: RealtimePorts, who: AgentWho, presence: Presence, *, besides: str) -> None:
    """The first socket of an agent brings him online, the last one takes him away."""
    others = [s for s in p.store.of_agents(who.account_id) if s.connection_id != besides]
    if any(_agent_id(socket) == who.agent_id for socket in others):
        return
    _try_push(p, others, [presence_event(who.agent_id, presence)])


def announce_presence(
    p: RealtimePorts, *, account_id: str, agent_id: str, presence: Presence
) -> None:
    """The agent himself changed what he shows."""
    _try_push(p, p.store.of_agents(account_id), [presence_event(agent_id, presence)])


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
        _typing(p, socket, parsed.conversation_id, on=parsed.on, text=parsed.text)
    elif isinstance(socket.who, AgentWho):
        _viewing(p, socket, socket.who, parsed.conversation_id)
    kind: str = parsed.type
    return kind


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


def _typing(p: RealtimePorts, socket: Socket, conversation_id: str, *, on: bool, text: str) -> None:
    who = socket.who
    everybody = p.store.of_agents(who.account_id)
    agents = [other for other in everybody if other.connection_id != socket.connection_id]
    if isinstance(who, VisitorWho):
        if who.conversation_id:
            _try_push(p, agents, [typing_event(who, who.conversation_id, on=on, text=text)])
        return
    event = typing_event(who, conversation_id, on=on, text="")
    contact_id = p.contact_of(who.account_id, conversation_id)
    visitors = p.store.of_visitor(who.account_id, contact_id) if contact_id else []
    _try_push(p, [*agents, *visitors], [event])


def _viewing(p: RealtimePorts, socket: Socket, who: AgentWho, conversation_id: str) -> None:
    """Tell the others; and tell him who else is there."""
    p.store.set_viewing(socket, conversation_id)
    others = [s for s in p.store.of_agents(who.account_id) if _agent_id(s) != who.agent_id]
    _try_push(p, others, [viewing_event(who.agent_id, conversation_id)])
    there = {_agent_id(s) for s in others if conversation_id and s.viewing == conversation_id}
    seen = [viewing_event(agent_id, conversation_id) for agent_id in sorted(there)]
    _try_push(p, [socket], seen)


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
    push.push(p.post, sockets, frames(events), p.store.forget)


def push_to_visitor(
    p: RealtimePorts, account_id: str, contact_id: str, events: Sequence[Event]
) -> None:
    """As `push_to_agents`. The visitor's sockets follow him into the unresolved conversation named
    last, so that what he types is shown there."""
    sockets = p.store.of_visitor(account_id, contact_id)
    for conversation in [e["conversation"] for e in events if e["type"] == "widget.conversation"]:
        if conversation["status"] != "resolved":  # an earlier one, changed late, leads nobody back
            _follow(p, sockets, conversation["id"])
    push.push(p.post, sockets, frames(events), p.store.forget)


def _follow(p: RealtimePorts, sockets: Sequence[Socket], conversation_id: str) -> None:
    for socket in sockets:
        who = socket.who
        if isinstance(who, VisitorWho) and who.conversation_id != conversation_id:
            there = replace(who, conversation_id=conversation_id)
            p.store.follow(socket, there, p.clock())


def _try_push(p: RealtimePorts, sockets: Sequence[Socket], events: Sequence[Event]) -> None:
    """For passing things, which nobody repeats: who cannot be served misses them."""
    try:
        push.push(p.post, sockets, frames(events), p.store.forget)
    except push.PushFailed as problem:
        log.error("push.missed", problem)


def _try_post(p: RealtimePorts, connection_id: str, frame_text: str) -> None:
    try:
        p.post(connection_id, frame_text)
    except (push.Gone, push.PushFailed) as problem:
        log.error("push.missed", problem)
