"""Rules over single values, as tables of settings have them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

Rule = Callable[[str], str | None]  # what is wrong with the value, in words, or None


def pattern(expression: str, words: str) -> Rule:
    compiled = re.compile(expression)
    return lambda value: None if compiled.fullmatch(value) else words


def one_of(*choices: str) -> Rule:
    return lambda value: None if value in choices else f"must be one of: {', '.join(choices)}"


def at_most(length: int) -> Rule:
    words = f"must have at most {length} characters"
    return lambda value: None if len(value) <= length else words


def whole(low: int, high: int) -> Rule:
    words = f"must be a whole number from {low} to {high}"

    def rule(value: str) -> str | None:
        good = value.isascii() and value.isdigit() and len(value) < 10
        return None if good and low <= int(value) <= high else words

    return rule
