"""An API channel: an owner's own program speaks for a messenger that we do not know.

After JivoChat's Chat API (https://www.jivochat.com/docs/chat): who has a connector for that points
it here. Events are POSTed both ways; ours are signed after Standard Webhooks, theirs bear a token
in the address, and a signature too if they like (docs/channels/custom.md).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.channels import reading
from chalicelib.channels.abilities import Direct
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    NotThisProvider,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.custom import gestures, signing
from chalicelib.channels.custom.codes import verdict
from chalicelib.channels.custom.parse import events_of, parse, sender_of, with_names
from chalicelib.channels.custom.render import LIMITS, events, post
from chalicelib.shared.content import Content
from chalicelib.shared.errors import InvalidInput


class Custom(Direct):
    kind = "custom"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """The channel's status, which a connector may ask for: "0" while it is paused
        (https://www.jivochat.com/docs/chat#channel-status)."""
        if not _is_token(channel, request):
            return None
        return "0" if channel.paused else "1"

    def status(self, challenge: str, *, attended: bool) -> str:
        """JivoChat's too is "0" while the agents are offline."""
        return challenge if attended else "0"

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """The token in the address; and the signature, if there is one or there has to be."""
        if not _is_token(channel, request):
            return False
        if signing.is_signed(request) or channel.settings.get("signature") == "required":
            return signing.is_right(channel.secrets.get("signing_key", ""), request)
        return True

    def named(self, request: WebhookRequest) -> bytes:
        return with_names(request.body, request.headers.get("webhook-id", ""), request.at)

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """By sender, in order."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            parts: dict[str, list[object]] = {}
            for event in events_of(whole):
                parts.setdefault(sender_of(event).id, []).append(event)
            return [_part(sender, events) for sender, events in parts.items()]
        except (NotThisProvider, RecursionError):
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]

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
        return [
            _post(channel, {"recipient": {"id": recipient}, "message": message})
            for message in events(content, reply_to=reply_to, media_url=media_url)
        ]

    def read_response(self, response: ProviderResponse) -> SendResult:
        return verdict(response)

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        return _tell(channel, recipient, gestures.reaction(target, emoji))

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        return replace(self.read_response(response), provider_id="")

    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        message = gestures.seen(target)
        return _tell(channel, recipient, message) if message else None

    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        return _tell(channel, recipient, gestures.typing()) if on else None

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        """A signed event that says nothing: who answers it with 2xx is there."""
        return [_post(channel, {"message": {"type": "ping"}})]


def _tell(channel: Channel, recipient: str, message: gestures.Message) -> ProviderRequest:
    return _post(channel, {"recipient": {"id": recipient}, "message": message})


def _post(channel: Channel, event: Mapping[str, object]) -> ProviderRequest:
    """Raises InvalidInput while there is nothing to sign with."""
    key = channel.secrets.get("signing_key", "")
    if not key:
        raise InvalidInput("make the channel's keys first", field="secrets.signing_key")
    return post(channel.settings.get("url", ""), key, event)


def _is_token(channel: Channel, request: WebhookRequest) -> bool:
    expected = channel.secrets.get("address_token", "")
    given = request.token.encode("utf-8", "surrogatepass")
    return bool(expected) and hmac.compare_digest(expected.encode(), given)


def _part(sender: str, events: Sequence[object]) -> WebhookPart:
    return WebhookPart(sender or "nobody", reading.digest(events), reading.dump({"events": events}))


ADAPTER: ChannelAdapter = Custom()
