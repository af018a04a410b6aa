"""Bytes and headers of strangers as clean text. Nothing here raises, whatever is put in. Pure."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses

from chalicelib.mail.model import Person

MOST_HEADER = 20_000  # characters of one that are looked at
MOST_PEOPLE = 100
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@[^\s@<>(),;:\"\\\[\]_/]{1,255}")
_ID = re.compile(r"<([^<>\s]{1,300})>")
# What these claim to be is often a larger set, and browsers read them so too.
# https://encoding.spec.whatwg.org/#names-and-labels
_ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "unicode-1-1-utf-7": "utf-7",
}
# Codecs of Python that are no charsets.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)


def clean(text: str) -> str:
    """Lines end in \\n; no controls but tab and line end; no halves of characters."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(data: bytes, charset: str) -> str:
    """By the charset it claims, else as UTF-8, else as Windows Western."""
    if not data.isascii() or charset.lower().startswith(("utf-16", "utf-32", "utf-7", "iso-2022")):
        for name in (_known(charset), "utf-8"):
            try:
                if name:
                    return clean(data.decode(name))
            except (UnicodeError, ValueError):
                continue
    return clean(data.decode("cp1252", "replace"))


def _known(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if found.replace("-", "_") in _NO_CHARSETS else name


def header(raw: str) -> str:
    """A header's words on one line. raw: as the parser has it, odd bytes as surrogates."""
    plain = _eight_bit(raw[:MOST_HEADER])
    if "=?" not in plain:
        return _line(plain)
    try:
        parts = decode_header(plain)
    except (HeaderParseError, ValueError, binascii.Error, IndexError, TypeError):
        return _line(plain)
    told = [
        part if isinstance(part, str) else decoded(part, charset or "ascii")
        for part, charset in parts
    ]
    return _line("".join(told))


def _eight_bit(raw: str) -> str:
    if raw.isascii():
        return raw
    return decoded(raw.encode("utf-8", "surrogateescape"), "utf-8")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def people(raws: Sequence[str]) -> tuple[Person, ...]:
    """Whoever these headers name with a possible address; each once."""
    plain = [_eight_bit(" ".join(raw[:MOST_HEADER].split())) for raw in raws]
    try:
        pairs = getaddresses(plain)
    except (RecursionError, ValueError, IndexError, TypeError):
        pairs = []
    found: dict[str, Person] = {}
    for name, address in pairs[: 4 * MOST_PEOPLE]:
        known = person(address, name)
        if known and len(found) < MOST_PEOPLE:
            found.setdefault(known.email, known)
    if not found:  # "Ana <ana@example.com" and the like
        for match in _ADDRESS.findall(" ".join(plain)[:MOST_HEADER])[:1]:
            known = person(match, "")
            if known:
                found[known.email] = known
    return tuple(found.values())


def person(address: str, name: str) -> Person | None:
    plain = address.strip().strip("<>").lower()
    if not _ADDRESS.fullmatch(plain):
        return None
    told = header(name).strip("\"' ")[:200]
    return Person(plain, "" if told.lower() == plain else told)


def ids(raw: str) -> tuple[str, ...]:
    """Message ids in a header; one without brackets counts if it stands alone."""
    plain = _eight_bit(raw[:MOST_HEADER])
    found = _ID.findall(plain)
    if not found and plain.strip() and len(plain.split()) == 1 and len(plain) <= 300:
        found = [plain.strip().strip("<>")]
    return tuple(clean(each) for each in found if each)
