"""Inbound webhooks: addresses that other systems call, what is taken from a call, the ledger."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

InletTarget = Literal["name", "phone", "email", "external_id", "attribute", "message", "data"]
InletState = Literal["captured", "waiting", "done", "failed"]
InletName = Annotated[str, Field(min_length=1, max_length=100)]
InletId = Annotated[str, Field(max_length=60)]
InletPath = Annotated[str, Field(max_length=500)]


class InletField(Wire):
    """path: of a value in the body, a JSON pointer. key: the name of an attribute or of custom
    data; for a message, what stands before it."""

    target: InletTarget
    path: InletPath
    key: Annotated[str, Field(max_length=60)] = ""


class InletView(Wire):
    """url: a secret. header: carries HMAC-SHA256 of the body; '' = calls are not signed. dedupe:
    path of the value that tells calls apart; '' = the body does. flow_id: what begins; else
    queue_id: where it waits, '' = the channel's queue. region: of phone numbers without a country.
    """

    id: str
    name: str
    url: str
    channel_id: str
    queue_id: str
    flow_id: str
    mapping: list[InletField]
    dedupe: str
    region: str
    header: str
    on: bool
    created_at: Moment | None
    version: int


class InletList(Wire):
    inlets: list[InletView]


class NewInlet(Wire):
    name: InletName
    channel_id: InletId


class InletChange(Wire):
    """What is not given stays. secret: that the sender signs with; '' = it signs no more."""

    version: int
    name: InletName | None = None
    channel_id: InletId | None = None
    queue_id: InletId | None = None
    flow_id: InletId | None = None
    mapping: Annotated[list[InletField], Field(max_length=100)] | None = None
    dedupe: InletPath | None = None
    region: Annotated[str, Field(max_length=2)] | None = None
    header: Annotated[str, Field(max_length=60)] | None = None
    secret: Annotated[str, Field(max_length=500)] | None = None
    on: bool | None = None


class InletEntry(Wire):
    """One call. round: how often it was done again. error: why it failed, of which field; left_out:
    what of the contact could not be taken."""

    id: str
    at: Moment
    state: InletState
    round: int
    error: str
    field: str
    left_out: list[str]
    contact_id: str
    conversation_id: str


class InletLedger(Wire):
    """cursor: of the next page; '' at the end."""

    entries: list[InletEntry]
    cursor: str


class InletSample(Wire):
    """body: JSON; long texts and lists are cut."""

    entry: InletEntry
    body: Any


class InletSamples(Wire):
    """The newest first."""

    samples: list[InletSample]


class InletTaken(Wire):
    """What a caller is answered. id: the same for a repeat."""

    id: str
