"""A contact's key, its stored form, and how the console sees it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.contacts.model import Contact
from chalicelib.shared.attributes import plain
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.ids import AccountId, ContactId

SORT_KEY = "contact"
_TEXTS = ("name", "email", "phone", "description", "language", "photo_key")


def partition(account_id: str, contact_id: str) -> str:
    return f"A#{account_id}#P#{contact_id}"


def list_partition(account_id: str) -> str:
    """Of the two indexes, in which an account's contacts are listed."""
    return f"A#{account_id}#contacts"


def dumps(contact: Contact) -> str:
    """JSON text of everything but the key and the version."""
    values: dict[str, Any] = {name: text for name in _TEXTS if (text := getattr(contact, name))}
    values["created_at"] = to_text(contact.created_at)
    if contact.attributes:
        values["attributes"] = dict(contact.attributes)
    if contact.tags:
        values["tags"] = list(contact.tags)
    if contact.blocked:
        values["blocked"] = True
    if contact.merged_into:
        values["merged_into"] = contact.merged_into
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def contact_from(*, pk: str, version: int, data: str) -> Contact:
    values: dict[str, Any] = json.loads(data)
    _, account_id, _, contact_id = pk.split("#", 3)
    values["created_at"] = from_text(values["created_at"])
    values["tags"] = tuple(values.get("tags", ()))
    return Contact(
        id=ContactId(contact_id), account_id=AccountId(account_id), version=version, **values
    )


def from_image(image: Mapping[str, Any]) -> Contact:
    """What a stream record's image of a contact holds."""
    item = plain(image)
    return contact_from(pk=item["pk"], version=item["version"], data=item["data"])


def contact_view(contact: Contact, visitor: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """As `wire.console.ContactView`, JSON-ready. visitor: as `VisitorView`, if there is one."""
    return {
        "id": contact.id,
        **{name: getattr(contact, name) for name in _TEXTS},
        "attributes": dict(contact.attributes),
        "tags": list(contact.tags),
        "blocked": contact.blocked,
        "merged_into": contact.merged_into,
        "created_at": to_text(contact.created_at),
        "visitor": visitor,
        "version": contact.version,
    }
