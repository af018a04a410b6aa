"""A conversation that passes from hand to hand: transferred, accepted, declined, given back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib.conversations import offers
from chalicelib.conversations.changing import load_head, set_offer_alarm, with_event
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.posting import post
from chalicelib.shared.clock import from_text, to_milliseconds, to_text
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import Conflict, InvalidInput
from chalicelib.shared.ids import AccountId, ConversationId

MOST_OFFERS = 100


@dataclass(frozen=True, slots=True)
class Transfer:
    """client_id: makes a repeat the same transfer. Exactly one of agent_id and queue_id.

    note: for the team, '' = none; mentions: agents' ids in it.
    offer_for: how long the agent may decline; None: it is his at once.
    """

    client_id: str
    agent_id: str = ""
    queue_id: str = ""
    note: str = ""
    mentions: tuple[str, ...] = ()
    offer_for: timedelta | None = None


def transfer(
    p: ConversationPorts, *, account_id: str, conversation_id: str, actor: Author, wish: Transfer
) -> Conversation:
    """Leave a note, if there is one, and hand the conversation on. A repeat of the same client_id
    changes nothing, whatever happened meanwhile.

    Raises InvalidInput, NotFound, Conflict (somebody moved it at the same time) or TryAgain.
    """
    if bool(wish.agent_id) == bool(wish.queue_id):
        raise InvalidInput("to an agent or to a queue", field="agent_id")
    at = {"account_id": account_id, "conversation_id": conversation_id}
    _leave_note(p, account_id, conversation_id, actor, wish)
    head = load_head(p, **at)
    dedup = f"transferred:{wish.client_id}"
    begun = _begun(p, head, dedup)
    if begun is None and _is_there(head, wish):
        return head
    now = to_milliseconds(p.clock())
    data = _line(head, wish, now) if begun is None else dict(begun.content.data or {})
    version, until = int(data["version"]), _moment(data.get("until"))
    if until:
        set_offer_alarm(p, head, until)

    def patch(before: Conversation) -> Conversation:
        if before.version != version:  # it was done, or somebody was faster
            return before
        if wish.queue_id:
            return offers.queued(before, wish.queue_id)
        return offers.given(before, wish.agent_id, by=actor.id, until=until)

    after = with_event(
        p,
        head,
        actor=actor,
        event="conversation.transferred",
        data=data,
        dedup=dedup,
        at=now,
        patch=patch,
    )
    if begun is None and not _is_there(after, wish):
        raise Conflict("somebody changed the conversation at the same time")
    return after


def _leave_note(
    p: ConversationPorts, account_id: str, conversation_id: str, actor: Author, wish: Transfer
) -> None:
    if wish.note.strip():
        post(
            p,
            account_id=account_id,
            conversation_id=conversation_id,
            author=actor,
            visibility=Visibility.NOTE,
            content=Content(kind=Kind.TEXT, text=wish.note, mentions=wish.mentions),
            client_id=wish.client_id,
        )


def accept(
    p: ConversationPorts, *, account_id: str, conversation_id: str, actor: Author
) -> Conversation:
    """Keep what was offered. A repeat changes nothing. Raises Conflict if it has gone back."""
    head = load_head(p, account_id, conversation_id)
    if head.offered_to == actor.id:
        head = _end(p, head, actor, "accepted", lambda before: offers.accepted(before, actor.id))
    if head.assignee_id != actor.id:
        raise Conflict("the offer is over")
    return head


def decline(
    p: ConversationPorts, *, account_id: str, conversation_id: str, actor: Author, reason: str = ""
) -> Conversation:
    """Give it back to where it came from. What is not offered to the actor (any more) stays."""
    head = load_head(p, account_id, conversation_id)
    if head.offered_to != actor.id:
        return head
    return _end(p, head, actor, "declined", _give_back(head), reason=reason.strip())


def lapse(p: ConversationPorts, *, account_id: str, conversation_id: str, due: datetime) -> None:
    """The time of an offer that was to stand until `due` is over. Anything else stays as it is."""
    head = p.store.head(AccountId(account_id), ConversationId(conversation_id))
    if head is None or not offers.has_lapsed(head, to_milliseconds(due)):
        return
    system = Author(AuthorKind.SYSTEM)
    _end(p, head, system, "offer_lapsed", _give_back(head), offered_to=head.offered_to)


def offered(p: ConversationPorts, *, account_id: str, agent_id: str) -> Sequence[Conversation]:
    """The open conversations that wait for the agent's yes: one query of his newest 100."""
    page = p.store.page(
        AccountId(account_id),
        status=Status.OPEN.value,
        assignee=agent_id,
        cursor="",
        limit=MOST_OFFERS,
    )
    return [head for head in page.conversations if head.offered_to == agent_id]


def _begun(p: ConversationPorts, head: Conversation, dedup: str) -> Message | None:
    """The line of an earlier try of this transfer."""
    known = p.store.reference(head.account_id, head.id, dedup)
    if known is None or not known.seq:
        return None
    line = p.store.message(head.account_id, head.id, known.seq)
    return line if line and line.dedup == dedup else None


def _is_there(head: Conversation, wish: Transfer) -> bool:
    if wish.queue_id:
        return head.queue_id == wish.queue_id and not head.assignee_id
    return head.assignee_id == wish.agent_id


def _line(head: Conversation, wish: Transfer, now: datetime) -> dict[str, str]:
    """version: what the conversation must still be, so that a late repeat moves nothing."""
    data = {"version": str(head.version)}
    if wish.queue_id:
        return {**data, "queue_id": wish.queue_id}
    data["assignee_id"] = wish.agent_id
    if wish.offer_for:
        data["until"] = to_text(to_milliseconds(now + wish.offer_for))
    return data


def _give_back(head: Conversation) -> Callable[[Conversation], Conversation]:
    return partial(offers.returned, offered_to=head.offered_to, until=head.offered_until)


def _end(
    p: ConversationPorts,
    head: Conversation,
    actor: Author,
    how: str,
    patch: Callable[[Conversation], Conversation],
    **data: str,
) -> Conversation:
    if how != "accepted" and head.offered_from:
        data["assignee_id"] = head.offered_from
    until = to_text(head.offered_until) if head.offered_until else ""
    return with_event(
        p,
        head,
        actor=actor,
        event=f"conversation.{how}",
        data={name: value for name, value in data.items() if value},
        dedup=f"offer:{head.version}:{head.offered_to}:{until}:{how}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
