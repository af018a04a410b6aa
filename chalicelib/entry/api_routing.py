"""The console's route over why somebody has a conversation."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/conversations/{conversation_id}/assignment")
def assignment(call: AgentCall, conversation_id: str) -> Answer:
    """`AssignmentView`."""
    from chalicelib import wiring
    from chalicelib.conversations import assignments
    from chalicelib.conversations.view import message_view

    line = assignments.current(
        wiring.conversation_ports(),
        account_id=call.account_id,
        conversation_id=checked_id(conversation_id),
    )
    return {"line": message_view(line) if line else None}
