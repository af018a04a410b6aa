"""A list's cursor, bound to its list: one of another account, view or status is refused.

The mark is no secret and guards none: a query's keys come from the token alone. It keeps a cursor
that fits no longer, or never did, from silently showing a wrong page.
"""

from __future__ import annotations

import base64
import hashlib

from chalicelib.shared.errors import InvalidInput

_MARK = 12


def pack(position: str, *scope: str) -> str:
    """'' stays '': the end of the list."""
    if not position:
        return ""
    return base64.urlsafe_b64encode((_mark(position, scope) + position).encode()).decode()


def unpack(cursor: str, *scope: str) -> str:
    """The position that `pack` was given. Raises InvalidInput (cursor)."""
    if not cursor:
        return ""
    try:
        text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError:
        raise _refusal() from None
    position = text[_MARK:]
    if not position or text[:_MARK] != _mark(position, scope):
        raise _refusal()
    return position


def _mark(position: str, scope: tuple[str, ...]) -> str:
    return hashlib.sha256("\x00".join((*scope, position)).encode()).hexdigest()[:_MARK]


def _refusal() -> InvalidInput:
    return InvalidInput("is no cursor of this list", field="cursor")
