"""Lists, pages and histories. One query each, whatever the account's size."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.conversations.model import (
    Conversation,
    Message,
    Status,
    Visibility,
    follower_label,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import ConversationListPage, Detail, MessageSlice
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, ContactId, ConversationId

MAX_PAGE = 100
VIEWS = ("mine", "unassigned", "all", "queue", "tag", "following")
MAX_COUNT = 1000  # a status
HISTORY = 50
LOOKED_BACK = 10  # conversations, for who served a contact last


def list_page(
    p: ConversationPorts,
    *,
    account_id: str,
    view: str,
    agent_id: str,
    of: str = "",
    status: str = "open",
    cursor: str = "",
    limit: int = 30,
    oldest: bool = False,
) -> ConversationListPage:
    """view: all (newest activity first), or mine, unassigned, queue, tag or following (newest
    opening first).
    of: the queue or the tag. limit: 1 to 100. oldest: the other way round.
    Raises InvalidInput naming the field."""
    if view not in VIEWS:
        raise InvalidInput(f"one of {', '.join(VIEWS)}", field="view")
    if status not in {each.value for each in Status}:
        raise InvalidInput("no such status", field="status")
    if view in ("queue", "tag") and not of:
        raise InvalidInput(f"say which {view}", field="of")
    return p.store.page(
        AccountId(account_id),
        status=status,
        assignee={"mine": agent_id, "unassigned": "-"}.get(view),
        queue=of if view == "queue" else None,
        tag={"tag": of, "following": follower_label(agent_id)}.get(view),
        cursor=cursor,
        limit=_most(limit),
        oldest=oldest,
    )


def tag_use(p: ConversationPorts, *, account_id: str, tag_id: str) -> tuple[int, bool]:
    """How many conversations carry the tag, and whether there are more than were counted."""
    found = [
        p.store.count_tag(AccountId(account_id), tag_id, status.value, MAX_COUNT)
        for status in Status
    ]
    return sum(found), max(found) == MAX_COUNT


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


def heads(p: ConversationPorts, *, account_id: str, ids: Sequence[str]) -> list[Conversation]:
    """Those that exist, in the order asked; at most 100."""
    return p.store.heads(AccountId(account_id), [ConversationId(id) for id in ids])


def history(p: ConversationPorts, *, account_id: str, contact_id: str) -> list[Conversation]:
    """The contact's newest 50 conversations on all channels, newest opening first."""
    account = AccountId(account_id)
    return p.store.heads(account, p.store.pointers(account, ContactId(contact_id), HISTORY))


def last_agent(p: ConversationPorts, *, account_id: str, contact_id: str) -> str:
    """Who has, or had, the newest of the contact's conversations that somebody had; '' = nobody.
    Looks at the newest ten: one query and one batch."""
    account = AccountId(account_id)
    heads = p.store.heads(account, p.store.pointers(account, ContactId(contact_id), LOOKED_BACK))
    return next((head.assignee_id for head in heads if head.assignee_id), "")


def _most(limit: int) -> int:
    return min(max(limit, 1), MAX_PAGE)
