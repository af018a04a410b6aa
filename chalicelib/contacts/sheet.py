"""Tables as people save them: CSV of any usual kind. Pure.

Excel writes semicolons where the comma is the decimal sign, UTF-16 with tabs as "Unicode text", a
first line `sep=;`, and the machine's old code page where nobody chose UTF-8.
https://support.microsoft.com/office/import-or-export-text-txt-or-csv-files-5250ac4c-663c-47ce-937b-339e391393ba
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

from chalicelib.shared.errors import InvalidInput

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 100
_SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows: of as many cells as there are headers, without spaces around; empty rows are left
    out. numbers: of the rows in the file, the header's being 1."""

    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    numbers: list[int]


def read(raw: bytes) -> Sheet:
    """Raises InvalidInput (file)."""
    if len(raw) > MAX_BYTES:
        raise InvalidInput("at most 10 MB", field="file")
    text = _text(raw)
    separator, text = _separator(text)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                found.append((number, [cell.strip() for cell in cells]))
            if len(found) > MAX_ROWS + 1:
                raise InvalidInput("at most 10,000 rows", field="file")
    except csv.Error as problem:
        raise InvalidInput("not a CSV file", field="file") from problem
    if len(found) < 2:
        raise InvalidInput("a header and at least one row", field="file")
    (_, header), *body = found
    if len(header) > MAX_COLUMNS:
        raise InvalidInput("at most 100 columns", field="file")
    width = len(header)
    return Sheet(
        headers=tuple(header),
        rows=[tuple((cells + [""] * width)[:width]) for _, cells in body],
        numbers=[number for number, _ in body],
    )


def written(rows: list[list[str]]) -> bytes:
    """UTF-8 with its mark, so that Excel knows it; no cell is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[harmless(cell) for cell in row] for row in rows])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs. https://owasp.org/www-community/attacks/CSV_Injection
    A telephone number stays as it is: '+' and digits compute nothing."""
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not cell[1:].isdigit():
        return f"'{cell}"
    return cell


def unquoted(cell: str) -> str:
    """Without the mark that `harmless` puts before a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _text(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if len(raw) % 2 == 0 and raw[1::2].count(0) > len(raw) // 4:
        return raw.decode("utf-16-le", errors="replace")
    return raw.decode("cp1252", errors="replace")


def _separator(text: str) -> tuple[str, str]:
    """What parts the first line's cells, outside of quotes."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if told.lower().startswith("sep=") and len(told) == 5 and told[4] in _SEPARATORS:
        return told[4], rest
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=bare.count), text
