"""Whether a value meets a condition. Pure.

Texts are compared without case and accents; two numbers as numbers; a list by what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from chalicelib.flows.folding import plain

Operator = Literal[
    "is",
    "is_not",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "one_of",
    "greater",
    "at_least",
    "less",
    "at_most",
    "before",
    "after",
    "is_empty",
    "is_filled",
]

_PART = re.compile(r"([^.\[\]]+)|\[(\d{1,4})\]")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")


def dig(value: Any, path: str) -> Any:
    """What is at `order.items[0].name` in JSON; None if nothing is. A leading '$.' may stand."""
    for name, index in _PART.findall(path.removeprefix("$")):
        if isinstance(value, Mapping) and name:
            value = value.get(name)
        elif isinstance(value, list) and (index or name.isdecimal()):
            place = int(index or name)
            value = value[place] if place < len(value) else None
        else:
            return None
    return value


def find(values: Mapping[str, Any], path: str) -> Any:
    """A variable or a fact by its dotted name; None if there is none."""
    return dig(values, path)


def holds(value: Any, operator: Operator, wanted: str) -> bool:
    if operator in ("is_empty", "is_filled"):
        empty = value is None or value in ("", [], (), {})
        return empty == (operator == "is_empty")
    if operator in ("is_not", "not_contains"):
        return not holds(value, "is" if operator == "is_not" else "contains", wanted)
    if isinstance(value, list | tuple):
        return _list_holds(value, operator, wanted)
    if operator == "one_of":
        return any(_same(value, each) for each in wanted.split(",") if each.strip())
    if operator == "is":
        return _same(value, wanted)
    if operator in ("contains", "starts_with", "ends_with"):
        return _text_holds(plain(_text(value)), operator, plain(wanted))
    return _ordered(value, operator, wanted)


def _list_holds(value: Any, operator: Operator, wanted: str) -> bool:
    """`is`, `contains` and `one_of` alike: whether it is among them."""
    if operator in ("greater", "at_least", "less", "at_most"):
        return _ordered(len(value), operator, wanted)
    names = wanted.split(",") if operator == "one_of" else [wanted]
    return any(_same(each, name) for each in value for name in names if name.strip())


def _text_holds(text: str, operator: Operator, wanted: str) -> bool:
    if not wanted:
        return False
    if operator == "contains":
        return wanted in text
    return text.startswith(wanted) if operator == "starts_with" else text.endswith(wanted)


def _ordered(value: Any, operator: Operator, wanted: str) -> bool:
    """Numbers if both are; else texts as they stand, which is right for YYYY-MM-DD. A value that is
    missing is neither before nor after anything."""
    text = _text(value).strip()
    a, b = _number(text), _number(wanted.strip())
    if a is not None and b is not None:
        order = (a > b) - (a < b)
    elif text and wanted.strip() and operator in ("before", "after"):
        order = (text > wanted.strip()) - (text < wanted.strip())
    else:
        return False
    return {
        "greater": order > 0,
        "after": order > 0,
        "at_least": order >= 0,
        "less": order < 0,
        "before": order < 0,
        "at_most": order <= 0,
    }[operator]


def _same(value: Any, wanted: str) -> bool:
    a, b = _number(_text(value).strip()), _number(wanted.strip())
    if a is not None and b is not None:
        return a == b
    return plain(_text(value)) == plain(wanted)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or "")
    return str(value)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
