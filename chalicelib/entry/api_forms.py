"""The widget's forms: before the chat, and in its place while nobody is there."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.entry._first_word import choose_department, introduced, opened, settings_of
from chalicelib.entry._http import ANY_ORIGIN, Answer, Routes, VisitorCall
from chalicelib.entry._limits import admit_visitor
from chalicelib.entry._visitor_site import queue_of, site_of
from chalicelib.shared.errors import InvalidInput

blueprint = Blueprint(__name__)
routes = Routes(blueprint, cors=ANY_ORIGIN)


@routes.visitor("POST", "/widget/introduction")
def introduction(call: VisitorCall) -> Answer:
    """`WidgetContact`. Every field is checked before any is kept."""
    from chalicelib.visitors.forms import forms_of
    from chalicelib.visitors.view import widget_contact
    from chalicelib.wire.widget import Introduction

    asked, visitor = call.body(Introduction), call.visitor
    admit_visitor("form", visitor)
    site = site_of(visitor)
    for name in forms_of(settings_of(site, visitor)).required:
        if not (getattr(asked, name) or "").strip():
            raise InvalidInput("is needed", field=name)
    choose_department(visitor, asked.department_id)
    contact, record = introduced(visitor, name=asked.name, email=asked.email, phone=asked.phone)
    return widget_contact(visitor.contact_id, contact, record, visitor.user_id)


@routes.visitor("POST", "/widget/offline")
def offline(call: VisitorCall) -> Answer:
    """`WidgetSendResult`. The same client_id again stores nothing more."""
    from chalicelib import wiring
    from chalicelib.conversations import service, starting
    from chalicelib.conversations.view import message_view
    from chalicelib.shared.content import Content, Kind
    from chalicelib.visitors.forms import forms_of
    from chalicelib.visitors.view import widget_conversation
    from chalicelib.wire.widget import OfflineMessage

    asked, visitor = call.body(OfflineMessage), call.visitor
    admit_visitor("form", visitor)
    site = site_of(visitor)
    if not forms_of(settings_of(site, visitor)).offline:
        raise InvalidInput("this site has no such form", field="message")
    for name in ("email", "message"):
        if not getattr(asked, name).strip():
            raise InvalidInput("is needed", field=name)
    choose_department(visitor, asked.department_id)
    contact, _ = introduced(
        visitor, name=asked.name or None, email=asked.email, phone=asked.phone or None
    )
    ids: dict[str, Any] = {
        "account_id": visitor.account_id,
        "channel_id": visitor.channel_id,
        "contact_id": visitor.contact_id,
    }
    ports = wiring.conversation_ports()
    message, conversation = service.visitor_post(
        ports,
        content=Content(kind=Kind.TEXT, text=asked.message.strip()),
        client_id=asked.client_id,
        queue_id=queue_of(site, visitor),
        **ids,
    )
    starting.tell(
        ports,
        event="visitor.offline_form",
        data={"email": contact.email},
        id=f"offline:{asked.client_id}",
        **ids,
    )
    conversation = opened(site, visitor, conversation)
    agent = site.agent(conversation.assignee_id)
    return {
        "message": message_view(message),
        "conversation": widget_conversation(conversation, agent, [message]),
    }
