"""Viber: people who write to a bot.

Source: https://creators.viber.com/docs/bots-api and
https://developers.viber.com/docs/api/rest-bot-api/ (7.3.0). Every call carries X-Viber-Auth-Token;
an answer is 200 with a `status` of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from chalicelib.channels import reading
from chalicelib.channels.abilities import Direct, Reply
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    NotThisProvider,
    Profile,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.viber.codes import verdict
from chalicelib.channels.viber.parse import event_of, parse, sender_of
from chalicelib.channels.viber.render import LIMITS, bodies, sender_name
from chalicelib.shared.content import Content

# https://creators.viber.com/docs/bots-api/getting-started/web-hooks; `message` comes in any case.
EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")


class Viber(Direct):
    kind = "viber"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """Viber makes no handshake: it calls with the event "webhook", and wants a 200."""
        return None

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """X-Viber-Content-Signature: HMAC-SHA256 of the raw body with the token, in hex digits
        (https://developers.viber.com/docs/api/rest-bot-api/#callbacks)."""
        token = channel.secrets.get("token", "")
        given = request.headers.get("x-viber-content-signature", "")
        digest = hmac.new(token.encode(), request.body, hashlib.sha256).hexdigest()
        right = hmac.compare_digest(digest.encode(), given.encode())
        return bool(token) and right

    def answer(self, channel: Channel, request: WebhookRequest) -> Reply | None:
        """The one message that may go to a person who has opened the chat and not written yet
        (https://creators.viber.com/docs/bots-api/resources/messaging/welcome-message)."""
        words = channel.settings.get("welcome", "")
        if not words:
            return None
        try:
            event = reading.load(request.body.decode("utf-8", "replace"))
        except NotThisProvider:
            return None
        if event.get("event") != "conversation_started" or event.get("subscribed") is True:
            return None
        message = {"sender": {"name": sender_name(channel)}, "type": "text", "text": words}
        return Reply(json.dumps(message), mime="application/json")

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """One callback is one person's. A receipt bears the token of our message, so that the token
        alone does not tell callbacks apart."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            event = event_of(whole)
        except NotThisProvider:
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]
        person = sender_of(event).id
        token = event.get("message_token")
        known = isinstance(token, int) and not isinstance(token, bool)
        dedup = reading.digest([event["event"], token, person] if known else event)
        return [WebhookPart(person or "viber", dedup, whole)]

    def parse(self, body: str) -> Sequence[Inbound]:
        try:
            return parse(body)
        except RecursionError:
            return [kept_whole(body)]

    def render(
        self,
        channel: Channel,
        recipient: str,
        content: Content,
        *,
        reply_to: str = "",
        base_url: str,
        media_url: Mapping[str, str],
        late: bool = False,
    ) -> Sequence[ProviderRequest]:
        """A bot cannot quote: reply_to is left out."""
        frame = {
            "receiver": recipient,
            "min_api_version": 1,
            "sender": {"name": sender_name(channel)},
        }
        return [
            _call(channel, base_url, "send_message", {**frame, **body})
            for body in bodies(content, media_url)
        ]

    def read_response(self, response: ProviderResponse) -> SendResult:
        """{"status": 0, "message_token"}, or another status and `status_message`."""
        return verdict(response.status, _answer(response))

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        webhook = {
            "url": webhook_url,
            "event_types": list(EVENTS),
            "send_name": True,
            "send_photo": True,
        }
        return [
            _call(channel, base_url, "get_account_info", {}),
            _call(channel, base_url, "set_webhook", webhook),
        ]

    def profile_request(self, channel: Channel, sender: str, *, base_url: str) -> ProviderRequest:
        """https://developers.viber.com/docs/api/rest-bot-api/#get-user-details: at most twice in 12
        hours for each person."""
        return _call(channel, base_url, "get_user_details", {"id": sender})

    def read_profile(self, response: ProviderResponse) -> Profile | None:
        answer = _answer(response)
        user = answer.get("user")
        if response.status != 200 or answer.get("status") != 0 or not isinstance(user, dict):
            return None
        name, photo = user.get("name"), user.get("avatar")
        return Profile(
            name=reading.clean(name)[:200] if isinstance(name, str) else "",
            photo=photo if isinstance(photo, str) and photo.startswith("http") else "",
        )


def _call(
    channel: Channel, base_url: str, method: str, body: Mapping[str, object]
) -> ProviderRequest:
    headers = {"X-Viber-Auth-Token": channel.secrets.get("token", "")}
    return ProviderRequest("POST", f"{base_url}/{method}", headers=headers, json=body)


def _answer(response: ProviderResponse) -> Mapping[str, object]:
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


ADAPTER: ChannelAdapter = Viber()
