"""A store of inbound webhooks in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.inlets.model import Entry, Inlet
from chalicelib.inlets.ports import Page
from chalicelib.shared.errors import Conflict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class MemoryInletStore:
    """An `InletStore`. marks: of entries, beside their contacts."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Inlet] = {}
        self.keys: dict[tuple[str, str, str], tuple[str, datetime]] = {}
        self.calls: dict[tuple[str, str, str], Entry] = {}
        self.marks: set[tuple[str, str]] = set()

    def inlets(self, account_id: str) -> list[Inlet]:
        found = [each for (account, _), each in self.held.items() if account == account_id]
        return sorted(found, key=lambda each: each.id)

    def inlet(self, account_id: str, id: str) -> Inlet | None:
        return self.held.get((account_id, id))

    def save(self, inlet: Inlet) -> Inlet:
        there = self.held.get((inlet.account_id, inlet.id))
        if (there.version if there else 0) != inlet.version:
            raise Conflict("somebody changed this webhook at the same time")
        after = replace(inlet, version=inlet.version + 1)
        self.held[inlet.account_id, inlet.id] = after
        return after

    def remove(self, account_id: str, id: str) -> bool:
        return self.held.pop((account_id, id), None) is not None

    def claim(
        self,
        account_id: str,
        inlet_id: str,
        key: str,
        entry_id: str,
        *,
        now: datetime,
        since: datetime,
    ) -> str:
        there = self.keys.get((account_id, inlet_id, key))
        if there is not None and there[1] >= since:
            return there[0]
        self.keys[account_id, inlet_id, key] = (entry_id, now)
        return entry_id

    def add(self, entry: Entry) -> Entry | None:
        key = (entry.account_id, entry.inlet_id, entry.id)
        there = self.calls.get(key)
        if there is None:
            self.calls[key] = entry
        return there

    def entry(self, account_id: str, inlet_id: str, id: str) -> Entry | None:
        return self.calls.get((account_id, inlet_id, id))

    def record(self, entry: Entry, *, round: int) -> bool:
        key = (entry.account_id, entry.inlet_id, entry.id)
        there = self.calls.get(key)
        if there is None or there.round != round:
            return False
        self.calls[key] = replace(entry, body=there.body, form=there.form, at=there.at)
        return True

    def entries(self, account_id: str, inlet_id: str, *, position: str, limit: int) -> Page:
        found = sorted(
            (each for key, each in self.calls.items() if key[:2] == (account_id, inlet_id)),
            key=lambda each: each.id,
            reverse=True,
        )
        rest = [each for each in found if not position or each.id < position]
        shown = tuple(rest[:limit])
        return Page(shown, shown[-1].id if len(rest) >= limit and shown else "")

    def mark(self, entry: Entry) -> None:
        self.marks.add((entry.contact_id, entry.id))
