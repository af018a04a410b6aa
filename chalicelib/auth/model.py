"""Signing in: what the user pool answers, and what a verified token says."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.shared.errors import AppError


@dataclass(frozen=True, slots=True)
class Tokens:
    """id_token: our bearer token. refresh_token: '' when a refresh left the old one in force.
    access_token: what the pool takes for changes of its own; it never leaves us. factor: a second
    one was asked for, and given."""

    id_token: str = field(repr=False)
    expires_in: int
    refresh_token: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    sub: str
    account_id: str
    agent_id: str
    issued_at: float = 0  # epoch seconds


class SignInStep(AppError):
    """The password was right, and the user pool wants one thing more before it lets him in."""

    status = 403
    code = "sign_in_step"
