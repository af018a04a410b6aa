"""What an agent does besides writing: reactions to providers."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.outbound.reactions import ReactionPorts


@cache
def reaction_ports() -> ReactionPorts:
    from chalicelib.conversations import reacting
    from chalicelib.outbound.reactions import ReactionPorts

    ports = wiring.conversation_ports()
    return ReactionPorts(
        begin=partial(reacting.begin, ports),
        sent=partial(reacting.record_sent, ports),
        waiting=partial(reacting.record_waiting, ports),
        failed=partial(reacting.record_failed, ports),
        to=wiring.outbound_ports(),
    )
