"""What a channel is: pure functions over bytes and values. A channel does no I/O of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol

from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import AppError
from chalicelib.shared.ids import AccountId, ChannelId

State = Literal["sent", "delivered", "read", "failed"]
Mark = Literal["delivered", "read"]  # a state that a watermark gives to all before it
UNTOLD = datetime(1970, 1, 1, tzinfo=UTC)  # a moment that the provider does not tell
HEARD_EVERY = timedelta(hours=1)  # as often as it is written down that a channel brought a message


@dataclass(frozen=True, slots=True)
class Channel:
    """A connected source. `secrets` are in clear here and encrypted in the table.

    settings/secrets by kind:
      website   settings: colour, title, greeting, language, position, consent, domains
      telegram  secrets: token, webhook_secret;  settings: bot_id, bot_username
      whatsapp  secrets: access_token, app_secret, verify_token;
                settings: phone_number_id, waba_id, display_phone
      messenger, instagram
                secrets: access_token, app_secret, verify_token;
                settings: page_id, page_name, username
      viber     secrets: token;  settings: bot_name, bot_uri, welcome
      vk        secrets: access_token, webhook_secret;
                settings: group_id, group_name, screen_name, confirmation
      email     secrets: reply_key (ours);  settings: address, sender_name
      custom    secrets: address_token, signing_key (both ours);  settings: url, signature
    """

    id: ChannelId
    account_id: AccountId
    kind: str
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    queue_id: str = ""
    paused: bool = False
    health: str = "ok"  # ok | credentials_broken | unverified
    health_detail: str = ""
    automation: str = ""  # what flows want to see of its messages: '', first, every
    heard_at: datetime | None = None  # of its last message, as the table has it: to the hour
    spoke_at: datetime | None = None  # of the last one that went out, likewise


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as the provider tells it. id: stable within the channel (chat id, wa_id, ...)."""

    id: str
    name: str = ""
    username: str = ""
    phone: str = ""  # E.164 with '+', or empty
    language: str = ""
    photo: str = ""  # a provider's file id or URL
    alias: str = ""  # another id of the same person there (WhatsApp's business-scoped user id)


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """id: the provider's, unique within the channel. echo: sent by the business elsewhere.
    sent_at: UNTOLD for a pressed Telegram button."""

    id: str
    sender: Sender
    content: Content
    sent_at: datetime
    reply_to: str = ""  # provider's id
    echo: bool = False
    type: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class MailSender(Sender):
    """email: his address, in lower case. id: the address and the thread."""

    email: str = ""


@dataclass(frozen=True, slots=True)
class InboundLetter(InboundMessage):
    """calls: whom it may call; nothing answers by itself what calls people only, and what calls
    nobody is just kept."""

    calls: Literal["all", "people", "nobody"] = "all"


@dataclass(frozen=True, slots=True)
class InboundStatus:
    """id: the provider's id of OUR message. state: sent | delivered | read | failed."""

    id: str
    sender: Sender
    state: State
    at: datetime
    reason: str = ""
    code: str = ""
    type: Literal["status"] = "status"


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """Something done to a message or to the thread.

    kind: reaction | edit | delete | typing | joined | blocked | unblocked | profile | ...
    target: the provider's id of the message concerned, or ''. value: the emoji ('' = removed), ...
    """

    id: str
    kind: str
    sender: Sender
    at: datetime
    target: str = ""
    value: str = ""
    content: Content | None = None
    raw: str = ""
    type: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Kept whole; shown as "unsupported: <kind>"; may be parsed again after an update.

    id: the provider's, or a hash of the raw text where it has none. sender.id may be ''.
    """

    id: str
    kind: str
    sender: Sender
    raw: str
    at: datetime | None = None
    type: Literal["unsupported"] = "unsupported"


@dataclass(frozen=True, slots=True)
class InboundWatermark:
    """A status of all of our messages to one person that were sent up to `until`.

    upto: the provider's id of the last of them, where it names one; `until` may be UNTOLD then.
    """

    id: str
    sender: Sender
    state: Mark
    until: datetime
    upto: str = ""
    type: Literal["watermark"] = "watermark"


Inbound = InboundMessage | InboundStatus | InboundEvent | InboundWatermark | Unsupported


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """body: the raw bytes, before any decoding. Header names are in lower case. token: what stands
    behind the channel in the address. at: when it came."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    token: str = field(default="", repr=False)
    at: datetime = UNTOLD


@dataclass(frozen=True, slots=True)
class WebhookPart:
    """One piece of work for the inbound queue: the piece of the payload that one sender made.

    group: what orders it (the sender's id). dedup: the provider's event id, <= 128 characters of
    [A-Za-z0-9 and punctuation] as SQS demands. body: JSON text that `parse` takes.
    """

    group: str
    dedup: str
    body: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the provider will not fetch by itself. form_name: its field in the form.
    url: where we fetch its bytes, presigned."""

    form_name: str
    url: str = field(repr=False)
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What only the caller knows of a call. id: of this part of the message, 32 hex digits, the
    same at each attempt. at: when this attempt began. author: the name of who wrote, or ''."""

    id: str
    at: datetime
    author: str = ""
    by_bot: bool = False


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """One HTTP call to a provider. url is absolute and carries Telegram's token: never log it.

    json: the body. With `form` each of its members is a form field instead (text as it is, anything
    else as JSON text); with `upload` the body is multipart/form-data of such fields and the file's
    bytes under `upload.form_name`.
    once: the member of `json` that the caller fills with a number of this message's own, by which
    the provider knows a repeat: 1 to 2**31 - 1, the same at each attempt.
    then: what follows from the answer: the next call, or None if this answer is the last one.
    stamped: makes the call itself of what only the caller knows; `json` is what it will say then.
    body: the bytes that go out, as they are signed, instead of `json`.
    """

    method: Literal["GET", "POST", "DELETE"]
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    upload: Upload | None = None
    form: bool = False
    once: str = ""
    then: Callable[[ProviderResponse], ProviderRequest | None] | None = field(
        default=None, repr=False, compare=False
    )
    stamped: Callable[[Stamp], ProviderRequest] | None = field(
        default=None, repr=False, compare=False
    )
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ProviderResponse:
    status: int  # 0: no answer (time-out, refused)
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Profile:
    """What a provider tells of a person when it is asked. photo: a URL."""

    name: str = ""
    username: str = ""
    photo: str = ""


class Verdict(StrEnum):
    SENT = "sent"
    RETRY = "retry"  # later, as it is
    PERMANENT = "permanent"  # this message never
    CREDENTIALS = "credentials"  # no message until somebody reconnects


@dataclass(frozen=True, slots=True)
class SendResult:
    verdict: Verdict
    provider_id: str = ""
    reason: str = ""  # the provider's words, shown to the agent
    code: str = ""
    retry_after: int = 0  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """window_hours: 0 = no reply window. Sizes in bytes. kinds: what goes out as itself.

    Lengths are counted in UTF-16 code units, as Telegram and JavaScript do. Above `buttons` options
    (or longer titles) a list of up to `list_rows` is sent, above that numbered text.
    media_types: a kind -> what it may hold; a file of another type goes out as a document.
    marks: which of channels/marks.py the contact sees as formatting; the others stay signs.
    as_text: of `kinds`, what goes out in words. text_bytes: of UTF-8, where that counts too.
    most_with_url: options at most, if one of them opens an address; 0 = as many as without.
    else_file: kinds of which a larger file than the limit goes out as a document.
    late_hours: for so long an agent, though no bot, may still answer; 0 = no longer than anybody.
    reactions: the emoji that an agent may react with, as the provider writes them; none: it takes
    no reactions. any_reaction: any other emoji as well.
    """

    text_length: int
    caption_length: int
    media_bytes: Mapping[Kind, int]
    kinds: frozenset[Kind]
    buttons: int = 0
    button_title_length: int = 0
    window_hours: int = 0
    list_rows: int = 0
    list_title_length: int = 0
    option_id_bytes: int = 0  # 0 = no limit
    options_text_length: int = 0  # of the words above the buttons; 0 = like any text
    url_buttons: bool = False  # whether an option may open an address
    captions: frozenset[Kind] = frozenset()  # the media kinds that carry a caption
    media_types: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    as_text: frozenset[Kind] = frozenset()
    text_bytes: int = 0
    most_with_url: int = 0
    late_hours: int = 0
    else_file: frozenset[Kind] = frozenset()
    reactions: tuple[str, ...] = ()
    any_reaction: bool = False


class ChannelAdapter(Protocol):
    """One file a channel, one registry line. All pure."""

    kind: str
    limits: Limits

    def challenge(self, channel: Channel, request: WebhookRequest) -> str | None:
        """The text to answer a provider's GET handshake with; None refuses it (403)."""

    def verify(self, channel: Channel, request: WebhookRequest) -> bool:
        """Whether the provider signed exactly these bytes. Constant-time comparison."""

    def split(self, body: bytes) -> Sequence[WebhookPart]:
        """Cut a verified payload by sender, in order. Malformed JSON: one part, kept whole."""

    def parse(self, body: str) -> Sequence[Inbound]:
        """All that one part (or a whole payload) holds, in order. Never raises on what is the
        provider's; raises NotThisProvider if the payload is not the provider's at all."""

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
        """The calls that send `content`. media_url maps a media key to a presigned URL.
        late: an agent answers when others may not any more (`Limits.late_hours`).
        Raises InvalidInput naming the field if the channel cannot carry it."""

    def read_response(self, response: ProviderResponse) -> SendResult:
        """What the provider's answer to a send means."""

    def acknowledge(
        self, channel: Channel, item: Inbound, *, base_url: str
    ) -> Sequence[ProviderRequest]:
        """Calls of courtesy for what came in (Telegram: stop the spinner of a pressed button).
        Nothing depends on their success."""

    def media_request(
        self, channel: Channel, provider_id: str, *, base_url: str
    ) -> ProviderRequest | None:
        """The call whose answer tells where a provider's file is; None if its URL is direct."""

    def media_location(
        self, channel: Channel, response: ProviderResponse, *, base_url: str
    ) -> ProviderRequest:
        """From the answer of `media_request`: the call that yields the bytes.
        Raises MediaUnavailable if the provider will not give the file."""

    def connect_requests(
        self, channel: Channel, *, webhook_url: str, base_url: str
    ) -> Sequence[ProviderRequest]:
        """The calls that check the credentials and set the webhook up; empty if there are none."""


class NotThisProvider(ValueError):
    """The payload is not this provider's at all."""


class MediaUnavailable(AppError):
    """A provider does not give a file. again: whether asking later may help."""

    status = 502
    code = "media_unavailable"

    def __init__(self, detail: str, *, again: bool) -> None:
        super().__init__(detail)
        self.again = again


def kept_whole(body: str) -> Unsupported:
    """What a verified sender sent and no adapter can read: stored as it came, under its hash."""
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    return Unsupported(id=digest, kind="malformed", sender=Sender(id=""), raw=body)
