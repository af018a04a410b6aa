"""All contacts of an account, page by page."""

from __future__ import annotations

from typing import Literal, Protocol

from chalicelib.contacts.model import Contact
from chalicelib.search.words import fold
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import InvalidInput

Sort = Literal["name", "newest"]
_NAME = 60  # letters of a name that are sorted by
_NAMELESS = "\U0010fffd"  # after every letter


class ContactPages(Protocol):
    def page(
        self, account_id: str, sort: str, cursor: str, limit: int
    ) -> tuple[list[Contact], str]:
        """One query. cursor: as an earlier page gave it, '' for the first; '' at the end."""


def page(
    pages: ContactPages, *, account_id: str, sort: Sort, cursor: str = "", limit: int = 50
) -> tuple[list[Contact], str]:
    """By name, the nameless last; or newest first. Raises InvalidInput (cursor)."""
    if cursor and "#" not in cursor:
        raise InvalidInput("is no cursor of this list", field="cursor")
    return pages.page(account_id, sort, cursor, limit)


def name_key(contact: Contact) -> str:
    """Sorts as people expect, whatever case and accents; unique."""
    words = fold(contact.name).strip()[:_NAME]
    return f"{words or _NAMELESS}#{contact.id}"


def newest_key(contact: Contact) -> str:
    return f"{to_text(contact.created_at)}#{contact.id}"
