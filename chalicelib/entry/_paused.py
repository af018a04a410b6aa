"""Nothing goes out on a channel that is paused; what comes in is still kept."""

from __future__ import annotations

from chalicelib import bindings
from chalicelib.channels.policy import refuse_paused
from chalicelib.shared.errors import NotFound


def check_channel(channel_id: str) -> None:
    """Raises ChannelPaused. The channel is at most 10 seconds old: who is faster than that hears of
    it from his message, which is not delivered. A removed one is for the sending to tell, too."""
    try:
        channel = bindings.channel(channel_id)
    except NotFound:
        return
    refuse_paused(channel)
