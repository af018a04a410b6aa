from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from chalicelib.auth.model import Claims
from chalicelib.auth.tokens import TokenVerifier
from chalicelib.shared.errors import Unauthenticated
from tests.support.people import NOON, Hands

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"


@lru_cache
def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


class Pool:
    """A user pool's published keys. asked: how often they were fetched."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.asked = 0

    def __call__(self) -> Mapping[str, Any]:
        self.asked += 1
        return {"keys": [key(name).as_dict(private=False) for name in self.names]}


def claims(**changed: Any) -> dict[str, Any]:
    now = int(NOON.timestamp())
    right = {
        "iss": ISSUER,
        "aud": "client",
        "token_use": "id",
        "iat": now,
        "exp": now + 3600,
        "sub": "sub-1",
        "custom:account_id": "acme",
        "custom:agent_id": "ana",
    }
    return {name: value for name, value in {**right, **changed}.items() if value is not None}


def token(signed_by: str = "one", **changed: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": signed_by}, claims(**changed), key(signed_by))


def verifier(pool: Pool, clock: Hands | None = None) -> TokenVerifier:
    return TokenVerifier(issuer=ISSUER, client_id="client", fetch=pool, clock=clock or Hands())


@pytest.mark.feature("11")
def test_a_good_token_tells_who_it_is() -> None:
    assert verifier(Pool("one")).verify(token()) == Claims("sub-1", "acme", "ana", NOON.timestamp())


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": ISSUER + "2"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"token_use": "access"},
        {"token_use": None},
        {"exp": int(NOON.timestamp())},
        {"exp": None},
        {"exp": "soon"},
        {"iat": int(NOON.timestamp()) + 3600},
        {"sub": None},
        {"custom:account_id": None},
        {"custom:account_id": ""},
        {"custom:agent_id": ["ana"]},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        verifier(Pool("one")).verify(token(**changed))


def test_a_token_is_refused_from_the_moment_it_expires() -> None:
    clock = Hands()
    check = verifier(Pool("one"), clock)
    clock.now += timedelta(seconds=3599)
    check.verify(token())
    clock.now += timedelta(seconds=1)
    with pytest.raises(Unauthenticated):
        check.verify(token())


@pytest.mark.parametrize(
    "rubbish", ["", "x", "a.b", "a.b.c", "é.é.é", "e30.e30.e30", "....", "e30.."]
)
def test_rubbish_is_refused(rubbish: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier(Pool("one")).verify(rubbish)


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("head", [{"crit": 5}, {"crit": [{}]}, {"kid": ["one"]}, {"alg": {}}])
def test_a_head_of_other_types_is_refused(head: dict[str, Any]) -> None:
    told = json.dumps({"alg": "RS256", "kid": "one", **head}).encode()
    forged = f"{base64.urlsafe_b64encode(told).decode().rstrip('=')}.e30.AAAA"
    with pytest.raises(Unauthenticated):
        verifier(Pool("one")).verify(forged)


def test_another_algorithm_is_refused() -> None:
    """An HMAC under the public key, which anybody can make; and no signature at all."""
    payload = token().split(".")[1]
    symmetric, none = b'{"alg":"HS256","kid":"one"}', b'{"alg":"none","kid":"one"}'
    signed = f"{encoded(symmetric)}.{payload}"
    digest = hmac.digest(key("one").as_pem(private=False), signed.encode(), "sha256")
    bare = f"{encoded(none)}.{payload}."
    for other in (f"{signed}.{encoded(digest)}", bare):
        with pytest.raises(Unauthenticated):
            verifier(Pool("one")).verify(other)


def test_the_same_name_with_another_key_is_refused() -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    forged = jwt.encode({"alg": "RS256", "kid": "one"}, claims(), stranger)
    with pytest.raises(Unauthenticated):
        verifier(Pool("one")).verify(forged)


def test_keys_are_fetched_once_for_all_tokens() -> None:
    pool = Pool("one", "two")
    check = verifier(pool)
    for _ in range(100):
        check.verify(token("one"))
        check.verify(token("two"))
    assert pool.asked == 1


def test_a_new_key_of_the_pool_is_found() -> None:
    pool, clock = Pool("one"), Hands()
    check = verifier(pool, clock)
    check.verify(token("one"))
    pool.names = ("two",)
    clock.now += timedelta(minutes=2)
    check.verify(token("two"))
    assert pool.asked == 2


def test_unknown_keys_make_us_ask_at_most_once_a_minute() -> None:
    pool = Pool("one")
    check = verifier(pool)
    for _ in range(100):
        with pytest.raises(Unauthenticated):
            check.verify(token("two"))
    assert pool.asked == 1
