"""The console's routes over visitors who want to be called."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/callbacks")
def list_callbacks(call: AgentCall) -> Answer:
    """`CallbackPage`: it may hold few, or none, while there are more."""
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.view import callback_view
    from chalicelib.entry._callback_queries import CallbackQuery

    asked = call.query(CallbackQuery)
    scope = (call.account_id, "callbacks", asked.status)
    page = service.page(
        wiring.callback_ports(),
        account_id=call.account_id,
        which=asked.status,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    return {
        "callbacks": [callback_view(callback) for callback in page.callbacks],
        "cursor": pack(page.cursor, *scope),
    }


@routes.agent("POST", "/callbacks/{callback_id}/accept")
def accept(call: AgentCall, callback_id: str) -> Answer:
    """409 for whoever is not first."""
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.view import callback_view

    return callback_view(
        service.accept(
            wiring.callback_ports(),
            account_id=call.account_id,
            id=checked_id(callback_id),
            agent=call.agent,
        )
    )


@routes.agent("POST", "/callbacks/{callback_id}/outcome")
def record_outcome(call: AgentCall, callback_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.view import callback_view
    from chalicelib.wire.callbacks import CallbackResult

    asked = call.body(CallbackResult)
    return callback_view(
        service.finish(
            wiring.callback_ports(),
            account_id=call.account_id,
            id=checked_id(callback_id),
            agent=call.agent,
            outcome=asked.outcome,
            due_at=asked.due_at,
            note=asked.note.strip(),
        )
    )
