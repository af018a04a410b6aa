"""Visitors and their conversation as the wire has them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.accounts.model import Agent, ChannelRecord, Queue
from chalicelib.callbacks.model import ring_seconds
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import AuthorKind, Conversation, Message
from chalicelib.conversations.rating import current_rating
from chalicelib.shared.clock import to_text
from chalicelib.visitors.model import Visitor
from chalicelib.visitors.site_config import site_config

FACES = 3


def visitor_view(
    visitor: Visitor,
    contact: Contact,
    conversation: Conversation | None,
    *,
    online: bool,
    served_by: str = "",
) -> dict[str, Any]:
    """`VisitorView`. conversation: the one on the screen, if there is one. served_by: who served
    the contact last, in whichever conversation."""
    return {
        "first_seen_at": to_text(visitor.first_seen_at),
        "last_seen_at": to_text(visitor.last_seen_at),
        "visits_count": visitor.visits_count,
        "pages_count": visitor.pages_count,
        "pages": [
            {"url": page.url, "title": page.title, "at": to_text(page.at)} for page in visitor.pages
        ],
        "referrer": visitor.referrer,
        "utm": dict(visitor.utm),
        "country": visitor.country,
        "city": visitor.city,
        "language": visitor.language,
        "device": visitor.device,
        "browser": visitor.browser,
        "os": visitor.os,
        "ab_test_group": visitor.ab_test_group,
        "invitation_at": to_text(visitor.invitation_at) if visitor.invitation_at else None,
        "closed_at": to_text(visitor.closed_at) if visitor.closed_at else None,
        "chat_seconds": visitor.chat_seconds,
        "introduced": bool(contact.email or contact.phone),
        "blacklisted": contact.blocked,
        "department_id": visitor.department_id or (conversation.queue_id if conversation else ""),
        "priority_agent_id": served_by,
        "rated": visitor.rated,
        "last_message": conversation.last.text if conversation else "",
        "has_integration": visitor.has_integration,
        "online": online,
    }


def widget_contact(
    contact_id: str, contact: Contact | None, visitor: Visitor | None, user_id: str = ""
) -> dict[str, Any]:
    """`WidgetContact`. contact: None before the first word or introduction."""
    return {
        "id": contact_id,
        "name": contact.name if contact else "",
        "email": contact.email if contact else "",
        "phone": contact.phone if contact else "",
        "description": contact.description if contact else "",
        "visits_count": visitor.visits_count if visitor else 1,
        "user_id": user_id,
    }


def widget_conversation(
    conversation: Conversation, agent: Agent | None, messages: Sequence[Message] = ()
) -> dict[str, Any]:
    """`WidgetConversation`. agent: the assignee. messages: the newest, if they are at hand."""
    return {
        "id": conversation.id,
        "seq": conversation.seq,
        "status": conversation.status.value,
        "agent": face(agent) if agent else None,
        "agent_read": agent_read(conversation, messages),
        "visitor_read": conversation.visitor_read,
        "rating": current_rating(conversation),
    }


def agent_read(conversation: Conversation, messages: Sequence[Message] = ()) -> int:
    """Up to which seq some agent has read. With all read that is the newest; else it needs the
    messages, and without them is 0: not known."""
    most = max(conversation.reads.values(), default=0)
    if most and most >= conversation.inbound:
        return conversation.seq
    read = [
        message.seq
        for message in messages
        if message.author.kind is AuthorKind.CONTACT and message.inbound <= most
    ]
    return max(read, default=0)


def face(agent: Agent) -> dict[str, str]:
    """photo: where it is shown, below the widget's API: what the bucket gives needs a signature."""
    return {"name": agent.name, "photo": agent.photo.replace("media/", "photos/", 1)}


_CONFIG = ("title", "greeting", "colour", "position", "language", "consent")


def widget_config(
    channel: ChannelRecord,
    agents: Sequence[Agent],
    queues: Sequence[Queue] = (),
    *,
    mails: bool = False,
    back: str = "",
) -> Mapping[str, Any]:
    """`WidgetConfig`: nothing that a stranger may not know. mails: whether mail can be sent. back:
    when people are back, while it is closed; it counts before the site's own line."""
    shown = {name: channel.settings[name] for name in _CONFIG if channel.settings.get(name)}
    config = site_config(channel.settings, queues)
    return {
        "colour": "#3b5bdb",
        "position": "right",
        "language": "en",
        "consent": "none",
        "title": "",
        "greeting": "",
        **shown,
        **config,
        "hours_line": back or config["hours_line"],
        "channel_id": channel.id,
        "name": channel.name,
        "agents": [face(agent) for agent in agents if agent.active][:FACES],
        "callback_seconds": ring_seconds(channel.settings),
        "transcript": mails and channel.settings.get("transcript") == "on",
    }
