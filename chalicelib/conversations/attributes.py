"""What an account keeps about a conversation, by name: set by agents and by flows. Pure.

They lie in the conversation's head, which every message writes: few and short.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.shared.errors import InvalidInput

MOST = 20
NAME_LONGEST = 60
VALUE_LONGEST = 200


def checked(held: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """`wanted`, trimmed. Raises InvalidInput (attributes) if it cannot be added to `held`."""
    trimmed = {name.strip(): value.strip() for name, value in wanted.items()}
    for name, value in trimmed.items():
        if not name or len(name) > NAME_LONGEST:
            raise InvalidInput(f"a name has 1 to {NAME_LONGEST} letters", field="attributes")
        if len(value) > VALUE_LONGEST:
            raise InvalidInput(f"a value has at most {VALUE_LONGEST} letters", field="attributes")
    if len(merged(held, trimmed)) > max(MOST, len(held)):
        raise InvalidInput(f"at most {MOST} attributes", field="attributes")
    return trimmed


def merged(held: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """'' takes one away."""
    return {name: value for name, value in {**held, **new}.items() if value}


def changes(held: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Those of `new` that differ from what is held."""
    return {name: value for name, value in new.items() if held.get(name, "") != value}
