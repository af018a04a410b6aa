"""What people fill in of an integration: the base of its models of settings and secrets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class NoSecrets(Strict):
    """Of an integration that needs none."""
