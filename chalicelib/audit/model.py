"""Who did what, when, from where. Pure.

An entry names things by their ids and fields by their names: no secret, no words of a
conversation, nothing of a contact is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

KEPT = timedelta(days=730)
MOST_FIELDS = 30
LONGEST = 80  # letters of a name

# Whose values say what was decided, and nothing of anybody's words: told with the name.
TOLD = frozenset(
    {"active", "blocked", "days", "enabled", "kind", "language", "paused", "required", "role", "to"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """action: `channel.removed`, in the words of docs/security.md. subject: the id of what it was
    done to, '' = the account. label: what that is called, if it is no contact. fields: names of
    what was changed; values: of those in TOLD. agent_id: '' = the system. address: of the caller,
    '' = the system. counts: of what an erasure dropped."""

    id: str
    account_id: str
    at: datetime
    action: str
    agent_id: str = ""
    subject: str = ""
    label: str = ""
    fields: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    address: str = ""


def fields_of(body: Any) -> tuple[str, ...]:
    """The names in a request, one level deep: `settings.title`. Never what they say."""
    if not isinstance(body, Mapping):
        return ()
    found: list[str] = []
    for name, value in body.items():
        if name in ("client_id", "version"):
            continue
        inner = list(value)[:MOST_FIELDS] if isinstance(value, Mapping) else []
        found += [f"{name}.{each}" for each in inner] or [str(name)]
    return tuple(each[:LONGEST] for each in found[:MOST_FIELDS])


def values_of(body: Any) -> dict[str, str]:
    if not isinstance(body, Mapping):
        return {}
    return {
        name: str(value)[:LONGEST].lower() if isinstance(value, bool) else str(value)[:LONGEST]
        for name, value in body.items()
        if name in TOLD and isinstance(value, str | int | bool)
    }


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. cursor: '' at the end; a page may hold fewer than asked for while there is
    more."""

    entries: Sequence[Entry]
    cursor: str = ""


def month_of(moment: datetime) -> str:
    return moment.strftime("%Y-%m")


def month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"
