"""Whether a site's script runs where its owner put it: one of the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.accounts.model import ChannelRecord
    from chalicelib.entry._http import Call


def seen_on_site(call: Call, channel: ChannelRecord) -> None:
    """Remembered at the first visit from another origin than ours (there, people try it)."""
    origin = call.header("origin")
    if channel.installed or not origin or origin == settings().public_url:
        return
    from chalicelib import wiring
    from chalicelib.accounts import service

    service.installed(wiring.account_ports(), channel=channel)
