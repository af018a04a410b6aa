"""What a visitor thinks of a conversation: once a closing, changeable, told to agents as a line."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations.changing import load_head, with_event
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import derived_id

EVENT = "conversation.rated"
MOST_COMMENT = 1000


def closing_of(conversation: Conversation) -> str:
    """What one rating is of: the closing by its moment, or '' while the conversation is open."""
    resolved = conversation.status is Status.RESOLVED and conversation.resolved_at
    return to_text(resolved) if resolved else ""


def current_rating(conversation: Conversation) -> int:
    """0 if the visitor has still to be asked. One who rated just before the end is not asked."""
    rated = conversation.rated_for.partition("#")[0]
    mine = rated in ("", closing_of(conversation))
    return conversation.rating if mine else 0


def rate(
    p: ConversationPorts, *, account_id: str, conversation_id: str, score: int, comment: str = ""
) -> Conversation:
    """score: 1 to 5. The same again changes nothing; another takes its place, and says so in a line
    of its own, which has the comment. Raises NotFound, InvalidInput or TryAgain."""
    if not 1 <= score <= 5:
        raise InvalidInput("between 1 and 5", field="score")
    words = comment.strip()[:MOST_COMMENT]
    head = load_head(p, account_id, conversation_id)
    before = current_rating(head)
    # The words themselves are the line's: the head, which every message reads, has but their mark.
    mark = derived_id(words)[:6] if words else ""
    rated_for = f"{closing_of(head)}#{mark}"
    if before == score and (not words or head.rated_for == rated_for):
        return head
    data = {"score": str(score), **({"comment": words} if words else {})}
    if before and before != score:
        data["before"] = str(before)
    return with_event(
        p,
        head,
        actor=Author(AuthorKind.CONTACT, name=head.contact_name),
        event=EVENT,
        data=data,
        dedup=f"{EVENT}:{head.version}:{score}:{mark}",
        at=to_milliseconds(p.clock()),
        patch=lambda conversation: replace(conversation, rating=score, rated_for=rated_for),
    )
