"""Offering a conversation to an agent: he accepts, declines, or lets the time go by. Pure.

While an offer stands the conversation is his already (`assignee_id`); `offered_from` says to whom
it goes back. Who offers (a colleague, or routing) is the caller's affair.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.conversations import bots
from chalicelib.conversations.model import Conversation

OFFER_FOR = timedelta(seconds=60)


def given(
    head: Conversation, agent_id: str, *, by: str, until: datetime | None = None
) -> Conversation:
    """Assigned to `agent_id` ('' = to nobody). until: offered until then, unless he takes it
    himself; None: his at once. What he has already stays as it is."""
    if agent_id == head.assignee_id:
        return accepted(head, by)
    free = _settled(head)
    if agent_id:
        free = bots.left(free)
    if not agent_id or not until or by == agent_id:
        return replace(free, assignee_id=agent_id)
    origin = head.offered_from if head.offered_to else head.assignee_id
    return replace(
        free,
        assignee_id=agent_id,
        offered_to=agent_id,
        offered_until=until,
        offered_from="" if origin == agent_id else origin,
    )


def queued(head: Conversation, queue_id: str) -> Conversation:
    """In that queue, and nobody's."""
    return replace(bots.left(_settled(head)), queue_id=queue_id, assignee_id="")


def accepted(head: Conversation, agent_id: str) -> Conversation:
    """After something that this agent did: what was offered to him is his."""
    return _settled(head) if agent_id and head.offered_to == agent_id else head


def closed(head: Conversation) -> Conversation:
    """There is nothing left to give back: a resolved conversation stays with its assignee."""
    return _settled(head)


def returned(head: Conversation, offered_to: str, until: datetime | None) -> Conversation:
    """Given back, if it is still that offer that stands."""
    if not offered_to or (head.offered_to, head.offered_until) != (offered_to, until):
        return head
    return replace(_settled(head), assignee_id=head.offered_from)


def has_lapsed(head: Conversation, at: datetime) -> bool:
    return head.offered_until is not None and head.offered_until <= at


def _settled(head: Conversation) -> Conversation:
    if not head.offered_to:
        return head
    return replace(head, offered_to="", offered_until=None, offered_from="")
