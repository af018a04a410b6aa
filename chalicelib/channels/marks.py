"""The signs by which people format what they write: *bold* _italic_ ~strike~ `code` ```mono```.

They are WhatsApp's own (https://faq.whatsapp.com/539178204879377). Where a channel formats in
another way, its adapter turns them into that. The console shows them by the same rule
(web/apps/console/src/rules/marks.ts); one table of cases holds both. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = ("bold", "italic", "strike", "code", "mono")

# A sign counts at the edge of a word only, so that 2*3*4 and snake_case_names stay as they are.
_MARK = re.compile(
    r"(?P<address>https?://\S+)"  # signs in addresses are theirs
    r"|```(?P<mono>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?=\S)(?P<bold>[^\n*]+)(?<=\S)\*(?!\w)"
    r"|(?<!\w)_(?=\S)(?P<italic>[^\n_]+)(?<=\S)_(?!\w)"
    r"|(?<!\w)~(?=\S)(?P<strike>[^\n~]+)(?<=\S)~(?!\w)",
    re.DOTALL,
)
_WHOLE = ("mono", "code")  # what stands in these is read no further


@dataclass(frozen=True, slots=True)
class Span:
    """offset, length: UTF-16 code units of the text without its signs."""

    mark: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Marked:
    """text: without the signs. spans: by offset, the outer before the inner."""

    text: str
    spans: tuple[Span, ...] = ()


def marked(text: str, start: int = 0) -> Marked:
    """What the signs in `text` mean. start: the offset of its beginning."""
    plain: list[str] = []
    spans: list[Span] = []
    length, at = 0, 0
    for found in _MARK.finditer(text):
        mark = found.lastgroup or ""
        if mark == "address":
            continue
        before = text[at : found.start()]
        length += _units(before)
        inner = Marked(found[mark]) if mark in _WHOLE else marked(found[mark], start + length)
        inner_length = _units(inner.text)
        spans += [Span(mark, start + length, inner_length), *inner.spans]
        plain += [before, inner.text]
        length, at = length + inner_length, found.end()
    return Marked("".join([*plain, text[at:]]), tuple(spans))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
