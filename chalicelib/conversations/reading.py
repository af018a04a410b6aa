"""Lists, pages and histories. One query each, whatever the account's size."""

from __future__ import annotations

from chalicelib.conversations.model import Conversation, Message, Status, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import ConversationListPage, Detail, MessageSlice
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, ContactId, ConversationId

MAX_PAGE = 100
HISTORY = 50


def list_page(
    p: ConversationPorts,
    *,
    account_id: str,
    view: str,
    agent_id: str,
    status: str = "open",
    cursor: str = "",
    limit: int = 30,
) -> ConversationListPage:
    """view: mine, unassigned (both newest opening first) or all (newest activity first).
    limit: 1 to 100. Raises InvalidInput naming the field."""
    if view not in ("mine", "unassigned", "all"):
        raise InvalidInput("mine, unassigned or all", field="view")
    if status not in {each.value for each in Status}:
        raise InvalidInput("no such status", field="status")
    assignee = {"mine": agent_id, "unassigned": "-", "all": None}[view]
    return p.store.page(
        AccountId(account_id), status=status, assignee=assignee, cursor=cursor, limit=_most(limit)
    )


def detail(
    p: ConversationPorts, *, account_id: str, conversation_id: str, limit: int = 50
) -> Detail:
    """The conversation and its newest messages. Raises NotFound."""
    found = p.store.detail(AccountId(account_id), ConversationId(conversation_id), _most(limit))
    if found is None:
        raise NotFound("no such conversation")
    return found


def messages(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    before: int = 0,
    after: int = 0,
    limit: int = 50,
    public_only: bool = False,
) -> MessageSlice:
    """after > 0: the next ones after that seq; else the newest, older than `before` if that is > 0.
    public_only: what a visitor sees; a page may then hold fewer than `limit`, or none, while there
    are more. Ascending in either case."""
    if before < 0 or after < 0:
        raise InvalidInput("a message's number is positive", field="before" if before else "after")
    found = p.store.messages(
        AccountId(account_id),
        ConversationId(conversation_id),
        before=before,
        after=after,
        limit=_most(limit),
    )
    if not public_only:
        return found
    shown = [each for each in found.messages if each.visibility is Visibility.PUBLIC]
    return MessageSlice(shown, found.more)


def message(
    p: ConversationPorts, *, account_id: str, conversation_id: str, seq: int
) -> Message | None:
    return p.store.message(AccountId(account_id), ConversationId(conversation_id), seq)


def get(p: ConversationPorts, *, account_id: str, conversation_id: str) -> Conversation:
    """Raises NotFound."""
    head = p.store.head(AccountId(account_id), ConversationId(conversation_id))
    if head is None:
        raise NotFound("no such conversation")
    return head


def history(p: ConversationPorts, *, account_id: str, contact_id: str) -> list[Conversation]:
    """The contact's newest 50 conversations on all channels, newest opening first."""
    account = AccountId(account_id)
    return p.store.heads(account, p.store.pointers(account, ContactId(contact_id), HISTORY))


def _most(limit: int) -> int:
    return min(max(limit, 1), MAX_PAGE)
