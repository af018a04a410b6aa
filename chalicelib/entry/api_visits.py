"""The widget's routes beside the chat: being there, invitations, asking for a call."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import ANY_ORIGIN, Answer, Routes, VisitorCall
from chalicelib.entry._presence import pulse, spoke

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


@routes.visitor("GET", "/widget/callbacks")
def before_call(call: VisitorCall) -> Answer:
    """`CallbackOffer`: how numbers begin where the visitor is. No call to the table."""
    from chalicelib.contacts.phone import prefix
    from chalicelib.entry._edge import told

    return {"prefix": prefix(told(call, "cloudfront-viewer-country"))}


@routes.visitor("POST", "/widget/callbacks")
def ask_for_call(call: VisitorCall) -> Answer:
    """`WidgetCallback`. The same client_id again answers what became of it."""
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.view import widget_callback
    from chalicelib.entry._edge import told
    from chalicelib.wire.callbacks import CallbackRequest

    asked, ports = call.body(CallbackRequest), wiring.callback_ports()
    callback = service.request(
        ports,
        visitor=call.visitor,
        client_id=asked.client_id,
        phone=asked.phone,
        name=asked.name,
        region=told(call, "cloudfront-viewer-country"),
    )
    spoke(call.visitor.account_id, call.visitor.contact_id, callback.conversation_id)
    return widget_callback(callback, None, ports.clock())


@routes.visitor("GET", "/widget/callbacks/{client_id}")
def follow_call(call: VisitorCall, client_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.view import widget_callback

    ports = wiring.callback_ports()
    callback, agent = service.of_visitor(ports, visitor=call.visitor, client_id=client_id[:64])
    return widget_callback(callback, agent, ports.clock())


@routes.visitor("POST", "/widget/invitations/{invitation_id}/events")
def invitation_event(call: VisitorCall, invitation_id: str) -> Answer:
    """Told twice, it counts once."""
    from chalicelib import wiring
    from chalicelib.entry._http import checked_id
    from chalicelib.invitations import service
    from chalicelib.wire.invitations import InvitationEvent

    asked = call.body(InvitationEvent)
    service.record(
        wiring.invitation_ports(),
        visitor=call.visitor,
        id=checked_id(invitation_id),
        event=asked.event,
    )
    return None
