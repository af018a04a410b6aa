"""Letters that no person wrote: vacation replies, lists, delivery reports. Pure.

RFC 3834 (Auto-Submitted), RFC 2919 (List-Id), RFC 3464 (reports); `X-Auto-Response-Suppress` is
Exchange's: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.message import Message
from typing import Any

from chalicelib.mail.decoding import clean, header, ids
from chalicelib.mail.model import Report

_ANSWERS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_LISTS = ("list-id", "list-unsubscribe", "feedback-id", "x-auto-response-suppress")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def judged(heads: Mapping[str, str]) -> tuple[str, str]:
    """Whom a letter with these headers (names in lower case) may call, and why not everybody:
    a vacation reply calls nobody; what a machine sent is for people, and no machine answers."""
    submitted = heads.get("auto-submitted", "no").split(";")[0].strip().lower()
    precedence = heads.get("precedence", "").strip().lower()
    if submitted.startswith("auto-replied") or precedence == "auto_reply":
        return "nobody", "auto_reply"
    if any(name in heads for name in _ANSWERS):
        return "nobody", "auto_reply"
    if heads.get("return-path", "").strip() == "<>":
        return "nobody", "bounce"
    if submitted not in ("no", ""):
        return "people", "automatic"
    if precedence in ("bulk", "list", "junk") or any(name in heads for name in _LISTS):
        return "people", "list"
    return "all", ""


def report_of(parts: Iterable[Message]) -> Report | None:
    """What a delivery report says, from the parts of a multipart/report."""
    about: tuple[str, ...] = ()
    action = code = reason = ""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for fields in _blocks(part):
                action = action or header(fields.get("action", "")).lower()
                code = code or _code(fields.get("status", ""))
                reason = reason or header(fields.get("diagnostic-code", ""))
        elif kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            about = about or _original(part)
    if not action:
        return None
    words = clean(reason.partition(";")[2].strip() or reason)[:300]
    return Report(about, failed=action == "failed", reason=words, code=code)


def _code(raw: str) -> str:
    found = _STATUS.search(raw[:200])
    return found[0] if found else ""


def _blocks(part: Message) -> Iterable[dict[str, str]]:
    payload = part.get_payload()
    blocks: list[Any] = payload if isinstance(payload, list) else []
    for block in blocks:
        yield {name.lower(): str(value) for name, value in block.raw_items()}


def _original(part: Message) -> tuple[str, ...]:
    payload: Any = part.get_payload()
    if isinstance(payload, list) and payload:
        return ids(str(payload[0].get("message-id", "")))
    text = payload if isinstance(payload, str) else ""
    found = re.search(r"^message-id:\s*(\S{1,300})", text[:50_000], re.IGNORECASE | re.MULTILINE)
    return ids(found[1]) if found else ()
