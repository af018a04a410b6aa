"""Where a room's files lie: apart from customers' media, so that their links open none of these."""

from __future__ import annotations

import re
import secrets

from chalicelib.media.links import safe_name

_KEY = re.compile(r"team/([A-Za-z0-9_-]{1,64})/([A-Za-z0-9_-]{1,64})/[A-Za-z0-9_-]{1,64}/([^/]+)")


def new_key(account_id: str, room_id: str, name: str) -> str:
    """team/{account}/{room}/{random}/{name}"""
    return f"team/{account_id}/{room_id}/{secrets.token_urlsafe(12)}/{safe_name(name)}"


def belongs(key: str, account_id: str, room_id: str) -> bool:
    found = _KEY.fullmatch(key)
    if found is None:
        return False
    account, room, name = found.groups()
    return (account, room) == (account_id, room_id) and name == safe_name(name)
