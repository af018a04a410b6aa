"""As `bindings`, for what stands beside contacts and follows when two become one."""

from __future__ import annotations

from chalicelib import wiring


def carry_beside(account_id: str, contact_id: str, to: str) -> int:
    from chalicelib.desk import service

    return service.carry(wiring.desk_ports(), account_id=account_id, contact_id=contact_id, to=to)


def part_of(account_id: str, contact_id: str) -> str:
    """The contact that this one was merged into; '' if he stands for himself. Consistent."""
    from chalicelib.shared.ids import AccountId, ContactId

    contact = wiring.contact_ports().store.get(AccountId(account_id), ContactId(contact_id))
    return contact.merged_into if contact else ""
