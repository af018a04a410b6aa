"""Rows of the table <-> what is told of them. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from chalicelib.privacy.model import Receipt, Retention
from chalicelib.shared.clock import from_text


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def retention_data(rules: Retention) -> str:
    return dumps({"days": rules.days, "channels": dict(rules.channels)})


def retention(data: str, version: int) -> Retention:
    values = json.loads(data)
    return Retention(values["days"], values["channels"], version)


def receipt_data(receipt: Receipt) -> str:
    return dumps(
        {
            "agent_id": receipt.agent_id,
            "contact_id": receipt.contact_id,
            "counts": dict(receipt.counts),
        }
    )


def receipt(account_id: str, sk: str, data: str) -> Receipt:
    at, _, id = sk.partition("#")
    return Receipt(id=id, account_id=account_id, at=from_text(at), **json.loads(data))


def contact_of_callback(row: Mapping[str, Any]) -> str:
    """'' for other rows of that partition, which say nothing of a contact."""
    data = row.get("data")
    values = json.loads(data) if isinstance(data, str) else data
    return str(values.get("contact", "")) if isinstance(values, Mapping) else ""


def without_name(data: str, conversation_ids: Collection[str]) -> str:
    """A team's message whose card names a contact no more; '' if it names none of these."""
    values = json.loads(data)
    card = values.get("card") or {}
    if card.get("conversation_id") not in conversation_ids or not card.get("contact_name"):
        return ""
    values["card"] = {**card, "contact_name": ""}
    return dumps(values)


_BESIDE = {"visitor": "website", "callback#": "callbacks", "invitation#": "invitations"}
_KEYS = frozenset({"pk", "sk", "ttl", "announce", "notice", "version"})


def beside(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """What of a contact's own partition he is told when he asks for all of it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for prefix, name in _BESIDE.items():
            if str(row["sk"]).startswith(prefix):
                kept = {key: value for key, value in row.items() if key not in _KEYS}
                found.setdefault(name, []).append(_readable(kept))
    return found


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _loaded(value) for key, value in row.items()}


def _loaded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
