"""The header lines of a letter of ours. Pure.

RFC 5322 (fields, folding), RFC 2047 (words that are not ASCII; 76 characters a line). Written out
here because the standard library, made to fold at 76, breaks long ids into encoded words and loses
the quotes of a name that it folds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address

WIDTH = 76
_LONG = 60  # a longer word goes out in encoded pieces
_END = "\r\n"
_WORD = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:[ .]+[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_QUOTED = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"')


def unstructured(name: str, words: str) -> str:
    """words: one line without control characters. "Re:" stays as it is before encoded words."""
    if _is_ascii(words) and all(len(each) <= _LONG for each in words.split(" ")):
        return _folded(f"{name}: {words}")
    answered = re.match(r"[A-Za-z]{1,4}: ", words)
    line = f"{name}: {answered[0] if answered else ''}"
    return f"{line}{_encoded(words[len(line) - len(name) - 2 :], len(line))}{_END}"


def mailbox(name: str, shown: str, address: str) -> str:
    """`shown` <address>. Raises ValueError for an address that no header can carry."""
    place = spec(address)
    if not shown:
        return f"{name}: {place}{_END}"
    if not _is_ascii(shown) or len(shown) > WIDTH - len(name) - 4:
        written = _encoded(shown, len(name) + 2)
    elif _WORD.fullmatch(shown) and "." not in shown:
        written = shown
    else:
        written = '"{}"'.format(re.sub(r'(["\\])', r"\\\1", shown))
    last = f"{name}: {written}".rsplit(_END, 1)[-1]
    gap = " " if len(last) + len(place) + 3 <= WIDTH else f"{_END} "
    return f"{name}: {written}{gap}<{place}>{_END}"


def addresses(name: str, some: Iterable[str]) -> str:
    """A line each; nothing without an address. Raises ValueError, as `mailbox`."""
    written = f",{_END} ".join(spec(each) for each in some)
    return f"{name}: {written}{_END}" if written else ""


def ids(name: str, some: Iterable[str]) -> str:
    """Message ids without brackets, a line each; nothing without an id. What no id may hold goes
    out of it."""
    plain = [re.sub(r"[^\x21-\x7e]|[<>]", "", each)[:300] for each in some]
    written = f"{_END} ".join(f"<{each}>" for each in plain if each)
    return f"{name}: {written}{_END}" if written else ""


def spec(address: str) -> str:
    """As it stands in a header. Raises ValueError."""
    local, _, domain = address.rpartition("@")
    if not local or not _DOMAIN.fullmatch(domain) or not _is_ascii(local):
        raise ValueError("not an address that mail can be sent to")
    if _QUOTED.fullmatch(local):
        return address
    return Address(username=local, domain=domain).addr_spec


def _is_ascii(words: str) -> bool:
    """As it is, and not what a reader would take for an encoded word."""
    return words.isascii() and words.isprintable() and "=?" not in words


def _encoded(words: str, before: int) -> str:
    """before: what stands on the first line already."""
    header = Header(words, "utf-8", maxlinelen=WIDTH - 1, header_name="x" * max(before - 2, 0))
    return header.encode(linesep=_END)


def _folded(line: str) -> str:
    """At spaces."""
    found: list[str] = []
    while len(line) > WIDTH:
        at = line.rfind(" ", 1, WIDTH)
        if at <= 0:
            break
        found.append(line[:at])
        line = line[at:]
    return _END.join([*found, line]) + _END
