"""Echoes: what the business has sent, told back by the provider.

One that somebody wrote in the provider's own inbox is new to us; one of ours is not, even if it is
faster than the answer to the call that sent it.
"""

from __future__ import annotations

from chalicelib.channels.base import InboundMessage
from chalicelib.conversations.model import DeliveryState, Message, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.ids import AccountId

LOOK_BACK = 10  # newest messages; what is on its way stands among them


def is_ours(
    p: ConversationPorts, account_id: AccountId, channel_id: str, item: InboundMessage
) -> bool:
    """Whether we have sent it ourselves."""
    known = p.store.reference(account_id, channel_id, item.id)
    if known is not None and known.seq:
        return known.dedup != item.id
    identity = p.store.identity(account_id, channel_id, item.sender.id)
    if identity is None:
        return False
    page = p.store.messages(
        account_id, identity.conversation_id, before=0, after=0, limit=LOOK_BACK
    )
    return any(_is_it(message, item) for message in page.messages)


def _is_it(message: Message, item: InboundMessage) -> bool:
    """On its way just now, and alike. A long text goes out in pieces."""
    if message.delivery.state is not DeliveryState.SENDING:
        return False
    if message.visibility is not Visibility.PUBLIC:
        return False
    if item.content.media:
        return bool(message.content.media)
    return bool(item.content.text) and item.content.text in message.content.text
