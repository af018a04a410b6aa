"""The widget's pages and the list of who is on them (chalicelib/visitors/live.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.shared import log
from chalicelib.shared.errors import TryAgain

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage
    from chalicelib.visitors.live import Pulse
    from chalicelib.visitors.model import Identity, Visitor


def arrived(visitor: Visitor, *, name: str = "", conversation_id: str = "") -> dict[str, Any]:
    """`Beat`, after a page was opened. The list of visitors may be too busy; the chat goes on."""
    from chalicelib import wiring
    from chalicelib.visitors import live

    try:
        told = live.arrive(
            wiring.live_ports(), visitor=visitor, name=name, conversation_id=conversation_id
        )
    except TryAgain as problem:
        log.error("presence.missed", problem)
        told = live.Pulse(live.SLOW)
    return pulse(told)


def spoke(account_id: str, contact_id: str, conversation_id: str) -> None:
    """He opened a conversation. A passing thing: it breaks nothing."""
    from chalicelib import wiring
    from chalicelib.visitors import live

    try:
        live.talks(
            wiring.live_ports(),
            account_id=account_id,
            contact_id=contact_id,
            conversation_id=conversation_id,
        )
    except TryAgain as problem:
        log.error("presence.missed", problem)


def hear(site: AccountPage, visitor: Identity) -> None:
    """The site's channel brought a message: written down for the first one of an hour."""
    from chalicelib import bindings
    from chalicelib.channels.intake import is_quiet
    from chalicelib.shared.clock import system_clock

    now = system_clock()
    if any(each.id == visitor.channel_id and is_quiet(each, now) for each in site.channels):
        bindings.heard(visitor.channel_id, now)


def pulse(told: Pulse) -> dict[str, Any]:
    return {"next": told.next, "connect": told.connect, "report": told.report}


def invitations(
    site: AccountPage, channel_id: str, visitor: Visitor, is_open: bool
) -> dict[str, Any] | None:
    """`WidgetInvitations`, if there are any for this site."""
    from chalicelib import wiring
    from chalicelib.invitations import service

    found = service.offers(
        wiring.invitation_ports(),
        site=site,
        channel_id=channel_id,
        visitor=visitor,
        is_open=is_open,
    )
    if found is None:
        return None
    from chalicelib.invitations.view import widget_invitations

    return widget_invitations(found)
