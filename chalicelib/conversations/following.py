"""Agents who want to hear of a conversation that is not theirs."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations.appending import change_head, raised
from chalicelib.conversations.changing import load_head
from chalicelib.conversations.model import Conversation
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.errors import Conflict

MOST = 20


def follow(
    p: ConversationPorts, *, account_id: str, conversation_id: str, agent_id: str, following: bool
) -> Conversation:
    """Repeating it changes nothing. Leaves no line in the thread: it is nobody else's matter.
    Raises NotFound, Conflict (20 follow it already) or TryAgain."""

    def patch(head: Conversation) -> Conversation:
        others = tuple(each for each in head.followers if each != agent_id)
        if following and agent_id in head.followers:
            return head
        if following and len(others) >= MOST:
            raise Conflict(f"at most {MOST} people follow a conversation", field="following")
        return raised(head, replace(head, followers=(*others, agent_id) if following else others))

    return change_head(p, load_head(p, account_id, conversation_id), patch)
