"""The public API over messages: read, sent, sent later."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.channels import policy, registry
from chalicelib.conversations import service
from chalicelib.conversations.model import Conversation, Message, Visibility
from chalicelib.entry._letters import addressed
from chalicelib.entry._paused import check_channel
from chalicelib.entry.v1 import reaching, views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.content import accepted, moved
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import MESSAGES
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.wire import v1

OF = "/conversations/{conversation_id}/messages"
REFUSALS = ((422, "channel_paused"), (422, "window_closed"))


@MESSAGES.get(OF)
def list_messages(call: ApiCall, conversation_id: str, query: v1.MessagesQuery) -> v1.MessageList:
    """List a conversation's messages."""
    if query.after and query.order != "oldest":
        raise InvalidInput("needs order=oldest", field="after")
    at = call.place(query.cursor, "v1 messages", conversation_id, query.order)
    place = int(at.position) if at.position.isdecimal() else 0
    ids = {"account_id": call.account_id, "conversation_id": conversation_id}
    if query.order == "oldest":
        shown, more = _oldest(
            call.account_id, conversation_id, max(place, query.after), query.limit
        )
    else:
        found = service.messages(
            wiring.conversation_ports(),
            account_id=call.account_id,
            conversation_id=conversation_id,
            before=place,
            limit=query.limit,
        )
        shown, more = found.messages[::-1], found.more
    if not shown:
        service.get(wiring.conversation_ports(), **ids)  # nothing more, or NotFound
    rest = str(shown[-1].seq) if more and shown else ""
    return v1.MessageList(data=[views.message(each) for each in shown], next_cursor=at.after(rest))


def _oldest(
    account_id: str, conversation_id: str, after: int, limit: int
) -> tuple[list[Message], bool]:
    """The next ones after that seq, and whether there are more. The very first is asked apart: to
    the service, after nothing means the newest."""
    ports = wiring.conversation_ports()

    def later(seq: int, most: int) -> tuple[list[Message], bool]:
        found = service.messages(
            ports, account_id=account_id, conversation_id=conversation_id, after=seq, limit=most
        )
        return found.messages, found.more

    if after:
        return later(after, limit)
    first = service.message(ports, account_id=account_id, conversation_id=conversation_id, seq=1)
    rest, more = later(1, max(limit - 1, 1))
    every = [*([first] if first else ()), *rest]
    return every[:limit], more or len(every) > limit


@MESSAGES.post(
    OF,
    example={"content": {"kind": "text", "text": "It has left our house"}},
    creates=True,
    problems=REFUSALS,
)
def send_message(call: ApiCall, conversation_id: str, body: v1.NewMessage) -> v1.Message:
    """Reply in a conversation, or leave a note."""
    ports = wiring.conversation_ports()
    ids = {"account_id": call.account_id, "conversation_id": conversation_id}
    head = service.get(ports, **ids)
    limits = registry.get("website" if body.note else head.channel_kind).limits
    content = accepted(call, body.content, limits=limits, folders={head.id})
    if not body.note:
        check_channel(head.channel_id)
        check_window(head, content)
    content = addressed(content, head.channel_kind, body.cc, body.bcc, note=body.note)
    stored = service.post(
        ports,
        **ids,
        author=call.author(body.agent_id),
        content=moved(call, content, head.id),
        client_id=call.client_id,
        visibility=Visibility.NOTE if body.note else Visibility.PUBLIC,
        reply_to=body.reply_to,
    )
    return views.message(stored)


def check_window(head: Conversation, content: Content) -> None:
    """Raises WindowClosed. A template goes whenever."""
    if content.kind is not Kind.TEMPLATE:
        policy.check_window(
            registry.get(head.channel_kind).limits,
            inbound=head.inbound,
            inbound_at=head.inbound_at,
            now=wiring.conversation_ports().clock(),
        )


@MESSAGES.post(f"{OF}/{{seq}}/retry", problems=CONFLICT)
def retry_message(call: ApiCall, conversation_id: str, seq: str) -> v1.Message:
    """Send a failed message again."""
    if not (seq.isdecimal() and len(seq) <= 9 and int(seq)):
        raise NotFound("no such message")
    return views.message(
        service.retry(
            wiring.conversation_ports(),
            account_id=call.account_id,
            conversation_id=conversation_id,
            seq=int(seq),
        )
    )


@MESSAGES.post(
    "/messages",
    example={
        "channel_id": "01m821w6zt5s243sx4-w7t70r9geswb",
        "to": {"phone": "+55 11 98765-4321", "name": "Ana Prado"},
        "content": {
            "kind": "template",
            "text": "Your parcel 42 has left",
            "template": {"name": "parcel_left", "language": "en", "variables": {"1": "42"}},
        },
    },
    creates=True,
    problems=REFUSALS,
)
def write_message(call: ApiCall, body: v1.OutboundMessage) -> v1.Message:
    """Write to somebody on a channel."""
    return views.message(reaching.write(call, body))
