"""E-mail, through Amazon SES. Letters come in read already (chalicelib/mail); they go out as calls
to `mail:`, behind which the same package stands.

A contact's id is his address and the thread, so that each thread is a conversation of its own.
SES takes messages of 40 MB: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, cast

from chalicelib.channels import reading
from chalicelib.channels.abilities import Direct
from chalicelib.channels.base import (
    Channel,
    Inbound,
    InboundEvent,
    InboundLetter,
    InboundStatus,
    Limits,
    MailSender,
    NotThisProvider,
    ProviderRequest,
    ProviderResponse,
    Sender,
    SendResult,
    Verdict,
    WebhookPart,
    WebhookRequest,
)
from chalicelib.channels.marks import MARKS
from chalicelib.channels.policy import check, numbered, written_out
from chalicelib.channels.reading import Json, WrongShape
from chalicelib.shared.clock import from_text
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind, Media

_MB = 1024 * 1024
_LATER = frozenset(
    {"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"}
)
_BROKEN = frozenset(
    {
        "AccountSuspendedException",
        "SendingPausedException",
        "MailFromDomainNotVerifiedException",
        "AccessDeniedException",
        "no_mail_domain",
    }
)


class Email(Direct):
    kind = "email"
    limits = Limits(
        text_length=100_000,
        caption_length=100_000,
        media_bytes=dict.fromkeys(MEDIA_KINDS, 25 * _MB),
        kinds=MEDIA_KINDS | {Kind.TEXT, Kind.OPTIONS, Kind.LOCATION, Kind.CONTACT},
        as_text=frozenset({Kind.LOCATION, Kind.CONTACT}),
        captions=MEDIA_KINDS,
        marks=frozenset(MARKS),
    )

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        return None

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """No webhook: SES tells over a queue that it alone may write to."""
        return False

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        return ()

    def parse(self, body: str) -> Sequence[Inbound]:
        work = reading.load(body)
        try:
            if work.get("kind") == "unreached":
                return [_unreached(work)]
            return [_status(work) if work.get("kind") == "status" else _message(work)]
        except (WrongShape, ValueError) as problem:
            raise NotThisProvider("not a letter that we have read") from problem

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
        return self.letter(channel, recipient, content, media_url=media_url, by_bot=False)

    def letter(
        self,
        channel: Channel,
        recipient: str,
        content: Content,
        *,
        media_url: Mapping[str, str],
        by_bot: bool,
    ) -> Sequence[ProviderRequest]:
        """by_bot: nobody wrote it by hand, and no machine shall answer it."""
        check(self.limits, content)
        files = [
            {"url": media_url.get(each.key) or each.url, "name": each.name or "file"}
            | {"mime": each.mime}
            for each in content.media
        ]
        asked = {
            "channel_id": channel.id,
            "to": recipient,
            "text": _words(content),
            "files": files,
            "by_bot": by_bot,
            "cc": _listed(content, "cc"),
            "bcc": _listed(content, "bcc"),
        }
        return [ProviderRequest(method="POST", url="mail:send", json=asked)]

    def read_response(self, response: ProviderResponse) -> SendResult:
        try:
            told = reading.load(response.body.decode("utf-8", "replace"))
        except NotThisProvider:
            told = {}
        if 200 <= response.status < 300:
            return SendResult(Verdict.SENT, provider_id=str(told.get("id", "")))
        code, reason = str(told.get("code", "")), str(told.get("description", ""))
        return SendResult(_verdict(response.status, code, reason), reason=reason, code=code)

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        asked = {"channel_id": channel.id}
        return [ProviderRequest(method="POST", url="mail:check", json=asked)]


def _verdict(status: int, code: str, reason: str) -> Verdict:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors"""
    if code in _LATER or status == 0 or status == 429 or status >= 500:
        return Verdict.RETRY
    if code in _BROKEN or (code == "MessageRejected" and "not verified" in reason):
        return Verdict.CREDENTIALS
    return Verdict.PERMANENT


def _listed(content: Content, name: str) -> list[str]:
    """As chalicelib/mail/recipients.py has them."""
    return [each for each in (content.data or {}).get(name, "").split(", ") if each]


def _words(content: Content) -> str:
    if content.kind is Kind.OPTIONS:
        return numbered(content)
    if content.kind in (Kind.LOCATION, Kind.CONTACT):
        return written_out(content)
    return content.text


def _message(work: Json) -> InboundLetter:
    sender = reading.get(work, "sender")
    email = reading.text(sender, "email", "")
    who = MailSender(
        id=reading.identifier(sender, "id"), name=reading.text(sender, "name", ""), email=email
    )
    calls = reading.text(work, "calls", "all")
    if calls not in ("all", "people", "nobody"):
        raise WrongShape("calls")
    return InboundLetter(
        id=reading.text(work, "id"),
        sender=who,
        content=_content(work),
        sent_at=_at(work),
        reply_to=reading.text(work, "reply_to", ""),
        calls=cast(Literal["all", "people", "nobody"], calls),
    )


def _content(work: Json) -> Content:
    media = tuple(_media(each) for each in reading.objects(work, "media"))
    data = {
        name: reading.text(reading.get(work, "data"), name) for name in reading.get(work, "data")
    }
    text = reading.text(work, "text", "")
    kind = Kind.TEXT
    if media:
        pictures = all(each.mime.startswith("image/") for each in media)
        kind = Kind.IMAGE if pictures else Kind.FILE
    return Content(
        kind, text=text or ("" if media else data.get("subject", "")), media=media, data=data
    )


def _media(each: Json) -> Media:
    return Media(
        mime=reading.text(each, "mime"),
        name=reading.text(each, "name", ""),
        size=reading.count(each, "size"),
        key=reading.identifier(each, "key"),
    )


def _status(work: Json) -> InboundStatus:
    state = reading.text(work, "state")
    if state not in ("delivered", "failed"):
        raise WrongShape("state")
    return InboundStatus(
        id=reading.identifier(work, "id"),
        sender=Sender(id=""),
        state=cast(Literal["delivered", "failed"], state),
        at=_at(work),
        reason=reading.text(work, "reason", ""),
        code=reading.text(work, "code", ""),
    )


def _unreached(work: Json) -> InboundEvent:
    """One of several recipients did not get our letter."""
    id, address = reading.identifier(work, "id"), reading.identifier(work, "address")
    said = " ".join(reading.text(work, "reason", "").split())[:300]
    return InboundEvent(
        id=f"{id}#{address}",
        kind="unreached",
        sender=Sender(id=""),
        at=_at(work),
        target=id,
        value=f"{address}: {said}" if said else address,
    )


def _at(work: Json) -> datetime:
    return from_text(reading.text(work, "at"))


ADAPTER = Email()
