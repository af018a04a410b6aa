"""The public API in a caller's hands: a token made as an administrator makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.access.model import SCOPES
from tests.support.api import Account, Api


def new_token(account: Account, scopes: Sequence[str] = SCOPES, **more: Any) -> dict[str, Any]:
    asked = {"name": "CRM sync", "scopes": list(scopes), **more}
    return dict(account.owner.post("/api-tokens", asked).ok())


def program(account: Account, scopes: Sequence[str] = SCOPES, **more: Any) -> Api:
    """Calls with a new token."""
    return account.owner.as_(str(new_token(account, scopes, **more)["secret"]))


def text(words: str) -> dict[str, Any]:
    return {"content": {"kind": "text", "text": words}}
