"""Our own chat on a website: no provider stands between, so there is no webhook and no call out.

Visitors write through the widget's API and read over the socket; the limits are our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.channels.abilities import Direct
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Inbound,
    Limits,
    NotThisProvider,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Verdict,
    WebhookPart,
    WebhookRequest,
)
from chalicelib.channels.gestures import USUAL
from chalicelib.channels.marks import MARKS
from chalicelib.channels.policy import check
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind

_FILE_BYTES = 100 * 1024 * 1024  # what an upload ticket allows


class Website(Direct):
    kind = "website"
    limits = Limits(
        text_length=10_000,
        caption_length=10_000,
        media_bytes=dict.fromkeys(MEDIA_KINDS, _FILE_BYTES),
        kinds=MEDIA_KINDS | {Kind.TEXT, Kind.LOCATION, Kind.CONTACT, Kind.OPTIONS, Kind.CHOICE},
        buttons=20,
        button_title_length=80,
        url_buttons=True,
        captions=MEDIA_KINDS,
        marks=frozenset(MARKS),
        reactions=USUAL,
        any_reaction=True,
    )

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        return None

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        return False

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        return ()

    def parse(self, body: str) -> Sequence[Inbound]:
        raise NotThisProvider("a website has no webhook: its visitors write through the widget")

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
        """Nothing to call: the visitor's socket and history carry the message."""
        check(self.limits, content)
        return ()

    def read_response(self, response: ProviderResponse) -> SendResult:
        return SendResult(Verdict.SENT)

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        return ()


ADAPTER: ChannelAdapter = Website()
