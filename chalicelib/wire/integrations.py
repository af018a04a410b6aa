"""Integrations: what an account is connected to."""

from __future__ import annotations

from typing import Annotated, Any

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
    the service's own word."""

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


class IntegrationList(Wire):
    """kinds: what can be connected."""

    connections: list[ConnectionView]
    kinds: list[str]


class NewConnection(Wire):
    kind: IntegrationKind
    name: IntegrationName = ""
    settings: dict[str, Any]
    secrets: IntegrationSecrets = Field(default_factory=dict)


class ConnectionChange(Wire):
    """What is not given stays; a secret that is '' too."""

    version: int
    name: IntegrationName | None = None
    settings: dict[str, Any] | None = None
    secrets: IntegrationSecrets | None = None
    on: bool | None = None
