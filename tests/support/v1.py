"""The public API in a caller's hands: a token made as an administrator makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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


def later(patch: pytest.MonkeyPatch, **span: float) -> None:
    still(patch, datetime.now(UTC) + timedelta(**span))


def still(patch: pytest.MonkeyPatch, now: datetime) -> None:
    """The doors' clock stands there."""
    from dataclasses import replace

    from chalicelib import wiring

    ports = replace(wiring.access_ports(), clock=lambda: now)
    patch.setattr("chalicelib.wiring_access.access_ports", lambda: ports)
