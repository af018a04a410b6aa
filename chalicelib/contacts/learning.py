"""What a provider tells of a contact. It never takes the place of what people have written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from chalicelib.contacts.model import MAX_ATTRIBUTES, Contact
from chalicelib.contacts.service import ContactPorts, changed
from chalicelib.shared.errors import NotFound


def learn(
    p: ContactPorts,
    *,
    account_id: str,
    contact_id: str,
    name: str = "",
    photo_key: str = "",
    attributes: dict[str, str] | None = None,
) -> None:
    """Fill in what is empty. Nothing if the contact is gone; repeatable. Raises TryAgain."""

    def filled(before: Contact) -> Contact:
        new = {key: value for key, value in (attributes or {}).items() if value}
        merged = {**new, **before.attributes}
        return replace(
            before,
            name=before.name or name.strip(),
            photo_key=before.photo_key or photo_key,
            attributes=merged if len(merged) <= MAX_ATTRIBUTES else before.attributes,
        )

    with suppress(NotFound):
        after = changed(p, account_id, contact_id, filled, follow=True)
        if after.name:
            # Also when nothing changed here: a crash may have kept the name from the rows.
            p.renamed(account_id, after.id, after.name)
