"""The one way in which a message gets into a conversation: docs/data.md, "Writing a message".

Every step is a single, idempotent write. A crash between two of them is finished by the retry, or
by the next writer, who finds the message in the place that he wanted to take.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.conversations import rules
from chalicelib.conversations.model import Conversation, Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.tagging import mark, unmark
from chalicelib.conversations.values import Reference
from chalicelib.shared.errors import TryAgain

REFERENCE_LIFE = timedelta(days=90)
MOST_PLACES = 50  # taken by other writers since the head was read
MOST_TRIES = 8  # at a head that moves

Patch = Callable[[Conversation], Conversation]


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as it was read. stored: its head is in the table; it is written last.
    blocked: nobody is to hear of who writes."""

    conversation: Conversation
    stored: bool = True
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Appended:
    """message: as it is stored, which after a repeat may be more than the draft.
    reference: with what is parked at it."""

    message: Message
    thread: Thread
    reference: Reference


def unchanged(conversation: Conversation) -> Conversation:
    return conversation


def append(
    p: ConversationPorts, thread: Thread, draft: Message, *, scope: str, patch: Patch = unchanged
) -> Appended:
    """Store `draft` (whose place and counts do not matter) as the next message, once.

    scope: within which `draft.dedup` is unique: a channel or a conversation. patch: what happens to
    the conversation at the same time; pure, and nothing when done twice. Raises TryAgain if other
    writers were faster too often.
    """
    claimed, reference = p.store.claim_reference(_reference(thread, draft, scope))
    if not claimed and reference.conversation_id != thread.conversation.id:
        # A repeat of what began in an earlier conversation ends there.
        thread, patch = load(p, reference), unchanged
    message, passed = place(p, thread.conversation, draft, reference.seq)
    if message.seq != reference.seq:
        reference = replace(reference, seq=message.seq)
        p.store.move_reference(reference)
    head = _follow(p, thread, [*passed, message], patch)
    return Appended(message, Thread(head), reference)


def load(p: ConversationPorts, reference: Reference) -> Thread:
    head = p.store.head(reference.account_id, reference.conversation_id)
    if head is None:
        raise TryAgain("the conversation is being opened")
    return Thread(head)


def _reference(thread: Thread, draft: Message, scope: str) -> Reference:
    return Reference(
        account_id=thread.conversation.account_id,
        scope=scope,
        id=draft.dedup,
        conversation_id=thread.conversation.id,
        seq=thread.conversation.seq + 1,
        dedup=draft.dedup,
        expires=draft.at + REFERENCE_LIFE,
    )


def place(
    p: ConversationPorts, head: Conversation, draft: Message, wanted: int
) -> tuple[Message, list[Message]]:
    """Put the draft into the first free place from `wanted` on, or find it there. Also answers the
    messages that stood before it and that the head may not know yet."""
    passed: list[Message] = []
    seq, inbound = min(wanted, head.seq + 1), head.inbound
    for _ in range(MOST_PLACES):
        message = numbered(draft, head, seq, inbound)
        there = p.store.put_message(message)
        if there is None:
            return message, passed
        if there.dedup == draft.dedup:
            return there, passed
        passed.append(there)
        seq, inbound = seq + 1, there.inbound
    raise TryAgain("too many writers")


def numbered(draft: Message, head: Conversation, seq: int, inbound: int) -> Message:
    return replace(
        draft,
        conversation_id=head.id,
        contact_id=head.visitor_id or head.contact_id,
        channel_id=head.channel_id,
        channel_kind=head.channel_kind,
        seq=seq,
        inbound=inbound + rules.counts_as_inbound(draft),
    )


def _follow(
    p: ConversationPorts, thread: Thread, messages: Sequence[Message], patch: Patch
) -> Conversation:
    """Let the head follow its messages, and change as patched, in one write."""
    if not thread.stored:
        opened = patch(rules.bump(thread.conversation, messages))
        mark(p, None, opened)
        if p.store.create_head(opened):
            return opened
        thread = reload(p, thread.conversation)
    return change_head(p, thread.conversation, lambda head: patch(rules.bump(head, messages)))


def change_head(p: ConversationPorts, head: Conversation, patch: Patch) -> Conversation:
    """Write `patch(head)`, beginning again from what is stored when another writer was faster.

    A patch that leaves the version alone is told to nobody: its message tells it. Raises TryAgain.
    """
    for _ in range(MOST_TRIES):
        after = patch(head)
        if after == head:
            return head
        mark(p, head, after)
        if p.store.update_head(head, after, announce=after.version != head.version):
            unmark(p, head, after)
            return after
        head = reload(p, head).conversation
    raise TryAgain("too many writers")


def reload(p: ConversationPorts, head: Conversation) -> Thread:
    stored = p.store.head(head.account_id, head.id)
    if stored is None:
        raise TryAgain("the conversation is being opened")
    return Thread(stored)


def raised(before: Conversation, after: Conversation) -> Conversation:
    """With its version raised if anything else differs."""
    return after if after == before else replace(after, version=before.version + 1)
