"""A person who writes in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.shared.ids import AccountId, ContactId, derived_id

MAX_ATTRIBUTES = 50


@dataclass(frozen=True, slots=True)
class Contact:
    """phone: E.164 with '+', or ''. attributes: the account's own, by name. photo_key: in the
    bucket. merged_into: the contact that this one has become part of. version: raised by each
    change; the optimistic lock."""

    id: ContactId
    account_id: AccountId
    created_at: datetime
    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    blocked: bool = False
    language: str = ""
    photo_key: str = ""
    merged_into: str = ""
    version: int = 0


def by_phone(account_id: str, phone: str) -> ContactId:
    """Whom a number in E.164 leads to on every channel whose provider vouches for it: the first who
    wrote from it, or a contact that was there before (`service.reachable`)."""
    return ContactId(derived_id("phone", account_id, phone))
