"""Signed identity: the site's own server vouches for who its user is. Pure.

The signature is HMAC-SHA256 over the user's id (UTF-8) under the channel's identity key as it is
shown (its 64 characters, not the bytes that they spell), in lower-case hex.
"""

from __future__ import annotations

import hashlib
import hmac

from chalicelib.shared.ids import AccountId, ChannelId, ContactId, derived_id

LONGEST_ID = 200
MODES = ("off", "optional", "required")


def sign(key: str, user_id: str) -> str:
    return hmac.new(key.encode(), user_id.encode(), hashlib.sha256).hexdigest()


def vouched(key: str, user_id: str, signature: str) -> bool:
    """Whether the holder of `key` signed just this id. Compares in constant time."""
    if not key or not 0 < len(user_id) <= LONGEST_ID or not signature.isascii():
        return False
    return hmac.compare_digest(sign(key, user_id), signature.strip().lower())


def contact_of(account_id: AccountId, channel_id: ChannelId, user_id: str) -> ContactId:
    """The same user of the same site is the same contact, in whatever browser."""
    return ContactId(derived_id("user", account_id, channel_id, user_id))


def mode_of(setting: str) -> str:
    return setting if setting in MODES else "off"
