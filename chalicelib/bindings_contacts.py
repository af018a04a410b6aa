"""As `bindings`, for what stands beside contacts and follows when two become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.tags.model import Tagging


def carry_beside(account_id: str, contact_id: str, to: str) -> int:
    from chalicelib.desk import service

    return service.carry(wiring.desk_ports(), account_id=account_id, contact_id=contact_id, to=to)


def part_of(account_id: str, contact_id: str) -> str:
    """The contact that this one was merged into; '' if he stands for himself. Consistent."""
    from chalicelib.shared.ids import AccountId, ContactId

    contact = wiring.contact_ports().store.get(AccountId(account_id), ContactId(contact_id))
    return contact.merged_into if contact else ""


def tags_named(account_id: str, names: Sequence[str]) -> Tagging:
    from chalicelib.tags import service

    return service.named(wiring.tag_ports(), account_id=account_id, names=names)
