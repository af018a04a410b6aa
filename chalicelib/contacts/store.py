"""Contacts in the `main` table (docs/data.md)."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.contacts import codec
from chalicelib.contacts.model import Contact
from chalicelib.shared.ids import AccountId, ContactId
from chalicelib.shared.table import MainItem, find, put_if


class ContactItem(MainItem):
    """data: JSON; the contact but its key and version."""

    version = NumberAttribute()
    data = UnicodeAttribute()


class DynamoContactStore:
    """Implements `service.ContactStore`. Each method is one call to the table."""

    def get(self, account_id: AccountId, contact_id: ContactId) -> Contact | None:
        item = find(ContactItem, codec.partition(account_id, contact_id), codec.SORT_KEY)
        return _contact(item) if item else None

    def create(self, contact: Contact) -> Contact:
        old = put_if(_item(contact), ContactItem.pk.does_not_exist())
        return _contact(old) if old else contact

    def replace(self, before: Contact, after: Contact) -> bool:
        return put_if(_item(after), ContactItem.version == before.version) is None


def _item(contact: Contact) -> ContactItem:
    return ContactItem(
        codec.partition(contact.account_id, contact.id),
        codec.SORT_KEY,
        announce="contact",
        version=contact.version,
        data=codec.dumps(contact),
    )


def _contact(item: ContactItem) -> Contact:
    return codec.contact_from(pk=item.pk, version=int(item.version), data=item.data)
