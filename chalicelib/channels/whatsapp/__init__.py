"""WhatsApp Cloud API.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp (Graph API 23.0).
"""

from __future__ import annotations

import hashlib
import hmac
import json
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
from chalicelib.channels.whatsapp.codes import verdict
from chalicelib.channels.whatsapp.parse import parse
from chalicelib.channels.whatsapp.render import LIMITS, bodies
from chalicelib.channels.whatsapp.walk import Piece, pieces, sender_of, wrap
from chalicelib.shared.content import Content

# Whose servers may see the access token when a file is fetched.
_META_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net")


class WhatsApp:
    kind = "whatsapp"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """https://developers.facebook.com/docs/graph-api/webhooks/getting-started
        #verification-requests: GET with hub.mode=subscribe, hub.challenge and hub.verify_token."""
        expected = channel.secrets.get("verify_token", "")
        given = request.query.get("hub.verify_token", "")
        if request.query.get("hub.mode") != "subscribe" or not expected:
            return None
        if not hmac.compare_digest(expected.encode(), given.encode()):
            return None
        return request.query.get("hub.challenge")

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """X-Hub-Signature-256: "sha256=" and the HMAC-SHA256 of the raw body with the app secret.
        https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
        """
        secret = channel.secrets.get("app_secret", "")
        given = request.headers.get("x-hub-signature-256", "")
        digest = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
        right = hmac.compare_digest(f"sha256={digest}".encode(), given.encode())
        return bool(secret) and right

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
    ) -> Sequence[ProviderRequest]:
        url = f"{base_url}/{channel.settings.get('phone_number_id', '')}/messages"
        messages = bodies(recipient, content, reply_to=reply_to, media_url=media_url)
        headers = _authorization(channel)
        return [ProviderRequest("POST", url, headers=headers, json=each) for each in messages]

    def read_response(self, response: ProviderResponse) -> SendResult:
        """{"messages": [{"id"}]}, or {"error": {"code", "message", "error_data": {"details"}}}."""
        answer = _answer(response)
        messages = answer.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else {}
        if 200 <= response.status < 300 and isinstance(first, dict) and first.get("id"):
            return SendResult(Verdict.SENT, provider_id=str(first["id"]))
        code, reason, transient = _error(answer)
        decision, wait = verdict(response.status, code, transient=transient)
        told = str(response.status or "no_answer") if code is None else str(code)
        return SendResult(decision, reason=reason[:500], code=told, retry_after=wait)

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
        return ProviderRequest("GET", url, headers=_authorization(channel))

    def media_location(
        self, channel: Channel, response: ProviderResponse, *, base_url: str
    ) -> ProviderRequest:
        """The file's address needs the access token too; only Meta's own servers are given it."""
        answer = _answer(response)
        url = answer.get("url")
        if response.status != 200 or not isinstance(url, str):
            code, reason, transient = _error(answer)
            decision, _ = verdict(response.status, code, transient=transient)
            again = decision is not Verdict.PERMANENT and response.status != 200
            raise MediaUnavailable(reason[:200] or "the file is not available", again=again)
        host = urlsplit(url).hostname or ""
        trusted = host == urlsplit(base_url).hostname or host.endswith(_META_HOSTS)
        return ProviderRequest("GET", url, headers=_authorization(channel) if trusted else {})

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        """Check the number, subscribe the app to the business account, and have this number's
        webhooks sent here (Meta then makes the handshake at once).
        https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
        """
        headers = _authorization(channel)
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


def _authorization(channel: Channel) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {channel.secrets.get('access_token', '')}"}


def _answer(response: ProviderResponse) -> Mapping[str, object]:
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _error(answer: Mapping[str, object]) -> tuple[int | None, str, bool]:
    """(code, the provider's words, whether it says that it will pass)"""
    error = answer.get("error")
    if not isinstance(error, dict):
        return None, "", False
    code = error.get("code")
    data = error.get("error_data")
    details = data.get("details", "") if isinstance(data, dict) else ""
    words = str(details or error.get("message", ""))
    known = code if isinstance(code, int) and not isinstance(code, bool) else None
    return known, words, error.get("is_transient") is True


ADAPTER: ChannelAdapter = WhatsApp()
