"""Before a visitor's first word, and after it: what the site asked him for, and where he goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.entry._visitor_site import site_of
from chalicelib.shared.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.accounts.model import AccountPage
    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation
    from chalicelib.visitors.model import Identity, Visitor


def settings_of(site: AccountPage, visitor: Identity) -> Mapping[str, str]:
    channel = site.channel(visitor.channel_id)
    return channel.settings if channel else {}


def introduced(
    visitor: Identity,
    *,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    description: str | None = None,
    custom: Mapping[str, str] | None = None,
) -> tuple[Contact, Visitor | None]:
    """What the visitor or his page says of him; None leaves what is. His contact is made if there
    is none. Raises InvalidInput naming the field."""
    from chalicelib import wiring
    from chalicelib.contacts import service
    from chalicelib.contacts.model import Contact
    from chalicelib.shared.clock import system_clock
    from chalicelib.visitors import service as visitors

    ports = wiring.contact_ports()
    record = visitors.find(
        wiring.visitor_ports(), account_id=visitor.account_id, contact_id=visitor.contact_id
    )
    since = record.first_seen_at if record else system_clock()
    service.ensure(ports, contact=Contact(visitor.contact_id, visitor.account_id, since))
    contact = service.change(
        ports,
        account_id=visitor.account_id,
        contact_id=visitor.contact_id,
        name=name,
        email=email,
        phone=phone,
        description=description,
        attributes=dict(custom) if custom is not None else None,
        region=record.country if record else "",
    )
    return contact, record


def check_form(site: AccountPage, visitor: Identity) -> None:
    """Where a form comes before the chat, he has filled it in. Costs reads only on such sites.
    Raises InvalidInput naming what is missing."""
    from chalicelib import wiring
    from chalicelib.contacts import service as contacts
    from chalicelib.conversations import service
    from chalicelib.shared.errors import NotFound
    from chalicelib.visitors.forms import forms_of, missing

    forms = forms_of(settings_of(site, visitor))
    if not forms.required:
        return
    ids = {"account_id": visitor.account_id, "contact_id": visitor.contact_id}
    talk = service.visitor_conversation(
        wiring.conversation_ports(), channel_id=visitor.channel_id, **ids
    )
    if talk is not None:
        return
    try:
        contact = contacts.get(wiring.contact_ports(), **ids)
    except NotFound:
        contact = None
    lacking = missing(forms, contact)
    if lacking:
        raise InvalidInput("fill in the form first", field=f"contact.{lacking}")


def choose_department(visitor: Identity, queue_id: str) -> None:
    """Raises InvalidInput for a queue that this site does not offer."""
    from chalicelib import wiring
    from chalicelib.visitors import service
    from chalicelib.visitors.site_config import departments

    def offers(site: AccountPage) -> bool:
        shown = departments(settings_of(site, visitor), site.queues)
        return any(queue.id == queue_id for queue in shown)

    if not queue_id:
        return
    if not offers(site_of(visitor, offers)):
        raise InvalidInput("there is no such department", field="department_id")
    service.choose_department(wiring.visitor_ports(), identity=visitor, queue_id=queue_id)


def opened(site: AccountPage, visitor: Identity, conversation: Conversation) -> Conversation:
    """After the first word: into the chosen department's queue; the user's id beside his name.
    Repeats change nothing, so that the retry of a crashed one finishes it."""
    if visitor.user_id:
        introduced(visitor, custom={"user_id": visitor.user_id})
    return _to_department(site, visitor, conversation)


def _to_department(
    site: AccountPage, visitor: Identity, conversation: Conversation
) -> Conversation:
    from chalicelib import wiring
    from chalicelib.conversations.queueing import queue_first
    from chalicelib.visitors import service as visitors
    from chalicelib.visitors.site_config import departments

    offered = departments(settings_of(site, visitor), site.queues)
    if not offered or conversation.queue_id:
        return conversation
    record = visitors.find(
        wiring.visitor_ports(), account_id=visitor.account_id, contact_id=visitor.contact_id
    )
    channel = site.channel(visitor.channel_id)
    wanted = channel.queue_id if channel else ""
    if record is not None and any(queue.id == record.department_id for queue in offered):
        wanted = record.department_id
    if not wanted:
        return conversation
    return queue_first(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        conversation_id=conversation.id,
        queue_id=wanted,
    )
