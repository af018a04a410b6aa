"""The marks that list a tag's conversations, those that an agent follows, and the promised ones.

The head alone says which labels (tags, followers, a deadline) a conversation has. A mark under
(label, status) only finds it: it is put before the head says so and taken away after it says so no
more. So whatever a head says is marked, though anything may die in between; a leftover mark shows
nothing, since who lists a label looks at the heads. Marks carry the head's version, so that a slow
remover spares a newer one.
"""

from __future__ import annotations

from chalicelib.conversations.model import Conversation
from chalicelib.conversations.ports import ConversationPorts


def mark(p: ConversationPorts, before: Conversation | None, after: Conversation) -> None:
    """Put the marks that `after` needs and `before` had not. Before the head is written."""
    for tag in after.labels:
        if before is None or not _stays(before, after, tag):
            p.store.mark_tag(after, tag)


def unmark(p: ConversationPorts, before: Conversation, after: Conversation) -> None:
    """Take away the marks that `after` needs no more. After the head was written."""
    for tag in before.labels:
        if not _stays(before, after, tag):
            p.store.unmark_tag(before, tag, version=after.version)


def _stays(before: Conversation, after: Conversation, tag: str) -> bool:
    """The same mark serves both."""
    return (
        before.status is after.status
        and tag in before.labels
        and tag in after.labels
        and before.moment_under(tag) == after.moment_under(tag)
    )
