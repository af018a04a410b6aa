"""Whether a row of a ledger is about somebody: what other systems were sent, or told. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote_plus

MOST_DIGITS = 8  # of a phone number's end: others write it without its country
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]+(?=\d)")


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
