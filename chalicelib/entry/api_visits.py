"""The widget's routes beside the chat: being there, invitations, asking for a call."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import ANY_ORIGIN, Answer, Routes, VisitorCall
from chalicelib.entry._presence import pulse

blueprint = Blueprint(__name__)
routes = Routes(blueprint, cors=ANY_ORIGIN)


@routes.visitor("POST", "/widget/beat")
def beat(call: VisitorCall) -> Answer:
    """One write, no read."""
    from chalicelib import wiring
    from chalicelib.visitors import live
    from chalicelib.wire.visitors import BeatRequest

    asked, visitor = call.body(BeatRequest), call.visitor
    return pulse(
        live.beat(
            wiring.live_ports(),
            account_id=visitor.account_id,
            contact_id=visitor.contact_id,
            live=asked.live,
        )
    )
