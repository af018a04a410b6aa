"""Whether a row of a ledger or a file is about somebody: what other systems were sent, or told.
Pure."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

MOST_DIGITS = 8  # of a phone number's end: others write it without its country
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")
_IN_A_CELL = re.compile(r"(?<=\d)[ ().\-/]+(?=\d)")  # a table's next one says something else
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of a file's insides that are read
PIECE = 1024 * 1024
AGAIN = 4096  # bytes, even: longer than any name
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def about(row: Mapping[str, Any], ids: Collection[str], words: Collection[str]) -> bool:
    """ids: of contacts and conversations, as they stand in what we wrote ourselves. words: by which
    he is found in what a stranger wrote, in whatever letters and however it was encoded."""
    text = json.dumps(row, ensure_ascii=False, default=str)
    if any(id in text for id in ids):
        return True
    if not words or "body" not in row:
        return False
    told = _read(str(row["body"])).casefold()
    digits = _BETWEEN.sub("", told)
    return any(_said(word.casefold(), told, digits) for word in words)


def holds(file: bytes, ids: Collection[str], words: Collection[str]) -> bool:
    """As `about`, of a whole file: a table in whatever encoding, JSON, or an archive of them.
    Pictures, sound and film are not looked into. In pieces: a function has little memory."""
    for text in _texts(file):
        if any(id in text for id in ids):
            return True
        told = text.casefold()
        digits = _IN_A_CELL.sub("", told)
        if any(_said(word.casefold(), told, digits) for word in words):
            return True
    return False


def _texts(file: bytes) -> Iterator[str]:
    """What is in it; itself, if it is no archive or a broken one."""
    left = [MOST_UNPACKED]
    try:
        if file[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(file)) as packed:
                yield from _read_on(packed.read, left)
            return
        if file[:4] == b"PK\x03\x04":
            yield from _members(file, left)
            return
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile):
        pass
    yield from _read_on(io.BytesIO(file).read, [len(file)])


def _members(file: bytes, left: list[int]) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        for each in archive.infolist():
            yield each.filename
            with archive.open(each) as member:
                yield from _read_on(member.read, left)


def _read_on(read: Callable[[int], bytes], left: list[int]) -> Iterator[str]:
    """In the encodings in which tables come, piece by piece; each begins with the end of the one
    before it. left: bytes that may be read, counted down."""
    encodings: tuple[str, ...] | None = None
    kept = b""
    while piece := read(min(PIECE, left[0])):
        left[0] -= len(piece)
        if encodings is None:
            encodings = _encodings(piece[:4096])
        for encoding in encodings:
            text = (kept + piece).decode(encoding, "replace")
            yield text
            if "\\u" in text:
                yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        if not encodings:
            return
        kept = piece[-AGAIN:]


def _encodings(head: bytes) -> tuple[str, ...]:
    """None of what is no text: that has zeros, and not every other byte."""
    zeros = head.count(0)
    if zeros > len(head) // 4:
        return ("utf-16-be",) if head[:1] in (b"\xfe", b"\x00") else ("utf-16-le",)
    return () if zeros else ("utf-8", "cp1252")


def _said(word: str, told: str, digits: str) -> bool:
    if word in told:
        return True
    number = word.lstrip("+")
    return number.isdecimal() and len(number) >= MOST_DIGITS and number[-MOST_DIGITS:] in digits


def _read(body: str) -> str:
    """The body as people read it, behind JSON's and forms' ways of writing letters."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except (ValueError, RecursionError):
        return f"{body} {unquote_plus(body)}"
