"""A website visitor's conversations before the current one, as far as he may read them."""

from __future__ import annotations

from chalicelib.conversations.model import Conversation
from chalicelib.conversations.opening import WEBSITE
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.reading import history
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import derived_id


def is_first(conversation: Conversation) -> bool:
    """Whether the visitor had none on this site before: its id tells, nothing is read."""
    first = derived_id(
        "conversation", conversation.account_id, conversation.channel_id, conversation.sender, ""
    )
    return conversation.id == first


def of_visitor(
    p: ConversationPorts, *, account_id: str, channel_id: str, contact_id: str
) -> list[Conversation]:
    """The newest of his on this site, newest opening first: not those that his contact has on other
    channels, or from before it was merged with another. Two calls."""
    return [
        each
        for each in history(p, account_id=account_id, contact_id=contact_id)
        if each.channel_id == channel_id
        and each.channel_kind == WEBSITE
        and each.sender == contact_id
    ]


def before(
    p: ConversationPorts, *, account_id: str, channel_id: str, contact_id: str, conversation_id: str
) -> Conversation | None:
    """The one before that one; None if it was the first. Raises NotFound if it is not his."""
    own = of_visitor(p, account_id=account_id, channel_id=channel_id, contact_id=contact_id)
    for i, each in enumerate(own):
        if each.id == conversation_id:
            return own[i + 1] if i + 1 < len(own) else None
    raise NotFound("no such conversation")
