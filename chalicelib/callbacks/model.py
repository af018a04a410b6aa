"""A visitor who wants to be called, and what may become of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.shared.errors import Conflict, InvalidInput
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, ContactId

MOST_NOTE = 1000
SECONDS = 30  # that it rings, unless the site says otherwise
SHORTEST, LONGEST = 15, 120


class Status(StrEnum):
    WAITING = "waiting"  # nobody was there
    RINGING = "ringing"  # until ring_until
    ACCEPTED = "accepted"  # somebody calls now
    MISSED = "missed"  # nobody took it in time
    SCHEDULED = "scheduled"  # rings again at due_at
    DONE = "done"


OPEN = frozenset(Status) - {Status.DONE}
_TO_TAKE = frozenset({Status.WAITING, Status.RINGING, Status.MISSED, Status.SCHEDULED})


class Outcome(StrEnum):
    NONE = ""
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Callback:
    """phone: E.164. attempts: how often somebody accepted it. rings: how often it rang.
    version: raised by each write. muted: of somebody who is blocked: he is answered as all are, and
    no agent hears of it."""

    id: str
    account_id: AccountId
    channel_id: ChannelId
    contact_id: ContactId
    phone: str
    requested_at: datetime
    status: Status
    name: str = ""
    conversation_id: str = ""
    ring_until: datetime | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None
    outcome: Outcome = Outcome.NONE
    note: str = ""
    done_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    rings: int = 0
    version: int = 0
    muted: bool = False


def ring_seconds(settings: Mapping[str, str]) -> int:
    """How long a site's callbacks ring; 0 if it has none."""
    if settings.get("callback") != "on":
        return 0
    told = settings.get("callback_seconds", "")
    return min(max(int(told), SHORTEST), LONGEST) if told.isdecimal() else SECONDS


def ringing(callback: Callback, until: datetime) -> Callback:
    return replace(
        callback, status=Status.RINGING, ring_until=until, rings=callback.rings + 1, due_at=None
    )


def waiting(callback: Callback) -> Callback:
    """Nobody is there who could hear it: it rings for the first who comes."""
    return replace(callback, status=Status.WAITING, ring_until=None, due_at=None)


def scheduled(callback: Callback, due_at: datetime) -> Callback:
    """Asked while it was closed: it rings at the opening."""
    return replace(callback, status=Status.SCHEDULED, due_at=due_at)


def accepted(callback: Callback, agent_id: AgentId, now: datetime) -> Callback:
    """The first one has it; for him a repeat changes nothing. Raises Conflict for the others."""
    if callback.status is Status.ACCEPTED and callback.accepted_by == agent_id:
        return callback
    if callback.status not in _TO_TAKE:
        raise Conflict("a colleague has taken this callback")
    return replace(
        callback,
        status=Status.ACCEPTED,
        accepted_by=agent_id,
        accepted_at=now,
        due_at=None,
        attempts=callback.attempts + 1,
    )


def lapsed(callback: Callback, now: datetime) -> Callback:
    """After its time, what still rings is missed."""
    if callback.status is not Status.RINGING or callback.ring_until is None:
        return callback
    return replace(callback, status=Status.MISSED) if callback.ring_until <= now else callback


def is_due(callback: Callback, now: datetime) -> bool:
    return (
        callback.status is Status.SCHEDULED
        and callback.due_at is not None
        and callback.due_at <= now
    )


def finished(callback: Callback, outcome: Outcome, note: str, now: datetime) -> Callback:
    """The call was made. The same outcome again changes nothing. Raises Conflict unless somebody
    had accepted it."""
    if callback.status is Status.DONE and callback.outcome is outcome:
        return callback
    if callback.status is not Status.ACCEPTED:
        raise Conflict("accept the callback first")
    return replace(
        callback, status=Status.DONE, outcome=outcome, note=note[:MOST_NOTE], done_at=now
    )


def postponed(callback: Callback, due_at: datetime, note: str, now: datetime) -> Callback:
    """To be called later. Raises InvalidInput (due_at) for the past, Conflict as `finished`."""
    if due_at <= now:
        raise InvalidInput("lies in the past", field="due_at")
    if callback.status is Status.SCHEDULED and callback.due_at == due_at:
        return callback
    if callback.status is not Status.ACCEPTED:
        raise Conflict("accept the callback first")
    return replace(
        callback,
        status=Status.SCHEDULED,
        due_at=due_at,
        note=note[:MOST_NOTE],
        accepted_by="",
        accepted_at=None,
    )
