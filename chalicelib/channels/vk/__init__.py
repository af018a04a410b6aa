"""VK: people who write to a community.

Source: https://dev.vk.com/en/api/callback/getting-started (Callback API),
https://dev.vk.com/en/method/messages.send and https://github.com/VKCOM/vk-api-schema (API 5.199).

VK signs nothing: it repeats a secret in the body of every request. It is taken out at the door, and
is neither queued nor kept.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.channels import reading
from chalicelib.channels.abilities import Direct, Reply
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    InboundMessage,
    NotThisProvider,
    Profile,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.vk import api, connect, gestures
from chalicelib.channels.vk.codes import verdict
from chalicelib.channels.vk.parse import SECRET, dedup_of, event_of, parse, sender_of
from chalicelib.channels.vk.profile import profile_call, profile_in
from chalicelib.channels.vk.render import LIMITS, messages
from chalicelib.shared.content import Content


class Vk(Direct):
    kind = "vk"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """VK makes its handshake by POST: see `answer`."""
        return None

    def answer(self, channel: Channel, request: WebhookRequest) -> Reply | None:
        """ "After specifying the server address a request will be sent with a type notification
        confirmation. Your server must return a given string." A wrong secret is not answered."""
        event = _event(request)
        if event is None or event["type"] != "confirmation":
            return None
        known = channel.settings.get("confirmation", "")
        right = str(event["group_id"]) == channel.settings.get("group_id")
        if not known or not right or (SECRET in event and not _is_secret(channel, event)):
            return None
        return Reply(known, last=True)

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """#secret-key: "an arbitrary string that is passed in each notification as `secret`"."""
        event = _event(request)
        return event is not None and _is_secret(channel, event)

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """One notification is one person's. event_id: "if it passed twice or more, you should
        ignore it"."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            event = event_of(whole)
        except NotThisProvider:
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]
        return [WebhookPart(sender_of(event).id or "vk", dedup_of(event), reading.dump(event))]

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
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        return messages(place, recipient, content, reply_to=reply_to, media_url=media_url)

    def read_response(self, response: ProviderResponse) -> SendResult:
        """{"response": [{"peer_id", "message_id", "conversation_message_id", "error"}]}, or
        {"error": {"error_code", "error_msg"}}."""
        return verdict(response.status, api.answer(response))

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        return gestures.reaction(place, target, emoji)

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        """{"response": 1}."""
        return replace(self.read_response(response), provider_id="")

    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        return gestures.seen(api.Api(base_url, channel.secrets.get("access_token", "")), target)

    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        return gestures.typing(place, recipient) if on else None

    def acknowledge(
        self, channel: Channel, item: Inbound, *, base_url: str
    ) -> Sequence[ProviderRequest]:
        """A callback button spins for a minute unless it is answered
        (https://dev.vk.com/en/method/messages.sendMessageEventAnswer)."""
        kind, _, event_id = item.id.partition(":")
        if not isinstance(item, InboundMessage) or kind != "callback":
            return ()
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        user = (item.content.data or {}).get("author_id", item.sender.id)
        fields = {"event_id": event_id, "user_id": user, "peer_id": item.sender.id}
        return [place.call("messages.sendMessageEventAnswer", fields)]

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        return connect.requests(place, webhook_url, channel.secrets.get("webhook_secret", ""))

    def profile_request(self, channel: Channel, sender: str, *, base_url: str) -> ProviderRequest:
        place = api.Api(base_url, channel.secrets.get("access_token", ""))
        return profile_call(place, sender)

    def read_profile(self, response: ProviderResponse) -> Profile | None:
        return profile_in(api.answer(response)) if response.status == 200 else None


def _event(request: WebhookRequest) -> reading.Json | None:
    """With its secret; None if it is no notification."""
    try:
        return event_of(request.body.decode("utf-8", "backslashreplace"), secret=True)
    except NotThisProvider:
        return None


def _is_secret(channel: Channel, event: reading.Json) -> bool:
    expected, given = channel.secrets.get("webhook_secret", ""), event.get(SECRET)
    if not expected or not isinstance(given, str):
        return False
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


ADAPTER: ChannelAdapter = Vk()
