"""The public API's own shapes: what happened. Webhooks' ledgers, the audit log, erasures."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.v1 import Cursor, Limit, NextCursor

# What webhooks sent ----------------------------------------------------------------------------


class Attempt(Wire):
    """status: of the answer; null without one. error: why there is none. ms: how long it took."""

    at: Moment
    status: int | None = None
    error: str = ""
    ms: int


class WebhookDelivery(Wire):
    """message_id: the `webhook-id` that it is sent with. next_at: when it is tried again."""

    id: str
    event_id: str
    message_id: str
    type: str
    state: Literal["waiting", "delivered", "failed"]
    created_at: Moment
    next_at: Moment | None = None
    tries: int
    last: Attempt | None = None


class WebhookDeliveryList(Wire):
    data: list[WebhookDelivery]
    next_cursor: NextCursor = None


class DeliveryPart(Wire):
    headers: dict[str, str]
    body: str


class WebhookDeliveryDetails(WebhookDelivery):
    """request: as it was sent last. response.body: its first 4,096 characters."""

    attempts: list[Attempt]
    request: DeliveryPart
    response: DeliveryPart


class DeliveriesQuery(Wire):
    state: Literal["", "waiting", "delivered", "failed"] = ""
    cursor: Cursor = ""
    limit: Limit = 25


class Resend(Wire):
    """since: with its time zone."""

    since: Moment


class SecretRotation(Wire):
    """hours: so long the secret before this one signs too; 0 = no more at once."""

    hours: Annotated[int, Field(ge=0, le=72)] = 24


# What inbound webhooks took --------------------------------------------------------------------


class InboundField(Wire):
    """path: of a value in the body, a JSON pointer. key: the name of an attribute or of custom
    data; for a message, what stands before it."""

    target: Literal["name", "phone", "email", "external_id", "attribute", "message", "data"]
    path: str
    key: str = ""


class InboundWebhook(Wire):
    """Its address is a secret, and is shown in the console alone. dedupe: path of the value that
    tells calls apart; '' = the body does. flow_id: what begins; else queue_id: where it waits, null
    = the channel's queue. header: carries the signature of the body; null = calls are not signed.
    """

    id: str
    name: str
    channel_id: str
    queue_id: str | None = None
    flow_id: str | None = None
    mapping: list[InboundField]
    dedupe: str = ""
    region: str = ""
    header: str | None = None
    enabled: bool
    created_at: Moment | None = None


class InboundWebhookList(Wire):
    data: list[InboundWebhook]
    next_cursor: NextCursor = None


class InboundCall(Wire):
    """replays: how often it was done again. error: why it failed, of which field. left_out: what
    of the contact could not be taken."""

    id: str
    at: Moment
    state: Literal["captured", "waiting", "done", "failed"]
    replays: int = 0
    error: str = ""
    field: str = ""
    left_out: list[str] = Field(default_factory=list)
    contact_id: str | None = None
    conversation_id: str | None = None


class InboundCallList(Wire):
    data: list[InboundCall]
    next_cursor: NextCursor = None


class InboundCallDetails(InboundCall):
    """body: as JSON; long texts and lists are cut."""

    body: Any


class CallsQuery(Wire):
    cursor: Cursor = ""
    limit: Limit = 25


# Who did what ----------------------------------------------------------------------------------


class AuditEntry(Wire):
    """action: such as `channel.removed`. agent_id: null = a program, whose token `values` names, or
    the system. subject: the id of what it was done to. label: what that is called; never of a
    contact. fields: names of what was changed; values: of those few that say what was decided.
    address: from where."""

    id: str
    at: Moment
    action: str
    agent_id: str | None = None
    subject: str | None = None
    label: str = ""
    fields: list[str] = Field(default_factory=list)
    values: dict[str, str] = Field(default_factory=dict)
    counts: dict[str, int] = Field(default_factory=dict)
    address: str = ""


class AuditEntryList(Wire):
    data: list[AuditEntry]
    next_cursor: NextCursor = None


class AuditQuery(Wire):
    """agent_id: whose. action: one, or the beginning of some: `channel`."""

    agent_id: Annotated[str, Field(max_length=40)] = ""
    action: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]*$")] = ""
    cursor: Cursor = ""
    limit: Limit = 50


class Erasure(Wire):
    """The receipt of one. agent_id: who asked for it; null = a program or a rule. contact_id: null
    if a rule of retention did it. counts: what went, by name."""

    id: str
    at: Moment
    agent_id: str | None = None
    contact_id: str | None = None
    counts: dict[str, int] = Field(default_factory=dict)


class ErasureList(Wire):
    data: list[Erasure]
    next_cursor: NextCursor = None


class ErasuresQuery(Wire):
    cursor: Cursor = ""
    limit: Limit = 30
