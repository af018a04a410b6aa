"""The visitor's token: a JWT (HS256) under his account's own key, good for a year; for hours if it
rests on a signature of the site's server, who is asked again then."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

from chalicelib.shared.errors import Unauthenticated
from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.visitors.model import Identity

LIFE = timedelta(days=365)
SIGNED_LIFE = timedelta(hours=12)
_ALGORITHM = "HS256"


def issue(key: bytes, identity: Identity, now: datetime) -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    life = SIGNED_LIFE if identity.user_id else LIFE
    claims = {
        "account": identity.account_id,
        "channel": identity.channel_id,
        "contact": identity.contact_id,
        "iat": int(now.timestamp()),
        "exp": int((now + life).timestamp()),
    }
    if identity.user_id:
        claims["user"] = identity.user_id
    return jwt.encode({"alg": _ALGORITHM}, claims, OctKey.import_key(key))


def claimed_account(token: str) -> str:
    """Whose key is to be tried: the claim of a token that nobody has verified yet.

    Raises Unauthenticated if it is no token at all.
    """
    try:
        payload = token.split(".")[1]
        padded = payload + "=" * (-len(payload) % 4)
        account = json.loads(base64.urlsafe_b64decode(padded))["account"]
    except (IndexError, KeyError, TypeError, ValueError, RecursionError):
        raise _refusal() from None
    if not (isinstance(account, str) and account.isalnum() and len(account) <= 40):
        raise _refusal()
    return account


def verify(key: bytes, token: str, now: datetime) -> Identity:
    """Raises Unauthenticated if it is forged or has expired."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import OctKey

    try:
        claims = jwt.decode(token, OctKey.import_key(key), algorithms=[_ALGORITHM]).claims
        if not now.timestamp() < float(claims["exp"]):
            raise _refusal()
        return Identity(
            account_id=AccountId(claims["account"]),
            channel_id=ChannelId(claims["channel"]),
            contact_id=ContactId(claims["contact"]),
            user_id=str(claims.get("user", "")),
        )
    except (JoseError, KeyError, TypeError, ValueError):
        raise _refusal() from None


def _refusal() -> Unauthenticated:
    return Unauthenticated("open a new session")
