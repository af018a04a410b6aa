"""Reaching somebody who has not just written: his conversation on a channel, found or opened.

Nothing is put before people by it: what was resolved stays so until somebody, or a flow, speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.channels.base import Sender
from chalicelib.conversations import rules
from chalicelib.conversations.appending import Thread, append
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Message,
    Status,
    Visibility,
)
from chalicelib.conversations.opening import Source, next_thread, thread_of
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ContactId, ConversationId

MOST_LOOKED_AT = 20  # conversations of one contact


@dataclass(frozen=True, slots=True)
class Line:
    """What the thread tells of it. id: unique among such lines of the account; once for each."""

    event: str
    data: Mapping[str, str]
    id: str


def sender_on(p: ConversationPorts, *, account_id: str, contact_id: str, channel_id: str) -> str:
    """Under which id the contact writes there; '' if he never has. Two calls."""
    account = AccountId(account_id)
    ids = p.store.pointers(account, ContactId(contact_id), MOST_LOOKED_AT)
    heads = {head.id: head for head in p.store.heads(account, ids)} if ids else {}
    found = (heads[id] for id in ids if id in heads)
    return next((head.sender for head in found if head.channel_id == channel_id), "")


def reach(p: ConversationPorts, *, source: Source, sender: Sender, line: Line) -> Conversation:
    """The sender's conversation, with a quiet line in it: his current one, or the one after it if
    that is not to be reopened; the first is opened, resolved until somebody speaks. A repeat of the
    same line adds nothing.

    Raises InvalidInput (contact) for somebody who is blocked, or TryAgain.
    """
    now = to_milliseconds(p.clock())
    thread = thread_of(p, source, sender)
    if thread.stored and not rules.reopens(thread.conversation, now):
        known = p.store.reference(source.account_id, _scope(source), line.id)
        if known is None:
            thread = next_thread(p, source, sender, thread.conversation)
    if thread.blocked:
        raise InvalidInput("this contact is blocked", field="contact")
    if not thread.stored:
        at = thread.conversation.opened_at
        quiet = replace(thread.conversation, status=Status.RESOLVED, resolved_at=at)
        thread = Thread(quiet, stored=False)
    draft = Message(
        account_id=source.account_id,
        conversation_id=ConversationId(""),
        seq=0,
        author=Author(AuthorKind.SYSTEM),
        content=Content(kind=Kind.EVENT, event=line.event, data=dict(line.data) or None),
        visibility=Visibility.EVENT,
        at=now,
        dedup=line.id,
    )
    return append(p, thread, draft, scope=_scope(source)).thread.conversation


def _scope(source: Source) -> str:
    return f"{source.channel_id}#reached"
