"""An entry as the console shows it. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.audit.model import Entry
from chalicelib.shared.clock import to_text


def entry_view(entry: Entry) -> dict[str, Any]:
    """As `wire.privacy.AuditEntry`."""
    return {
        "id": entry.id,
        "at": to_text(entry.at),
        "action": entry.action,
        "agent_id": entry.agent_id,
        "subject": entry.subject,
        "label": entry.label,
        "fields": list(entry.fields),
        "values": dict(entry.values),
        "counts": dict(entry.counts),
        "address": entry.address,
    }
