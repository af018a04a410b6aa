"""Changes of a conversation's state. Each leaves a quiet line in the thread, in the same step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.conversations import attributes, bots, offers, rules
from chalicelib.conversations.appending import (
    Patch,
    Thread,
    append,
    change_head,
    numbered,
    raised,
    reload,
)
from chalicelib.conversations.model import (
    PRIORITIES,
    Author,
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.tagging import mark, unmark
from chalicelib.conversations.values import Change
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Outdated
from chalicelib.shared.ids import AccountId, ContactId, ConversationId, derived_id
from chalicelib.tags.model import Tagging

SNOOZE_TIMER = "snooze"
OFFER_TIMER = "offer"
MOST_ROWS = 25  # of one contact that carry his new name

_STATUS_EVENTS = {
    Status.OPEN: "conversation.reopened",
    Status.PENDING: "conversation.pending",
    Status.SNOOZED: "conversation.snoozed",
    Status.RESOLVED: "conversation.resolved",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind of change: what it does to the head, and the line that tells it."""

    event: str
    data: Mapping[str, str]
    patch: Callable[[Conversation], Conversation]


def change(
    p: ConversationPorts, *, account_id: str, conversation_id: str, actor: Author, change: Change
) -> Conversation:
    """Change what `change` names; what is so already stays, and adds no line.

    Raises NotFound, InvalidInput (naming the field), Conflict (a step that the state machine does
    not have) or TryAgain.
    """
    head = load_head(p, account_id, conversation_id)
    now = to_milliseconds(p.clock())
    wish = derived_id(repr(actor), repr(change))
    steps = [step for step in _steps(change, now, head, actor) if step.patch(head) != head]
    if change.status is Status.SNOOZED and change.snoozed_until:
        _set_alarm(p, head, change.snoozed_until)
    if change.offer_for and change.assignee_id not in (None, "", actor.id, head.assignee_id):
        set_offer_alarm(p, head, to_milliseconds(now + change.offer_for))
    for step in steps:
        head = with_event(
            p,
            head,
            actor=actor,
            event=step.event,
            data=step.data,
            dedup=f"{step.event}:{head.version}:{wish}",
            at=now,
            patch=partial(_by, actor, step.patch),
        )
    if change.status is not None and head.status is not change.status:
        raise Conflict(f"the conversation has become {head.status}", field="status")
    return head


def change_exactly(
    p: ConversationPorts, *, read: Conversation, actor: Author, change: Change
) -> Conversation:
    """As `change`, but all of it or nothing, and only if the conversation is still as `read`.

    Raises Outdated if it is not, InvalidInput (naming the field) or Conflict.
    """
    now, head = to_milliseconds(p.clock()), read
    lines: list[Message] = []
    for step in _steps(change, now, read, actor):
        after = _by(actor, step.patch, head) if step.patch(head) != head else head
        if after == head:
            continue
        dedup = f"{step.event}:{read.version}:{derived_id(repr(actor), repr(change))}"
        line = _line(head, actor, step.event, step.data, dedup, now)
        lines.append(numbered(line, head, head.seq + 1, head.inbound))
        head = raised(head, rules.bump(after, lines[-1:]))
    if head == read:
        return read
    if change.status is Status.SNOOZED and change.snoozed_until:
        _set_alarm(p, read, change.snoozed_until)
    mark(p, read, head)
    if not p.store.write_exactly(read, head, lines):
        _catch_up(p, read)
        raise Outdated("it has changed since you read it")
    unmark(p, read, head)
    return head


def _catch_up(p: ConversationPorts, read: Conversation) -> None:
    """Whoever wrote the next message may have died before the head followed it: nobody else would
    tell a caller why his `read` is old."""
    there = p.store.message(read.account_id, read.id, read.seq + 1)
    if there:
        change_head(p, reload(p, read).conversation, lambda head: rules.bump(head, [there]))


def load_head(p: ConversationPorts, account_id: str, conversation_id: str) -> Conversation:
    """Raises NotFound; also for another account's."""
    head = p.store.head(AccountId(account_id), ConversationId(conversation_id))
    if head is None:
        raise NotFound("no such conversation")
    return head


def with_event(
    p: ConversationPorts,
    head: Conversation,
    *,
    actor: Author,
    event: str,
    data: Mapping[str, str],
    dedup: str,
    at: datetime,
    patch: Patch,
) -> Conversation:
    """Append the line of an event and change the head in the same write. If another writer brings
    it where `patch` cannot go, the line alone stays."""
    line = _line(head, actor, event, data, dedup, at)

    def guarded(before: Conversation) -> Conversation:
        try:
            return raised(before, patch(before))
        except Conflict:
            return before

    appended = append(p, Thread(head), line, scope=head.id, patch=guarded)
    return appended.thread.conversation


def _line(
    head: Conversation,
    actor: Author,
    event: str,
    data: Mapping[str, str],
    dedup: str,
    at: datetime,
) -> Message:
    return Message(
        account_id=head.account_id,
        conversation_id=head.id,
        seq=0,
        author=actor,
        content=Content(kind=Kind.EVENT, event=event, data=dict(data) or None),
        visibility=Visibility.EVENT,
        at=at,
        dedup=dedup,
    )


def _steps(change: Change, now: datetime, head: Conversation, actor: Author) -> list[_Step]:
    steps = []
    if change.queue_id is not None:
        event = "conversation.queued" if change.queue_id else "conversation.unqueued"
        steps.append(_field_step(event, "queue_id", change.queue_id))
    if change.assignee_id is not None:
        event = "conversation.assigned" if change.assignee_id else "conversation.unassigned"
        steps.append(_assigning(event, change.assignee_id, actor, change.offer_for, now))
    if change.priority is not None:
        if change.priority not in PRIORITIES:
            raise InvalidInput("no such priority", field="priority")
        steps.append(_field_step("conversation.prioritised", "priority", change.priority))
    if change.tags is not None:
        steps += _tag_steps(change.tags, head)
    if change.attributes is not None:
        steps.append(_attribute_step(change.attributes, head))
    if change.status is not None:
        steps.append(_status_step(change.status, now, change.snoozed_until))
    elif change.snoozed_until is not None:
        raise InvalidInput("only a snooze has an end", field="snoozed_until")
    return steps


def _field_step(event: str, name: str, value: str) -> _Step:
    def patch(head: Conversation) -> Conversation:
        changed: dict[str, Any] = {name: value}
        return replace(head, **changed)

    return _Step(event, {name: value} if value else {}, patch)


def _tag_steps(tags: Tagging, head: Conversation) -> list[_Step]:
    """The lines name only what comes on or goes off now."""
    new = [tag for tag in tags.add if tag not in head.tags]
    old = [tag for tag in tags.remove if tag in head.tags]
    steps = []
    if old:
        steps.append(_tag_step("conversation.untagged", tags.words(old), tags.removed))
    if new:
        steps.append(_tag_step("conversation.tagged", tags.words(new), tags.after))
    return steps


def _tag_step(
    event: str, data: Mapping[str, str], then: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> _Step:
    return _Step(event, data, lambda head: replace(head, tags=then(head.tags)))


def _attribute_step(wanted: Mapping[str, str], head: Conversation) -> _Step:
    """The line says what is new, with '' for what was taken away."""
    new = attributes.changes(head.attributes, attributes.checked(head.attributes, wanted))

    def patch(before: Conversation) -> Conversation:
        return replace(before, attributes=attributes.merged(before.attributes, new))

    return _Step("conversation.attributed", new, patch)


def _assigning(
    event: str, agent_id: str, actor: Author, offer_for: timedelta | None, now: datetime
) -> _Step:
    until = to_milliseconds(now + offer_for) if offer_for else None

    def patch(head: Conversation) -> Conversation:
        return offers.given(head, agent_id, by=actor.id, until=until)

    return _Step(event, {"assignee_id": agent_id} if agent_id else {}, patch)


def _by(
    actor: Author, patch: Callable[[Conversation], Conversation], head: Conversation
) -> Conversation:
    """To whom it is offered, and who changes something about it, has accepted."""
    by_agent = actor.kind is AuthorKind.AGENT
    return offers.accepted(bots.after_change(head, patch(head), by_agent=by_agent), actor.id)


def _status_step(status: Status, now: datetime, until: datetime | None) -> _Step:
    end = to_milliseconds(until) if until else None

    def patch(head: Conversation) -> Conversation:
        after = rules.with_status(head, status, now=now, until=end)
        return offers.closed(after) if status is Status.RESOLVED else after

    return _Step(_STATUS_EVENTS[status], {"until": to_text(end)} if end else {}, patch)


def _set_alarm(p: ConversationPorts, head: Conversation, until: datetime) -> None:
    """Before the change: an alarm without a snooze does nothing; the other way it would last."""
    due = to_milliseconds(until)
    p.set_timer(head.account_id, SNOOZE_TIMER, due, {"conversation_id": head.id})


def set_offer_alarm(p: ConversationPorts, head: Conversation, until: datetime) -> None:
    """Before the offer: an alarm without one does nothing; the other way it would last."""
    p.set_timer(head.account_id, OFFER_TIMER, until, {"conversation_id": head.id})


def wake(p: ConversationPorts, *, account_id: str, conversation_id: str, due: datetime) -> None:
    """End a snooze that was to last until `due`. Anything else stays as it is."""
    head = p.store.head(AccountId(account_id), ConversationId(conversation_id))
    due = to_milliseconds(due)
    if head is None or head.status is not Status.SNOOZED:
        return
    if head.snoozed_until is None or head.snoozed_until > due:
        return

    def patch(before: Conversation) -> Conversation:
        if before.status is not Status.SNOOZED or before.snoozed_until != head.snoozed_until:
            return before
        return rules.with_status(before, Status.OPEN, now=due)

    with_event(
        p,
        head,
        actor=Author(AuthorKind.SYSTEM),
        event="conversation.woken",
        data={},
        dedup=f"woken:{head.version}:{to_text(due)}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )


def rename_contact(p: ConversationPorts, *, account_id: str, contact_id: str, name: str) -> None:
    """Bring a contact's new name into the rows of his newest conversations."""
    account = AccountId(account_id)
    ids = p.store.pointers(account, ContactId(contact_id), MOST_ROWS)
    for head in p.store.heads(account, ids):
        change_head(p, head, lambda before: raised(before, replace(before, contact_name=name)))
