"""An agent's typing, on its way to a contact whose chat is a provider's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.realtime.model import Socket

if TYPE_CHECKING:
    from chalicelib.realtime.service import RealtimePorts

BEAT = 3  # seconds: as often as a console says that somebody types


def typed(p: RealtimePorts, socket: Socket, kind: str, conversation_id: str, *, on: bool) -> None:
    """Hand it over once for as long as that kind of channel shows it. kind: of the channel.
    A write for each time that it is handed over, and none else."""
    from chalicelib.channels.gestures import ENDS_TYPING, TYPING_LASTS

    lasts = TYPING_LASTS.get(kind, 0)
    told, _, until = socket.typed.rpartition("#")
    now = int(p.clock().timestamp())
    if not lasts or (not on and told != conversation_id):
        return
    if on and told == conversation_id and now < int(until):
        return
    p.store.set_typed(socket, f"{conversation_id}#{now + lasts - BEAT}" if on else "")
    if on or kind in ENDS_TYPING:
        p.tell_contact(socket.who.account_id, conversation_id, on)
