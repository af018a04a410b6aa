"""What agents, bots and website visitors write through our own API."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from chalicelib.channels.base import Sender
from chalicelib.conversations import bots, offers, rules
from chalicelib.conversations.appending import Thread, append, raised
from chalicelib.conversations.changing import load_head
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.conversations.opening import WEBSITE, Source
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.receiving import take_in
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ChannelId, ConversationId

MAX_TEXT = 16_384  # characters; every channel's own limit lies below

_NOT_WRITTEN = frozenset({Kind.EVENT, Kind.UNSUPPORTED})


def post(
    p: ConversationPorts,
    *,
    account_id: str,
    conversation_id: str,
    author: Author,
    content: Content,
    client_id: str,
    visibility: Visibility = Visibility.PUBLIC,
    reply_to: int = 0,
) -> Message:
    """Append a message of an agent or a bot. The same client_id again answers the stored one.

    A public one is to be delivered: `queued`, or `sent` at once on the website, whose visitor takes
    it from the store. Raises NotFound, InvalidInput (naming the field) or TryAgain.
    """
    checked = checked_content(account_id, content)
    head = load_head(p, account_id, conversation_id)
    now = to_milliseconds(p.clock())
    draft = Message(
        account_id=head.account_id,
        conversation_id=head.id,
        seq=0,
        author=author,
        content=checked,
        visibility=visibility,
        at=now,
        dedup=client_id,
        reply_to=_answered(head, reply_to),
    )
    if visibility is Visibility.PUBLIC and author.kind in (AuthorKind.AGENT, AuthorKind.BOT):
        website = head.channel_kind == WEBSITE
        state = DeliveryState.SENT if website else DeliveryState.QUEUED
        draft = replace(draft, delivery=Delivery(state=state, at=now))
    return append(
        p, Thread(head), draft, scope=head.id, patch=partial(_answered_offer, draft)
    ).message


def _answered_offer(draft: Message, head: Conversation) -> Conversation:
    """Who answers what was offered to him has accepted it; what a bot had is his."""
    if draft.visibility is not Visibility.PUBLIC or draft.author.kind is not AuthorKind.AGENT:
        return head
    taken = bots.answered(draft, offers.accepted(head, draft.author.id))
    return raised(head, rules.replied(taken))


def visitor_post(
    p: ConversationPorts,
    *,
    account_id: str,
    channel_id: str,
    contact_id: str,
    content: Content,
    client_id: str,
    reply_to: int = 0,
    automation: str = "",
    queue_id: str = "",
) -> tuple[Message, Conversation]:
    """Append what a website's visitor writes; his first word opens the conversation. automation:
    what flows want to see of the channel's messages. queue_id: where it opens one.

    The same client_id again answers the stored message. Raises InvalidInput or TryAgain.
    """
    checked = checked_content(account_id, content)
    now = to_milliseconds(p.clock())
    source = Source(
        AccountId(account_id), ChannelId(channel_id), WEBSITE, now, automation, queue_id
    )
    draft = Message(
        account_id=source.account_id,
        conversation_id=ConversationId(""),
        seq=0,
        author=Author(AuthorKind.CONTACT),
        content=checked,
        visibility=Visibility.PUBLIC,
        at=now,
        sent_at=now,
        dedup=client_id,
        reply_to=max(reply_to, 0),
    )
    # Visitors choose their own ids: one visitor's cannot be another's.
    scope = f"{channel_id}#{contact_id}"
    appended = take_in(p, source, Sender(id=contact_id), draft, scope=scope)
    return appended.message, appended.thread.conversation


def visitor_conversation(
    p: ConversationPorts, *, account_id: str, channel_id: str, contact_id: str
) -> Conversation | None:
    """The visitor's current conversation; None before his first word."""
    thread = visitor_thread(p, account_id=account_id, channel_id=channel_id, contact_id=contact_id)
    return thread.conversation if thread else None


def visitor_thread(
    p: ConversationPorts, *, account_id: str, channel_id: str, contact_id: str
) -> Thread | None:
    """The same, and whether he is blocked."""
    account = AccountId(account_id)
    identity = p.store.identity(account, ChannelId(channel_id), contact_id)
    head = p.store.head(account, identity.conversation_id) if identity else None
    return Thread(head, blocked=identity.blocked) if identity and head else None


def _answered(head: Conversation, reply_to: int) -> int:
    if not 0 <= reply_to <= head.seq:
        raise InvalidInput("no such message", field="reply_to")
    return reply_to


def checked_content(account_id: str, content: Content) -> Content:
    """What a client may write: no provider's fields, no files but our own. Raises InvalidInput."""
    if content.kind in _NOT_WRITTEN:
        raise InvalidInput("nobody writes these", field="content.kind")
    if content.kind is Kind.TEXT and not content.text.strip():
        raise InvalidInput("there is no text", field="content.text")
    if len(content.text) > MAX_TEXT:
        raise InvalidInput(f"at most {MAX_TEXT} characters", field="content.text")
    if content.kind in MEDIA_KINDS and not content.media:
        raise InvalidInput("there is no file", field="content.media")
    for each in content.media:
        if not each.key.startswith(f"media/{account_id}/"):
            raise InvalidInput("no file of this account", field="content.media")
    media = tuple(replace(each, provider_id="", url="", error="") for each in content.media)
    return replace(content, media=media, raw="", provider_kind="", referral=None, event="")
