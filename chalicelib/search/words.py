"""How text is compared when it is searched: letters without case, accents and width. Pure.

Folded text is words, each with one space before it: " ana souza". A word of the query is looked for
with that space, so that it begins a word ("sou" finds Souza); in scripts that are written without
spaces it is looked for anywhere, since nobody can say there where a word begins.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_QUERY = 200  # characters
_OTHER_THAN_ASCII_WORDS = re.compile(r"[^0-9a-z]+")
_FEW_DIGITS = 3
_SHARED_DIGITS = 8  # the end of a number that all of its spellings have

# Letters that Unicode does not take apart, though people type them without their strokes.
_STROKES = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
# Marks that people leave out. Those of Thai, Hindi, ... are vowels: they stay.
_LOOSE_MARKS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x0640, 0x0640), (0x064B, 0x065F))
# Scripts without spaces between words: Thai and Lao, Tibetan, Burmese, Khmer, kana, Han.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x0F00, 0x0FFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class Query:
    """needles: what folded text must hold, all of them. Empty: nothing can be searched for."""

    needles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.needles)

    def within(self, folded: str) -> bool:
        return all(needle in folded for needle in self.needles)


def fold(text: str) -> str:
    """ " words words", or '' if there is no letter and no digit."""
    if text.isascii():
        words = _OTHER_THAN_ASCII_WORDS.sub(" ", text.lower()).strip()
        return f" {words}" if words else ""
    return "".join(_spaced(_folded(text)))


def query(text: str) -> Query:
    """What a person typed into the search field. Parts that hang together ("12-345") are looked
    for together, the others in any order."""
    folded = (fold(part) for part in text[:MAX_QUERY].split())
    return Query(tuple(dict.fromkeys(_needle(part) for part in folded if part)))


def contact_query(text: str) -> Query:
    """As `query`; what looks like a telephone number is looked for by its digits, however they are
    grouped and with or without country code."""
    if re.fullmatch(r"[\d\s()+./-]+", text.strip()):
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        if len(digits) >= _FEW_DIGITS:
            return Query((digits[-_SHARED_DIGITS:],))
    return query(text)


def snippet(text: str, wanted: Query, *, around: int = 60) -> list[tuple[str, bool]]:
    """The part of `text` where the first hit is: pieces, and whether each is a hit."""
    letters = _letters(text)
    marks = _marks(letters, wanted)
    first = min(marks, default=0)
    start = max(0, first - around // 2) if len(text) > 2 * around else 0
    stop = min(len(text), start + 2 * around)
    pieces: list[tuple[str, bool]] = []
    for place in range(start, stop):
        hit = place in marks
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + text[place], hit)
        else:
            pieces.append((text[place], hit))
    return [("…", False)] * (start > 0) + pieces + [("…", False)] * (stop < len(text))


def _folded(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text).casefold().translate(_STROKES)
    bare = "".join(letter for letter in flat if not _within(letter, _LOOSE_MARKS))
    return unicodedata.normalize("NFC", bare)


def _spaced(text: str) -> list[str]:
    """A space before each word, and where a script without spaces begins or ends."""
    pieces: list[str] = []
    before: bool | None = None  # of which kind the letter before is; None: it is none
    for letter in text:
        kind = _kind(letter)
        if kind is None:
            before = None
            continue
        if kind != before:
            pieces.append(" ")
        pieces.append(letter)
        before = kind
    return pieces


def _kind(letter: str) -> bool | None:
    """Whether its script is one without spaces; None if it is no part of a word."""
    if not (letter.isalnum() or unicodedata.category(letter).startswith("M")):
        return None
    return _within(letter, _UNSPACED)


def _within(letter: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(letter)
    return any(low <= code <= high for low, high in ranges)


def _needle(folded: str) -> str:
    """folded: not empty."""
    return folded[1:] if _within(folded[1], _UNSPACED) else folded


def _letters(text: str) -> list[tuple[str, int]]:
    """Folded letters, each with the place in `text` that it comes from; -1 for a space."""
    found: list[tuple[str, int]] = []
    before: bool | None = None
    for place, letter in enumerate(text):
        for folded in _folded(letter):
            kind = _kind(folded)
            if kind is not None:
                if kind != before:
                    found.append((" ", -1))
                found.append((folded, place))
            before = kind
    return found


def _marks(letters: list[tuple[str, int]], wanted: Query) -> frozenset[int]:
    flat = "".join(letter for letter, _ in letters)
    places: set[int] = set()
    for needle in wanted.needles:
        start = flat.find(needle)
        while start >= 0:
            places.update(place for _, place in letters[start : start + len(needle)])
            start = flat.find(needle, start + 1)
    return frozenset(places - {-1})
