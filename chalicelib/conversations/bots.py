"""Who has a conversation: a bot or people. Pure.

While `bot_id` is set the conversation is pending and has no assignee. It is cleared whenever a
person takes it: so nobody who reads a head need ask the flows.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations.model import (
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)

CLOSED = "closed"


def concerns(head: Conversation, automation: str) -> bool:
    """Whether what answers by itself is to look at a contact's next message. automation: what flows
    want to see of the channel's messages; of those that somebody has, none. Where something is said
    while it is closed, every word into an open conversation is looked at."""
    if head.bot_id or head.survey_id or head.asked:
        return True
    wanted = automation.split()
    if CLOSED in wanted and head.status is Status.OPEN:
        return True
    return any(each != CLOSED for each in wanted) and not head.assignee_id


def with_closed(automation: str, speaks: bool) -> str:
    """speaks: whether the account says something while it is closed."""
    return f"{automation} {CLOSED}".strip() if speaks else automation


def called(message: Message, head: Conversation) -> Conversation:
    """After a contact's message: if a bot came meanwhile, of which its writer did not know, the
    change of the head calls it."""
    if message.automate or message.muted or not (head.bot_id or head.survey_id or head.asked):
        return head
    return replace(head, version=head.version + 1)


def left(head: Conversation) -> Conversation:
    """People's again."""
    if not head.bot_id:
        return head
    status = Status.OPEN if head.status is Status.PENDING else head.status
    return replace(head, bot_id="", status=status)


def after_change(before: Conversation, after: Conversation, *, by_agent: bool) -> Conversation:
    """A bot leaves when somebody is assigned, the status changes, or an agent picks a queue."""
    moved = by_agent and after.queue_id != before.queue_id
    if after.bot_id and (after.assignee_id or after.status is not Status.PENDING or moved):
        return left(after)
    return after


def answered(message: Message, head: Conversation) -> Conversation:
    """An agent who writes to the contact takes the conversation from the bot."""
    agent = message.author.kind is AuthorKind.AGENT
    if not (head.bot_id and agent and message.visibility is Visibility.PUBLIC):
        return head
    return replace(left(head), assignee_id=message.author.id)
