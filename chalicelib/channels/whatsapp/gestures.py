"""What goes out on WhatsApp besides messages.

Sources, under https://developers.facebook.com/documentation/business-messaging/whatsapp/:
messages/reaction-messages (an empty emoji takes it back; only what the contact has written, in the
last 30 days), messages/mark-message-as-read (and all before it), typing-indicators (25 seconds or
until the next message; it marks as read, too).
"""

from __future__ import annotations

from chalicelib.channels.base import Channel, ProviderRequest
from chalicelib.channels.meta import graph
from chalicelib.channels.whatsapp.render import frame
from chalicelib.shared.errors import InvalidInput

Body = dict[str, object]


def reaction(recipient: str, target: str, emoji: str) -> Body:
    if not _is_message(target):
        raise InvalidInput("WhatsApp knows no such message", field="seq")
    told = {"message_id": target, "emoji": emoji}
    return {**frame(recipient), "type": "reaction", "reaction": told}


def read(target: str, *, typing: bool = False) -> Body | None:
    """A group's messages are read by nobody in person."""
    if not _is_message(target):
        return None
    body: Body = {"messaging_product": "whatsapp", "status": "read", "message_id": target}
    return body | ({"typing_indicator": {"type": "text"}} if typing else {})


def post(channel: Channel, body: Body, base_url: str) -> ProviderRequest:
    url = f"{base_url}/{channel.settings.get('phone_number_id', '')}/messages"
    return ProviderRequest("POST", url, headers=graph.authorization(channel), json=body)


def _is_message(target: str) -> bool:
    return target.startswith("wamid.")
