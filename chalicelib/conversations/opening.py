"""From who writes to the conversation that takes it, opening it if there is none.

The identity decides first: it names the contact, the conversation and the moment of its opening.
Contact, history, message and, last, the head follow. While the head is missing, every step is
done again, with the same ids: they are derived, not drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.channels.base import MailSender, Sender
from chalicelib.contacts.model import Contact, by_phone
from chalicelib.contacts.phone import canonical
from chalicelib.conversations.appending import Thread
from chalicelib.conversations.model import Conversation, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Identity
from chalicelib.shared.ids import (
    AccountId,
    ChannelId,
    ContactId,
    ConversationId,
    derived_id,
)

WEBSITE = "website"
MOST_PARTS = 10  # a contact that was merged into one that was merged into one …


@dataclass(frozen=True, slots=True)
class Source:
    """Where something came from. received_at: aware, in milliseconds. automation: what flows want
    to see of the channel's messages. queue_id: where its conversations begin; '' = nowhere."""

    account_id: AccountId
    channel_id: ChannelId
    channel_kind: str
    received_at: datetime
    automation: str = ""
    queue_id: str = ""


def thread_of(p: ConversationPorts, source: Source, sender: Sender) -> Thread:
    """The sender's current conversation, whatever its status; a first one if there is none."""
    identity = p.store.identity(source.account_id, source.channel_id, sender.id)
    if identity is None:
        identity = p.store.put_identity(_first(source, sender), previous="")
    return _thread(p, source, sender, identity)


def next_thread(p: ConversationPorts, source: Source, sender: Sender, done: Conversation) -> Thread:
    """The conversation after `done`, which is not to be reopened any more."""
    identity = p.store.put_identity(_next(source, done), previous=done.id)
    return _thread(p, source, sender, identity)


def introduce(p: ConversationPorts, source: Source, sender: Sender, contact_id: ContactId) -> None:
    """Who `sender` is, unless that is known already. Repeating it changes nothing."""
    if p.store.identity(source.account_id, source.channel_id, sender.id) is None:
        p.store.put_identity(replace(_first(source, sender), contact_id=contact_id), previous="")


def renumbered(p: ConversationPorts, source: Source, head: Conversation, sender: str) -> None:
    """The provider says that a contact has another number from now on: what comes from it is his,
    unless it is somebody's already. Repeating it changes nothing."""
    introduce(p, source, Sender(sender), head.contact_id)
    old, new = canonical(head.sender), canonical(sender)
    if not (old and new):
        return  # an id of the provider's own
    for _ in range(MOST_PARTS):
        contact = p.contacts.get(source.account_id, head.contact_id)
        if contact is None or contact.phone != old:
            break
        after = replace(contact, phone=new, version=contact.version + 1)
        if p.contacts.replace(contact, after):
            break
    lead = by_phone(source.account_id, new)
    if contact and lead != contact.id:
        p.contacts.create(
            Contact(lead, source.account_id, contact.created_at, merged_into=contact.id)
        )


def _thread(p: ConversationPorts, source: Source, sender: Sender, identity: Identity) -> Thread:
    head = p.store.head(source.account_id, identity.conversation_id)
    if head is not None:
        return Thread(head, blocked=identity.blocked)
    return _opened(p, source, sender, identity)


def _first(source: Source, sender: Sender) -> Identity:
    return Identity(
        account_id=source.account_id,
        channel_id=source.channel_id,
        sender=sender.id,
        contact_id=contact_id_of(source, sender),
        conversation_id=_conversation_id(source, sender.id, ""),
        opened_at=source.received_at,
    )


def _next(source: Source, done: Conversation) -> Identity:
    return Identity(
        account_id=source.account_id,
        channel_id=source.channel_id,
        sender=done.sender,
        contact_id=done.contact_id,
        conversation_id=_conversation_id(source, done.sender, done.id),
        opened_at=source.received_at,
    )


def _conversation_id(source: Source, sender: str, previous: str) -> ConversationId:
    return ConversationId(
        derived_id("conversation", source.account_id, source.channel_id, sender, previous)
    )


def contact_id_of(source: Source, sender: Sender) -> ContactId:
    """A website's visitor is his own contact. Elsewhere a phone number that the provider vouches
    for makes one contact of all the ids that it writes under; else the id on the channel does."""
    if source.channel_kind == WEBSITE:
        return ContactId(sender.id)
    phone = canonical(sender.phone) if sender.phone else ""
    if phone:
        return by_phone(source.account_id, phone)
    if isinstance(sender, MailSender):  # however many threads he writes in
        return ContactId(derived_id("e-mail", source.account_id, sender.email))
    return ContactId(derived_id("contact", source.account_id, source.channel_id, sender.id))


def _opened(p: ConversationPorts, source: Source, sender: Sender, identity: Identity) -> Thread:
    draft = Contact(
        id=identity.contact_id,
        account_id=source.account_id,
        created_at=identity.opened_at,
        name=sender.name or sender.username,
        phone=canonical(sender.phone) if sender.phone else "",
        email=sender.email if isinstance(sender, MailSender) else "",
        language=sender.language,
    )
    contact = p.contacts.create(draft)
    known = identity.contact_id != by_phone(source.account_id, draft.phone)
    known = known or identity.conversation_id != _conversation_id(source, sender.id, "")
    for _ in range(MOST_PARTS):
        if contact.merged_into:  # the other one is there: this reads it
            draft = replace(draft, id=ContactId(contact.merged_into))
            known = True
        elif not known and draft.phone and contact.phone not in ("", draft.phone):
            # It was his number once, and has become somebody else's: who writes is new to us.
            again = derived_id("phone", source.account_id, draft.phone, contact.id)
            draft = replace(draft, id=ContactId(again))
        else:
            break
        contact = p.contacts.create(draft)
    if contact.blocked:
        p.store.block_identity(source.account_id, source.channel_id, sender.id, blocked=True)
    conversation = Conversation(
        id=identity.conversation_id,
        account_id=source.account_id,
        channel_id=source.channel_id,
        channel_kind=source.channel_kind,
        contact_id=contact.id,
        contact_name=contact.name,
        sender=sender.id,
        opened_at=identity.opened_at,
        last_at=identity.opened_at,
        status=Status.RESOLVED if contact.blocked else Status.OPEN,
        queue_id=source.queue_id,
        resolved_at=identity.opened_at if contact.blocked else None,
    )
    p.store.put_pointer(conversation)
    return Thread(conversation, stored=False, blocked=contact.blocked)
