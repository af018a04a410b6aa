"""Contacts in the `main` table (docs/data.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.contacts import codec, listing
from chalicelib.contacts.model import Contact
from chalicelib.shared.ids import AccountId, ContactId
from chalicelib.shared.table import MainItem, RawItem, find, find_all, put_if, query


class ContactItem(MainItem):
    """data: JSON; the contact but its key and version."""

    version = NumberAttribute()
    data = UnicodeAttribute()


class DynamoContactStore:
    """Implements `service.ContactStore`. Each method is one call to the table."""

    def get(self, account_id: AccountId, contact_id: ContactId) -> Contact | None:
        item = find(ContactItem, codec.partition(account_id, contact_id), codec.SORT_KEY)
        return _contact(item) if item else None

    def many(self, account_id: AccountId, contact_ids: Sequence[ContactId]) -> list[Contact]:
        """Those that exist, each once. At most 100."""
        wanted = [(codec.partition(account_id, id), codec.SORT_KEY) for id in set(contact_ids)]
        raws = find_all(wanted) if wanted else []
        return [_contact(ContactItem.from_raw_data(raw)) for raw in raws]

    def create(self, contact: Contact) -> Contact:
        old = put_if(_item(contact), ContactItem.pk.does_not_exist())
        return _contact(old) if old else contact

    def replace(self, before: Contact, after: Contact) -> bool:
        if after.merged_into and after.merged_into != before.merged_into:
            # First, and harmless alone: whoever erases the whole person finds his parts.
            whole = codec.partition(after.account_id, after.merged_into)
            MainItem(whole, f"part#{after.id}").save()
        return put_if(_item(after), ContactItem.version == before.version) is None

    def page(
        self, account_id: str, sort: str, cursor: str, limit: int
    ) -> tuple[list[Contact], str]:
        """See `listing.ContactPages`."""
        by_name = sort == "name"
        found, more = query(
            codec.list_partition(account_id),
            index="by_activity" if by_name else "by_assignee",
            start=_start(account_id, by_name, cursor) if cursor else None,
            limit=limit,
            ascending=by_name,
        )
        position = more["g1sk" if by_name else "g2sk"]["S"] if more else ""
        return [_contact(ContactItem.from_raw_data(raw)) for raw in found], position


def _start(account_id: str, by_name: bool, cursor: str) -> RawItem:
    """The key that DynamoDB goes on from."""
    list_key, names = codec.list_partition(account_id), ("g1pk", "g1sk")
    values = (codec.partition(account_id, cursor.rpartition("#")[2]), codec.SORT_KEY)
    if not by_name:
        names = ("g2pk", "g2sk")
    keys = zip(("pk", "sk", *names), (*values, list_key, cursor), strict=True)
    return {name: {"S": value} for name, value in keys}


def _list_keys(contact: Contact) -> dict[str, Any]:
    """One that became part of another is in no list."""
    if contact.merged_into:
        return {}
    partition = codec.list_partition(contact.account_id)
    return {
        "g1pk": partition,
        "g1sk": listing.name_key(contact),
        "g2pk": partition,
        "g2sk": listing.newest_key(contact),
    }


def _item(contact: Contact) -> ContactItem:
    return ContactItem(
        codec.partition(contact.account_id, contact.id),
        codec.SORT_KEY,
        **_list_keys(contact),
        announce="contact",
        version=contact.version,
        data=codec.dumps(contact),
    )


def _contact(item: ContactItem) -> Contact:
    return codec.contact_from(pk=item.pk, version=int(item.version), data=item.data)
