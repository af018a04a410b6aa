"""What lies in an image of the stream, by the stores that wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation, Message


def read(image: Mapping[str, Any]) -> Message | Conversation | Contact | None:
    """None for what is not to be announced. Raises whatever a broken image makes."""
    kind = image.get("announce", {}).get("S", "")
    if kind == "contact":
        from chalicelib.contacts.store import from_image as contact_from

        return contact_from(image)
    if kind in ("message", "conversation"):
        from chalicelib.conversations.store import from_image

        return from_image(image)
    return None
