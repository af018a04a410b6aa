"""A report as a letter: its numbers in words, as a table, and as a file for spreadsheets. Pure."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chalicelib.reports.asking import Period, Report
from chalicelib.reports.counting import Numbers
from chalicelib.reports.letter_words import WORDS


@dataclass(frozen=True, slots=True)
class Letter:
    """csv: with the marks by which spreadsheets know UTF-8."""

    to: str
    sender_name: str
    subject: str
    text: str
    html: str
    csv_name: str
    csv: str


_COUNTS = ("opened", "resolved", "reopened", "unanswered", "in", "out")
_TIMES = {"first": "first", "reply": "reply", "resolution": "resolved", "taken": "taken"}
_OVERVIEW = (*_COUNTS, "first", "reply", "resolution", "taken", "sla", "rating", "bot_share")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "": _OVERVIEW,
    "agent": ("assigned", "out", "resolved", "first", "reply", "resolution", "sla", "rating"),
    "queue": (
        *("opened", "resolved", "unanswered", "transferred"),
        *("taken", "first", "reply", "resolution", "sla"),
    ),
    "channel": ("opened", "in", "out", "resolved", "first", "resolution", "bot_share", "rating"),
    "flow": ("said", "handed_off", "bot_resolved"),
    "tag": ("tagged", "resolved", "reopened", "resolution", "bot_share"),
    "invitation": ("invited", "out", "resolved", "first", "reply", "resolution", "sla", "rating"),
}


def composed(
    report: Report,
    period: Period,
    *,
    by: str,
    names: Mapping[str, str],
    to: str,
    language: str,
    account: str,
    url: str,
) -> Letter:
    """names: of the rows' ids. url: of the console."""
    words = WORDS.get(language, WORDS["en"])
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    title = f"{words[by or 'overview']}, {days['first']} – {days['last']}"
    table = _by_row(report, by, names, words) if by else _overview(report, words)
    query = urlencode({"from": days["first"], "to": days["last"]})
    link = f"{url.rstrip('/')}/reports{f'/{by}' if by else ''}?{query}"
    lead = words["lead"].format(account=account)
    return Letter(
        to=to,
        sender_name=account,
        subject=f"{account}: {title}",
        text="\n".join([title, lead, "", *_plain(table), "", f"{words['open']}: {link}"]),
        html=_page(title, lead, table, words["open"], link),
        csv_name=f"{by or 'report'}-{days['first']}-{days['last']}.csv",
        csv=_csv(report, by, names, words),
    )


Table = list[list[str]]  # the first row is the head


def _overview(report: Report, words: Mapping[str, str]) -> Table:
    rows = [["", words["now"], words["before"]]]
    for name in _OVERVIEW:
        now, past = _shown(name, report.total), _shown(name, report.before)
        if (now, past) != ("–", "–"):
            rows.append([words[name], now, past])
    return rows


def _by_row(report: Report, by: str, names: Mapping[str, str], words: Mapping[str, str]) -> Table:
    columns = _COLUMNS[by]
    rows = [[words[by], *(words[name] for name in columns)]]
    for id, now, _ in report.rows:
        rows.append([names.get(id) or words["gone"], *(_shown(name, now) for name in columns)])
    return rows if len(rows) > 1 else [*rows, [words["none"], *("" for _ in columns)]]


def _value(name: str, numbers: Numbers) -> float | None:
    counts = numbers.counts
    if name in _TIMES:
        length = numbers.times.get(_TIMES[name])
        return length.median if length else None
    shares: dict[str, tuple[str, int]] = {
        "sla": ("kept", counts.get("kept", 0) + counts.get("broken", 0)),
        "rating": ("stars", counts.get("rated", 0)),
        "bot_share": ("bot_resolved", counts.get("resolved", 0)),
    }
    if name in shares:
        part, whole = shares[name]
        return counts.get(part, 0) / whole if whole else None
    return counts.get(name, 0)


def _shown(name: str, numbers: Numbers) -> str:
    value = _value(name, numbers)
    if value is None:
        return "–"
    if name in _TIMES:
        return _length(round(value))
    if name == "rating":
        return f"{value:.1f}"
    return f"{value:.0%}" if name in ("sla", "bot_share") else f"{value:.0f}"


def _length(seconds: int) -> str:
    """Two units at most."""
    units = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    found: list[str] = []
    for place, (unit, size) in enumerate(units):
        if seconds >= size:
            found.append(f"{seconds // size} {unit}")
            seconds %= size
            if place < len(units) - 1 and seconds >= units[place + 1][1]:
                found.append(f"{seconds // units[place + 1][1]} {units[place + 1][0]}")
            break
    return " ".join(found) or "0 s"


def _plain(table: Table) -> list[str]:
    head, *rows = table
    return [
        f"{row[0]}: "
        + ", ".join(
            f"{name} {value}" for name, value in zip(head[1:], row[1:], strict=True) if value
        )
        for row in rows
    ]


_CELL = "padding:6px 12px;border-bottom:1px solid #ddd;text-align:"


def _page(title: str, lead: str, table: Table, open: str, link: str) -> str:
    rows = [_row(row, "th" if place == 0 else "td") for place, row in enumerate(table)]
    return (
        '<!doctype html><html><body style="font-family:sans-serif;color:#222">'
        f"<h2>{html.escape(title)}</h2><p>{html.escape(lead)}</p>"
        f'<table style="border-collapse:collapse">{"".join(rows)}</table>'
        f'<p><a href="{html.escape(link)}">{html.escape(open)}</a></p></body></html>'
    )


def _row(row: Sequence[str], tag: str) -> str:
    cells = [
        f'<{tag} style="{_CELL}{"left" if place == 0 else "right"}">{html.escape(cell)}</{tag}>'
        for place, cell in enumerate(row)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _csv(report: Report, by: str, names: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Times in seconds, shares as fractions; of the overview a line each day."""
    columns = _COLUMNS[by]
    out = io.StringIO()
    write: Callable[[Sequence[str]], object] = csv.writer(out).writerow
    write([words[by] if by else words["day"], *(words[name] for name in columns)])
    lines: list[tuple[str, Numbers]] = list(report.points)
    if by:
        lines = [(names.get(id) or words["gone"], now) for id, now, _ in report.rows]
    for head, numbers in lines:
        values = (_value(name, numbers) for name in columns)
        told = ("" if value is None else f"{round(value, 3):g}" for value in values)
        write([f"'{head}" if head[:1] in "=+-@\t\r" else head, *told])
    return "﻿" + out.getvalue()
