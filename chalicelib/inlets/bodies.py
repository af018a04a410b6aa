"""The body of a call: reading, pointing into it, trimming it for people, verifying it. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from typing import Any
from urllib.parse import parse_qsl, urlencode

from chalicelib.channels.reading import clean
from chalicelib.shared.errors import AppError, InvalidInput, Unauthenticated, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
MOST_FIELDS = 500  # of a form
MOST_TEXT = 4000  # letters of one value that are taken
_SHOWN_TEXT, _SHOWN_ITEMS, _SHOWN_LEVELS = 200, 30, 8  # of a sample
_DEEPEST = 64


class Malformed(AppError):
    status = 400
    code = "malformed_body"


def taken(content_type: str, raw: bytes) -> tuple[str, bool]:
    """The body as it is kept, and whether that is a form: one of several parts becomes one of one.
    Raises UnsupportedMediaType, Malformed."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == PARTS:
        return urlencode(_parts(content_type, raw)), True
    return text_of(raw), _is_form(kind)


def _is_form(kind: str) -> bool:
    if kind == FORM:
        return True
    if kind in ("", "application/json", "text/json", "text/plain") or kind.endswith("+json"):
        return False
    raise UnsupportedMediaType(f"send application/json, {FORM} or {PARTS}")


def _parts(content_type: str, raw: bytes) -> list[tuple[str, str]]:
    """Each field by its name; of a file its name alone. https://www.rfc-editor.org/rfc/rfc7578"""
    from email import message_from_bytes

    kind = " ".join(content_type.split()).encode("ascii", "replace")
    told = message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + raw)
    parts: Any = told.get_payload()
    if not isinstance(parts, list) or told.defects:
        raise Malformed("the body is not the form that its header says")
    if len(parts) > MOST_FIELDS:
        raise Malformed("the form has too many fields")
    found = []
    for part in parts:
        _name_in_utf8(part)
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            raise Malformed("a part of the form has no name")
        file = part.get_filename()
        found.append((name, text_of(payload) if file is None else file))
    return found


def _name_in_utf8(part: Any) -> None:
    """As browsers send names (RFC 7578, 5.1); the parser is of e-mail, where headers are ASCII."""
    for header, value in part.raw_items():
        if header.lower() == "content-disposition":
            told = value.encode("ascii", "surrogateescape").decode("utf-8", "replace")
            del part[header]
            part[header] = " ".join(told.split())
            return


def text_of(raw: bytes) -> str:
    """Raises Malformed."""
    try:
        return raw.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        raise Malformed("the body is not UTF-8") from None


def read(text: str, *, form: bool) -> Any:
    """An object or a list of JSON; a form's fields by name, with a list where a name repeats.
    Raises Malformed."""
    if form:
        return _form(text)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    if not isinstance(told, dict | list):
        raise Malformed("the body is neither an object nor a list")
    if _deep(told, _DEEPEST):
        raise Malformed("the body is nested too deeply")
    return _writable(told)


def _writable(value: Any) -> Any:
    """Half a character, and numbers that are none, can be read in JSON, and written nowhere."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {clean(name): _writable(each) for name, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list) else value


def _form(text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Malformed("the form has too many fields") from None
    if not pairs:
        raise Malformed("the form is empty")
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _deep(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if not left:
        return True
    return any(
        _deep(one, left - 1) for one in (value.values() if isinstance(value, dict) else value)
    )


def checked_path(path: str, field: str) -> str:
    """A JSON pointer. https://www.rfc-editor.org/rfc/rfc6901 Raises InvalidInput."""
    if not path.startswith("/") or len(path) > 500:
        raise InvalidInput("must be a path like /lead/email", field=field)
    return path


def at(body: Any, path: str) -> str:
    """The value there as text; a list of plain values is joined; '' for anything else."""
    found = body
    for part in path.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and key.isascii() and key.isdecimal() and len(key) < 7:
            found = found[int(key)] if int(key) < len(found) else None
        else:
            return ""
    if isinstance(found, list):
        return ", ".join(filter(None, map(plain, found)))[:MOST_TEXT]
    return plain(found)


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        return ""
    return str(value).strip()[:MOST_TEXT]


def trimmed(value: Any, level: int = 0) -> Any:
    """For people to look at: long texts and lists are cut, and what lies too deep is left out."""
    if isinstance(value, str):
        return value if len(value) <= _SHOWN_TEXT else f"{value[:_SHOWN_TEXT]}…"
    if isinstance(value, dict | list) and level >= _SHOWN_LEVELS:
        return "…"
    if isinstance(value, dict):
        shown = list(value.items())[:_SHOWN_ITEMS]
        return {str(name): trimmed(each, level + 1) for name, each in shown}
    if isinstance(value, list):
        return [trimmed(each, level + 1) for each in value[:_SHOWN_ITEMS]]
    return value


def verify(raw: bytes, key: str, told: str) -> None:
    """told: HMAC-SHA256 of the raw bytes, hex or base64, with or without "sha256=" before it, as
    the usual senders write it. Raises Unauthenticated."""
    digest = hmac.new(key.encode(), raw, hashlib.sha256).digest()
    said = told.strip()
    if said.lower().startswith("sha256="):
        said = said[7:]
    wanted = (digest.hex(), base64.b64encode(digest).decode())
    given = said.lower() if len(said) == len(wanted[0]) else said
    if not any(hmac.compare_digest(given.encode(), one.encode()) for one in wanted):
        raise Unauthenticated("the signature is not right")
