"""Leave the team a note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.flows import effects
from chalicelib.flows.graph import Part
from chalicelib.flows.nodes.base import Flaw, Go, Move, NodeKind, Template, Turn
from chalicelib.flows.nodes.shapes import Text


class NoteData(Part):
    text: Text = ""


class Note(NodeKind[NoteData]):
    name: ClassVar[str] = "note"
    data = NoteData

    def enter(self, data: NoteData, turn: Turn) -> Move:
        text = turn.fill(data.text).strip()
        if text:
            turn.effects.append(effects.Note(node=turn.at.node, text=text))
        return Go()

    def flaws(self, data: NoteData) -> Iterator[Flaw]:
        if not data.text.strip():
            yield Flaw("text", "missing", "has nothing to note")

    def templates(self, data: NoteData) -> Iterator[Template]:
        yield Template("text", data.text)
