"""States and facts <-> what the table holds. What is at its default is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from chalicelib.reports.model import Fact, State
from chalicelib.shared.clock import from_text, to_text


def _packed(value: Any) -> dict[str, Any]:
    found = {}
    for each in fields(value):
        held = getattr(value, each.name)
        if held != each.default:
            found[each.name] = _plain(held)
    return found


def _plain(held: Any) -> Any:
    if isinstance(held, datetime):
        return to_text(held)
    return list(held) if isinstance(held, tuple) else held


def _values(data: Mapping[str, Any], moments: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, held in data.items():
        if name in moments:
            found[name] = from_text(held)
        else:
            found[name] = tuple(held) if isinstance(held, list) else held
    return found


_MOMENTS = frozenset({"opened_at", "waits", "untaken", "bot_at", "idle_at"})


def state_data(state: State) -> dict[str, Any]:
    return _packed(state)


def state(data: Mapping[str, Any]) -> State:
    return State(**_values(data, _MOMENTS))


# A fact's names would be most of its bytes: it is a list, from the end of which defaults are cut.
_ORDER = (
    *("name", "at", "agent_id", "queue_id", "flow_id", "tags", "n", "seconds", "working"),
    "invitation_id",
)
_DEFAULTS: tuple[Any, ...] = ("", "", "", "", "", [], 1, None, None, "")


def facts_data(facts: Sequence[Fact]) -> list[list[Any]]:
    return [_fact_data(fact) for fact in facts]


def _fact_data(fact: Fact) -> list[Any]:
    values = [_plain(getattr(fact, name)) for name in _ORDER]
    while values[-1] == _DEFAULTS[len(values) - 1]:
        values.pop()
    return values


def facts(data: Sequence[Sequence[Any]]) -> list[Fact]:
    found = []
    for values in data:
        named = dict(zip(_ORDER, values, strict=False))
        found.append(Fact(**_values(named, frozenset({"at"}))))
    return found
