"""What an agent does in a chat besides writing: he reacts, has read, is typing. Pure.

Abilities of adapters, beside `base.ChannelAdapter`, of those whose provider takes such a thing. A
`target` is the provider's id of a message of the contact.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from chalicelib.channels.base import (
    Channel,
    Limits,
    ProviderRequest,
    ProviderResponse,
    SendResult,
)
from chalicelib.shared.emoji import is_emoji, same
from chalicelib.shared.errors import InvalidInput

USUAL = ("👍", "❤️", "😂", "😮", "😢", "🙏")
"""What is offered first where any emoji may go out."""

TYPING_LASTS = {
    "custom": 10,
    "instagram": 20,
    "messenger": 20,
    "telegram": 5,
    "vk": 10,
    "whatsapp": 25,
}
"""Seconds for which a kind of channel shows that somebody types; adapters that are `TellingTyping`.
Known without importing them."""
ENDS_TYPING = frozenset({"instagram", "messenger"})
"""Of these, who wants to be told that nobody types any more."""
TAKES_SEEN = frozenset({"custom", "instagram", "messenger", "telegram", "vk", "whatsapp"})
"""Kinds whose adapters are `TellingSeen`."""

MARKS_AS_SEEN = frozenset({"whatsapp"})
"""Kinds where the contact sees that his message was read, once he sees somebody type."""


def told(channel: Channel, gesture: str) -> bool:
    """Whether the channel's owner lets its provider know. gesture: seen | typing."""
    asked = {gesture, "seen"} if channel.kind in MARKS_AS_SEEN else {gesture}
    return all(channel.settings.get(each) != "off" for each in asked)


@runtime_checkable
class Reacting(Protocol):
    """An adapter with `Limits.reactions`. The business has one reaction to a message: another one
    takes its place."""

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        """emoji: as `allowed` gave it; '' takes it back. Raises InvalidInput naming the field."""

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        """provider_id: of the reaction itself, if statuses name it; else ''."""


@runtime_checkable
class TellingSeen(Protocol):
    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        """The call that tells the contact that `target`, and all before it, was read. None: not in
        this chat."""


@runtime_checkable
class TellingTyping(Protocol):
    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        """The call that shows the contact for a while that somebody types, or no more. target: his
        newest message. None: not in this chat, or it ends by itself."""


def allowed(limits: Limits, emoji: str) -> str:
    """The emoji as the provider writes it. Raises InvalidInput if the channel does not take it."""
    if not limits.reactions:
        raise InvalidInput("this channel takes no reactions", field="emoji")
    known = next((each for each in limits.reactions if same(each, emoji)), "")
    if known:
        return known
    if not (limits.any_reaction and is_emoji(emoji)):
        told = "one emoji" if limits.any_reaction else " ".join(limits.reactions)
        raise InvalidInput(f"must be {told}", field="emoji")
    return emoji
