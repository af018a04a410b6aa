"""What becomes of a contact's conversations when he is blocked, or becomes part of another."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.conversations.appending import change_head, raised
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.ids import AccountId, ContactId

MOST = 100  # of a contact's conversations: their senders, or those moved at once


def block_contact(
    p: ConversationPorts, *, account_id: str, contact_id: str, blocked: bool
) -> set[str]:
    """Wherever he has written, what he writes calls nobody; or does again. Repeatable. Answers the
    ids under which he is a website's visitor."""
    account = AccountId(account_id)
    ids = p.store.pointers(account, ContactId(contact_id), MOST)
    heads = p.store.heads(account, ids)
    for channel_id, sender in {(head.channel_id, head.sender) for head in heads}:
        p.store.block_identity(account, channel_id, sender, blocked)
    return {contact_id} | {head.visitor_id for head in heads if head.visitor_id}


def move_conversations(
    p: ConversationPorts, *, account_id: str, contact_id: str, to: str, name: str
) -> int:
    """Give some of a contact's conversations to another. Answers how many it was; 0: none is left.
    Repeating it goes on. name: of the other. A pointer to what was never opened stays."""
    account, old, new = AccountId(account_id), ContactId(contact_id), ContactId(to)
    ids = p.store.pointers(account, old, MOST)
    heads = p.store.heads(account, ids)
    for head in heads:
        moved = change_head(
            p,
            head,
            lambda before: raised(before, replace(before, contact_id=new, contact_name=name)),
        )
        p.store.put_pointer(moved)
        p.store.drop_pointer(moved, old)
    return len(heads)
