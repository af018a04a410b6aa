"""Others' schemas (schemas/README.md), and texts of every length and script to hold to them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft7Validator

from chalicelib.shared.content import Content, Kind, Option, text

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text())
    return found


def problems(described: dict[str, Any], value: object) -> list[str]:
    """In words; empty if the value is as described."""
    found = Draft7Validator(described).iter_errors(value)
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message}" for each in found]


TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.sampled_from(["ы" * 9000, "word " * 4000, "🎉" * 3000, "<b>&amp;</b>", "é\u202e\n\tx"]),
).filter(lambda words: bool(words.strip()))
TITLES = st.text(min_size=1, max_size=60).filter(lambda words: bool(words.strip()))


@st.composite
def options(draw: st.DrawFn) -> Content:
    """From one button to a list of thirty, with and without addresses and descriptions."""
    titles = draw(st.lists(TITLES, min_size=1, max_size=30, unique_by=lambda title: title.strip()))
    described = draw(st.booleans())
    linked = draw(st.sets(st.integers(0, 29), max_size=3))
    made = [
        Option("", title, url="https://shop.example/?a=1&b=2")
        if index in linked
        else Option(f"option-{index}", title, "About it" if described else "")
        for index, title in enumerate(titles)
    ]
    return Content(Kind.OPTIONS, draw(TEXTS)[:2000], options=tuple(made))


WRITTEN = st.builds(text, TEXTS) | options()
