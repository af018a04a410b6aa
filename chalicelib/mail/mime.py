"""From the bytes of a letter to what it says. Never raises, whatever the bytes are. Pure.

Read with the old `compat32` policy: the new one parses headers as it hands them out, recursively
and slowly for those that were made to be slow; here `decoding` reads them, in linear time.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from chalicelib.mail import decoding, kinds, markup, quoting
from chalicelib.mail.model import Attachment, Letter
from chalicelib.media.links import safe_name

MOST_PARTS = 200
MOST_DEEP = 30
MOST_FILES = 50
MOST_TEXT = 500_000  # characters of text that are looked at
# 40 MB of base 64 are half a million lines. The library keeps each line and header by itself, and
# holds every line against every part that it is within: what is made to be slow is not read.
MOST_LINES = 1_500_000
MOST_COMPARED = 50_000_000
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
PROBE = "x-tertulia-probe"
MARK = "x-tertulia-channel"
_ENDINGS = {
    "text/calendar": "invite.ics",
    "message/rfc822": "message.eml",
    "application/ms-tnef": "winmail.dat",
    "text/html": "page.html",
    "image/png": "image.png",
    "image/jpeg": "image.jpg",
    "image/gif": "image.gif",
    "application/pdf": "document.pdf",
}
_NO_FILE = ("multipart/", "message/delivery-status", "message/disposition-notification")


class _Found:
    """What the parts of a letter hold, as they are gone through."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pages: list[str] = []
        self.files: list[Attachment] = []
        self.problems: list[str] = []
        self.parts: list[Message] = []

    def wrong(self, word: str) -> None:
        if word not in self.problems:
            self.problems.append(word)


def read(raw: bytes) -> Letter:
    """sender: None if nobody with an address has written it."""
    # A library meets bytes that are made to break it; the letter is kept all the same.
    with suppress(Exception):
        if not _is_costly(raw):
            return _read(email.message_from_bytes(raw))
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return _unreadable(head, body)


def _is_costly(raw: bytes) -> bool:
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    parts = sum(1 for _ in _BOUNDARY.finditer(raw))
    return lines > MOST_LINES or lines * parts > MOST_COMPARED


def _read(message: Message) -> Letter:
    heads = _heads(message)
    found = _Found()
    for part in _leaves(message, found):
        _take(part, found)
    html = "\n<hr>\n".join(found.pages)[: markup.MOST]
    text, quoted = quoting.fold("\n\n".join(found.texts)[:MOST_TEXT])
    page = markup.safe(html) if html else markup.Safe()
    if html and not text.strip():
        text, quoted = _words_of(html, page)
    calls, why = kinds.judged(heads)
    report = None
    if message.get_content_type() == "multipart/report":
        report = kinds.report_of(found.parts)
        calls, why = ("nobody", "bounce") if report else (calls, why)
    senders = decoding.people(_all(message, "from")) or decoding.people(_all(message, "sender"))
    return Letter(
        sender=senders[0] if senders else None,
        message_id=next(iter(decoding.ids(heads.get("message-id", ""))), ""),
        in_reply_to=next(iter(decoding.ids(heads.get("in-reply-to", ""))), ""),
        references=decoding.ids(heads.get("references", ""))[:100],
        reply_to=decoding.people(_all(message, "reply-to")),
        to=decoding.people(_all(message, "to")),
        cc=decoding.people(_all(message, "cc")),
        subject=decoding.header(heads.get("subject", ""))[:500],
        date=heads.get("date", "")[:100],
        at=_moment(heads.get("date", "")),
        text=text,
        quoted=quoted,
        html=page.now,
        quoted_html=page.quoted,
        remote=page.remote,
        attachments=tuple(found.files),
        calls=calls,
        why=why,
        marks=tuple(_all(message, MARK)[:10]),
        probe=heads.get(PROBE, "").strip()[:100],
        report=report,
        problems=tuple(found.problems),
    )


def _words_of(html: str, page: markup.Safe) -> tuple[str, str]:
    if not page.now:  # too deep to be shown; it can be read
        return quoting.fold(decoding.clean(markup.words(html)))
    now, below = quoting.fold(decoding.clean(markup.words(page.now)))
    further = decoding.clean(markup.words(page.quoted)) if page.quoted else ""
    return now, "\n\n".join(part for part in (below, further) if part)


def _heads(message: Message) -> dict[str, str]:
    """The first of each name, in lower case."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), str(value)[: decoding.MOST_HEADER])
    return found


def _all(message: Message, name: str) -> list[str]:
    return [str(value) for key, value in message.raw_items() if key.lower() == name][:20]


def _leaves(message: Message, found: _Found) -> Iterator[Message]:
    """All parts that hold something, in order, without recursion."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > MOST_DEEP:
            found.wrong("too_many_parts")
            continue
        if part.defects:
            found.wrong("malformed")
        found.parts.append(part)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            inner = [(each, depth + 1) for each in payload if isinstance(each, Message)]
            waiting += reversed(inner)
        else:
            yield part


def _take(part: Message, found: _Found) -> None:
    kind = part.get_content_type()
    if kind.startswith(_NO_FILE) and not isinstance(part.get_payload(), str):
        return
    name, cid = _name(part), _cid(part)
    shown = part.get_content_disposition() != "attachment" and not name
    if shown and kind == "text/plain":
        found.texts.append(_text(part))
    elif shown and kind == "text/html":
        found.pages.append(_text(part))
    elif shown and kind.startswith("multipart/"):  # it says so, and has no parts
        found.wrong("malformed")
        found.texts.append(_text(part))
    elif kind in ("message/delivery-status", "text/rfc822-headers"):
        return
    elif len(found.files) >= MOST_FILES:
        found.wrong("too_many_files")
    else:
        known = _ENDINGS.get(kind, "file")
        data = _bytes(part)
        if data:
            found.files.append(Attachment(safe_name(name or known), kind, data, cid))


def _text(part: Message) -> str:
    try:
        charset = part.get_content_charset() or ""
    except (LookupError, UnicodeError, ValueError, TypeError):
        charset = ""
    return decoding.decoded(_bytes(part), charset)


def _bytes(part: Message) -> bytes:
    payload: Any = part.get_payload()
    try:
        if isinstance(payload, list):  # message/rfc822
            return b"\n\n".join(each.as_bytes() for each in payload)
        data = part.get_payload(decode=True)
    except Exception:  # the library's decoders raise what they like
        data = None
    if isinstance(data, bytes):
        return data
    return str(payload).encode("utf-8", "surrogateescape")


def _name(part: Message) -> str:
    try:
        return decoding.header(part.get_filename() or "")[:255]
    except Exception:  # RFC 2231 in a way that it cannot be
        return ""


def _cid(part: Message) -> str:
    return next(iter(decoding.ids(str(part.get("content-id", "")))), "")


def _moment(raw: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(raw)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _unreadable(head: bytes, body: bytes) -> Letter:
    """Its lines, as far as they can be told apart."""
    lines = head[:50_000].decode("utf-8", "surrogateescape").split("\n")
    heads = {
        name.strip().lower(): value.strip()
        for name, colon, value in (line.partition(":") for line in lines)
        if colon
    }
    senders = decoding.people([heads.get("from", "")])
    return Letter(
        sender=senders[0] if senders else None,
        message_id=next(iter(decoding.ids(heads.get("message-id", ""))), ""),
        subject=decoding.header(heads.get("subject", ""))[:500],
        text=decoding.decoded(body[:20_000], "utf-8"),
        calls="people",
        why="malformed",
        problems=("unreadable",),
    )
