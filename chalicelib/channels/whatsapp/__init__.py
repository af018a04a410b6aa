"""WhatsApp Cloud API.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp (Graph API 23.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from chalicelib.channels import reading
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    MediaUnavailable,
    NotThisProvider,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.meta import graph, signing
from chalicelib.channels.whatsapp import gestures
from chalicelib.channels.whatsapp.codes import verdict
from chalicelib.channels.whatsapp.parse import parse
from chalicelib.channels.whatsapp.render import LIMITS, bodies
from chalicelib.channels.whatsapp.walk import Piece, apart, pieces, sender_of, wrap
from chalicelib.shared.content import Content

# Whose servers may see the access token when a file is fetched.
_META_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net")


class WhatsApp:
    kind = "whatsapp"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        return signing.challenge(channel, request)

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        return signing.verify(channel, request)

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """A part a person, in the order of their first appearance; all that the payload holds of
        one person stays together and in order. What is nobody's goes by the account."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            found = list(pieces(reading.load(whole)))
        except NotThisProvider:
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]
        groups: dict[str, list[Piece]] = {}
        for piece in found:
            groups.setdefault(sender_of(piece).id or "account", []).append(piece)
        return [_part(group, some) for group, some in groups.items()]

    def addresses(self, settings: Mapping[str, str]) -> frozenset[str]:
        return frozenset(filter(None, (settings.get("phone_number_id", ""),)))

    def apart(self, body: bytes) -> Sequence[tuple[str, bytes]]:
        return apart(body)

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
        url = f"{base_url}/{channel.settings.get('phone_number_id', '')}/messages"
        messages = bodies(recipient, content, reply_to=reply_to, media_url=media_url)
        headers = graph.authorization(channel)
        return [ProviderRequest("POST", url, headers=headers, json=each) for each in messages]

    def read_response(self, response: ProviderResponse) -> SendResult:
        """{"messages": [{"id"}]}, or {"error": {"code", "message", "error_data": {"details"}}}."""
        answer = graph.answer(response)
        messages = answer.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else {}
        if 200 <= response.status < 300 and isinstance(first, dict) and first.get("id"):
            return SendResult(Verdict.SENT, provider_id=str(first["id"]))
        error = graph.error(answer)
        decision, wait = verdict(response.status, error.code, transient=error.transient)
        told = str(response.status or "no_answer") if error.code is None else str(error.code)
        return SendResult(decision, reason=error.words[:500], code=told, retry_after=wait)

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        return gestures.post(channel, gestures.reaction(recipient, target, emoji), base_url)

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        return self.read_response(response)

    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        body = gestures.read(target)
        return gestures.post(channel, body, base_url) if body else None

    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        body = gestures.read(target, typing=True) if on else None
        return gestures.post(channel, body, base_url) if body else None

    def acknowledge(
        self, channel: Channel, item: Inbound, *, base_url: str
    ) -> Sequence[ProviderRequest]:
        """None: blue ticks are for an agent who has read, not for a machine that has stored."""
        return ()

    def media_request(
        self, channel: Channel, provider_id: str, *, base_url: str
    ) -> ProviderRequest | None:
        """GET /{media id}: the file's address, good for five minutes."""
        number = channel.settings.get("phone_number_id", "")
        url = f"{base_url}/{provider_id}?phone_number_id={number}"
        return ProviderRequest("GET", url, headers=graph.authorization(channel))

    def media_location(
        self, channel: Channel, response: ProviderResponse, *, base_url: str
    ) -> ProviderRequest:
        """The file's address needs the access token too; only Meta's own servers are given it."""
        answer = graph.answer(response)
        url = answer.get("url")
        if response.status != 200 or not isinstance(url, str):
            error = graph.error(answer)
            decision, _ = verdict(response.status, error.code, transient=error.transient)
            again = decision is not Verdict.PERMANENT and response.status != 200
            raise MediaUnavailable(error.words[:200] or "the file is not available", again=again)
        host = urlsplit(url).hostname or ""
        trusted = host == urlsplit(base_url).hostname or host.endswith(_META_HOSTS)
        return ProviderRequest("GET", url, headers=graph.authorization(channel) if trusted else {})

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        """Check the number, subscribe the app to the business account, and have this number's
        webhooks sent here (Meta then makes the handshake at once).
        https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
        """
        headers = graph.authorization(channel)
        number = f"{base_url}/{channel.settings.get('phone_number_id', '')}"
        account = f"{base_url}/{channel.settings.get('waba_id', '')}/subscribed_apps"
        fields = "display_phone_number,verified_name,quality_rating,platform_type"
        webhook = {
            "override_callback_uri": webhook_url,
            "verify_token": channel.secrets.get("verify_token", ""),
        }
        override = {"webhook_configuration": webhook}
        return [
            ProviderRequest("GET", f"{number}?fields={fields}", headers=headers),
            ProviderRequest("POST", account, headers=headers, json={}),
            ProviderRequest("POST", number, headers=headers, json=override),
        ]


def _part(group: str, some: Sequence[Piece]) -> WebhookPart:
    payload = wrap(some)
    return WebhookPart(group, reading.digest(payload), reading.dump(payload))


ADAPTER: ChannelAdapter = WhatsApp()
