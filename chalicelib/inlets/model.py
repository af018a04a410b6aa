"""Inbound webhooks: an address a source, what is taken from its calls, and their ledger. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST = 50  # of an account
MOST_BODY = 256 * 1024  # bytes
MOST_KEPT = 380_000  # bytes of it as it is stored: a form of parts grows, an item holds 400 KB
MOST_FIELDS = 60  # of a mapping
KEPT = timedelta(days=30)  # a call, in the ledger
SAME_FIELD = timedelta(days=30)  # a call with the same value in the chosen field is the same
SAME_BODY = timedelta(minutes=10)  # without a chosen field: one with the same body
SAMPLES = 10


class State(StrEnum):
    """captured: kept as a sample, since nothing is mapped yet."""

    CAPTURED = "captured"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Target(StrEnum):
    """What a value becomes. attribute and data have a name of their own."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    EXTERNAL_ID = "external_id"
    ATTRIBUTE = "attribute"
    MESSAGE = "message"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Field:
    """path: of the value in the body, as RFC 6901 has it ("/lead/email"). key: the name of an
    attribute or of custom data; for a message, what stands before it."""

    target: Target
    path: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Inlet:
    """header: carries HMAC-SHA256 of the body; '' = calls are not signed. sealed: the key of it,
    encrypted. turn: raised to make the address anew. dedupe: path of the value that tells calls
    apart; '' = the body does. flow_id: what begins; else queue_id: where it waits ('' = the
    channel's). region: of phone numbers without a country, two letters. version: optimistic lock.
    """

    id: str
    account_id: str
    name: str
    channel_id: str
    mapping: tuple[Field, ...] = ()
    queue_id: str = ""
    flow_id: str = ""
    dedupe: str = ""
    region: str = ""
    header: str = ""
    sealed: str = field(default="", repr=False)
    turn: int = 1
    on: bool = True
    created_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One call. id: "{epoch ms}-{made of inlet and key}". body: as it came. form: it is
    form-encoded. round: how often it was sent again. error: a word; field: whose. left_out: fields
    of the contact that could not be taken."""

    id: str
    account_id: str
    inlet_id: str
    at: datetime
    body: str
    form: bool = False
    state: State = State.WAITING
    round: int = 0
    error: str = ""
    field: str = ""
    left_out: tuple[str, ...] = ()
    contact_id: str = ""
    conversation_id: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """What a mapping makes of a call. data: custom data by its name, in the mapping's order."""

    name: str = ""
    phone: str = ""
    email: str = ""
    external_id: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def somebody(self) -> bool:
        return bool(self.name or self.phone or self.email or self.external_id)


def again(entry: Entry) -> Entry:
    return replace(
        entry, state=State.WAITING, round=entry.round + 1, error="", field="", left_out=()
    )


def failed(entry: Entry, error: str, field: str) -> Entry:
    return replace(entry, state=State.FAILED, error=error, field=field)
