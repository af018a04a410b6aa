"""Reacting to a contact's message, as the console and the public API ask for it."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.channels import gestures, policy, registry
from chalicelib.conversations import reacting, service
from chalicelib.conversations.model import Author, Message
from chalicelib.entry._paused import check_channel
from chalicelib.shared.errors import NotFound


def react(account_id: str, conversation_id: str, seq: str, author: Author, emoji: str) -> Message:
    """emoji: '' takes it back. Checked against the channel, as what is written there is."""
    if not (seq.isascii() and seq.isdecimal() and 0 < len(seq) <= 9):
        raise NotFound("no such message")
    ports = wiring.conversation_ports()
    head = service.get(ports, account_id=account_id, conversation_id=conversation_id)
    limits = registry.get(head.channel_kind).limits
    chosen = gestures.allowed(limits, emoji) if emoji else ""
    check_channel(head.channel_id)
    policy.check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=ports.clock())
    return reacting.react(
        ports,
        account_id=account_id,
        conversation_id=conversation_id,
        seq=int(seq),
        author=author,
        emoji=chosen,
    )
