"""Is this bearer token one that our user pool gave to one of our agents?

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from chalicelib.auth.model import Claims
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import TryAgain, Unauthenticated

if TYPE_CHECKING:
    from joserfc.jwk import KeySet, KeySetSerialization

FetchKeys = Callable[[], Mapping[str, Any]]  # the pool's JWKS document

_REFETCH_AFTER = timedelta(minutes=1)  # a token of an unknown key asks for new ones no more often


def fetch_keys(url: str) -> Mapping[str, Any]:
    """GET the pool's public keys; url is a setting of ours: Cognito's, or the local stack's. Raises
    TryAgain if it does not answer: that says nothing about anybody's token."""
    from urllib3 import PoolManager
    from urllib3.exceptions import HTTPError

    try:
        answer = PoolManager().request("GET", url, timeout=3, retries=2, redirect=False)
    except HTTPError:
        raise TryAgain("the keys cannot be read just now") from None
    if answer.status != 200:
        raise TryAgain("the keys cannot be read just now")
    document: Mapping[str, Any] = json.loads(answer.data)
    return document


@dataclass(slots=True)
class TokenVerifier:
    """Keeps the pool's keys for the life of the process; asks again for a key it does not know."""

    issuer: str
    client_id: str
    fetch: FetchKeys
    clock: Clock
    _keys: KeySet | None = field(default=None, repr=False)
    _fetched_at: datetime | None = None

    def verify(self, token: str) -> Claims:
        """Raises Unauthenticated unless signature, issuer, audience, use and times all hold."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            decoded = jwt.decode(token, self._keys_for(token), algorithms=["RS256"])
        except (JoseError, ValueError, TypeError):  # TypeError: a head of other types
            raise _refusal() from None
        claims = decoded.claims
        now = self.clock().timestamp()
        right = (
            claims.get("iss") == self.issuer
            and claims.get("aud") == self.client_id
            and claims.get("token_use") == "id"
            and _number(claims.get("exp")) > now
            and _number(claims.get("iat")) <= now + 60  # their clock may be ahead of ours
        )
        names = ("sub", "custom:account_id", "custom:agent_id")
        values = [claims.get(name) for name in names]
        if not right or not all(isinstance(value, str) and value for value in values):
            raise _refusal()
        sub, account_id, agent_id = (str(value) for value in values)
        return Claims(sub, account_id, agent_id, issued_at=_number(claims.get("iat")))

    def _keys_for(self, token: str) -> KeySet:
        from joserfc.jwk import KeySet

        now = self.clock()
        known = self._keys is not None and _key_id(token) in {key.kid for key in self._keys.keys}
        stale = self._fetched_at is None or now - self._fetched_at > _REFETCH_AFTER
        if self._keys is None or (not known and stale):
            self._fetched_at = now
            self._keys = KeySet.import_key_set(cast("KeySetSerialization", self.fetch()))
        return self._keys


def _key_id(token: str) -> str:
    from joserfc.jws import extract_compact

    header = extract_compact(token.encode()).headers()
    return str(header.get("kid", ""))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _refusal() -> Unauthenticated:
    return Unauthenticated("sign in again")
