"""Outbound webhooks: endpoints, their ledgers, and what answers leave beside a conversation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

WebhookOff = Literal["", "paused", "failing", "gone"]
DeliveryStatus = Literal["waiting", "delivered", "failed"]
WebhookUrl = Annotated[str, Field(min_length=1, max_length=2000)]
WebhookWords = Annotated[str, Field(max_length=200)]
WebhookTypes = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)]
WebhookChannels = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)]


class WebhookView(Wire):
    """off: why nothing is sent; '' if something is. previous_until: so long the secret before this
    one signs too. failing_since: nothing came through since."""

    id: str
    url: str
    types: list[str]
    description: str
    channel_ids: list[str]
    enriches: bool
    off: WebhookOff
    previous_until: Moment | None
    created_at: Moment | None
    failing_since: Moment | None
    version: int


class WebhookType(Wire):
    """schema: JSON Schema of the body."""

    type: str
    words: str


class WebhookList(Wire):
    """types: what can be chosen."""

    webhooks: list[WebhookView]
    types: list[WebhookType]


class NewWebhook(Wire):
    url: WebhookUrl
    types: WebhookTypes
    description: WebhookWords = ""
    channel_ids: WebhookChannels = Field(default_factory=list)
    enriches: bool = False


class WebhookChange(Wire):
    """What is not given stays. on: switch on or off."""

    version: int
    url: WebhookUrl | None = None
    types: WebhookTypes | None = None
    description: WebhookWords | None = None
    channel_ids: WebhookChannels | None = None
    enriches: bool | None = None
    on: bool | None = None


class WebhookRotation(Wire):
    """hours: so long the present secret signs too."""

    hours: int = 24


class WebhookSecret(Wire):
    """secret: told this once."""

    webhook: WebhookView
    secret: str


class DeliveryTry(Wire):
    """status: 0 without an answer. ms: how long it took."""

    at: Moment
    status: int
    error: str
    ms: int


class DeliveryLine(Wire):
    id: str
    event_id: str
    message_id: str
    type: str
    state: DeliveryStatus
    created_at: Moment
    next_at: Moment | None
    tries: int
    last: DeliveryTry | None


class DeliveryPage(Wire):
    """cursor: of the next page; '' at the end."""

    deliveries: list[DeliveryLine]
    cursor: str


class DeliveryPart(Wire):
    headers: dict[str, str]
    body: str


class DeliveryWhole(Wire):
    """response.body: its first 4,096 characters."""

    delivery: DeliveryLine
    tries: list[DeliveryTry]
    request: DeliveryPart
    response: DeliveryPart


class ResendRequest(Wire):
    """All that failed since then."""

    since: Moment


class BesideRow(Wire):
    title: str
    key: str
    content: str
    link: str


class BesideCard(Wire):
    """What one webhook's newest answer told of a conversation. link: to the contact elsewhere."""

    webhook_id: str
    name: str
    at: Moment
    link: str
    rows: list[BesideRow]


class BesideList(Wire):
    cards: list[BesideCard]
