"""Whether a text is one emoji. Pure.

By the grammar of https://www.unicode.org/reports/tr51/#Definitions, without its table: a sign, a
flag or a keycap, with what modifies it or is joined to it.
"""

from __future__ import annotations

import unicodedata

MOST = 40  # code points; the longest in use, a family with skin tones, has 12
_JOINER, _VARIANT, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"


def is_emoji(text: str) -> bool:
    if not 0 < len(text) <= MOST:
        return False
    if text.endswith(_KEYCAP):
        return text.removesuffix(_KEYCAP).removesuffix(_VARIANT) in {*"0123456789#*"}
    if any(_is_letter_of_flag(each) for each in text):
        return len(text) == 2 and all(_is_letter_of_flag(each) for each in text)
    before = _JOINER
    for each in text:
        if _modifies(each):
            if before == _JOINER:
                return False
        elif before != _JOINER or not _is_sign(each, text):
            return False
        before = each
    return before != _JOINER


def same(one: str, other: str) -> bool:
    """Whether both look alike: some write a heart with a variation selector, some without."""
    return one.replace(_VARIANT, "") == other.replace(_VARIANT, "")


def _is_letter_of_flag(each: str) -> bool:
    return "\U0001f1e6" <= each <= "\U0001f1ff"


def _modifies(each: str) -> bool:
    """A joiner, a variant, a skin tone, a tag of a flag's region."""
    tone = "\U0001f3fb" <= each <= "\U0001f3ff"
    return tone or each in (_JOINER, _VARIANT) or "\U000e0020" <= each <= "\U000e007f"


def _is_sign(each: str, text: str) -> bool:
    """`So` holds nearly all, their blocks what is newer than our table; a few arrows and marks are
    emoji only with the selector."""
    kind = unicodedata.category(each)
    newer = kind == "Cn" and "\U0001f300" <= each <= "\U0001faff"
    return (
        kind == "So"
        or newer
        or (kind in ("Sm", "Po", "Pd") and _VARIANT in text and not each.isascii())
    )
