"""Signing people in, and who a bearer token is: loaded by the first request that asks."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.auth.cognito import CognitoSignIn
    from chalicelib.auth.tokens import TokenVerifier


@cache
def sign_in_pool() -> CognitoSignIn:
    from chalicelib.auth.cognito import CognitoSignIn

    return CognitoSignIn(aws.cognito, settings().user_pool_client_id)


@cache
def token_verifier() -> TokenVerifier:
    """The pool's keys are public: on AWS at its issuer's address, else at the local stack's."""
    from chalicelib.auth.tokens import TokenVerifier, fetch_keys

    here = settings()
    issuer = f"https://cognito-idp.{here.region}.amazonaws.com/{here.user_pool_id}"
    local = f"{here.aws_endpoint_url}/{here.user_pool_id}"
    keys = f"{local if here.aws_endpoint_url else issuer}/.well-known/jwks.json"
    return TokenVerifier(
        issuer=issuer,
        client_id=here.user_pool_client_id,
        fetch=partial(fetch_keys, keys),
        clock=system_clock,
    )
