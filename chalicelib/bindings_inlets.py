"""The small pieces between inbound webhooks' ports and the other domains' services."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.inlets.model import Entry, Inlet, Lead

if TYPE_CHECKING:
    from chalicelib.accounts.model import ChannelRecord
    from chalicelib.automation.model import Work
    from chalicelib.channels.base import Sender
    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation
    from chalicelib.flows.model import Flow
    from chalicelib.inlets.ports import Taken

WORK = "inlet"  # the kind of work of an account
RECEIVED, TOLD = "inlet.received", "inlet.told"  # the lines in the thread
_BY_PHONE = frozenset({"whatsapp", "sms"})
_BY_EMAIL = frozenset({"email"})
_MOST_VALUES = 12_000  # characters that a flow is given, as JSON


def key(account_id: str) -> bytes:
    from chalicelib import wiring
    from chalicelib.accounts import service

    return service.signing_key(wiring.account_ports(), account_id=account_id)


def work(entry: Entry) -> None:
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account

    payload = {"inlet_id": entry.inlet_id, "entry_id": entry.id, "round": str(entry.round)}
    told = on_account(entry.account_id, WORK, payload, once="")
    wiring_automation.to_automation([told])


def on_work(work: Work) -> None:
    from chalicelib import wiring
    from chalicelib.inlets import taking

    taking.work(
        wiring.inlet_ports(),
        account_id=work.account_id,
        inlet_id=work.payload["inlet_id"],
        entry_id=work.payload["entry_id"],
        round=int(work.payload["round"]),
    )


def shown(account_id: str) -> None:
    """For good: what calls have left stays beside their conversations."""
    from chalicelib import wiring

    ports = wiring.account_ports()
    if "inlets" not in ports.store.account(account_id).watched:
        ports.store.set_watched(account_id, "inlets", True)


# What an inlet may name ---------------------------------------------------------------------------


def check(inlet: Inlet) -> None:
    from chalicelib import bindings_calls
    from chalicelib.shared.errors import InvalidInput

    _channel(inlet)
    page = bindings_calls.site(inlet.account_id)
    if inlet.queue_id and page.queue(inlet.queue_id) is None:
        raise InvalidInput("there is no such queue", field="queue_id")
    if inlet.flow_id:
        _webhook_of(inlet, _flow(inlet))


def _channel(inlet: Inlet) -> ChannelRecord:
    from chalicelib import bindings_calls
    from chalicelib.shared.errors import InvalidInput

    page = bindings_calls.site(
        inlet.account_id, lambda page: page.channel(inlet.channel_id) is not None
    )
    channel = page.channel(inlet.channel_id)
    if channel is None:
        raise InvalidInput("there is no such channel", field="channel_id")
    return channel


def _flow(inlet: Inlet) -> Flow:
    from chalicelib import wiring
    from chalicelib.shared.errors import InvalidInput

    flow = wiring.flow_ports().store.flow(inlet.account_id, inlet.flow_id)
    if flow is None:
        raise InvalidInput("there is no such flow", field="flow_id")
    return flow


def _webhook_of(inlet: Inlet, flow: Flow) -> str:
    from chalicelib.shared.errors import InvalidInput

    for trigger in flow.triggers:
        only = trigger.get("channel_ids") or ()
        if trigger["kind"] == "webhook" and (not only or inlet.channel_id in only):
            return str(trigger.get("webhook_id", ""))
    raise InvalidInput("is not published, or no webhook begins it on this channel", field="flow_id")


# From a lead to a conversation --------------------------------------------------------------------


def take(inlet: Inlet, entry: Entry, lead: Lead) -> Taken:
    """Contact, conversation, custom data; each step may be repeated and adds nothing then."""
    from chalicelib.inlets.ports import Taken
    from chalicelib.shared.errors import InvalidInput

    channel = _channel(inlet)
    if channel.paused:
        raise InvalidInput("this channel is paused", field="channel_id")
    contact, left_out = _contact(inlet, entry, lead)
    if inlet.flow_id:
        head = _begin(inlet, entry, lead, channel, contact)
    else:
        head = _put_before_people(inlet, entry, lead, channel, contact)
    _keep_data(inlet, entry, lead, head)
    return Taken(head.contact_id, head.id, left_out)


def _contact(inlet: Inlet, entry: Entry, lead: Lead) -> tuple[Contact, tuple[str, ...]]:
    """Found by its id of the owner's own, phone or e-mail, or made. What is known of him stays;
    attributes are brought up to date."""
    from chalicelib import wiring
    from chalicelib.contacts import handles, service
    from chalicelib.contacts.columns import EXTERNAL_ID
    from chalicelib.shared.clock import to_milliseconds

    phone, email, left_out = _facts(inlet, lead)
    asked = handles.handles_of(email, phone, lead.external_id)
    known = next(iter(handles.known(wiring.handle_ports(), inlet.account_id, asked)), None)
    ports = wiring.contact_ports()
    if known is None:
        # Two calls about one person at the same time make one contact: its id is derived.
        mark = asked[0] if asked else entry.id
        known = service.create(
            ports,
            account_id=inlet.account_id,
            client_id=f"inlet#{mark}",
            now=to_milliseconds(wiring.inlet_ports().clock()),
            name=lead.name or email or phone or lead.external_id,
            email=email,
            phone=phone,
        )
    attributes = dict(lead.attributes)
    if lead.external_id:
        attributes[EXTERNAL_ID] = lead.external_id
    known = service.change(
        ports,
        account_id=inlet.account_id,
        contact_id=known.id,
        name=lead.name if lead.name and not known.name else None,
        email=email if email and not known.email else None,
        phone=phone if phone and not known.phone else None,
        attributes=attributes or None,
        vouched=True,
    )
    return known, left_out


def _facts(inlet: Inlet, lead: Lead) -> tuple[str, str, tuple[str, ...]]:
    """Phone and e-mail if they are such; and which were none. Raises InvalidInput if then nobody
    is left."""
    from chalicelib.contacts.phone import canonical
    from chalicelib.shared.errors import InvalidInput

    phone = canonical(lead.phone, inlet.region) if lead.phone else ""
    local, at, domain = lead.email.rpartition("@")
    email = lead.email if local and at and "." in domain and " " not in lead.email else ""
    left_out = tuple(
        name
        for name, told, taken in (("phone", lead.phone, phone), ("email", lead.email, email))
        if told and not taken
    )
    if left_out and not (phone or email or lead.name or lead.external_id):
        raise InvalidInput("cannot be taken as it is", field=left_out[0])
    return phone, email, left_out


def _sender(inlet: Inlet, channel: ChannelRecord, contact: Contact) -> Sender:
    """Who he is on the channel: whom he has written as; else by his phone or mailbox; on a website
    he is himself. Raises InvalidInput."""
    from chalicelib import wiring
    from chalicelib.channels.base import Sender
    from chalicelib.conversations import reaching
    from chalicelib.shared.errors import InvalidInput

    id = reaching.sender_on(
        wiring.conversation_ports(),
        account_id=inlet.account_id,
        contact_id=contact.id,
        channel_id=channel.id,
    )
    if id:
        return Sender(id=id, name=contact.name)
    if channel.kind == "website":
        return Sender(id=contact.id, name=contact.name)
    if channel.kind in _BY_PHONE and contact.phone:
        phone = contact.phone
        return Sender(id=phone.removeprefix("+"), name=contact.name, phone=phone)
    if channel.kind in _BY_EMAIL and contact.email:
        return Sender(id=contact.email.lower(), name=contact.name)
    field = "phone" if channel.kind in _BY_PHONE else "email" if channel.kind in _BY_EMAIL else ""
    raise InvalidInput("cannot be reached on this channel", field=field or "channel_id")


def _put_before_people(
    inlet: Inlet, entry: Entry, lead: Lead, channel: ChannelRecord, contact: Contact
) -> Conversation:
    """A line that says where it comes from; on a website, where nobody's window opens by it, his
    own words follow as his message."""
    from chalicelib import wiring
    from chalicelib.conversations import starting
    from chalicelib.conversations.opening import Source
    from chalicelib.shared.clock import to_milliseconds
    from chalicelib.shared.ids import AccountId, ChannelId

    ports, sender = wiring.conversation_ports(), _sender(inlet, channel, contact)
    source = Source(
        AccountId(inlet.account_id),
        ChannelId(channel.id),
        channel.kind,
        to_milliseconds(ports.clock()),
        automation=channel.automation,
        queue_id=inlet.queue_id or channel.queue_id,
    )
    writes = channel.kind == "website" and bool(lead.message)
    text = "" if writes else lead.message
    told = {"name": inlet.name, "text": text} if text else {"name": inlet.name}
    head = starting.arrive(
        ports,
        source=source,
        sender=sender,
        contact_id=contact.id,
        event=TOLD if text else RECEIVED,
        data=told,
        id=_line(entry),
    )
    if writes:
        _write(inlet, entry, lead, channel, sender)
    return _queued(inlet, head)


def _line(entry: Entry) -> str:
    return f"inlet:{entry.inlet_id}:{entry.id}:{entry.round}"


def _write(inlet: Inlet, entry: Entry, lead: Lead, channel: ChannelRecord, sender: Sender) -> None:
    from chalicelib import wiring
    from chalicelib.channels.base import InboundMessage
    from chalicelib.conversations import receiving
    from chalicelib.shared.content import Content, Kind

    ports = wiring.conversation_ports()
    content = Content(kind=Kind.TEXT, text=lead.message)
    receiving.receive(
        ports,
        account_id=inlet.account_id,
        channel_id=channel.id,
        channel_kind=channel.kind,
        items=[InboundMessage(_line(entry), sender, content, entry.at)],
        received_at=ports.clock(),
        automation=channel.automation,
        queue_id=inlet.queue_id or channel.queue_id,
    )


def _queued(inlet: Inlet, head: Conversation) -> Conversation:
    """A conversation that was there goes to the queue too, unless somebody has it."""
    from chalicelib import wiring
    from chalicelib.conversations import changing
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.values import Change

    if not inlet.queue_id or head.queue_id == inlet.queue_id or head.assignee_id or head.bot_id:
        return head
    return changing.change(
        wiring.conversation_ports(),
        account_id=inlet.account_id,
        conversation_id=head.id,
        actor=Author(AuthorKind.SYSTEM),
        change=Change(queue_id=inlet.queue_id),
    )


def _begin(
    inlet: Inlet, entry: Entry, lead: Lead, channel: ChannelRecord, contact: Contact
) -> Conversation:
    """Quietly: the flow speaks first. Where somebody is at work, nothing begins (flows/starts)."""
    from chalicelib import wiring
    from chalicelib.conversations import opening, reaching
    from chalicelib.flows import calling
    from chalicelib.shared.clock import to_milliseconds
    from chalicelib.shared.ids import AccountId, ChannelId, ContactId

    webhook_id = _webhook_of(inlet, _flow(inlet))
    ports, sender = wiring.conversation_ports(), _sender(inlet, channel, contact)
    source = opening.Source(
        AccountId(inlet.account_id),
        ChannelId(channel.id),
        channel.kind,
        to_milliseconds(ports.clock()),
        automation=channel.automation,
        queue_id=inlet.queue_id or channel.queue_id,
    )
    opening.introduce(ports, source, sender, ContactId(contact.id))
    line = reaching.Line(RECEIVED, {"name": inlet.name}, _line(entry))
    head = reaching.reach(ports, source=source, sender=sender, line=line)
    calling.call(
        wiring.hook_ports(),
        call=calling.Call(
            account_id=inlet.account_id,
            flow_id=inlet.flow_id,
            webhook_id=webhook_id,
            key=hashlib.sha256(_line(entry).encode()).hexdigest()[:32],
            by_body=False,
            channel_id=channel.id,
            whom=calling.Wanted(id=head.contact_id, name=lead.name),
            values=values_of(lead),
        ),
    )
    return head


def values_of(lead: Lead) -> Mapping[str, str]:
    """What the flow is given: custom data by its names, then the facts; no more than fits."""
    facts = {
        "name": lead.name,
        "phone": lead.phone,
        "email": lead.email,
        "message": lead.message,
        **lead.attributes,
    }
    told: dict[str, str] = {}
    for name, value in {**lead.data, **{k: v for k, v in facts.items() if v}}.items():
        if len(json.dumps(told | {name: value})) <= _MOST_VALUES:
            told[name] = value
    return told


def _keep_data(inlet: Inlet, entry: Entry, lead: Lead, head: Conversation) -> None:
    """Beside the conversation, where outbound webhooks' answers are as well."""
    from chalicelib import wiring
    from chalicelib.shared.clock import to_text

    if not lead.data:
        return
    rows = [
        {"title": "", "key": key, "content": value, "link": _link(value)}
        for key, value in list(lead.data.items())[:20]
    ]
    card = {"name": inlet.name, "link": "", "rows": rows, "at": to_text(entry.at)}
    store = wiring.webhook_ports().store
    store.keep_card(inlet.account_id, head.id, inlet.id, card)


def _link(value: str) -> str:
    from chalicelib.webhooks.answering import safe_link

    return safe_link(value)
