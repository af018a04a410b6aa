"""The console's API over tokens of the public API."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Moment, Wire


class ApiTokenView(Wire):
    """hint: the last letters of its secret. agent_id: who made it. used_at: to the minute.
    expires_at: null = never."""

    id: str
    name: str
    scopes: list[str]
    agent_id: str = ""
    hint: str = ""
    created_at: Moment
    expires_at: Moment | None = None
    used_at: Moment | None = None


class ApiTokenList(Wire):
    """Newest first. scopes: all that a token may have."""

    tokens: list[ApiTokenView]
    scopes: list[str]


class ApiTokenRequest(Wire):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    scopes: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=60)]
    expires_at: Moment | None = None


class ApiTokenMade(Wire):
    """secret: the token as callers send it; shown this once."""

    token: ApiTokenView
    secret: str
