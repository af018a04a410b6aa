"""As `bindings`: the small pieces between callbacks, invitations and other services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.accounts.model import AccountPage, Agent
    from chalicelib.accounts.ports import Has
    from chalicelib.callbacks.model import Callback
    from chalicelib.conversations.model import Author
    from chalicelib.invitations.model import Invitation
    from chalicelib.timers.model import Timer
    from chalicelib.visitors.model import Identity, Visitor


def site(account_id: str, has: Has | None = None) -> AccountPage:
    """At most seconds old, or afresh if it lacks something. Raises NotFound."""
    from chalicelib.accounts import service
    from chalicelib.accounts.ports import anything

    return service.site(wiring.account_ports(), account_id=account_id, has=has or anything)


def anybody_online(page: AccountPage) -> bool:
    from chalicelib.realtime.service import online_agents

    here = online_agents(wiring.realtime_ports(), account_id=page.account.id)
    return any(agent.id in here and agent.presence == "online" for agent in page.agents)


def introduce_caller(account_id: str, contact_id: str, name: str, phone: str) -> bool:
    """What agents wrote about him stays, and of one who is blocked everything. Whether he is."""
    from chalicelib.contacts import service
    from chalicelib.contacts.model import Contact
    from chalicelib.shared.clock import system_clock
    from chalicelib.shared.ids import AccountId, ContactId

    ports = wiring.contact_ports()
    newcomer = Contact(ContactId(contact_id), AccountId(account_id), system_clock())
    service.ensure(ports, contact=newcomer)
    known = service.get(ports, account_id=account_id, contact_id=contact_id)
    if known.merged_into:
        known = service.get(ports, account_id=account_id, contact_id=known.merged_into)
    if known.blocked:
        return True
    service.change(
        ports,
        account_id=account_id,
        contact_id=known.id,
        name=name if name and not known.name else None,
        phone=None if known.phone else phone,
    )
    return False


def tell_of_callback(
    callback: Callback,
    event: str,
    data: Mapping[str, str],
    id: str,
    *,
    actor: Agent | None = None,
) -> str:
    from chalicelib.conversations import starting, telling
    from chalicelib.conversations.model import Author, AuthorKind

    asked = event == "callback.requested"
    author = Author(AuthorKind.CONTACT, callback.contact_id) if asked else None
    who = _author(actor) if actor else author or Author(AuthorKind.SYSTEM)
    if callback.conversation_id and not _on_website(callback):
        telling.tell(
            wiring.conversation_ports(),
            account_id=callback.account_id,
            conversation_id=callback.conversation_id,
            actor=who,
            event=event,
            data=data,
            dedup=id,
            wake=event == "callback.due",
        )
        return callback.conversation_id
    return starting.tell(
        wiring.conversation_ports(),
        account_id=callback.account_id,
        channel_id=callback.channel_id,
        contact_id=callback.contact_id,
        event=event,
        data=dict(data),
        id=id,
        actor=who,
        wake=event in ("callback.requested", "callback.due"),
    ).id


def _on_website(callback: Callback) -> bool:
    channel = site(callback.account_id).channel(callback.channel_id)
    return channel is None or channel.kind == "website"


def take_conversation(callback: Callback, agent: Agent) -> None:
    """Unless somebody has it."""
    from chalicelib.conversations import service
    from chalicelib.conversations.values import Change

    ports = wiring.conversation_ports()
    ids = {"account_id": callback.account_id, "conversation_id": callback.conversation_id}
    if not service.get(ports, **ids).assignee_id:
        service.change(ports, actor=_author(agent), change=Change(assignee_id=agent.id), **ids)


def schedule(timer: Timer) -> None:
    from chalicelib.timers import service

    service.schedule(wiring.timer_ports(), timer=timer)


def callback_due(timer: Timer) -> None:
    from chalicelib.callbacks import service

    service.due(wiring.callback_ports(), timer=timer)


def _author(agent: Agent) -> Author:
    from chalicelib.conversations.model import Author, AuthorKind

    return Author(AuthorKind.AGENT, agent.id, agent.name)


def visitor_record(account_id: str, contact_id: str) -> Visitor | None:
    from chalicelib.visitors import service

    return service.find(wiring.visitor_ports(), account_id=account_id, contact_id=contact_id)


def visitor_invited(account_id: str, contact_id: str, at: datetime) -> None:
    from chalicelib.visitors import live

    live.invited(wiring.visitor_ports().store, account_id=account_id, contact_id=contact_id, at=at)


def invitation_answered(visitor: Identity, invitation: Invitation, variant: str) -> None:
    """A line in the conversation that his answer is in."""
    from chalicelib.conversations import starting
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.invitations.model import text_of

    starting.tell(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        channel_id=visitor.channel_id,
        contact_id=visitor.contact_id,
        event="invitation.answered",
        data={
            "name": invitation.name,
            "variant": variant if len(invitation.texts) > 1 else "",
            "text": text_of(invitation, variant),
            "invitation_id": invitation.id,
        },
        id=f"invitation:{invitation.id}",
        actor=Author(AuthorKind.SYSTEM),
    )
