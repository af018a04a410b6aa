"""The audit log: appended to, never changed, read from the newest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.audit.model import (
    KEPT,
    AuditPage,
    Entry,
    month_before,
    month_of,
)
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import InvalidInput

MAX_PAGE = 100
MOST_READS = 8  # queries a page: months without an entry, and pages of others' entries


class AuditStore(Protocol):
    def add(self, entry: Entry) -> None:
        """Unless it is there."""

    def month(
        self, account_id: str, month: str, *, before: str, limit: int
    ) -> tuple[list[Entry], str]:
        """One query, newest first. before: the position to go on from, '' = the end of the month;
        answers the next one, '' if the month is read."""


@dataclass(frozen=True, slots=True)
class AuditPorts:
    store: AuditStore
    clock: Clock


def note(p: AuditPorts, entry: Entry) -> None:
    """The same id adds nothing."""
    p.store.add(entry)


def page(
    p: AuditPorts,
    *,
    account_id: str,
    agent_id: str = "",
    action: str = "",
    cursor: str = "",
    limit: int = 50,
) -> AuditPage:
    """action: one, or the beginning of some: `channel`. cursor: `{month}#{position}`. Raises
    InvalidInput (cursor)."""
    now = p.clock()
    month, _, before = cursor.partition("#") if cursor else (month_of(now), "", "")
    if len(month) != 7 or not month.replace("-", "").isdecimal():
        raise InvalidInput("is no cursor of this list", field="cursor")
    last = month_of(now - KEPT)
    found: list[Entry] = []
    limit = min(max(limit, 1), MAX_PAGE)
    for _ in range(MOST_READS):
        entries, before = p.store.month(
            account_id, month, before=before, limit=limit - len(found) or 1
        )
        found += [each for each in entries if _wanted(each, agent_id, action)]
        if not before:
            month = month_before(month)
            if month < last:
                return AuditPage(found)
        if len(found) >= limit:
            break
    return AuditPage(found, f"{month}#{before}")


def _wanted(entry: Entry, agent_id: str, action: str) -> bool:
    named = not action or entry.action == action or entry.action.startswith(f"{action}.")
    return named and agent_id in ("", entry.agent_id)
