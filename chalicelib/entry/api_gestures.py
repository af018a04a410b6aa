"""What an agent does to a contact's message besides answering it."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)
REACTION = "/conversations/{conversation_id}/messages/{seq}/reaction"


@routes.agent("PUT", REACTION)
def react(call: AgentCall, conversation_id: str, seq: str) -> Answer:
    """`MessageView`. Once more the same: nothing, or another try if it failed."""
    from chalicelib.wire.gestures import ReactionRequest

    return _react(call, conversation_id, seq, call.body(ReactionRequest).emoji)


@routes.agent("DELETE", REACTION)
def take_back(call: AgentCall, conversation_id: str, seq: str) -> Answer:
    """`MessageView`."""
    return _react(call, conversation_id, seq, "")


def _react(call: AgentCall, conversation_id: str, seq: str, emoji: str) -> Answer:
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.view import message_view
    from chalicelib.entry import _reacting

    author = Author(kind=AuthorKind.AGENT, id=call.agent.id, name=call.agent.name)
    id = checked_id(conversation_id)
    return message_view(_reacting.react(call.account_id, id, seq, author, emoji))
