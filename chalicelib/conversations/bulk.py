"""One change of many conversations. Each stands for itself: one's refusal stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.conversations.changing import change
from chalicelib.conversations.model import Author, Conversation
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Change
from chalicelib.shared.errors import AppError


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either the conversation as it is now, or why it was refused."""

    id: str
    conversation: Conversation | None = None
    refusal: AppError | None = None


def change_many(
    p: ConversationPorts, *, account_id: str, ids: Sequence[str], actor: Author, change_to: Change
) -> list[Outcome]:
    """In the order asked, each once. Repeating the call changes nothing more."""
    return [
        _outcome(p, account_id=account_id, id=id, actor=actor, change_to=change_to)
        for id in dict.fromkeys(ids)
    ]


def _outcome(
    p: ConversationPorts, *, account_id: str, id: str, actor: Author, change_to: Change
) -> Outcome:
    try:
        after = change(p, account_id=account_id, conversation_id=id, actor=actor, change=change_to)
    except AppError as refusal:
        return Outcome(id, refusal=refusal)
    return Outcome(id, after)
