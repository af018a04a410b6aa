"""The account that a visitor's site belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage
    from chalicelib.visitors.model import Identity


def site_of(visitor: Identity) -> AccountPage:
    """At most seconds old."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    return service.site(wiring.account_ports(), account_id=visitor.account_id)
