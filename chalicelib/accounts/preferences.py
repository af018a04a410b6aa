"""An agent's own choices, which follow him from browser to browser. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.accounts.rules import Rule, one_of
from chalicelib.shared.errors import InvalidInput

_SWITCH = one_of("on", "off")
KNOWN: Mapping[str, Rule] = {
    "language": one_of("en", "es", "pt-BR"),
    "notify_assigned": _SWITCH,
    "notify_mine": _SWITCH,
    "notify_unassigned": _SWITCH,
    "notify_mentions": _SWITCH,
    "tone": one_of("two-notes", "drop", "bell", "knock"),
    "first_steps": one_of("hidden"),
}


def merged(before: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """'' takes a choice back. Raises InvalidInput naming `preferences.<name>`."""
    for name, value in changes.items():
        field = f"preferences.{name[:40]}"
        if name not in KNOWN:
            raise InvalidInput("there is no such choice", field=field)
        wrong = KNOWN[name](value) if value else None
        if wrong:
            raise InvalidInput(f"{field} {wrong}", field=field)
    return {name: value for name, value in {**before, **changes}.items() if value}
