"""Tokens as the console shows them: JSON-ready, as `wire.access` says. No secret, no hash."""

from __future__ import annotations

from typing import Any

from chalicelib.access.model import Token
from chalicelib.shared.clock import to_text


def token_view(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": list(token.scopes),
        "agent_id": token.agent_id,
        "hint": token.hint,
        "created_at": to_text(token.created_at),
        "expires_at": to_text(token.expires_at) if token.expires_at else None,
        "used_at": to_text(token.used_at) if token.used_at else None,
    }
