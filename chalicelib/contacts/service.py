"""Contacts: reading and changing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.contacts.model import MAX_ATTRIBUTES, Contact, by_phone
from chalicelib.contacts.phone import canonical
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Outdated, TryAgain
from chalicelib.shared.ids import AccountId, ContactId, derived_id
from chalicelib.tags.model import Tagging

MOST_TRIES = 5


class ContactStore(Protocol):
    def get(self, account_id: AccountId, contact_id: ContactId) -> Contact | None:
        """Consistent."""

    def create(self, contact: Contact) -> Contact:
        """Unless it is there. Answers the contact in force."""

    def replace(self, before: Contact, after: Contact) -> bool:
        """False if the stored version is not `before`'s any more."""


@dataclass(frozen=True, slots=True)
class ContactPorts:
    """renamed: account, contact, name; brings the name to the contact's conversations."""

    store: ContactStore
    renamed: Callable[[str, str, str], None]


def get(p: ContactPorts, *, account_id: str, contact_id: str) -> Contact:
    """Raises NotFound."""
    contact = p.store.get(AccountId(account_id), ContactId(contact_id))
    if contact is None:
        raise NotFound("no such contact")
    return contact


def ensure(p: ContactPorts, *, contact: Contact) -> Contact:
    """Create the contact unless it is there. Answers the one in force."""
    return p.store.create(contact)


def reachable(p: ContactPorts, *, contact: Contact) -> Contact:
    """As `ensure`, and whoever writes from this phone on a channel later is this contact, unless
    the number leads to somebody already. Not for what strangers say of themselves in a session of
    their own: the number of somebody else would become theirs. Repeatable."""
    made = ensure(p, contact=contact)
    _led(p, made, contact.phone)
    return made


def _led(p: ContactPorts, contact: Contact, phone: str) -> None:
    id = by_phone(contact.account_id, phone)
    if phone and id != contact.id:
        lead = Contact(
            id=id,
            account_id=contact.account_id,
            created_at=contact.created_at,
            merged_into=contact.id,
        )
        p.store.create(lead)


def create(
    p: ContactPorts,
    *,
    account_id: str,
    client_id: str,
    now: datetime,
    name: str = "",
    email: str = "",
    phone: str = "",
    description: str = "",
    region: str = "",
) -> Contact:
    """The same client_id makes one contact. Raises InvalidInput, naming the field."""
    _check_email(email.strip())
    made = Contact(
        id=ContactId(derived_id("by hand", account_id, client_id)),
        account_id=AccountId(account_id),
        created_at=now,
        name=name.strip(),
        email=email.strip(),
        phone=_phone(phone, region),
        description=description.strip(),
    )
    if not (made.name or made.email or made.phone):
        raise InvalidInput("a name, an e-mail address or a phone number", field="name")
    return reachable(p, contact=made)


def change(
    p: ContactPorts,
    *,
    account_id: str,
    contact_id: str,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    description: str | None = None,
    language: str | None = None,
    attributes: dict[str, str] | None = None,
    region: str = "",
    version: int | None = None,
    tags: Tagging | None = None,
    vouched: bool = False,
) -> Contact:
    """Change what is given; '' clears, and so does '' as an attribute's value.

    vouched: the team says so, not the contact: who writes from the new phone later is this contact,
    as `reachable` has it.

    phone: any usual spelling; kept in E.164. region: for numbers without a country code.
    version: as the caller read it, None if whoever writes last shall win. Raises NotFound,
    InvalidInput (naming the field) or Conflict.
    """
    wishes = {"name": name, "email": email, "description": description, "language": language}
    wanted: dict[str, Any] = {key: text.strip() for key, text in wishes.items() if text is not None}
    _check_email(wanted.get("email", ""))
    if phone is not None:
        wanted["phone"] = _phone(phone, region)

    def wished(before: Contact) -> Contact:
        if version is not None and version != before.version:
            raise Conflict("somebody else changed this contact", field="version")
        return replace(
            before,
            **wanted,
            attributes=_merged(before, attributes),
            tags=tags.after(before.tags) if tags is not None else before.tags,
        )

    after = changed(p, account_id, contact_id, wished, follow=True)
    if name is not None:
        # Also when nothing changed here: a crash may have kept the name from the rows.
        p.renamed(account_id, after.id, after.name)
    if vouched and phone:
        _led(p, after, after.phone)
    return after


def changed(
    p: ContactPorts,
    account_id: str,
    contact_id: str,
    change: Callable[[Contact], Contact],
    *,
    follow: bool = False,
) -> Contact:
    """What `change` makes of him, also over what others write at the same time. follow: of whom he
    has become part of. Raises NotFound or TryAgain."""
    for _ in range(MOST_TRIES):
        before = get(p, account_id=account_id, contact_id=contact_id)
        if follow and before.merged_into:
            contact_id = before.merged_into
            continue
        after = change(before)
        if after == before:
            return before
        after = replace(after, version=before.version + 1)
        if p.store.replace(before, after):
            return after
    raise TryAgain("too many writers")


def set_blocked(
    p: ContactPorts,
    *,
    account_id: str,
    contact_id: str,
    blocked: bool,
    mark: Callable[[str, str, bool], None],
    version: int | None = None,
) -> Contact:
    """A blocked contact's messages are kept, but call nobody. mark: account, contact, blocked;
    wherever he has written. version: only if it is still the one that was read. Repeatable. Raises
    NotFound or Outdated."""

    def marked(before: Contact) -> Contact:
        if version is not None and before.version != version:
            raise Outdated("somebody else changed this contact", field="version")
        return replace(before, blocked=blocked)

    after = changed(p, account_id, contact_id, marked)
    # Also when nothing changed here: a crash may have kept it from the channels.
    mark(account_id, contact_id, blocked)
    return after


def _merged(contact: Contact, attributes: dict[str, str] | None) -> dict[str, str]:
    merged = {**contact.attributes, **(attributes or {})}
    kept = {key: value for key, value in merged.items() if value != ""}
    if len(kept) > MAX_ATTRIBUTES:
        raise InvalidInput(f"at most {MAX_ATTRIBUTES}", field="attributes")
    return kept


def _check_email(email: str) -> None:
    local, at, domain = email.rpartition("@")
    if email and not (local and at and domain and len(email.split()) == 1):
        raise InvalidInput("no e-mail address", field="email")


def _phone(text: str, region: str) -> str:
    if not text.strip():
        return ""
    phone = canonical(text, region)
    if not phone:
        raise InvalidInput("no possible phone number", field="phone")
    return phone
