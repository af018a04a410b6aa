"""The texts of a flow: variables filled in, and escaped for where they go. Pure.

The language is that of `shared/templates.py`; importing this file imports it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Literal
from urllib.parse import quote

from liquid import BoundTemplate, Environment

from chalicelib.shared import templates
from chalicelib.shared.errors import InvalidInput

# What the text becomes a part of. In `json`, a variable between quotation marks is escaped, one
# outside them becomes a whole JSON value; so no answer can change the shape of what is sent.
Place = Literal["text", "url", "json", "header"]

# None makes a text longer than what it is given. Arithmetic refuses numbers that are too large.
_FILTERS = (
    *templates.FILTERS,
    "plus",
    "minus",
    "times",
    "divided_by",
    "modulo",
    "abs",
    "ceil",
    "floor",
    "round",
    "at_least",
    "at_most",
    "size",
    "first",
    "last",
)
_SIGNS = re.compile(r"\{\{-?(?P<inner>(?:(?!-?\}\}).)*)-?\}\}|\{%.*?%\}", re.DOTALL)
_DATE_PARTS = re.compile(r"%[dmYy]")


def fill(text: str, values: Mapping[str, Any], place: Place = "text") -> str:
    """Raises InvalidInput that says why it cannot."""
    if "{{" not in text and "{%" not in text:
        words = text
    else:
        try:
            words = templates.rendered(_template(text, place), text, values)
        except (ArithmeticError, TypeError, ValueError, RecursionError):
            raise InvalidInput("a filter cannot do this with the value at hand") from None
    if place == "header":
        return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    if place == "json":
        _check_json(words)
    return words


def problems(
    text: str, known: Callable[[Sequence[str]], bool], place: Place = "text"
) -> Iterator[tuple[str, str]]:
    """(code, message) of what is wrong. known: whether there is such a variable."""
    try:
        template = templates.parsed(_environment(), text, "text")
        _template(text, place)
    except InvalidInput as problem:
        yield "template", problem.detail
        return
    for path, index in templates.paths(template):
        if not known(path):
            where = templates.place(text, index)
            yield "unknown_variable", f"{where}: there is no variable {'.'.join(path)[:60]}"
    if unknown := templates.unknown_filter(_environment(), template):
        where = templates.place(text, unknown[1])
        yield "template", f"{where}: there is no filter {unknown[0][:60]}"
    if place == "json":
        yield from _json_problems(text)


def _json_problems(text: str) -> Iterator[tuple[str, str]]:
    """Only where no condition decides what is there: any values give the same shape."""
    if "{%" in text:
        return
    try:
        _check_json(templates.rendered(_template(text, "json"), text, {}))
    except (InvalidInput, ArithmeticError, TypeError, ValueError):
        yield "json", "is no JSON, whatever the variables hold"


def _check_json(words: str) -> None:
    try:
        json.loads(words)
    except (ValueError, RecursionError):
        raise InvalidInput("what came out is no JSON") from None


@cache
def _environment() -> Environment:
    own: dict[str, Callable[..., Any]] = {
        "date": _date,
        "join": _join,
        "url_text": lambda value: quote(_plain(value), safe=""),
        "json_text": lambda value: json.dumps(_plain(value))[1:-1],
        "json_value": lambda value: json.dumps(_json_ready(value)),
    }
    return templates.environment(_FILTERS, own)


@lru_cache(maxsize=4096)
def _template(text: str, place: Place) -> BoundTemplate:
    return templates.parsed(_environment(), _escaping(text, place), "text")


def _escaping(text: str, place: Place) -> str:
    """The same text, with what each variable needs to be harmless in its place."""
    if place in ("text", "header"):
        return text
    parts: list[str] = []
    done, quoted = 0, False
    for sign in _SIGNS.finditer(text):
        between = text[done : sign.start()]
        parts.append(between)
        quoted = _still_quoted(between, quoted)
        if sign["inner"] is None:
            parts.append(sign[0])
        else:
            how = "url_text" if place == "url" else "json_text" if quoted else "json_value"
            end = sign.end("inner") - sign.start()
            parts.append(f"{sign[0][:end]} | {how} {sign[0][end:]}")
        done = sign.end()
    return "".join((*parts, text[done:]))


def _still_quoted(text: str, quoted: bool) -> bool:
    """Whether JSON text is inside a string after `text`, given whether it was before."""
    escaped = False
    for sign in text:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = quoted
        elif sign == '"':
            quoted = not quoted
    return quoted


def _plain(value: Any) -> str:
    if value is None or not isinstance(value, str | int | float | list | tuple | dict):
        return ""  # Liquid's own "undefined", too
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _json_ready(value: Any) -> Any:
    return value if isinstance(value, str | int | float | list | tuple | dict) else None


def _join(value: Any, separator: Any = ", ") -> str:
    """The separator is cut: a long one would make the text grow."""
    if not isinstance(value, list | tuple):
        return _plain(value)
    return str(separator)[:5].join(_plain(each) for each in value)


def _date(value: Any, form: Any = "%d/%m/%Y") -> str:
    """value: YYYY-MM-DD. form: %d, %m, %Y and %y; anything else stands for itself."""
    text = _plain(value)
    year, _, rest = text[:10].partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == 4 and len(month) == 2 and len(day) == 2):
        return text
    parts = {"%d": day, "%m": month, "%Y": year, "%y": year[2:]}
    return _DATE_PARTS.sub(lambda sign: parts[sign[0]], _plain(form)[:40])
