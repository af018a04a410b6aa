"""Signing in and out. The refresh token lives in a cookie that scripts cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Call, Reply, Routes
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

    _slowly(call)
    asked = call.body(SignInRequest)
    code = asked.code.replace(" ", "")
    tokens = wiring.sign_in_pool().sign_in(asked.email.strip().lower(), asked.password, code)
    return _signed_in(call, tokens)


@routes.public("POST", "/auth/new-password")
def new_password(call: Call) -> Answer:
    """The first sign-in of one who was invited."""
    from chalicelib import wiring
    from chalicelib.wire.people import NewPasswordRequest

    _slowly(call)
    asked = call.body(NewPasswordRequest)
    tokens = wiring.sign_in_pool().new_password(
        asked.email.strip().lower(), asked.password, asked.new_password
    )
    return _signed_in(call, tokens)


@routes.public("POST", "/auth/forgot")
def forgot(call: Call) -> Answer:
    """The same answer for everybody: a stranger learns no address from it."""
    from chalicelib import wiring
    from chalicelib.wire.people import ForgotPasswordRequest

    _slowly(call)
    wiring.sign_in_pool().forgot(call.body(ForgotPasswordRequest).email.strip().lower())
    return None


@routes.public("POST", "/auth/reset")
def reset(call: Call) -> Answer:
    from chalicelib import wiring
    from chalicelib.wire.people import ResetPasswordRequest

    _slowly(call)
    asked = call.body(ResetPasswordRequest)
    wiring.sign_in_pool().reset(asked.email.strip().lower(), asked.code.strip(), asked.new_password)
    return None


@routes.agent("POST", "/auth/password")
def change_password(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.wire.people import PasswordChange

    asked = call.body(PasswordChange)
    wiring.sign_in_pool().change_password(_own(call), asked.password, asked.new_password)
    return None


@routes.half_agent("POST", "/auth/sign-out-everywhere")
def sign_out_everywhere(call: AgentCall) -> Answer:
    """This browser too."""
    from chalicelib import wiring
    from chalicelib.accounts import people

    wiring.sign_in_pool().sign_out_everywhere(_own(call))
    people.sign_out_everywhere(wiring.account_ports(), agent=call.agent)
    return Reply(headers={"Set-Cookie": _cookie("", 0)})


@routes.half_agent("GET", "/auth/factor")
def factor(call: AgentCall) -> Answer:
    """`FactorState`."""
    from chalicelib import wiring

    on = wiring.sign_in_pool().has_factor(_own(call))
    if on != call.agent.factor:
        _seen(call.account_id, call.agent.id, on)
    return {"on": on}


@routes.half_agent("POST", "/auth/factor/secret")
def new_factor(call: AgentCall) -> Answer:
    """`NewFactor`: nothing is asked for before it is confirmed."""
    from urllib.parse import quote, urlencode

    from chalicelib import wiring

    secret = wiring.sign_in_pool().new_factor(_own(call))
    # https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    label = quote(f"Tertulia:{call.agent.email}")
    query = urlencode({"secret": secret, "issuer": "Tertulia"})
    return {"secret": secret, "uri": f"otpauth://totp/{label}?{query}"}


@routes.half_agent("POST", "/auth/factor")
def confirm_factor(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.wire.people import FactorProof

    code = call.body(FactorProof).code.replace(" ", "")
    wiring.sign_in_pool().confirm_factor(_own(call), code)
    _seen(call.account_id, call.agent.id, True)
    return None


@routes.agent("POST", "/auth/factor/off")
def drop_factor(call: AgentCall) -> Answer:
    """With the password and a code: an unlocked screen does not suffice."""
    from chalicelib import wiring
    from chalicelib.accounts import factor
    from chalicelib.wire.people import FactorEnd

    _slowly(call)
    factor.check_may_end(wiring.account_ports(), call.agent)
    asked = call.body(FactorEnd)
    code = asked.code.replace(" ", "")
    wiring.sign_in_pool().drop_factor(call.agent.email, asked.password, code)
    _seen(call.account_id, call.agent.id, False)
    return None


@routes.public("POST", "/auth/refresh")
def refresh(call: Call) -> Answer:
    from chalicelib import wiring

    kept = _kept(call)
    tokens = wiring.sign_in_pool().refresh(kept)
    return _session(tokens, tokens.refresh_token or kept)


@routes.public("POST", "/auth/sign-out")
def sign_out(call: Call) -> Answer:
    from chalicelib import wiring

    kept = call.cookie(COOKIE)
    if kept:
        wiring.sign_in_pool().sign_out(kept)
    return Reply(headers={"Set-Cookie": _cookie("", 0)})


def _seen(account_id: str, agent_id: str, on: bool) -> None:
    """What the pool told of his second factor is kept with the agent."""
    from chalicelib import wiring
    from chalicelib.accounts import factor

    factor.seen(wiring.account_ports(), account_id=account_id, agent_id=agent_id, on=on)


def _slowly(call: Call) -> None:
    """Raises SlowDown for an address that tries too much; the user pool counts by person."""
    from chalicelib.entry._limits import admit_address

    admit_address("sign_in", call, "sign-in")


def _kept(call: Call) -> str:
    kept = call.cookie(COOKIE)
    if not kept:
        raise Unauthenticated("sign in again")
    return kept


def _own(call: AgentCall) -> str:
    """The cookie, if it is the same person's as the bearer token: what the pool is told of the one
    is kept of the other. Raises Unauthenticated."""
    from chalicelib import wiring

    kept = _kept(call)
    claims = wiring.token_verifier().verify(wiring.sign_in_pool().refresh(kept).id_token)
    if (claims.account_id, claims.agent_id) != (call.account_id, call.agent.id):
        raise Unauthenticated("sign in again")
    return kept


def _signed_in(call: Call, tokens: Tokens) -> Reply:
    """Remembers when this person came: his colleagues see it among the agents."""
    from chalicelib import wiring
    from chalicelib.entry import _audit

    claims = wiring.token_verifier().verify(tokens.id_token)
    ports = wiring.account_ports()
    ports.store.signed_in(claims.account_id, claims.agent_id, ports.clock())
    _seen(claims.account_id, claims.agent_id, tokens.factor)
    _audit.signed_in(call, claims.account_id, claims.agent_id)
    return _session(tokens, tokens.refresh_token)


def _session(tokens: Tokens, refresh_token: str) -> Reply:
    """`Session`."""
    body = {"access_token": tokens.id_token, "expires_in": tokens.expires_in}
    cookie = _cookie(refresh_token, COOKIE_DAYS * 24 * 3600)
    return Reply(body, headers={"Set-Cookie": cookie})


def _cookie(value: str, seconds: int) -> str:
    secure = "; Secure" if settings().public_url.startswith("https://") else ""
    return f"{COOKIE}={value}; Path=/api/auth; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
