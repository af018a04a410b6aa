"""A contact as the console shows him: his own data, and on a website what he looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation
    from chalicelib.entry._http import AgentCall


def mentioned(call: AgentCall, asked: Sequence[str]) -> tuple[str, ...]:
    """Whom a note may mention: agents of the account. Raises InvalidInput."""
    from chalicelib import wiring
    from chalicelib.accounts import service as accounts
    from chalicelib.desk import service

    if not asked:
        return ()
    page = accounts.bootstrap(wiring.account_ports(), account_id=call.account_id)
    return service.checked_mentions(asked, [agent.id for agent in page.agents])


def contact_page(
    account_id: str, contact_id: str, conversation: Conversation | None
) -> dict[str, Any]:
    """`ContactView`. conversation: the one on the screen. Raises NotFound."""
    from chalicelib import wiring
    from chalicelib.contacts import service

    contact = service.get(wiring.contact_ports(), account_id=account_id, contact_id=contact_id)
    return with_visitor(contact, conversation)


def with_visitor(contact: Contact, conversation: Conversation | None) -> dict[str, Any]:
    """Only who came by a website has a visitor's record: for others it is not looked for."""
    from chalicelib import wiring
    from chalicelib.contacts.codec import contact_view
    from chalicelib.realtime.service import visitor_online
    from chalicelib.visitors import service
    from chalicelib.visitors.view import visitor_view

    view = contact_view(contact)
    if conversation is not None and conversation.channel_kind != "website":
        return view
    visitor_id = (conversation.visitor_id if conversation else "") or contact.id
    visitor = service.find(
        wiring.visitor_ports(), account_id=contact.account_id, contact_id=visitor_id
    )
    if visitor is not None:
        online = visitor_online(
            wiring.realtime_ports(), account_id=contact.account_id, contact_id=visitor_id
        )
        served_by = _served_by(contact, conversation)
        view["visitor"] = visitor_view(
            visitor, contact, conversation, online=online, served_by=served_by
        )
    return view


def _served_by(contact: Contact, conversation: Conversation | None) -> str:
    """A conversation's page costs one query: there, its own agent alone is told."""
    from chalicelib import wiring
    from chalicelib.conversations import service

    if conversation:
        return conversation.assignee_id
    return service.last_agent(
        wiring.conversation_ports(), account_id=contact.account_id, contact_id=contact.id
    )
