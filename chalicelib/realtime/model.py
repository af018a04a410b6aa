"""Who is at the other end of a socket, and what is pushed there. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

Event = Mapping[str, Any]  # one of chalicelib.wire.frames.ServerEvent, JSON-ready

# API Gateway counts a push in steps of 32 KB and carries no frame above it in one piece.
FRAME_BYTES = 32 * 1024
_ENVELOPE = len('{"type":"events","events":[]}')
_LONG_TEXT = 4000  # characters of a text that alone would not fit

TICKET_LIFE = timedelta(seconds=60)
SOCKET_LIFE = timedelta(hours=2, minutes=15)  # API Gateway closes at 2 h
OPENING = timedelta(seconds=30)  # $connect is given 29 s, and may be answering still

Presence = Literal["online", "away", "busy", "offline"]


@dataclass(frozen=True, slots=True)
class AgentWho:
    """presence: what the agent chose to show while he is there."""

    account_id: str
    agent_id: str
    name: str = ""
    presence: Presence = "online"


@dataclass(frozen=True, slots=True)
class VisitorWho:
    """conversation_id: the current one; '' before the first word. blocked: no agent hears of
    him."""

    account_id: str
    contact_id: str
    channel_id: str
    conversation_id: str = ""
    name: str = ""
    blocked: bool = False


Who = AgentWho | VisitorWho


@dataclass(frozen=True, slots=True)
class Facing:
    """Whom an agent's typing reaches. contact_id: of a website's visitor; '' on other channels.
    kind: of the channel; '' if there is no such conversation."""

    contact_id: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Socket:
    """viewing: the conversation on an agent's screen. idle: nobody touches that screen. until: when
    its record ends by itself, epoch seconds; 0 = not known. typed: "{conversation}#{moment}": where
    it was told outside that he types, and until when that holds, epoch seconds."""

    connection_id: str
    who: Who
    viewing: str = ""
    idle: bool = False
    until: int = 0
    typed: str = ""


def frames(events: Iterable[Event]) -> list[str]:
    """The events as frames of at most 32 KB, in order."""
    made: list[str] = []
    batch: list[str] = []
    size = _ENVELOPE
    for event in events:
        text = _fitting(event)
        length = len(text.encode()) + 1
        if batch and size + length > FRAME_BYTES:
            made.append(_frame(batch))
            batch, size = [], _ENVELOPE
        batch.append(text)
        size += length
    if batch:
        made.append(_frame(batch))
    return made


def _frame(batch: list[str]) -> str:
    return '{"type":"events","events":[' + ",".join(batch) + "]}"


def _fitting(event: Event) -> str:
    """A message too long for a frame loses its raw form and the tail of its text on the way; the
    API gives it whole."""
    text = _json(event)
    if len(text) * 4 < FRAME_BYTES or len(text.encode()) + _ENVELOPE + 1 <= FRAME_BYTES:
        return text
    message = event.get("message")
    if not isinstance(message, Mapping):
        return text
    content = {**message["content"], "raw": ""}
    if len(content.get("text", "")) > _LONG_TEXT:
        content["text"] = content["text"][:_LONG_TEXT] + "…"
    return _json({**event, "message": {**message, "content": content}})


def _json(event: Event) -> str:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def typing_event(
    who: Who, conversation_id: str, *, on: bool, text: str, note: bool = False
) -> Event:
    """A draft's text is for the agents alone: an agent's is never shown."""
    event: dict[str, Any] = {"type": "typing", "conversation_id": conversation_id, "on": on}
    if isinstance(who, AgentWho):
        return {
            **event,
            "author_kind": "agent",
            "author_id": who.agent_id,
            "author_name": who.name,
            "text": "",
            "note": note,
        }
    return {
        **event,
        "author_kind": "contact",
        "author_id": who.contact_id,
        "author_name": who.name,
        "text": text,
    }


def viewing_event(agent_id: str, conversation_id: str) -> Event:
    return {"type": "viewing", "conversation_id": conversation_id, "agent_id": agent_id}


def team_typing_event(agent_id: str, room_id: str, *, on: bool) -> Event:
    return {"type": "team.typing", "room_id": room_id, "agent_id": agent_id, "on": on}


def presence_event(agent_id: str, presence: Presence) -> Event:
    return {"type": "presence", "agent_id": agent_id, "presence": presence}
