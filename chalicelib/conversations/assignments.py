"""Who gave a conversation to whom it belongs now: found in its thread, which is the truth."""

from __future__ import annotations

from chalicelib.conversations.changing import load_head
from chalicelib.conversations.model import Message, Visibility
from chalicelib.conversations.ports import ConversationPorts

GIVING = frozenset({"conversation.assigned", "conversation.transferred"})
GIVEN_BACK = frozenset({"conversation.declined", "conversation.offer_lapsed"})
PAGE = 100
MOST_PAGES = 5


def current(p: ConversationPorts, *, account_id: str, conversation_id: str) -> Message | None:
    """The line of the thread; None if nobody has it, or it lies more than 500 messages back. Raises
    NotFound."""
    head = load_head(p, account_id, conversation_id)
    if not head.assignee_id:
        return None
    before = 0
    for _ in range(MOST_PAGES):
        page = p.store.messages(head.account_id, head.id, before=before, after=0, limit=PAGE)
        for message in reversed(page.messages):
            if gives(message, head.assignee_id):
                return message
        if not page.more or not page.messages:
            return None
        before = page.messages[0].seq
    return None


def gives(message: Message, agent_id: str) -> bool:
    """Whether this line says that he got it; a line that gave it back to him says it as well."""
    if message.visibility is not Visibility.EVENT:
        return False
    to_him = (message.content.data or {}).get("assignee_id", "") == agent_id
    return to_him and message.content.event in GIVING | GIVEN_BACK
