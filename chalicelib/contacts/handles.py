"""Whom an e-mail address, a phone number or an id of the owner's own leads to.

An item a handle and contact. It is a hint: what the contact says now has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.contacts.columns import EXTERNAL_ID
from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactStore
from chalicelib.shared.ids import AccountId, ContactId

MOST = 20  # contacts of one handle that are looked at


class HandleStore(Protocol):
    def find(self, account_id: str, handle: str) -> list[str]:
        """Ids of contacts, at most MOST; consistent."""

    def put(self, account_id: str, handle: str, contact_id: str) -> None:
        """Repeating it changes nothing."""


@dataclass(frozen=True, slots=True)
class HandlePorts:
    store: HandleStore
    contacts: ContactStore


def handles_of(
    email: str = "", phone: str = "", external_id: str = "", contact: Contact | None = None
) -> list[str]:
    """Most telling first."""
    if contact:
        email, phone = contact.email, contact.phone
        external_id = contact.attributes.get(EXTERNAL_ID, "")
    told = (("x", external_id), ("e", email.strip().lower()), ("p", phone))
    return [f"{kind}#{value}" for kind, value in told if value]


def remember(p: HandlePorts, contact: Contact) -> None:
    """So that the contact is found by each of its handles."""
    for handle in handles_of(contact=contact):
        if contact.id not in p.store.find(contact.account_id, handle):
            p.store.put(contact.account_id, handle, contact.id)


def known(p: HandlePorts, account_id: str, handles: Sequence[str]) -> list[Contact]:
    """Contacts that have one of the handles now; each once, the most telling handle's first."""
    found: dict[str, Contact] = {}
    for handle in handles:
        for contact_id in p.store.find(account_id, handle):
            if contact_id in found:
                continue
            contact = p.contacts.get(AccountId(account_id), ContactId(contact_id))
            if contact and not contact.merged_into and handle in handles_of(contact=contact):
                found[contact_id] = contact
    return list(found.values())


def duplicates(p: HandlePorts, contact: Contact) -> list[Contact]:
    """Others with the same e-mail, phone or external id."""
    found = known(p, contact.account_id, handles_of(contact=contact))
    return [each for each in found if each.id != contact.id]
