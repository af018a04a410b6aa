"""Inbound webhooks and their ledgers as `wire/inlets.py` has them. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.inlets.model import Entry, Inlet
from chalicelib.shared.clock import to_text


def inlet_view(inlet: Inlet, url: str) -> dict[str, Any]:
    return {
        "id": inlet.id,
        "name": inlet.name,
        "url": url,
        "channel_id": inlet.channel_id,
        "queue_id": inlet.queue_id,
        "flow_id": inlet.flow_id,
        "mapping": [
            {"target": one.target.value, "path": one.path, "key": one.key} for one in inlet.mapping
        ],
        "dedupe": inlet.dedupe,
        "region": inlet.region,
        "header": inlet.header,
        "on": inlet.on,
        "created_at": to_text(inlet.created_at) if inlet.created_at else None,
        "version": inlet.version,
    }


def entry_view(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": to_text(entry.at),
        "state": entry.state.value,
        "round": entry.round,
        "error": entry.error,
        "field": entry.field,
        "left_out": list(entry.left_out),
        "contact_id": entry.contact_id,
        "conversation_id": entry.conversation_id,
    }
