"""Who else has a letter: Cc and Bcc of what is written through our own API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.shared.content import Content
from chalicelib.shared.errors import InvalidInput

LETTERS = "email"  # the kind of channel


def addressed(
    content: Content, kind: str, cc: Sequence[str], bcc: Sequence[str], *, note: bool = False
) -> Content:
    """The content with whom it goes to besides. kind: of the conversation's channel. Raises
    InvalidInput naming the field."""
    if not cc and not bcc:
        return content
    if kind != LETTERS or note:
        raise InvalidInput("only letters have it", field="cc" if cc else "bcc")
    from chalicelib.mail.recipients import checked

    return replace(content, data={**(content.data or {}), **checked(cc, bcc)})
