"""Dates as people write them. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from chalicelib.flows.folding import plain

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_PARTS = re.compile(r"\b(\d{1,2})\s?[-/. ]\s?(\d{1,2})(?:\s?[-/. ]\s?(\d{4}|\d{2}))?\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|o|º)?\.?\s+(?:de\s+|of\s+)?([a-z]{3,12})\.?,?(?:\s+(?:de\s+|del\s+)?(\d{4}))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?\b")
# English, Spanish, Portuguese: three letters tell each month from every other.
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "ene"),
            ("feb", "fev"),
            ("mar",),
            ("apr", "abr"),
            ("may", "mai"),
            ("jun",),
            ("jul",),
            ("aug", "ago"),
            ("sep", "set"),
            ("oct", "out"),
            ("nov",),
            ("dec", "dic", "dez"),
        ),
        1,
    )
    for name in names
}
_DAYS = {
    "today": 0,
    "hoy": 0,
    "hoje": 0,
    "tomorrow": 1,
    "manana": 1,
    "amanha": 1,
    "day after tomorrow": 2,
    "pasado manana": 2,
    "depois de amanha": 2,
    "yesterday": -1,
    "ayer": -1,
    "ontem": -1,
}


def read(text: str, today: date, language: str = "") -> str:
    """YYYY-MM-DD, or '' if there is no date in it or not a single one. Where day and month could be
    either, English puts the month first, any other language the day; a year that is left out is the
    one in which the day comes next."""
    words = plain(text[:200]).strip(" .!?")
    if words in _DAYS:
        return (today + timedelta(days=_DAYS[words])).isoformat()
    iso = _ISO.findall(words)
    if iso:
        return _made(*map(int, iso[0])) if len(iso) == 1 else ""
    return _named(words, today) or _numbered(words, today, language)


def _named(words: str, today: date) -> str:
    for pattern, day_at, month_at in ((_DAY_MONTH, 0, 1), (_MONTH_DAY, 1, 0)):
        found = [each for each in pattern.findall(words) if each[month_at][:3] in _MONTHS]
        if len(found) == 1:
            month = _MONTHS[found[0][month_at][:3]]
            return _dated(int(found[0][day_at]), month, found[0][2], today)
    return ""


def _numbered(words: str, today: date, language: str) -> str:
    found = _PARTS.findall(words)
    if len(found) != 1:
        return ""
    first, second = int(found[0][0]), int(found[0][1])
    english = language.lower() in ("en", "en-us")
    month_first = (english and first <= 12) or second > 12
    day, month = (second, first) if month_first else (first, second)
    return _dated(day, month, found[0][2], today)


def _dated(day: int, month: int, year: str, today: date) -> str:
    if len(year) == 4:
        return _made(int(year), month, day)
    if year:  # of a birth or of an appointment: at most ten years ahead
        near = 2000 + int(year)
        return _made(near if near <= today.year + 10 else near - 100, month, day)
    for ahead in range(5):  # 29 February
        made = _made(today.year + ahead, month, day)
        if made and made >= today.isoformat():
            return made
    return ""


def _made(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
