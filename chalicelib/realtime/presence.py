"""Who of the agents is there: what he chose to show, and what his sockets tell.

A socket is written first and the account's sockets are read after it, consistently: of two that
change at once, at least one sees both. So a presence may be told twice, and is never left wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from chalicelib.realtime import push
from chalicelib.realtime.model import (
    OPENING,
    SOCKET_LIFE,
    AgentWho,
    Event,
    Presence,
    Socket,
    frames,
    presence_event,
)
from chalicelib.shared import log

if TYPE_CHECKING:
    from chalicelib.realtime.service import RealtimePorts


def shown(sockets: Collection[Socket]) -> Presence:
    """Of one agent's sockets. Away or busy stays as chosen; who chose online is away while nobody
    touches any of his screens."""
    chosen: Presence = "offline"
    for socket in sockets:
        if isinstance(socket.who, AgentWho):
            chosen = socket.who.presence
    if chosen == "online" and all(socket.idle for socket in sockets):
        return "away"
    return chosen


def came(p: RealtimePorts, who: AgentWho, *, connection_id: str) -> None:
    """Told unless another of his sockets shows the same already."""
    everybody = p.store.of_agents(who.account_id, fresh=True)
    others = [s for s in everybody if s.connection_id != connection_id]
    mine = _of(who.agent_id, others)
    if mine and shown(mine) == who.presence:
        return
    try_serve(p, others, [presence_event(who.agent_id, who.presence)])
    p.changed(who.account_id, who.agent_id)


def went(p: RealtimePorts, who: AgentWho, *, connection_id: str) -> None:
    """The last socket takes him away; the last that somebody touched may, too."""
    everybody = p.store.of_agents(who.account_id, fresh=True)
    left = [s for s in everybody if s.connection_id != connection_id]
    mine = _of(who.agent_id, left)
    if mine and not all(socket.idle for socket in mine):
        return
    try_serve(p, left, [presence_event(who.agent_id, shown(mine))])
    p.changed(who.account_id, who.agent_id)


def idle(p: RealtimePorts, socket: Socket, who: AgentWho, *, on: bool) -> None:
    """Nobody touches the screens of this browser any more (on), or somebody does again."""
    p.store.set_idle(socket, on)
    everybody = p.store.of_agents(who.account_id, fresh=True)
    mine = _of(who.agent_id, everybody)
    others = [s for s in mine if s.connection_id != socket.connection_id]
    if all(other.idle for other in others):  # else it is they who say that he is there
        try_serve(p, everybody, [presence_event(who.agent_id, shown(mine))])
        p.changed(who.account_id, who.agent_id)


def chose(p: RealtimePorts, *, account_id: str, agent_id: str, presence: Presence) -> None:
    """He chose what to show; his sockets remember it."""
    everybody = p.store.of_agents(account_id, fresh=True)
    for socket in _of(agent_id, everybody):
        p.store.set_chosen(socket, presence)
    try_serve(p, everybody, [presence_event(agent_id, presence)])
    p.changed(account_id, agent_id)


def idle_agents(p: RealtimePorts, *, account_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the agents who are there, and of those of them whose screens nobody touches."""
    now = p.clock().timestamp()
    sockets = [s for s in p.store.of_agents(account_id) if s.until == 0 or s.until > now]
    here = frozenset(map(_agent_id, sockets))
    awake = frozenset(_agent_id(socket) for socket in sockets if not socket.idle)
    return here, here - awake


def agents_shown(p: RealtimePorts, *, account_id: str) -> dict[str, Presence]:
    """What each agent who has a socket open shows; who is not in it is offline."""
    now = p.clock().timestamp()
    sockets = [s for s in p.store.of_agents(account_id) if s.until == 0 or s.until > now]
    return {agent: shown(_of(agent, sockets)) for agent in {_agent_id(s) for s in sockets}}


def _agent_id(socket: Socket) -> str:
    return socket.who.agent_id if isinstance(socket.who, AgentWho) else ""


def _of(agent_id: str, sockets: Sequence[Socket]) -> list[Socket]:
    return [socket for socket in sockets if _agent_id(socket) == agent_id]


# Pushing: who is found dead is gone -------------------------------------------------------------


def serve(p: RealtimePorts, sockets: Sequence[Socket], events: Sequence[Event]) -> None:
    """Put the events on the sockets. A browser that ended without a word is noticed here, and its
    agent's presence told. Raises push.PushFailed if some could not be served."""
    dead: list[Socket] = []

    def bury(socket: Socket) -> None:
        if _opening(p, socket):
            return
        p.store.forget(socket)
        dead.append(socket)

    try:
        push.push(p.post, sockets, frames(events), bury)
    finally:
        agents = {s.who.agent_id: s for s in dead if isinstance(s.who, AgentWho)}
        for socket in agents.values():
            if isinstance(socket.who, AgentWho):
                went(p, socket.who, connection_id=socket.connection_id)


def _opening(p: RealtimePorts, socket: Socket) -> bool:
    """The gateway knows no socket before its $connect has answered; the browser asks for what it
    missed once it is open: nothing is lost, and nobody gone."""
    opened = socket.until - SOCKET_LIFE.total_seconds()
    return p.clock().timestamp() - opened < OPENING.total_seconds()


def try_serve(p: RealtimePorts, sockets: Sequence[Socket], events: Sequence[Event]) -> None:
    """For passing things, which nobody repeats: who cannot be served misses them."""
    try:
        serve(p, sockets, events)
    except push.PushFailed as problem:
        log.error("push.missed", problem)
