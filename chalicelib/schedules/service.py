"""Messages to be sent later. The item in the table is the truth; a timer only wakes.

A message goes out in three steps, each of which bears a repeat: claim it (waiting becomes sending,
so that nobody can cancel it any more), post it under its own id, write down that it was sent. A
death between two of them is finished by the timer's next delivery, or by the sweep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.conversations.model import Author, AuthorKind
from chalicelib.schedules.model import (
    CHANGEABLE,
    SHOWN,
    STILL_TO_SEND,
    Schedule,
    State,
    in_order,
)
from chalicelib.schedules.ports import SchedulePage, SchedulePorts
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.content import Content
from chalicelib.shared.errors import AppError, Conflict, InvalidInput, NotFound, Outdated, TryAgain
from chalicelib.shared.ids import derived_id

TIMER = "schedule"
FURTHEST = timedelta(days=366)
MOST = 50  # that wait in one conversation
MOST_TRIES = 5  # at one that is being changed

_SYSTEM = Author(AuthorKind.SYSTEM)


def create(
    p: SchedulePorts,
    *,
    account_id: str,
    conversation_id: str,
    author: Author,
    content: Content,
    due_at: datetime,
    zone: str,
    client_id: str,
    unless_reply: bool = False,
    reply_to: int = 0,
) -> Schedule:
    """Have `content` sent at `due_at`. The same client_id again answers the stored one.

    Raises NotFound, or InvalidInput naming due_at, zone or reply_to.
    """
    id = derived_id("schedule", account_id, conversation_id, author.id, client_id)
    made = p.store.get(account_id, conversation_id, id)
    if made is None:
        head = p.head(account_id, conversation_id)
        if not 0 <= reply_to <= head.seq:
            raise InvalidInput("no such message", field="reply_to")
        now = to_milliseconds(p.clock())
        wanted = Schedule(
            id=id,
            account_id=head.account_id,
            conversation_id=head.id,
            author_id=author.id,
            author_name=author.name,
            content=content,
            due_at=_checked_due(due_at, now),
            zone=_checked_zone(zone),
            created_at=now,
            contact_name=head.contact_name,
            channel_kind=head.channel_kind,
            reply_to=reply_to,
            unless_reply=unless_reply,
            inbound=head.inbound,
        )
        _refuse_too_many(p, wanted)
        p.set_timer(wanted)  # first: a timer without its message does nothing
        made = p.store.add(wanted)
    _told(p, made, author, "schedule.created", f"schedule.created:{id}")
    return made


def change(
    p: SchedulePorts,
    *,
    account_id: str,
    conversation_id: str,
    id: str,
    version: int,
    content: Content | None = None,
    due_at: datetime | None = None,
    zone: str | None = None,
    unless_reply: bool | None = None,
) -> Schedule:
    """None leaves what is. A failed one waits again, and needs a new due_at.

    Raises NotFound, InvalidInput (naming the field), or Conflict: it went out, or somebody was
    faster than `version`.
    """
    before = _found(p, account_id, conversation_id, id)
    if before.state not in CHANGEABLE:
        raise Conflict("this message is no longer waiting")
    if before.version != version:
        raise Conflict("somebody changed this message meanwhile")
    again = before.state is State.FAILED
    if again and due_at is None:
        raise InvalidInput("say when to try again", field="due_at")
    after = replace(
        before,
        content=before.content if content is None else replace(content, data=before.content.data),
        due_at=before.due_at if due_at is None else _checked_due(due_at, p.clock()),
        zone=before.zone if zone is None else _checked_zone(zone),
        unless_reply=before.unless_reply if unless_reply is None else unless_reply,
        inbound=p.head(account_id, conversation_id).inbound,
        state=State.WAITING,
        reason="",
        code="",
    )
    if after.due_at != before.due_at or again:
        p.set_timer(after)  # before the change: the other way it might never wake
    return _written(p, before, after)


def cancel(
    p: SchedulePorts,
    *,
    account_id: str,
    conversation_id: str,
    id: str,
    actor: Author,
    version: int | None = None,
) -> None:
    """From now on it is never sent. Repeating it changes nothing. version: only if it is still the
    one that was read.

    Raises NotFound, Outdated, or Conflict if it went out already.
    """
    for _ in range(MOST_TRIES):
        before = _found(p, account_id, conversation_id, id)
        if version is not None and before.version != version:
            raise Outdated("somebody changed this message meanwhile")
        if before.state in CHANGEABLE:
            after = _raised(before, state=State.CANCELLED)
            if not p.store.replace(before, after):
                continue
            before = after
        if before.state is not State.CANCELLED:
            raise Conflict("this message is no longer waiting")
        _told(p, before, actor, "schedule.cancelled", f"schedule.cancelled:{id}")
        return
    raise TryAgain("too many writers")


def of_conversation(p: SchedulePorts, *, account_id: str, conversation_id: str) -> list[Schedule]:
    """What waits or has failed, in the order of sending. Raises NotFound."""
    found = p.store.of_conversation(account_id, conversation_id)
    if not found:
        p.head(account_id, conversation_id)
    return sorted((each for each in found if each.state in SHOWN), key=in_order)


def page(p: SchedulePorts, *, account_id: str, state: str, cursor: str, limit: int) -> SchedulePage:
    """Of the whole account, soonest first. state: waiting or failed."""
    return p.store.page(account_id, state=state, cursor=cursor, limit=limit)


def fire(
    p: SchedulePorts, *, account_id: str, conversation_id: str, id: str, due_at: datetime
) -> None:
    """A timer came: send what is due in this conversation, in order.

    Late, repeated, or for what was moved or cancelled: harmless. Raises TryAgain.
    due_at: the timer's; its waker's clock may be a moment ahead of ours.
    """
    found = p.store.of_conversation(account_id, conversation_id)
    now = max(p.clock(), due_at)
    for schedule in sorted(found, key=in_order):
        if schedule.due_at > now:
            continue
        if schedule.state in STILL_TO_SEND:
            _send(p, schedule, now)
        elif schedule.id == id:
            _explain(p, schedule)  # who decided it may have died before he told


def _send(p: SchedulePorts, schedule: Schedule, now: datetime) -> None:
    claimed = schedule if schedule.state is State.SENDING else _claim(p, schedule, now)
    if claimed is None:
        return
    try:
        message = p.post(claimed)
    except (InvalidInput, NotFound) as problem:
        _give_up(p, claimed, problem)
        return
    p.store.replace(claimed, _raised(claimed, state=State.SENT, seq=message.seq))


def _claim(p: SchedulePorts, schedule: Schedule, now: datetime) -> Schedule | None:
    """None if it is not to be sent (any more). Decides anew when somebody changed it meanwhile."""
    for _ in range(MOST_TRIES):
        try:
            head = p.head(schedule.account_id, schedule.conversation_id)
            if schedule.unless_reply and head.inbound > schedule.inbound:
                _end(p, schedule, _raised(schedule, state=State.SKIPPED))
                return None
            p.check(head, schedule.content)
        except AppError as problem:
            if problem.status not in (404, 422):
                raise
            _give_up(p, schedule, problem)
            return None
        claimed = _raised(schedule, state=State.SENDING)
        if p.store.replace(schedule, claimed):
            return claimed
        stored = p.store.get(schedule.account_id, schedule.conversation_id, schedule.id)
        if stored is None or stored.state not in STILL_TO_SEND or stored.due_at > now:
            return None
        if stored.state is State.SENDING:
            return stored
        schedule = stored
    raise TryAgain("too many writers")


def _give_up(p: SchedulePorts, schedule: Schedule, problem: AppError) -> None:
    failed = _raised(schedule, state=State.FAILED, reason=problem.detail, code=problem.code)
    _end(p, schedule, failed)


def _end(p: SchedulePorts, before: Schedule, after: Schedule) -> None:
    if not p.store.replace(before, after):
        raise TryAgain("it changed meanwhile")
    _explain(p, after)


def _explain(p: SchedulePorts, schedule: Schedule) -> None:
    """The line of what became of it instead of being sent."""
    if schedule.state in (State.FAILED, State.SKIPPED):
        event = f"schedule.{schedule.state}"
        dedup = f"{event}:{schedule.id}:{schedule.version}"
        _told(p, schedule, _SYSTEM, event, dedup, {"reason": schedule.reason})


def _told(
    p: SchedulePorts,
    schedule: Schedule,
    actor: Author,
    event: str,
    dedup: str,
    more: Mapping[str, str] | None = None,
) -> None:
    data = {"due_at": to_text(schedule.due_at), "zone": schedule.zone, **(more or {})}
    p.line(schedule, actor, event, {key: value for key, value in data.items() if value}, dedup)


def _written(p: SchedulePorts, before: Schedule, after: Schedule) -> Schedule:
    raised = replace(after, version=before.version + 1)
    if not p.store.replace(before, raised):
        raise Conflict("somebody changed this message meanwhile")
    return raised


def _raised(schedule: Schedule, *, state: State, seq: int = 0, **why: Any) -> Schedule:
    return replace(schedule, state=state, seq=seq, version=schedule.version + 1, **why)


def _found(p: SchedulePorts, account_id: str, conversation_id: str, id: str) -> Schedule:
    found = p.store.get(account_id, conversation_id, id)
    if found is None:
        raise NotFound("no such scheduled message")
    return found


def _refuse_too_many(p: SchedulePorts, wanted: Schedule) -> None:
    others = p.store.of_conversation(wanted.account_id, wanted.conversation_id)
    if sum(each.state in SHOWN for each in others) >= MOST:
        raise InvalidInput(f"{MOST} messages are scheduled here already", field="conversation_id")


def _checked_due(due_at: datetime, now: datetime) -> datetime:
    if due_at.tzinfo is None:
        raise InvalidInput("say the time zone, as in 2030-01-31T09:00:00Z", field="due_at")
    if due_at <= now:
        raise InvalidInput("lies in the past", field="due_at")
    if due_at > now + FURTHEST:
        raise InvalidInput("is more than a year away", field="due_at")
    return to_milliseconds(due_at)


def _checked_zone(zone: str) -> str:
    """An IANA name, such as America/Sao_Paulo."""
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        raise InvalidInput("is no time zone such as America/Sao_Paulo", field="zone") from None
    return zone
