"""What a community does besides writing.

Source: https://github.com/VKCOM/vk-api-schema (messages/methods.json: sendReaction, deleteReaction,
setActivity and markAsRead are open to a community's token) and https://dev.vk.com/en/method/
messages.setActivity ("for 10 seconds, or until a message is sent").
"""

from __future__ import annotations

from chalicelib.channels.base import ProviderRequest
from chalicelib.channels.vk.api import Api
from chalicelib.channels.vk.parse import REACTIONS as KNOWN
from chalicelib.shared.errors import InvalidInput

_NUMBERS = {emoji: number for number, emoji in KNOWN.items()}
REACTIONS = (
    "👍",
    "❤️",
    "😂",
    "🔥",
    "😭",
    "🙏",
    *(each for each in _NUMBERS if each not in "👍❤️😂🔥😭🙏"),
)


def reaction(api: Api, target: str, emoji: str) -> ProviderRequest:
    peer, number = _place(target)
    if not number:
        raise InvalidInput("VK knows no such message", field="seq")
    fields: dict[str, object] = {"peer_id": peer, "cmid": number}
    if not emoji:
        return api.call("messages.deleteReaction", fields)
    return api.call("messages.sendReaction", {**fields, "reaction_id": _NUMBERS[emoji]})


def seen(api: Api, target: str) -> ProviderRequest | None:
    peer, number = _place(target)
    if not number:
        return None
    return api.call("messages.markAsRead", {"peer_id": peer, "up_to_cmid": number})


def typing(api: Api, recipient: str) -> ProviderRequest:
    return api.call("messages.setActivity", {"peer_id": recipient, "type": "typing"})


def _place(target: str) -> tuple[int, int]:
    """Of "{peer}:{number}"; 0 if it is not of that form (a pressed button)."""
    peer, _, number = target.rpartition(":")
    right = number.isascii() and number.isdecimal() and peer.lstrip("-").isdecimal()
    return (int(peer), int(number)) if right else (0, 0)
