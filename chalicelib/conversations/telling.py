"""A quiet line about something that happened beside the conversation's own state."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.conversations.appending import unchanged
from chalicelib.conversations.changing import load_head, with_event
from chalicelib.conversations.model import Author
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds


def tell(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    actor: Author,
    event: str,
    data: Mapping[str, str],
    dedup: str,
) -> None:
    """Append the line. The same dedup again adds nothing. Raises NotFound or TryAgain."""
    with_event(
        p,
        load_head(p, account_id, conversation_id),
        actor=actor,
        event=event,
        data=data,
        dedup=dedup,
        at=to_milliseconds(p.clock()),
        patch=unchanged,
    )
