"""Integrations as `wire/integrations.py` has them. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.integrations.model import Connection
from chalicelib.shared.clock import to_text


def connection_view(connection: Connection, url: str, manifest: str) -> dict[str, Any]:
    return {
        "id": connection.id,
        "kind": connection.kind,
        "name": connection.name,
        "url": url,
        "settings": dict(connection.settings),
        "secrets_set": list(connection.secret_names),
        "facts": dict(connection.facts),
        "on": connection.on,
        "broken": connection.broken,
        "created_at": to_text(connection.created_at) if connection.created_at else None,
        "version": connection.version,
        "way": connection.way,
        "manifest": manifest,
    }
