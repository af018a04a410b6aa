"""A conversation given to an agent, or taken back from him, by what works by itself."""

from __future__ import annotations

from datetime import datetime

from chalicelib.conversations import offers
from chalicelib.conversations.changing import set_offer_alarm, with_event
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds, to_text

SYSTEM = Author(AuthorKind.SYSTEM)


def waits_for_somebody(head: Conversation) -> bool:
    """Open, in a queue, and nobody's."""
    free = not head.assignee_id and not head.bot_id
    return head.status is Status.OPEN and free and bool(head.queue_id)


def assign(
    p: ConversationPorts,
    head: Conversation,
    *,
    agent_id: str,
    until: datetime | None,
    told: str,
    number: int,
) -> Conversation:
    """Offer it to him, or give it at once (until: None), if it still waits in that queue; what
    somebody else did meanwhile stays. told: why, for the line. number: of the decision; the same
    number again changes nothing. Raises TryAgain."""
    data = {"assignee_id": agent_id, "queue_id": head.queue_id, "why": told}
    if until:
        until = to_milliseconds(until)
        data["until"] = to_text(until)
        set_offer_alarm(p, head, until)

    def patch(before: Conversation) -> Conversation:
        if not waits_for_somebody(before) or before.queue_id != head.queue_id:
            return before
        return offers.given(before, agent_id, by="", until=until)

    return with_event(
        p,
        head,
        actor=SYSTEM,
        event="conversation.assigned",
        data=data,
        dedup=f"routed:{number}:{agent_id}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )


def give_back(p: ConversationPorts, head: Conversation, *, agent_id: str) -> Conversation:
    """Back to its queue, since this agent is gone. Another's, or one that is not open, stays."""

    def patch(before: Conversation) -> Conversation:
        if before.assignee_id != agent_id or before.status is not Status.OPEN:
            return before
        return offers.queued(before, before.queue_id)

    if patch(head) == head:
        return head
    return with_event(
        p,
        head,
        actor=SYSTEM,
        event="conversation.given_back",
        data={"agent_id": agent_id, "queue_id": head.queue_id},
        dedup=f"given_back:{head.version}:{agent_id}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )


def overflow(p: ConversationPorts, head: Conversation, *, queue_id: str) -> Conversation:
    """Into another queue, since nobody came in this one."""

    def patch(before: Conversation) -> Conversation:
        if not waits_for_somebody(before) or before.queue_id != head.queue_id:
            return before
        return offers.queued(before, queue_id)

    return with_event(
        p,
        head,
        actor=SYSTEM,
        event="conversation.overflowed",
        data={"queue_id": queue_id},
        dedup=f"overflowed:{head.version}:{queue_id}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )
