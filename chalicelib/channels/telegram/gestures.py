"""What a bot does besides writing.

Source: https://core.telegram.org/bots/api#setmessagereaction (one of a bot, "an empty list removes
it"), #reactiontypeemoji (the list), #sendchataction (5 seconds or until the next message),
#readbusinessmessage (a business account's chats alone: elsewhere a bot has no seen mark).
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.base import ProviderRequest
from chalicelib.shared.errors import InvalidInput

_LISTED = """
👍 ❤ 😁 🔥 😢 🙏 👎 🥰 👏 🤔 🤯 😱 🤬 🎉 🤩 🤮 💩 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇
😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = tuple(_LISTED.split())
"""As Telegram writes them, the usual ones first."""


Place = Mapping[str, object]  # render.target_of


def reaction(api: str, place: Place, target: str, emoji: str) -> ProviderRequest:
    """A chat of a business account takes none: there is no parameter for its connection."""
    number = number_of(target)
    if "business_connection_id" in place:
        raise InvalidInput("Telegram takes no reactions in a business account's chats", field="seq")
    if not number:
        raise InvalidInput("Telegram knows no such message", field="seq")
    chosen = [{"type": "emoji", "emoji": emoji}] if emoji else []
    body = {**place, "message_id": number, "reaction": chosen}
    return ProviderRequest("POST", f"{api}/setMessageReaction", json=body)


def seen(api: str, place: Place, target: str) -> ProviderRequest | None:
    number = number_of(target)
    if "business_connection_id" not in place or not number:
        return None
    body = {**place, "message_id": number}
    return ProviderRequest("POST", f"{api}/readBusinessMessage", json=body)


def typing(api: str, place: Place) -> ProviderRequest:
    body = {**place, "action": "typing"}
    return ProviderRequest("POST", f"{api}/sendChatAction", json=body)


def number_of(target: str) -> int:
    """0: it has none, as a pressed button."""
    number = target.rpartition(":")[2]
    known = number.isascii() and number.isdecimal()
    return int(number) if known and not target.startswith(("callback:", "update:")) else 0
