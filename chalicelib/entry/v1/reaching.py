"""Writing to somebody on a channel: who he is there, and whether the channel may write first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from chalicelib import wiring
from chalicelib.accounts.model import ChannelRecord
from chalicelib.channels import policy, registry
from chalicelib.channels.base import Sender
from chalicelib.contacts import handles
from chalicelib.contacts import service as contacts
from chalicelib.contacts.model import Contact
from chalicelib.contacts.phone import canonical
from chalicelib.conversations import service, starting
from chalicelib.conversations.model import Conversation, Message
from chalicelib.entry._http import checked_id
from chalicelib.entry._letters import addressed
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.content import accepted, moved
from chalicelib.shared.content import Kind
from chalicelib.shared.errors import InvalidInput, NotFound, TryAgain
from chalicelib.wire import v1

# What a channel's address is made of: these may be written to before they have written.
ADDRESSES = {"whatsapp": "phone", "sms": "phone", "email": "email"}


@dataclass(frozen=True, slots=True)
class Reached:
    """sender: on the channel. contact_id: '' = whom the channel makes of him. head: the
    conversation that there is already."""

    sender: Sender
    contact_id: str = ""
    head: Conversation | None = None


def write(call: ApiCall, asked: v1.OutboundMessage) -> Message:
    channel = call.account.channel(asked.channel_id)
    if channel is None:
        raise InvalidInput("there is no such channel", field="channel_id")
    if channel.paused:
        raise policy.ChannelPaused("this channel is paused", field="channel_id")
    reached = _reached(call, channel, asked.to)
    limits, head = registry.get(channel.kind).limits, reached.head
    content = accepted(call, asked.content, limits=limits, folders=set())
    content = addressed(content, channel.kind, asked.cc, asked.bcc)
    ports = wiring.conversation_ports()
    if content.kind is not Kind.TEMPLATE:
        policy.check_window(
            limits,
            inbound=head.inbound if head else 0,
            inbound_at=head.inbound_at if head else None,
            now=ports.clock(),
        )
    folder = head.id if head else reached.contact_id or "api"
    message, conversation = starting.reach(
        ports,
        account_id=call.account_id,
        channel_id=channel.id,
        channel_kind=channel.kind,
        sender=reached.sender,
        contact_id="" if head else reached.contact_id,
        queue_id=channel.queue_id,
        author=call.author(asked.agent_id),
        content=moved(call, content, folder) if folder != "api" else content,
        client_id=call.client_id,
    )
    if channel.kind == "website":
        _call_visitor(call, reached.sender.id, conversation)
    return message


def _reached(call: ApiCall, channel: ChannelRecord, to: v1.Recipient) -> Reached:
    given = [name for name in ("contact_id", "phone", "email") if getattr(to, name)]
    if len(given) != 1:
        raise InvalidInput("give one of contact_id, phone and email", field="to")
    if to.contact_id:
        return _contact(call, channel, to.contact_id)
    address = _address(to)
    if ADDRESSES.get(channel.kind) != given[0]:
        raise InvalidInput(f"this channel does not reach a {given[0]}", field=f"to.{given[0]}")
    by_phone = given[0] == "phone"
    handle = handles.handles_of("" if by_phone else address, address if by_phone else "")
    for known in handles.known(wiring.handle_ports(), call.account_id, handle):
        head = _head(call, channel, known)
        if head:
            return _going_on(head)
        return Reached(_sender(channel, address, known.name), known.id)
    sender = _sender(channel, address, to.name.strip())
    head = service.visitor_conversation(
        wiring.conversation_ports(),
        account_id=call.account_id,
        channel_id=channel.id,
        contact_id=sender.id,
    )
    return Reached(sender, head=head)


def _address(to: v1.Recipient) -> str:
    if to.email:
        email = to.email.strip().lower()
        local, at, domain = email.rpartition("@")
        if not (local and at and domain) or " " in email:
            raise InvalidInput("no e-mail address", field="to.email")
        return email
    phone = canonical(to.phone)
    if not phone:
        raise InvalidInput("no possible phone number", field="to.phone")
    return phone


def _sender(channel: ChannelRecord, address: str, name: str) -> Sender:
    if ADDRESSES[channel.kind] == "phone":
        return Sender(id=address.removeprefix("+"), name=name, phone=address)
    return Sender(id=address, name=name)


def _contact(call: ApiCall, channel: ChannelRecord, contact_id: str) -> Reached:
    """Where he has written before; else where his phone or mailbox is."""
    try:
        known = contacts.get(
            wiring.contact_ports(), account_id=call.account_id, contact_id=checked_id(contact_id)
        )
    except NotFound:
        raise InvalidInput("there is no such contact", field="to.contact_id") from None
    if known.merged_into:
        raise InvalidInput("is part of another contact", field="to.contact_id")
    head = _head(call, channel, known)
    if head:
        return _going_on(head)
    if channel.kind == "website":
        return _visitor(call, channel, known)
    wanted = ADDRESSES.get(channel.kind, "")
    address = getattr(known, wanted) if wanted else ""
    if not address:
        why = f"has no {wanted}" if wanted else "has not written on this channel yet"
        raise InvalidInput(f"this contact {why}", field="to.contact_id")
    return Reached(_sender(channel, address, known.name), known.id)


def _visitor(call: ApiCall, channel: ChannelRecord, known: Contact) -> Reached:
    from chalicelib.visitors import service as visitors

    visitor = visitors.find(wiring.visitor_ports(), account_id=call.account_id, contact_id=known.id)
    if visitor is None or visitor.channel_id != channel.id:
        raise InvalidInput("this contact was never on this site", field="to.contact_id")
    return Reached(Sender(id=known.id), known.id)


def _head(call: ApiCall, channel: ChannelRecord, known: Contact) -> Conversation | None:
    """His newest conversation on the channel."""
    found = service.history(
        wiring.conversation_ports(), account_id=call.account_id, contact_id=known.id
    )
    return next((each for each in found if each.channel_id == channel.id), None)


def _going_on(head: Conversation) -> Reached:
    return Reached(Sender(id=head.sender), head.contact_id, head)


def _call_visitor(call: ApiCall, visitor_id: str, conversation: Conversation) -> None:
    """So that a page that is open knows without asking."""
    from chalicelib.visitors import live

    with suppress(TryAgain):  # he finds the message on his next page
        live.call(
            wiring.live_ports(),
            account_id=call.account_id,
            contact_id=visitor_id,
            conversation_id=conversation.id,
        )
