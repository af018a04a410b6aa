"""The public API over visitors who want to be called: for switchboards and diallers."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.callbacks import service
from chalicelib.callbacks.model import Callback
from chalicelib.callbacks.view import callback_view
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import CALLBACKS
from chalicelib.shared.errors import Conflict
from chalicelib.wire import v1_callbacks as v1

ONE = "/callbacks/{callback_id}"


@CALLBACKS.get("/callbacks")
def list_callbacks(call: ApiCall, query: v1.CallbacksQuery) -> v1.CallbackList:
    """List visitors who want to be called, newest first.

    A page may hold few, or none, and go on.
    """
    at = call.place(query.cursor, "v1 callbacks", query.status)
    page = service.page(
        wiring.callback_ports(),
        account_id=call.account_id,
        which=query.status,
        cursor=at.position,
        limit=query.limit,
    )
    return v1.CallbackList(
        data=[_view(each) for each in page.callbacks], next_cursor=at.after(page.cursor)
    )


@CALLBACKS.get(ONE)
def get_callback(call: ApiCall, callback_id: str) -> v1.Callback:
    """Read a callback."""
    return _view(_one(call, callback_id))


@CALLBACKS.post(f"{ONE}/accept", example={"agent_id": "01m821w6zt5s243sx4"}, problems=CONFLICT)
def accept_callback(call: ApiCall, callback_id: str, body: v1.CallbackAcceptance) -> v1.Callback:
    """Take a callback for an agent, who calls now.

    The first one has it: 409 for any other.
    """
    found = _one(call, callback_id)
    taken = service.accept(
        wiring.callback_ports(),
        account_id=call.account_id,
        id=found.id,
        agent=call.agent(body.agent_id),
    )
    return _view(taken)


@CALLBACKS.post(
    f"{ONE}/outcome", example={"outcome": "reached", "note": "Will buy"}, problems=CONFLICT
)
def finish_callback(call: ApiCall, callback_id: str, body: v1.CallbackOutcome) -> v1.Callback:
    """Say what came of a call.

    409 unless somebody had accepted it.
    """
    found = _one(call, callback_id)
    agent = call.account.agent(found.accepted_by) if not body.agent_id else None
    if agent is None and not body.agent_id:
        raise Conflict("accept the callback first")
    done = service.finish(
        wiring.callback_ports(),
        account_id=call.account_id,
        id=found.id,
        agent=agent or call.agent(body.agent_id),
        outcome=body.outcome,
        due_at=body.due_at,
        note=body.note.strip(),
    )
    return _view(done)


def _one(call: ApiCall, callback_id: str) -> Callback:
    return service.get(wiring.callback_ports(), account_id=call.account_id, id=callback_id)


def _view(stored: Callback) -> v1.Callback:
    view = callback_view(stored)
    del view["version"]
    absent = {name: view[name] or None for name in ("conversation_id", "outcome", "accepted_by")}
    return v1.Callback.model_validate(view | absent)
