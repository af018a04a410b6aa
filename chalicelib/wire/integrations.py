"""Integrations: what an account is connected to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

IntegrationKind = Annotated[str, Field(max_length=30)]
IntegrationName = Annotated[str, Field(max_length=100)]
IntegrationSecrets = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=8000)]],
    Field(max_length=10),
]


class ConnectionView(Wire):
    """url: where its service calls us. settings: as the integration has them. secrets_set: which of
    its secrets are kept. facts: what the service told of itself. broken: why it does not work, in
    the service's own word; or `needs_connecting`, or `needs_reconnecting` and why. way: by a key,
    or by consent (OAuth). manifest: as `IntegrationList.apps`, with the address that it calls."""

    id: str
    kind: str
    name: str
    url: str
    settings: dict[str, Any]
    secrets_set: list[str]
    facts: dict[str, str]
    on: bool
    broken: str
    created_at: Moment | None
    version: int
    way: Literal["key", "oauth"]
    manifest: str


class IntegrationList(Wire):
    """kinds: what can be connected. back: where people are sent back to after they consented; to be
    registered there. apps: of those that can be connected by consent, a text of which the service
    makes the owner's app; '' if it takes none."""

    connections: list[ConnectionView]
    kinds: list[str]
    back: str
    apps: dict[str, str]


class ConsentView(Wire):
    """url: where the browser goes."""

    url: str


class Consented(Wire):
    """What the service sent the browser back with. error: its word for a no."""

    state: Annotated[str, Field(min_length=1, max_length=200)]
    code: Annotated[str, Field(max_length=2000)] = ""
    error: Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9_. -]*$")] = ""


class NewConnection(Wire):
    kind: IntegrationKind
    name: IntegrationName = ""
    settings: dict[str, Any]
    secrets: IntegrationSecrets = Field(default_factory=dict)
    way: Literal["key", "oauth"] = "key"


class ConnectionChange(Wire):
    """What is not given stays; a secret that is '' too."""

    version: int
    name: IntegrationName | None = None
    settings: dict[str, Any] | None = None
    secrets: IntegrationSecrets | None = None
    on: bool | None = None
