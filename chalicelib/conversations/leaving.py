"""What belongs to an agent who was sent away goes to another, or back to all."""

from __future__ import annotations

from chalicelib.conversations import changing
from chalicelib.conversations.model import Author, AuthorKind, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Change
from chalicelib.shared.errors import Conflict, NotFound
from chalicelib.shared.ids import AccountId

STEP = 25  # conversations of one status in one call
UNRESOLVED = (Status.OPEN, Status.PENDING, Status.SNOOZED)


def hand_over(p: ConversationPorts, *, account_id: str, agent_id: str, heir_id: str) -> bool:
    """Give the agent's unresolved conversations to `heir_id`, '' = nobody, a step of them. Whether
    some may be left: then call again. A repeat, a late or a doubled call finds less to do."""
    left = False
    for status in UNRESOLVED:
        page = p.store.page(
            AccountId(account_id), status=status, assignee=agent_id, cursor="", limit=STEP
        )
        given = [_give(p, account_id, head.id, heir_id) for head in page.conversations]
        left = left or bool(page.cursor) or not all(given)
    return left


def _give(p: ConversationPorts, account_id: str, conversation_id: str, heir_id: str) -> bool:
    """False: somebody changed it on the way; look again."""
    try:
        changing.change(
            p,
            account_id=account_id,
            conversation_id=conversation_id,
            actor=Author(AuthorKind.SYSTEM),
            change=Change(assignee_id=heir_id),
        )
    except Conflict:
        return False
    except NotFound:
        return True
    return True
