"""The RFCs' own grammars, in the strict form that senders must keep to, as regular expressions.

RFC 5322's ABNF comes from the `abnf` package. Its own parser tries every reading of a phrase, which
takes minutes for a line of 300 characters; a grammar without comments is regular, so it is compiled
here. What begins with "obs-" "MUST NOT be generated" (RFC 5322, 4): it is left out, and comments
are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, ClassVar

from abnf import Rule
from abnf.grammars import rfc5322
from abnf.parser import Alternation, Concatenation, Literal, Option, Repetition


class Mime(Rule):
    """RFC 2045 (5.1, 6.1), RFC 2183 (2), RFC 3834 (5.1) and RFC 2047 (2), as they print it."""

    grammar: ClassVar[list[str]] = [
        "gap = [*WSP CRLF] 1*WSP",
        "token = 1*(ALPHA / DIGIT / %x21 / %x23-27 / %x2A-2B / %x2D-2E / %x5E-60 / %x7B-7E)",
        "qtext = %d9 / %d32-33 / %d35-91 / %d93-126",
        'quoted-pair = "\\" %d32-126',
        "quoted-string = DQUOTE *(qtext / quoted-pair) DQUOTE",
        'parameter = token "=" (token / quoted-string)',
        'parameters = *([gap] ";" [gap] parameter) [gap] CRLF',
        'content-type = "Content-Type:" [gap] token "/" token parameters',
        'content-disposition = "Content-Disposition:" [gap] token parameters',
        'mechanism = "7bit" / "quoted-printable" / "base64"',
        'content-transfer-encoding = "Content-Transfer-Encoding:" [gap] mechanism CRLF',
        'mime-version = "MIME-Version:" [gap] "1.0" CRLF',
        'auto-submitted = "Auto-Submitted:" [gap] ("no" / "auto-generated" / "auto-replied") CRLF',
        'encoded-word = "=?" token "?" ("B" / "Q") "?" 1*encoded "?="',
        "encoded = %d33-62 / %d64-126",
    ]


for _line in Mime.grammar:
    Mime.create(_line)


@cache
def expression(rule: str, grammar: type[Rule] = rfc5322.Rule) -> re.Pattern[str]:
    return re.compile(_of(grammar(rule)))


def _of(parser: Any) -> str:
    if isinstance(parser, Rule):
        return _of(parser.definition)
    if isinstance(parser, Literal):
        return _literal(parser)
    if isinstance(parser, Alternation):
        some = [each for each in parser.parsers if not _is_left_out(each)]
        return "(?:" + "|".join(_of(each) for each in some) + ")"
    if isinstance(parser, Concatenation):
        return "".join(_of(each) for each in parser.parsers if not _is_left_out(each))
    if isinstance(parser, Option):
        return f"(?:{_of(parser.alternation)})?"
    assert isinstance(parser, Repetition)
    if _is_left_out(parser.element):
        return ""
    most = "" if parser.repeat.max is None else parser.repeat.max
    # What is one character long never gives back: no phrase is read in two ways.
    keep = "+" if _is_one(parser.element) else ""
    return f"(?:{_of(parser.element)}){{{parser.repeat.min},{most}}}{keep}"


def _literal(parser: Literal) -> str:
    if isinstance(parser.value, tuple):
        first, last = parser.value
        return f"[{re.escape(first)}-{re.escape(last)}]"
    written = re.escape(parser.value)
    return written if parser.case_sensitive else f"(?i:{written})"


def _is_left_out(parser: Any) -> bool:
    if isinstance(parser, Rule):
        return parser.name.startswith("obs-") or parser.name == "comment"
    if isinstance(parser, Concatenation):
        return any(_is_left_out(each) for each in parser.parsers)
    if isinstance(parser, Repetition):
        return parser.repeat.min > 0 and _is_left_out(parser.element)
    return False


def _is_one(parser: Any) -> bool:
    if isinstance(parser, Rule):
        return _is_one(parser.definition)
    if isinstance(parser, Alternation):
        return all(_is_one(each) for each in parser.parsers if not _is_left_out(each))
    return isinstance(parser, Literal) and (
        isinstance(parser.value, tuple) or len(parser.value) == 1
    )
