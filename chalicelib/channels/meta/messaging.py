"""The adapter of Messenger and of Instagram: one platform, two kinds of object.

Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform
(Graph API 23.0); Instagram through the page that it is linked with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.channels import reading
from chalicelib.channels.abilities import Direct
from chalicelib.channels.base import (
    Channel,
    Inbound,
    Limits,
    NotThisProvider,
    Profile,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookPart,
    WebhookRequest,
    kept_whole,
)
from chalicelib.channels.meta import gestures, graph, signing
from chalicelib.channels.meta.codes import verdict
from chalicelib.channels.meta.parse import parse
from chalicelib.channels.meta.render import bodies
from chalicelib.channels.meta.walk import Piece, apart, pieces, sender_of, wrap
from chalicelib.shared.content import Content


class Messaging(Direct):
    """origin: the webhooks' `object`. asked: fields of the page that tell that the token fits.
    subscribed: webhook fields of the page. known: fields of a person's profile."""

    def __init__(
        self, *, kind: str, origin: str, limits: Limits, asked: str, subscribed: str, known: str
    ) -> None:
        self.kind = kind
        self.limits = limits
        self._origin = origin
        self._asked = asked
        self._subscribed = subscribed
        self._known = known

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        return signing.challenge(channel, request)

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        return signing.verify(channel, request)

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """A part a person, in the order of their first appearance; all that the payload holds of
        one person stays together and in order. What is nobody's goes by the page."""
        whole = body.decode("utf-8", "backslashreplace")
        try:
            found = list(pieces(reading.load(whole), self._origin))
        except NotThisProvider:
            return [WebhookPart("malformed", kept_whole(whole).id, whole)]
        groups: dict[str, list[Piece]] = {}
        for piece in found:
            groups.setdefault(sender_of(piece).id or "page", []).append(piece)
        return [_part(group, some) for group, some in groups.items()]

    def addresses(self, settings: Mapping[str, str]) -> frozenset[str]:
        """Of Instagram its own id, which the connection tells; Messenger says the page's."""
        known = (settings.get("page_id", ""), settings.get("instagram_id", ""))
        if self.kind == "instagram" and not known[1]:
            return frozenset()  # not known yet: whatever comes is taken for its own
        return frozenset(filter(None, known))

    def apart(self, body: bytes) -> Sequence[tuple[str, bytes]]:
        return apart(body)

    def parse(self, body: str) -> Sequence[Inbound]:
        try:
            return parse(body, self._origin)
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
        url = f"{base_url}/{channel.settings.get('page_id', '')}/messages"
        messages = bodies(
            self.limits, recipient, content, reply_to=reply_to, late=late, media_url=media_url
        )
        headers = graph.authorization(channel)
        return [ProviderRequest("POST", url, headers=headers, json=each) for each in messages]

    def read_response(self, response: ProviderResponse) -> SendResult:
        """{"recipient_id", "message_id"}, or {"error": {"code", "error_subcode", "message"}}."""
        id = graph.answer(response).get("message_id")
        if 200 <= response.status < 300 and isinstance(id, str) and id:
            return SendResult(Verdict.SENT, provider_id=id)
        return self._refused(response)

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        body = gestures.reaction(self.kind, recipient, target, emoji)
        return self._post(channel, body, base_url)

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        """An id in it is the message's: a reaction has none."""
        if 200 <= response.status < 300 and graph.answer(response).get("recipient_id"):
            return SendResult(Verdict.SENT)
        return self._refused(response)

    def seen(
        self, channel: Channel, recipient: str, target: str, *, base_url: str
    ) -> ProviderRequest | None:
        return self._post(channel, gestures.action(recipient, "mark_seen"), base_url)

    def typing(
        self, channel: Channel, recipient: str, target: str, *, on: bool, base_url: str
    ) -> ProviderRequest | None:
        name = "typing_on" if on else "typing_off"
        return self._post(channel, gestures.action(recipient, name), base_url)

    def _post(self, channel: Channel, body: gestures.Body, base_url: str) -> ProviderRequest:
        url = f"{base_url}/{channel.settings.get('page_id', '')}/messages"
        return ProviderRequest("POST", url, headers=graph.authorization(channel), json=body)

    def _refused(self, response: ProviderResponse) -> SendResult:
        answer = graph.answer(response)
        error = graph.error(answer)
        decision, wait = verdict(response.status, error)
        code = str(response.status or "no_answer") if error.code is None else str(error.code)
        told = f"{code}/{error.subcode}" if error.subcode else code
        return SendResult(decision, reason=error.words[:500], code=told, retry_after=wait)

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        """Check the token with the page, and subscribe the app to what is written to the page.
        https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps
        Where the app's webhooks go is set in the app's dashboard, by its owner."""
        page = f"{base_url}/{channel.settings.get('page_id', '')}"
        headers = graph.authorization(channel)
        fields = {"subscribed_fields": self._subscribed}
        return [
            ProviderRequest("GET", f"{page}?fields={self._asked}", headers=headers),
            ProviderRequest("POST", f"{page}/subscribed_apps", headers=headers, json=fields),
        ]

    def profile_request(self, channel: Channel, sender: str, *, base_url: str) -> ProviderRequest:
        """https://developers.facebook.com/documentation/business-messaging/messenger-platform/
        identity/user-profile and .../instagram-messaging/user-profile"""
        url = f"{base_url}/{sender}?fields={self._known}"
        return ProviderRequest("GET", url, headers=graph.authorization(channel))

    def read_profile(self, response: ProviderResponse) -> Profile | None:
        """None: not told, and asking again does not help."""
        answer = graph.answer(response)
        if response.status != 200:
            return None
        names = (answer.get("first_name"), answer.get("last_name"))
        name = answer.get("name") or " ".join(str(each) for each in names if each)
        username, photo = answer.get("username"), answer.get("profile_pic")
        return Profile(
            name=str(name)[:200] if name else "",
            username=username[:200] if isinstance(username, str) else "",
            photo=photo if isinstance(photo, str) and photo.startswith("http") else "",
        )


def _part(group: str, some: Sequence[Piece]) -> WebhookPart:
    payload = wrap(some)
    return WebhookPart(group, reading.digest(payload), reading.dump(payload))
