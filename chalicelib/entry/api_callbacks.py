"""The console's routes over visitors who want to be called."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/callbacks")
def list_callbacks(call: AgentCall) -> Answer:
    """One query a page. `missed` and `done` are picked out of it: a page may hold few, or none,
    while there are more."""
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.callbacks.model import Status
    from chalicelib.callbacks.view import callback_view
    from chalicelib.entry._callback_queries import CallbackQuery

    asked = call.query(CallbackQuery)
    of_open = asked.status in ("open", "missed")
    scope = (call.account_id, "callbacks", asked.status)
    find = service.list_open if of_open else service.list_all
    page = find(
        wiring.callback_ports(),
        account_id=call.account_id,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    wanted = {
        "open": frozenset(Status),
        "all": frozenset(Status),
        "missed": frozenset({Status.MISSED, Status.WAITING}),
        "done": frozenset({Status.DONE}),
    }[asked.status]
    shown = [callback for callback in page.callbacks if callback.status in wanted]
    return {
        "callbacks": [callback_view(callback) for callback in shown],
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
