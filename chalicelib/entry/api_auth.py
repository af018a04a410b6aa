"""Signing in and out. The refresh token lives in a cookie that scripts cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import Answer, Call, Reply, Routes
from chalicelib.settings import settings
from chalicelib.shared.errors import Unauthenticated

if TYPE_CHECKING:
    from chalicelib.auth.model import Tokens

blueprint = Blueprint(__name__)
routes = Routes(blueprint)

COOKIE = "tertulia_refresh"
COOKIE_DAYS = 30  # as long as the user pool's refresh tokens live


@routes.public("POST", "/auth/sign-in")
def sign_in(call: Call) -> Answer:
    from chalicelib import wiring
    from chalicelib.wire.console import SignInRequest

    asked = call.body(SignInRequest)
    tokens = wiring.sign_in_pool().sign_in(asked.email.strip().lower(), asked.password)
    return _session(tokens, tokens.refresh_token)


@routes.public("POST", "/auth/refresh")
def refresh(call: Call) -> Answer:
    from chalicelib import wiring

    kept = call.cookie(COOKIE)
    if not kept:
        raise Unauthenticated("sign in again")
    tokens = wiring.sign_in_pool().refresh(kept)
    return _session(tokens, tokens.refresh_token or kept)


@routes.public("POST", "/auth/sign-out")
def sign_out(call: Call) -> Answer:
    from chalicelib import wiring

    kept = call.cookie(COOKIE)
    if kept:
        wiring.sign_in_pool().sign_out(kept)
    return Reply(headers={"Set-Cookie": _cookie("", 0)})


def _session(tokens: Tokens, refresh_token: str) -> Reply:
    """`Session`."""
    body = {"access_token": tokens.id_token, "expires_in": tokens.expires_in}
    cookie = _cookie(refresh_token, COOKIE_DAYS * 24 * 3600)
    return Reply(body, headers={"Set-Cookie": cookie})


def _cookie(value: str, seconds: int) -> str:
    secure = "; Secure" if settings().public_url.startswith("https://") else ""
    return f"{COOKIE}={value}; Path=/api/auth; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
