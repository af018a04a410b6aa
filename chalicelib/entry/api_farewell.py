"""The widget's routes at the end of a conversation: how it was, and a copy by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.entry._first_word import settings_of
from chalicelib.entry._http import ANY_ORIGIN, Answer, Routes, VisitorCall
from chalicelib.entry._limits import admit_visitor
from chalicelib.entry._visitor_site import site_of
from chalicelib.shared.errors import NotFound

if TYPE_CHECKING:
    from chalicelib.conversations.model import Conversation

blueprint = Blueprint(__name__)
routes = Routes(blueprint, cors=ANY_ORIGIN)


@routes.visitor("POST", "/widget/rating")
def rate(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import rating
    from chalicelib.visitors.rated import mark_rated
    from chalicelib.visitors.view import widget_conversation
    from chalicelib.wire.widget import RatingRequest

    asked, visitor = call.body(RatingRequest), call.visitor
    admit_visitor("rating", visitor)
    conversation = _conversation(call, "rating")
    after = rating.rate(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        conversation_id=conversation.id,
        score=asked.score,
        comment=asked.comment,
    )
    mark_rated(wiring.visitor_ports(), identity=visitor)
    return widget_conversation(after, site_of(visitor).agent(after.assignee_id))


@routes.visitor("POST", "/widget/transcript")
def transcript(call: VisitorCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.accounts.service import checked_email
    from chalicelib.settings import settings
    from chalicelib.transcripts.service import Wish, send_transcript
    from chalicelib.wire.widget import TranscriptRequest

    asked, visitor = call.body(TranscriptRequest), call.visitor
    email = checked_email(asked.email)
    if not settings().mail_sender:
        raise NotFound("nothing is sent from here")
    admit_visitor("transcript", visitor)
    conversation = _conversation(call, "transcript")
    site = site_of(visitor)
    channel = site.channel(visitor.channel_id)
    title = (channel.settings.get("title") or channel.name) if channel else ""
    send_transcript(
        wiring.transcript_ports(),
        wish=Wish(
            account_id=visitor.account_id,
            conversation_id=conversation.id,
            client_id=asked.client_id,
            email=email,
            site=title or site.account.name,
            zone=site.account.time_zone,
            language=asked.language or site.account.language,
        ),
    )
    return None


def _conversation(call: VisitorCall, setting: str) -> Conversation:
    """The visitor's current one, where the site offers this. Raises NotFound."""
    from chalicelib import wiring
    from chalicelib.conversations import service

    visitor = call.visitor
    if settings_of(site_of(visitor), visitor).get(setting) != "on":
        raise NotFound("this site does not offer it")
    found = service.visitor_conversation(
        wiring.conversation_ports(),
        account_id=visitor.account_id,
        channel_id=visitor.channel_id,
        contact_id=visitor.contact_id,
    )
    if found is None:
        raise NotFound("there is no conversation yet")
    return found
