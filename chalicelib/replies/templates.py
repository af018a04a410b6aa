"""Texts with variables, written by people: `Hello {{ contact.first_name | default: "there" }}`.

Liquid, cut down to what cannot run away: conditions and a few filters, no loops, no assignments, no
files, and nothing that makes a text grow. Importing the library takes a quarter of a second, so
only the requests that need it import this file. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from liquid import BoundTemplate, Environment, Mode
from liquid.exceptions import LiquidError

from chalicelib.replies.model import Values
from chalicelib.shared.errors import InvalidInput

VARIABLES = {
    "contact": ("name", "first_name", "email", "phone", "language", "attributes"),
    "agent": ("name", "first_name", "email"),
    "conversation": ("id",),
    "channel": ("name",),
    "account": ("name",),
}
MOST_SIGNS = 200  # openings of {{ and {% in one text
_FILTERS = ("default", "upcase", "downcase", "capitalize", "strip", "truncate", "truncatewords")


# The first three are the library's own names for plain text, for {{ }} and for what is neither.
_TAGS = frozenset({"content", "output", "illegal", "if", "unless", "case", "comment", "#"})


class _Bounded(Environment):
    output_stream_limit = 40_000  # bytes
    context_depth_limit = 20
    loop_iteration_limit = 1


@cache
def _environment() -> Environment:
    made = _Bounded(tolerance=Mode.STRICT, autoescape=False)
    for name in set(made.tags) - _TAGS:
        del made.tags[name]
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


def check(text: str, *, field: str = "text") -> None:
    """Raises InvalidInput (field) that says what is wrong, and where."""
    template = _parsed(text, field)
    for path, index in _paths(template):
        if not _known(path):
            name = ".".join(path)[:60]
            raise InvalidInput(f"{_place(text, index)}: there is no variable {name}", field=field)
    for name, spans in template.analyze().filters.items():
        if name not in _FILTERS:
            where = _place(text, spans[0].index)
            raise InvalidInput(f"{where}: there is no filter {name[:60]}", field=field)


def fill(text: str, values: Values) -> tuple[str, tuple[str, ...]]:
    """The text with its variables filled in, and the names of those that stood for nothing.
    Raises InvalidInput (text)."""
    template = _parsed(text, "text")
    try:
        words = template.render(**values)
    except LiquidError as problem:
        raise InvalidInput(_why(text, problem), field="text") from None
    empty = {".".join(path) for path, _ in _paths(template) if not _value(values, path)}
    return words, tuple(sorted(empty))


def _paths(template: BoundTemplate) -> list[tuple[list[str], int]]:
    """Each variable's path and where it stands."""
    found = template.analyze().variables.values()
    return [
        ([str(part) for part in each.segments], each.span.index) for some in found for each in some
    ]


def _parsed(text: str, field: str) -> BoundTemplate:
    # The library looks through the rest of the text for each opening that is never closed.
    if text.count("{{") + text.count("{%") > MOST_SIGNS:
        raise InvalidInput(f"more than {MOST_SIGNS} variables and conditions", field=field)
    try:
        return _environment().from_string(text)
    except LiquidError as problem:
        raise InvalidInput(_why(text, problem), field=field) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", field=field) from None


def _why(text: str, problem: LiquidError) -> str:
    token = problem.token
    start = getattr(token, "start_index", -1) if token is not None else -1
    message = str(problem.args[0] if problem.args else "cannot be read").split("\n")[0][:160]
    if start < 0:
        return message
    return f"{_place(text, start)}: {message}"


def _place(text: str, index: int) -> str:
    before = text[:index]
    return f"line {before.count(chr(10)) + 1}, column {index - before.rfind(chr(10))}"


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
