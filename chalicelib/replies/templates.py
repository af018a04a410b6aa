"""The variables of quick responses: `Hello {{ contact.first_name | default: "there" }}`.

The language is that of `shared/templates.py`, which is slow to import. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from liquid import Environment

from chalicelib.replies.model import Values
from chalicelib.shared import templates
from chalicelib.shared.errors import InvalidInput

MOST_SIGNS = templates.MOST_SIGNS
VARIABLES = {
    "contact": ("name", "first_name", "email", "phone", "language", "attributes"),
    "agent": ("name", "first_name", "email"),
    "conversation": ("id",),
    "channel": ("name",),
    "account": ("name",),
}


@cache
def _environment() -> Environment:
    return templates.environment()


def check(text: str, *, field: str = "text") -> None:
    """Raises InvalidInput (field) that says what is wrong, and where."""
    template = templates.parsed(_environment(), text, field)
    for path, index in templates.paths(template):
        if not _known(path):
            name = ".".join(path)[:60]
            where = templates.place(text, index)
            raise InvalidInput(f"{where}: there is no variable {name}", field=field)
    if unknown := templates.unknown_filter(_environment(), template):
        where = templates.place(text, unknown[1])
        raise InvalidInput(f"{where}: there is no filter {unknown[0][:60]}", field=field)


def fill(text: str, values: Values) -> tuple[str, tuple[str, ...]]:
    """The text with its variables filled in, and the names of those that stood for nothing.
    Raises InvalidInput (text)."""
    template = templates.parsed(_environment(), text, "text")
    words = templates.rendered(template, text, values)
    empty = {".".join(path) for path, _ in templates.paths(template) if not _value(values, path)}
    return words, tuple(sorted(empty))


def _known(path: list[str]) -> bool:
    if len(path) < 2 or path[1] not in VARIABLES.get(path[0], ()):
        return False
    return len(path) == 3 if path[1] == "attributes" else len(path) == 2


def _value(values: Values, path: list[str]) -> object:
    found: object = values
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found
