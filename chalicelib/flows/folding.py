"""Words as they are compared. Pure."""

from __future__ import annotations

import unicodedata

_EMOJI = "\ufe0e\ufe0f\u20e3"  # what makes a keycap of a digit


def plain(text: str) -> str:
    """Without case, accents and doubled spaces: '  Olá,  VOCÊ! ' -> 'ola, voce!'."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    # Accents alone: in other scripts the marks carry meaning.
    bare = "".join(sign for sign in flat if not ("\u0300" <= sign <= "\u036f" or sign in _EMOJI))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def folded(text: str) -> str:
    """Without punctuation too: '¡Olá, VOCÊ!' -> 'ola voce'. Signs alone ('👍') stand for
    themselves."""
    bare = plain(text)
    words = "".join(sign if _within_word(sign) else " " for sign in bare).split()
    return " ".join(words) or bare


def _within_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
