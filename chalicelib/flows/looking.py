"""What is looked at in a conversation to tell whether, and from where, a flow begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.conversations import botting
from chalicelib.conversations.model import AuthorKind, Conversation, Message, Visibility
from chalicelib.flows.graph import Trigger
from chalicelib.flows.model import Flow
from chalicelib.flows.triggers import Candidate, Occurred
from chalicelib.flows.turning import RuntimePorts

MOST_LOOKED_AT = 100
FRESH = timedelta(minutes=10)  # a line that may begin a flow is not older


def given_at(p: RuntimePorts, head: Conversation) -> int:
    """The line that gave the conversation to the bot: what was said before it is no answer."""
    page = p.conversations.store.messages(
        head.account_id, head.id, before=0, after=0, limit=MOST_LOOKED_AT
    )
    lines = [each for each in page.messages if each.content.event == botting.TRANSFERRED]
    return lines[-1].seq if lines else head.seq


def occurred(head: Conversation, line: Message) -> Occurred:
    data = line.content.data or {}
    if line.content.event == "conversation.tagged":
        tags = tuple(id for id in data.get("tag_ids", "").split(",") if id)
        return Occurred(kind="tag", channel_id=head.channel_id, tag_ids=tags)
    return Occurred(kind="event", channel_id=head.channel_id, event=line.content.event)


def candidates(on: Sequence[Flow]) -> list[Candidate]:
    return [
        Candidate(
            flow.id, flow.priority, tuple(Trigger.model_validate(each) for each in flow.triggers)
        )
        for flow in on
    ]


def newest(p: RuntimePorts, head: Conversation) -> list[Message]:
    store = p.conversations.store
    return store.messages(head.account_id, head.id, before=0, after=0, limit=10).messages


def is_first(p: RuntimePorts, head: Conversation, message: Message) -> bool:
    """The word that opened the conversation, or opened it again."""
    if message.inbound == 1:
        return True
    store = p.conversations.store
    page = store.messages(head.account_id, head.id, before=message.seq, after=0, limit=5)
    return any(each.dedup == f"reopened:{message.dedup}" for each in page.messages)


def is_fresh(p: RuntimePorts, line: Message) -> bool:
    return p.clock() - line.at < FRESH


def is_word(message: Message, after: int) -> bool:
    """A contact's word that the flow has not dealt with."""
    return (
        message.seq > after
        and message.author.kind is AuthorKind.CONTACT
        and message.visibility is Visibility.PUBLIC
        and not message.muted
        and message.deleted_at is None
    )
