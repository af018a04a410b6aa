"""Whether a site's people work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage, ChannelRecord


def working(site: AccountPage, channel: ChannelRecord, language: str) -> tuple[bool, str]:
    """And if they do not, when they are back, in the widget's language. language: the page's."""
    from chalicelib import bindings_hours

    told = channel.settings.get("language", "")
    spoken = [told if told != "auto" else "", language, site.account.language]
    return bindings_hours.state_line(site.account.id, channel.queue_id, spoken)
