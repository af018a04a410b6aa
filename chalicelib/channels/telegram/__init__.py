"""Telegram Bot API. Source: https://core.telegram.org/bots/api (Bot API 10.1, 11 June 2026)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence

from chalicelib.channels import reading
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    InboundMessage,
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
from chalicelib.channels.telegram import gestures
from chalicelib.channels.telegram.parse import message_key, parse, sender_of
from chalicelib.channels.telegram.render import LIMITS, render, target_of
from chalicelib.shared.content import Content

# What we ask for. `message_reaction` comes only to those who name it. Not asked for: channel posts,
# inline queries, payments, boosts, join requests: no conversation with a contact comes from them.
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
)

# Descriptions of 400 that a later attempt may heal: Telegram could not fetch our file in time.
_PASSING = ("failed to get http url content", "wrong file identifier/http url specified")


class Telegram:
    kind = "telegram"
    limits = LIMITS

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """Telegram makes no handshake."""
        return None

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """The secret token given to setWebhook comes back in a header of every request."""
        expected = channel.secrets.get("webhook_secret", "")
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """One Update is one sender's; its id tells repeats apart."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            update = reading.load(whole)
        except NotThisProvider:
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]
        number = update.get("update_id")
        known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10**18
        dedup = f"update-{number}" if known else reading.digest(update)
        return [WebhookPart(sender_of(update).id or "telegram", dedup, whole)]

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
        api = _api(channel, base_url)
        return render(api, recipient, content, reply_to=reply_to, media_url=media_url)

    def read_response(self, response: ProviderResponse) -> SendResult:
        """https://core.telegram.org/bots/api#making-requests: `ok`, `result`, or `error_code`,
        `description` and `parameters`. A wrong token is 401, or 404 if it has not even the form."""
        answer = _answer(response)
        if response.status == 200 and answer.get("ok") is True:
            return SendResult(Verdict.SENT, provider_id=_sent_key(answer.get("result")))
        reason = str(answer.get("description", ""))[:500]
        code = str(answer.get("error_code", response.status or "no_answer"))
        verdict = _verdict(response.status, reason)
        return SendResult(verdict, reason=reason, code=code, retry_after=_retry_after(answer))

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        return gestures.reaction(_api(channel, base_url), target_of(recipient), target, emoji)

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        return self.read_response(response)

    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        return gestures.seen(_api(channel, base_url), target_of(recipient), target)

    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        return gestures.typing(_api(channel, base_url), target_of(recipient)) if on else None

    def acknowledge(
        self, channel: Channel, item: Inbound, *, base_url: str
    ) -> Sequence[ProviderRequest]:
        """ "After the user presses a callback button, Telegram clients will display a progress bar
        until you call answerCallbackQuery." """
        kind, _, query_id = item.id.partition(":")
        if not isinstance(item, InboundMessage) or kind != "callback":
            return ()
        url = f"{_api(channel, base_url)}/answerCallbackQuery"
        return [ProviderRequest("POST", url, json={"callback_query_id": query_id})]

    def media_request(
        self, channel: Channel, provider_id: str, *, base_url: str
    ) -> ProviderRequest | None:
        url = f"{_api(channel, base_url)}/getFile"
        return ProviderRequest("POST", url, json={"file_id": provider_id})

    def media_location(
        self, channel: Channel, response: ProviderResponse, *, base_url: str
    ) -> ProviderRequest:
        """Bots download files of up to 20 MB; a larger one is refused with 400."""
        answer = _answer(response)
        result = answer.get("result")
        path = result.get("file_path") if isinstance(result, dict) else None
        if response.status != 200 or not isinstance(path, str) or ".." in path:
            again = response.status in (0, 429) or response.status >= 500
            reason = str(answer.get("description", "the file is not available"))[:200]
            raise MediaUnavailable(reason, again=again)
        token = channel.secrets.get("token", "")
        return ProviderRequest("GET", f"{base_url}/file/bot{token}/{path.lstrip('/')}")

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        api = _api(channel, base_url)
        webhook = {
            "url": webhook_url,
            "secret_token": channel.secrets.get("webhook_secret", ""),
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        return [
            ProviderRequest("POST", f"{api}/getMe", json={}),
            ProviderRequest("POST", f"{api}/setWebhook", json=webhook),
        ]


def _api(channel: Channel, base_url: str) -> str:
    return f"{base_url}/bot{channel.secrets.get('token', '')}"


def _answer(response: ProviderResponse) -> Mapping[str, object]:
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _sent_key(result: object) -> str:
    """The first message of an album stands for the album."""
    first = result[0] if isinstance(result, list) and result else result
    try:
        return message_key(reading.an_object(first))
    except reading.WrongShape:
        return ""


def _verdict(status: int, reason: str) -> Verdict:
    """403: blocked by the user, deactivated, or never written to us: this contact never."""
    if status in (401, 404):
        return Verdict.CREDENTIALS
    if status in (0, 409, 429) or status >= 500:
        return Verdict.RETRY
    if status == 400 and any(each in reason.lower() for each in _PASSING):
        return Verdict.RETRY
    return Verdict.RETRY if status < 400 else Verdict.PERMANENT


def _retry_after(answer: Mapping[str, object]) -> int:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
    return seconds if isinstance(seconds, int) and 0 < seconds < 86_400 else 0


ADAPTER: ChannelAdapter = Telegram()
