"""Who a chat is with: notifications carry numbers alone.

Source: https://dev.vk.com/en/method/users.get, .../groups.getById,
.../messages.getConversationsById
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels import reading
from chalicelib.channels.base import Profile, ProviderRequest
from chalicelib.channels.vk.api import Api
from chalicelib.channels.vk.parse import CHATS


def profile_call(api: Api, peer: str) -> ProviderRequest:
    """peer: of a person, of a group chat (from 2000000001), or of a community (negative)."""
    number = int(peer) if peer.lstrip("-").isdecimal() else 0
    if number > CHATS:
        return api.call("messages.getConversationsById", {"peer_ids": peer})
    if number < 0:
        return api.call("groups.getById", {"group_ids": str(-number)})
    return api.call("users.get", {"user_ids": peer, "fields": "photo_200,screen_name"})


def profile_in(answer: Mapping[str, object]) -> Profile | None:
    """None: not told (a user that is gone has no name but "DELETED")."""
    value = answer.get("response")
    if isinstance(value, dict):
        value = value.get("groups") or value.get("items")
    first = value[0] if isinstance(value, list) and value else None
    if not isinstance(first, dict) or "deactivated" in first:
        return None
    chat = first.get("chat_settings")
    if isinstance(chat, dict):
        photo = chat.get("photo")
        pictures = photo if isinstance(photo, dict) else {}
        return _profile(chat.get("title"), "", pictures.get("photo_200"))
    names = (first.get("first_name"), first.get("last_name"))
    joined = " ".join(each for each in names if isinstance(each, str) and each)
    return _profile(first.get("name") or joined, first.get("screen_name"), first.get("photo_200"))


def _profile(name: object, username: object, photo: object) -> Profile:
    return Profile(
        name=reading.clean(name)[:200] if isinstance(name, str) else "",
        username=reading.clean(username)[:200] if isinstance(username, str) else "",
        photo=photo if isinstance(photo, str) and photo.startswith("http") else "",
    )
