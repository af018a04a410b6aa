"""Webhooks that begin flows: what another system posts, and what it is answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from chalicelib.wire.common import Wire

Told = Annotated[str, Field(max_length=200)]


class HookContact(Wire):
    """Whom the call is about: by id, telephone or e-mail address. phone: with its country code.
    name: for one who is made."""

    id: Annotated[str, Field(max_length=64)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Told = ""
    name: Told = ""


class HookCall(Wire):
    """channel_id: may be left out where the trigger has one channel alone. values: texts reach them
    as {{ trigger.<name> }}, and variables that the flow declares begin with those of their name; at
    most 16,000 characters as JSON."""

    contact: HookContact
    channel_id: Annotated[str, Field(max_length=64)] = ""
    values: dict[str, JsonValue] = Field(default_factory=dict)


class HookTaken(Wire):
    """The flow begins in a moment, unless somebody has the conversation."""

    conversation_id: str


class HookAddress(Wire):
    """A secret: whoever has it may call."""

    url: str
