"""A quiet line about something that happened beside the conversation's own state."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.conversations import rules
from chalicelib.conversations.appending import unchanged
from chalicelib.conversations.changing import load_head, with_event
from chalicelib.conversations.model import Author, Conversation, Status
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
    wake: bool = False,
) -> None:
    """Append the line. The same dedup again adds nothing. wake: what was put away is open again.
    Raises NotFound or TryAgain."""
    now = to_milliseconds(p.clock())

    def woken(head: Conversation) -> Conversation:
        away = rules.wakes_on_inbound(head)
        return rules.with_status(head, Status.OPEN, now=now) if away else head

    with_event(
        p,
        load_head(p, account_id, conversation_id),
        actor=actor,
        event=event,
        data=data,
        dedup=dedup,
        at=now,
        patch=woken if wake else unchanged,
    )
