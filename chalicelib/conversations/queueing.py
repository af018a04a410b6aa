"""Where a conversation goes first, once it is known."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations.changing import load_head, with_event
from chalicelib.conversations.model import Author, AuthorKind, Conversation
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds


def queue_first(
    p: ConversationPorts, *, account_id: str, conversation_id: str, queue_id: str
) -> Conversation:
    """Into that queue, unless it is in one by now: a flow, or somebody, may have been faster.
    Raises NotFound or TryAgain."""
    head = load_head(p, account_id, conversation_id)
    if head.queue_id:
        return head

    def patch(before: Conversation) -> Conversation:
        return before if before.queue_id else replace(before, queue_id=queue_id)

    return with_event(
        p,
        head,
        actor=Author(AuthorKind.SYSTEM),
        event="conversation.queued",
        data={"queue_id": queue_id},
        dedup=f"queued_first:{queue_id}",
        at=to_milliseconds(p.clock()),
        patch=patch,
    )
