"""The index: segments of folded text, each a handful of documents in one small item. Pure.

A search reads the segments newest first and looks into each; see docs/adr/0005-search.md. What a
segment says of a document is a hint: the document itself is read, and has the last word.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# An item of up to 1 KB is written for one unit; key and attribute names take the rest.
MOST_BYTES = 940
_SURELY_FITS = 900  # bytes before compression


@dataclass(frozen=True, slots=True)
class Entry:
    """id: of the document, without tab or line end. text: folded, not empty."""

    id: str
    text: str

    @property
    def line(self) -> str:
        return f"{self.id}\t{self.text}"


@dataclass(frozen=True, slots=True)
class Segment:
    """number: 1, 2, 3, ... without a gap, within an account and a kind. version: of the stored
    item, 0 if it is not stored."""

    number: int
    lines: tuple[str, ...] = ()
    version: int = 0
    _size: int = field(default=0, compare=False)

    def with_line(self, line: str) -> Segment | None:
        """None if it is full. One document alone always fits."""
        lines = (*self.lines, line)
        size = self._size + len(line.encode()) + 1
        if self.lines and size > _SURELY_FITS and len(_deflated(lines)) > MOST_BYTES:
            return None
        return Segment(self.number, lines, self.version, size)


def packed(lines: Sequence[str]) -> str:
    """As the table keeps it: base64 of what zlib makes of the lines."""
    return base64.b64encode(_deflated(lines)).decode()


def unpacked(data: str) -> str:
    """The lines' text, one a line."""
    return zlib.decompress(base64.b64decode(data)).decode()


def stored(number: int, data: str, version: int) -> Segment:
    text = unpacked(data)
    return Segment(number, tuple(text.split("\n")), version, len(text.encode()))


def split(line: str) -> tuple[str, str]:
    """Id and folded text."""
    identifier, _, text = line.partition("\t")
    return identifier, text


def added(newest: Sequence[Segment], entries: Sequence[Entry]) -> list[Segment]:
    """What is to be written, in order, so that `entries` are in the index.

    newest: the last segments, ascending; the last of them is open. An entry that one of them holds
    already is a repeat, and adds nothing.
    """
    known = {line for segment in newest for line in segment.lines}
    open_one = newest[-1] if newest else Segment(1)
    written: list[Segment] = []
    changed = False
    for line in dict.fromkeys(entry.line for entry in entries if entry.text):
        if line in known:
            continue
        longer = open_one.with_line(line)
        if longer is None:
            if changed:
                written.append(open_one)
            longer = Segment(open_one.number + 1).with_line(line)
        assert longer is not None, "one document alone fits"
        open_one, changed = longer, True
    return [*written, open_one] if changed else written


def hits(text: str, needles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places (from 0) and ids of the lines of a segment that hold all needles, newest first."""
    if not all(needle in text for needle in needles):
        return
    lines = text.split("\n")
    for place in range(len(lines) - 1, -1, -1):
        identifier, folded = split(lines[place])
        if all(needle in folded for needle in needles):
            yield place, identifier


def _deflated(lines: Sequence[str]) -> bytes:
    return zlib.compress("\n".join(lines).encode(), 9)
