"""Stand-ins for the connections table and for API Gateway."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.realtime.model import (
    SOCKET_LIFE,
    AgentWho,
    Facing,
    Presence,
    Socket,
    VisitorWho,
    Who,
)
from chalicelib.realtime.push import Gone, PushFailed
from chalicelib.realtime.service import RealtimePorts

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class FakeSocketStore:
    def __init__(self) -> None:
        self.tickets: dict[str, tuple[Who, datetime]] = {}
        self.sockets: dict[str, Socket] = {}
        self.writes = 0

    def put_ticket(self, ticket: str, who: Who, now: datetime) -> None:
        self.tickets[ticket] = (who, now + timedelta(seconds=60))

    def take_ticket(self, ticket: str, now: datetime) -> Who | None:
        who, until = self.tickets.pop(ticket, (None, now))
        return who if until > now else None

    def add(self, connection_id: str, who: Who, now: datetime) -> None:
        until = int((now + SOCKET_LIFE).timestamp())
        self.sockets[connection_id] = Socket(connection_id, who, until=until)

    def get(self, connection_id: str) -> Socket | None:
        """As in the table: what it looks at stands where `of_agents` reads it."""
        held = self.sockets.get(connection_id)
        return replace(held, viewing="") if held else None

    def remove(self, connection_id: str) -> Who | None:
        gone = self.sockets.pop(connection_id, None)
        return gone.who if gone else None

    def forget(self, socket: Socket) -> None:
        self.sockets.pop(socket.connection_id, None)

    def set_viewing(self, socket: Socket, conversation_id: str) -> None:
        self.sockets[socket.connection_id] = replace(socket, viewing=conversation_id)

    def follow(self, socket: Socket, who: VisitorWho, now: datetime) -> None:
        self.sockets[socket.connection_id] = replace(socket, who=who)

    def set_idle(self, socket: Socket, idle: bool) -> None:
        held = self.sockets.get(socket.connection_id)
        if held:
            self.sockets[socket.connection_id] = replace(held, idle=idle)

    def set_chosen(self, socket: Socket, presence: Presence) -> None:
        held = self.sockets.get(socket.connection_id)
        if held and isinstance(held.who, AgentWho):
            who = replace(held.who, presence=presence)
            self.sockets[socket.connection_id] = replace(held, who=who)

    def set_typed(self, socket: Socket, typed: str) -> None:
        held = self.sockets.get(socket.connection_id)
        if held:
            self.writes += 1
            self.sockets[socket.connection_id] = replace(held, typed=typed)

    def of_agents(self, account_id: str, *, fresh: bool = False) -> list[Socket]:
        return [
            s
            for s in self.sockets.values()
            if isinstance(s.who, AgentWho) and s.who.account_id == account_id
        ]

    def of_visitor(self, account_id: str, contact_id: str) -> list[Socket]:
        wanted = (account_id, contact_id)
        return [
            s
            for s in self.sockets.values()
            if isinstance(s.who, VisitorWho) and (s.who.account_id, s.who.contact_id) == wanted
        ]


@dataclass
class Gateway:
    """frames: what reached each connection. gone, busy: connections that are dead or throttled."""

    frames: dict[str, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)

    def post(self, connection_id: str, frame: str) -> None:
        if connection_id in self.gone:
            raise Gone
        if connection_id in self.busy:
            raise PushFailed
        self.frames.setdefault(connection_id, []).append(frame)

    def events(self, connection_id: str) -> list[dict[str, Any]]:
        frames = [json.loads(frame) for frame in self.frames.get(connection_id, [])]
        return [event for frame in frames for event in frame.get("events", [])]

    def types(self, connection_id: str) -> list[str]:
        return [event["type"] for event in self.events(connection_id)]


@dataclass
class World:
    now: datetime = NOW
    store: FakeSocketStore = field(default_factory=FakeSocketStore)
    gateway: Gateway = field(default_factory=Gateway)
    contacts: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of providers' chats
    told: list[tuple[str, str, bool]] = field(default_factory=list)

    def _facing(self, account: str, conversation: str) -> Facing:
        contact = self.contacts.get((account, conversation), "")
        return Facing(contact, self.kinds.get(conversation, "website" if contact else ""))

    @property
    def ports(self) -> RealtimePorts:
        return RealtimePorts(
            store=self.store,
            post=self.gateway.post,
            clock=lambda: self.now,
            websocket_url="wss://sockets.example/api",
            facing=self._facing,
            tell_contact=lambda *told: self.told.append(told),
        )


def agent(agent_id: str = "ana", account_id: str = "acc") -> AgentWho:
    return AgentWho(account_id=account_id, agent_id=agent_id, name=agent_id.title())


def visitor(contact_id: str = "vera", conversation_id: str = "") -> VisitorWho:
    return VisitorWho(
        account_id="acc",
        contact_id=contact_id,
        channel_id="acc-web",
        conversation_id=conversation_id,
        name=contact_id.title(),
    )
