"""A conversation that is given to a bot."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations import offers, rules
from chalicelib.conversations.changing import load_head, with_event
from chalicelib.conversations.model import Author, Conversation, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import derived_id

TRANSFERRED = "conversation.to_bot"


def give_to_bot(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    actor: Author,
    bot_id: str,
    name: str,
    client_id: str = "",
) -> Conversation:
    """The bot has it from now on, pending and nobody's. name: of the bot, for the line in the
    thread. client_id: makes a repeat the same transfer, whatever happened meanwhile.

    Raises NotFound, Conflict (somebody changed it at the same time) or TryAgain.
    """
    head = load_head(p, account_id, conversation_id)
    if head.bot_id == bot_id:
        return head
    now = to_milliseconds(p.clock())
    dedup = f"to_bot:{client_id or derived_id(repr(actor), bot_id, str(head.version))}"
    known = p.store.reference(head.account_id, head.id, dedup)
    if known is not None and known.seq and known.seq <= head.seq:
        return head  # it was done, and has gone on since
    version = head.version

    def patch(before: Conversation) -> Conversation:
        if before.version != version:
            return before
        return given_to_bot(rules.with_status(before, Status.PENDING, now=now), bot_id)

    after = with_event(
        p,
        head,
        actor=actor,
        event=TRANSFERRED,
        data={"bot_id": bot_id, "flow": name},
        dedup=dedup,
        at=now,
        patch=patch,
    )
    if after.bot_id != bot_id:
        raise Conflict("somebody changed the conversation at the same time")
    return after


def given_to_bot(head: Conversation, bot_id: str) -> Conversation:
    """What is offered is offered no more."""
    free = replace(offers.closed(head), assignee_id="", status=Status.PENDING)
    return replace(free, bot_id=bot_id, snoozed_until=None, resolved_at=None)
