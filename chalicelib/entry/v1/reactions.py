"""The public API over the team's reactions to what contacts write."""

from __future__ import annotations

from chalicelib.entry import _reacting
from chalicelib.entry.v1 import messages, views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.resources import MESSAGES
from chalicelib.wire import v1

ONE = f"{messages.OF}/{{seq}}/reaction"
REFUSALS = (*messages.REFUSALS, (409, "conflict"))


@MESSAGES.post(ONE, example={"emoji": "👍"}, problems=REFUSALS)
def react_to_message(
    call: ApiCall, conversation_id: str, seq: str, body: v1.NewReaction
) -> v1.Message:
    """React to a contact's message."""
    author = call.author(body.agent_id)
    return views.message(_reacting.react(call.account_id, conversation_id, seq, author, body.emoji))


@MESSAGES.delete(ONE, problems=REFUSALS)
def take_reaction_back(call: ApiCall, conversation_id: str, seq: str) -> None:
    """Take the reaction back."""
    _reacting.react(call.account_id, conversation_id, seq, call.author(), "")
