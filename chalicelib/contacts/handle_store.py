"""Handles of contacts in the `main` table (docs/data.md)."""

from __future__ import annotations

import hashlib

from chalicelib.contacts.handles import MOST
from chalicelib.shared.table import MainItem, query

_LONGEST = 300


class DynamoHandleStore:
    """Implements `handles.HandleStore`."""

    def find(self, account_id: str, handle: str) -> list[str]:
        found, _ = query(_partition(account_id, handle), limit=MOST, consistent=True)
        return [raw["sk"]["S"] for raw in found]

    def put(self, account_id: str, handle: str, contact_id: str) -> None:
        """Beside the contact first: whoever erases him finds every handle that he ever had."""
        short = _short(handle)
        MainItem(f"A#{account_id}#P#{contact_id}", f"h#{short}").save()
        MainItem(_partition(account_id, handle), contact_id).save()


def _partition(account_id: str, handle: str) -> str:
    return f"A#{account_id}#H#{_short(handle)}"


def _short(handle: str) -> str:
    if len(handle.encode()) > _LONGEST:
        return f"{handle[:2]}sha256:{hashlib.sha256(handle.encode()).hexdigest()}"
    return handle
