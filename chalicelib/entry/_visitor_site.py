"""The account that a visitor's site belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage
    from chalicelib.accounts.ports import Has
    from chalicelib.visitors.model import Identity


def site_of(visitor: Identity, has: Has | None = None) -> AccountPage:
    """At most seconds old, or afresh if it lacks something."""
    from chalicelib import bindings_calls

    return bindings_calls.site(visitor.account_id, has)


def queue_of(site: AccountPage, visitor: Identity) -> str:
    """Where his conversation begins. Where he may choose a department, that is known only after his
    first word (`_first_word.opened`)."""
    from chalicelib.visitors.site_config import departments

    channel = site.channel(visitor.channel_id)
    if channel is None or departments(channel.settings, site.queues):
        return ""
    return channel.queue_id


def automation_of(site: AccountPage, visitor: Identity) -> str:
    """What flows want to see of his site's messages."""
    channel = site.channel(visitor.channel_id)
    return channel.automation if channel else ""
