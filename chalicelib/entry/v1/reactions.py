"""The public API over the team's reactions to what contacts write."""

from __future__ import annotations

from chalicelib.entry import _reacting
from chalicelib.entry.v1 import messages, views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import operation
from chalicelib.wire import v1

ONE = f"{messages.OF}/{{seq}}/reaction"
REFUSALS = (*messages.REFUSALS, (409, "conflict"))


@operation(
    "POST",
    ONE,
    scope=messages.WRITE,
    group=messages.GROUP,
    summary="React to a contact's message",
    body=v1.NewReaction,
    example={"emoji": "👍"},
    answer=v1.Message,
    problems=REFUSALS,
)
def react_to_message(
    call: ApiCall, conversation_id: str, seq: str, body: v1.NewReaction
) -> v1.Message:
    author = call.author(body.agent_id)
    return views.message(_reacting.react(call.account_id, conversation_id, seq, author, body.emoji))


@operation(
    "DELETE",
    ONE,
    scope=messages.WRITE,
    group=messages.GROUP,
    summary="Take the reaction back",
    problems=REFUSALS,
)
def take_reaction_back(call: ApiCall, conversation_id: str, seq: str) -> None:
    _reacting.react(call.account_id, conversation_id, seq, call.author(), "")
