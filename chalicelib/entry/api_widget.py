"""The widget's routes: any origin, a visitor's token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from chalice.app import Blueprint

from chalicelib.entry._first_word import check_form, introduced, opened
from chalicelib.entry._http import ANY_ORIGIN, Answer, Call, Routes, VisitorCall
from chalicelib.entry._installed import seen_on_site
from chalicelib.entry._limits import admit_address, admit_visitor
from chalicelib.entry._presence import arrived, hear, invitations, spoke
from chalicelib.entry._stars import stars_or_survey
from chalicelib.entry._visitor_site import automation_of, queue_of, site_of
from chalicelib.shared.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage
    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation, Message
    from chalicelib.entry._widget_queries import ThreadQuery
    from chalicelib.visitors.model import Identity, Surroundings, Visit
    from chalicelib.wire.widget import VisitReport

blueprint = Blueprint(__name__)
routes = Routes(blueprint, cors=ANY_ORIGIN)

NO_CONVERSATION: Mapping[str, Any] = {
    "conversation": None,
    "messages": [],
    "more": False,
    "earlier": False,
}
MOST_CUSTOM, LONGEST_NAME, LONGEST_VALUE = 50, 60, 1000


@routes.public("POST", "/widget/{channel_id}/session")
def session(call: Call, channel_id: str) -> Answer:
    """A newcomer costs two writes and no read but the account's, which is kept for seconds."""
    from chalicelib import wiring
    from chalicelib.entry._working import working
    from chalicelib.settings import settings
    from chalicelib.visitors import service
    from chalicelib.visitors.view import widget_config, widget_contact
    from chalicelib.wire.widget import SessionRequest

    asked = call.body(SessionRequest)
    admit_address("session", call, channel_id)
    opening = service.open_session(
        wiring.visitor_ports(),
        channel_id=channel_id,
        token=asked.token,
        origin=call.header("origin"),
        visit=_visit(asked.visit),
        where=_surroundings(call),
        user=service.User(asked.user.id, asked.user.signature),
    )
    seen_on_site(call, opening.channel)
    contact, current = None, dict(NO_CONVERSATION)
    if opening.known:
        contact = _contact(opening.identity)
        current = _page(opening.identity, opening.page, before=0, after=0, limit=50)
    talk: Any = current["conversation"]
    is_open, back = working(opening.page, opening.channel, asked.visit.language)
    name, conversation_id = contact.name if contact else "", talk["id"] if talk else ""
    told = arrived(opening.visitor, name=name, conversation_id=conversation_id)
    return {
        "token": opening.token,
        "next_beat": told["next"],
        "invitations": invitations(opening.page, opening.channel.id, opening.visitor, is_open),
        "config": stars_or_survey(
            opening.channel,
            widget_config(
                opening.channel,
                opening.page.agents,
                opening.page.queues,
                mails=bool(settings().mail_sender),
                back=back,
            ),
        ),
        "contact": widget_contact(
            opening.identity.contact_id, contact, opening.visitor, opening.identity.user_id
        ),
        "agents_online": is_open and _agents_online(opening.page),
        **current,
    }


@routes.visitor("POST", "/widget/visit")
def visit(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.visitors import service
    from chalicelib.wire.widget import VisitReport

    asked = call.body(VisitReport)
    visitor = service.report(
        wiring.visitor_ports(),
        identity=call.visitor,
        visit=_visit(asked),
        where=_surroundings(call),
    )
    return arrived(visitor)


@routes.visitor("POST", "/widget/messages")
def send(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.channels import registry
    from chalicelib.conversations import service
    from chalicelib.conversations.view import message_view
    from chalicelib.entry._content import VISITOR_KINDS, accept, keys_of
    from chalicelib.wire.common import SendRequest

    asked, visitor = call.body(SendRequest), call.visitor
    if asked.note:
        raise InvalidInput("only the team writes notes", field="note")
    if asked.reply_to < 0:
        raise InvalidInput("there is no such message", field="reply_to")
    admit_visitor("send", visitor)
    site = site_of(visitor)
    check_form(site, visitor)
    content = accept(
        asked.content,
        kinds=VISITOR_KINDS,
        owns=keys_of(visitor.account_id, {visitor.contact_id}),
        limits=registry.get("website").limits,
    )
    message, conversation = service.visitor_post(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        channel_id=visitor.channel_id,
        contact_id=visitor.contact_id,
        content=content,
        client_id=asked.client_id,
        reply_to=asked.reply_to,
        automation=automation_of(site, visitor),
        queue_id=queue_of(site, visitor),
    )
    hear(site, visitor)
    if message.seq == 1:
        spoke(visitor.account_id, visitor.contact_id, conversation.id)
        conversation = opened(site, visitor, conversation)
    return {
        "message": message_view(message),
        "conversation": _conversation(site, conversation, [message]),
    }


@routes.visitor("GET", "/widget/messages")
def list_messages(call: VisitorCall) -> Answer:
    from chalicelib.entry._widget_queries import ThreadQuery

    asked = call.query(ThreadQuery)
    if asked.before and asked.after:
        raise InvalidInput("give before or after, not both", field="after")
    if asked.earlier or asked.of:
        return _earlier(call.visitor, asked)
    return _page(
        call.visitor,
        site_of(call.visitor),
        before=asked.before,
        after=asked.after,
        limit=asked.limit,
    )


@routes.visitor("POST", "/widget/receipts")
def receipt(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.wire.widget import Receipt

    asked = call.body(Receipt)
    conversation = _current(call.visitor)
    if conversation is None:
        raise InvalidInput("there is no such message", field="seq")
    service.visitor_receipt(
        wiring.conversation_ports(),
        account_id=call.visitor.account_id,
        conversation_id=conversation.id,
        state=asked.state,
        seq=asked.seq,
    )
    return None


@routes.visitor("PATCH", "/widget/contact")
def introduce(call: VisitorCall) -> Answer:
    """What the visitor or his page says of him."""
    from chalicelib.visitors.view import widget_contact
    from chalicelib.wire.widget import ContactInfo

    asked, visitor = call.body(ContactInfo), call.visitor
    admit_visitor("contact", visitor)
    contact, record = introduced(
        visitor,
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        description=asked.description,
        custom=_custom(asked.custom),
    )
    return widget_contact(visitor.contact_id, contact, record, visitor.user_id)


@routes.visitor("POST", "/widget/sockets/ticket")
def socket_ticket(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations.posting import visitor_thread
    from chalicelib.realtime import service
    from chalicelib.realtime.model import VisitorWho

    admit_visitor("ticket", call.visitor)
    thread = visitor_thread(
        wiring.conversation_ports(),
        account_id=call.visitor.account_id,
        channel_id=call.visitor.channel_id,
        contact_id=call.visitor.contact_id,
    )
    contact = _contact(call.visitor)
    who = VisitorWho(
        account_id=call.visitor.account_id,
        contact_id=call.visitor.contact_id,
        channel_id=call.visitor.channel_id,
        conversation_id=thread.conversation.id if thread else "",
        name=contact.name if contact else "",
        blocked=bool((thread and thread.blocked) or (contact and contact.blocked)),
    )
    return {"url": service.issue_ticket(wiring.realtime_ports(), who=who)}


def _visit(report: VisitReport) -> Visit:
    """`screen` is not kept: nothing is made of it."""
    from chalicelib.visitors.model import Visit

    return Visit(
        url=report.url,
        title=report.title,
        referrer=report.referrer,
        utm=report.utm,
        language=report.language,
        new_visit=report.new_visit,
        ab_test_group=report.ab_test_group,
        closed=report.closed,
        chat_seconds=report.chat_seconds,
    )


def _surroundings(call: Call) -> Surroundings:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html"""
    from chalicelib.entry._edge import told
    from chalicelib.visitors.model import Surroundings

    return Surroundings(
        country=told(call, "cloudfront-viewer-country"),
        city=unquote(told(call, "cloudfront-viewer-city")),
        user_agent=call.header("user-agent"),
        accept_language=call.header("accept-language"),
    )


def _agents_online(site: AccountPage) -> bool:
    from chalicelib import wiring
    from chalicelib.realtime.service import online_agents

    here = online_agents(wiring.realtime_ports(), account_id=site.account.id)
    return any(agent.id in here and agent.presence == "online" for agent in site.agents)


def _current(visitor: Identity) -> Conversation | None:
    from chalicelib import wiring
    from chalicelib.conversations import service

    return service.visitor_conversation(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        channel_id=visitor.channel_id,
        contact_id=visitor.contact_id,
    )


def _contact(visitor: Identity) -> Contact | None:
    from chalicelib import wiring
    from chalicelib.contacts import service

    try:
        return service.get(
            wiring.contact_ports(), account_id=visitor.account_id, contact_id=visitor.contact_id
        )
    except NotFound:
        return None


def _page(
    visitor: Identity, site: AccountPage, *, before: int, after: int, limit: int
) -> dict[str, Any]:
    """`WidgetPage`: the current conversation and its public messages."""
    conversation = _current(visitor)
    if conversation is None:
        return dict(NO_CONVERSATION)
    return _slice(site, conversation, before=before, after=after, limit=limit)


def _earlier(visitor: Identity, asked: ThreadQuery) -> dict[str, Any]:
    """`WidgetPage` of a conversation before the current one."""
    from chalicelib import wiring
    from chalicelib.conversations import earlier

    ports = wiring.conversation_ports()
    ids = {
        "account_id": visitor.account_id,
        "channel_id": visitor.channel_id,
        "contact_id": visitor.contact_id,
    }
    if asked.earlier:
        found = earlier.before(ports, conversation_id=asked.earlier, **ids)
    else:
        own = earlier.of_visitor(ports, **ids)
        found = next((each for each in own if each.id == asked.of), None)
    if found is None:
        return dict(NO_CONVERSATION)
    return _slice(site_of(visitor), found, before=asked.before, after=0, limit=asked.limit)


def _slice(
    site: AccountPage, conversation: Conversation, *, before: int, after: int, limit: int
) -> dict[str, Any]:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.earlier import is_first
    from chalicelib.conversations.view import message_view

    found = service.messages(
        wiring.conversation_ports(),
        account_id=conversation.account_id,
        conversation_id=conversation.id,
        before=before,
        after=after,
        limit=limit,
        public_only=True,
    )
    return {
        "conversation": _conversation(site, conversation, found.messages),
        "messages": [message_view(message) for message in found.messages],
        "more": found.more,
        "earlier": not is_first(conversation),
    }


def _conversation(
    site: AccountPage, conversation: Conversation, messages: list[Message]
) -> Mapping[str, Any]:
    from chalicelib.visitors.view import widget_conversation

    agent = site.agent(conversation.assignee_id)
    return widget_conversation(conversation, agent, messages)


def _custom(values: Mapping[str, str] | None) -> dict[str, str] | None:
    if values is None:
        return None
    if len(values) > MOST_CUSTOM:
        raise InvalidInput(f"more than {MOST_CUSTOM} attributes", field="custom")
    for name, value in values.items():
        if not 0 < len(name) <= LONGEST_NAME:
            raise InvalidInput(f"a name has 1 to {LONGEST_NAME} characters", field="custom")
        if len(value) > LONGEST_VALUE:
            field = f"custom.{name}"
            raise InvalidInput(f"longer than {LONGEST_VALUE} characters", field=field)
    return dict(values)
