"""Texts with variables, written by people: `Hello {{ contact.first_name | default: "there" }}`.

Liquid, cut down to what cannot run away: conditions and a few filters, no loops, no assignments, no
files, and nothing that makes a text grow. Importing the library takes a quarter of a second, so
only the requests that need it import this file. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from liquid import BoundTemplate, Environment, Mode
from liquid.exceptions import LiquidError

from chalicelib.shared.errors import InvalidInput

MOST_SIGNS = 200  # openings of {{ and {% in one text
FILTERS = ("default", "upcase", "downcase", "capitalize", "strip", "truncate", "truncatewords")

# The first three are the library's own names for plain text, for {{ }} and for what is neither.
_TAGS = frozenset({"content", "output", "illegal", "if", "unless", "case", "comment", "#"})


class _Bounded(Environment):
    output_stream_limit = 40_000  # bytes
    context_depth_limit = 20
    loop_iteration_limit = 1


def environment(
    filters: Iterable[str] = FILTERS, own: Mapping[str, Callable[..., Any]] | None = None
) -> Environment:
    """filters: of the library's, by name; none may make a text grow. own: further ones."""
    made = _Bounded(tolerance=Mode.STRICT, autoescape=False)
    for name in set(made.tags) - _TAGS:
        del made.tags[name]
    made.filters = {name: made.filters[name] for name in filters} | dict(own or {})
    return made


def parsed(made: Environment, text: str, field: str) -> BoundTemplate:
    """Raises InvalidInput (field) that says what is wrong, and where."""
    # The library looks through the rest of the text for each opening that is never closed.
    if text.count("{{") + text.count("{%") > MOST_SIGNS:
        raise InvalidInput(f"more than {MOST_SIGNS} variables and conditions", field=field)
    try:
        return made.from_string(text)
    except LiquidError as problem:
        raise InvalidInput(_why(text, problem), field=field) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", field=field) from None


def rendered(template: BoundTemplate, text: str, values: Mapping[str, Any]) -> str:
    """text: what the template was made from. Raises InvalidInput (text)."""
    try:
        return template.render(**values)
    except LiquidError as problem:
        raise InvalidInput(_why(text, problem), field="text") from None


def paths(template: BoundTemplate) -> list[tuple[list[str], int]]:
    """Each variable's path and where it stands."""
    found = template.analyze().variables.values()
    return [
        ([str(part) for part in each.segments], each.span.index) for some in found for each in some
    ]


def unknown_filter(made: Environment, template: BoundTemplate) -> tuple[str, int] | None:
    """The first filter that there is not, and where it stands."""
    for name, spans in template.analyze().filters.items():
        if name not in made.filters:
            return name, spans[0].index
    return None


def place(text: str, index: int) -> str:
    before = text[:index]
    return f"line {before.count(chr(10)) + 1}, column {index - before.rfind(chr(10))}"


def _why(text: str, problem: LiquidError) -> str:
    token = problem.token
    start = getattr(token, "start_index", -1) if token is not None else -1
    message = str(problem.args[0] if problem.args else "cannot be read").split("\n")[0][:160]
    return message if start < 0 else f"{place(text, start)}: {message}"
