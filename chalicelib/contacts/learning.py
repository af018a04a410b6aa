"""What a provider tells of a contact. It never takes the place of what people have written."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.contacts.service import MAX_ATTRIBUTES, MOST_TRIES, ContactPorts
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.ids import AccountId, ContactId


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
    for _ in range(MOST_TRIES):
        before = p.store.get(AccountId(account_id), ContactId(contact_id))
        if before is None:
            return
        if before.merged_into:
            contact_id = before.merged_into
            continue
        new = {key: value for key, value in (attributes or {}).items() if value}
        merged = {**new, **before.attributes}
        after = replace(
            before,
            name=before.name or name.strip(),
            photo_key=before.photo_key or photo_key,
            attributes=merged if len(merged) <= MAX_ATTRIBUTES else before.attributes,
        )
        if after != before:
            after = replace(after, version=before.version + 1)
            if not p.store.replace(before, after):
                continue
        if after.name:
            # Also when nothing changed here: a crash may have kept the name from the rows.
            p.renamed(account_id, contact_id, after.name)
        return
    raise TryAgain("too many writers")
