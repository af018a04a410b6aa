"""Ports of what answers by itself, tied to other domains' services. Imports are late."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.conversations.model import Conversation, Message
    from chalicelib.timers.model import Timer


def head(account_id: str, conversation_id: str) -> Conversation | None:
    from chalicelib import wiring
    from chalicelib.shared.ids import AccountId, ConversationId

    store = wiring.conversation_ports().store
    return store.head(AccountId(account_id), ConversationId(conversation_id))


def message(account_id: str, conversation_id: str, seq: int) -> Message | None:
    from chalicelib import wiring
    from chalicelib.shared.ids import AccountId, ConversationId

    store = wiring.conversation_ports().store
    return store.message(AccountId(account_id), ConversationId(conversation_id), seq)


def on_timer(timer: Timer) -> None:
    """A timer of a conversation: handled in the conversation's order, with its messages."""
    from chalicelib import wiring_automation
    from chalicelib.automation import model
    from chalicelib.shared.clock import to_text

    wiring_automation.to_automation(
        [
            model.on_timer(
                timer.account_id,
                timer.payload["conversation_id"],
                timer.kind,
                to_text(timer.due),
                timer.payload,
            )
        ]
    )
