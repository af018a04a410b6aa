"""The gallery: flows to begin with, in the author's language. Pure.

Each is a file of `gallery/`: {"id", "words": {language: {word: text}}, "graph"}. A text "@hello" in
the graph is the word `hello`; every template has the words `name` and `description`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.flows.graph import Graph

LANGUAGES = ("en", "es", "pt-BR")
_FOLDER = Path(__file__).parent / "gallery"
_FIRST = "welcome_menu"


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    name: str
    description: str
    graph: Graph


def gallery(language: str) -> tuple[Template, ...]:
    """language: one that is not there is English."""
    return _gallery(language if language in LANGUAGES else LANGUAGES[0])


@cache
def _gallery(language: str) -> tuple[Template, ...]:
    files = sorted(_FOLDER.glob("*.json"), key=lambda file: (file.stem != _FIRST, file.stem))
    return tuple(_template(json.loads(file.read_text("utf-8")), language) for file in files)


def _template(told: dict[str, Any], language: str) -> Template:
    words: dict[str, str] = told["words"][language]
    graph = Graph.model_validate(_said(told["graph"], words))
    return Template(told["id"], words["name"], words["description"], graph)


def _said(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        return words[value[1:]] if value.startswith("@") else value
    if isinstance(value, dict):
        return {name: _said(each, words) for name, each in value.items()}
    return [_said(each, words) for each in value] if isinstance(value, list) else value
