"""All integrations: a line each. A file is loaded when it is first needed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from chalicelib.integrations.base import Integration
from chalicelib.shared.errors import InvalidInput

KINDS = ("slack", "sheets", "bot")


@cache
def get(kind: str) -> Integration:
    """Raises InvalidInput (kind)."""
    if kind not in KINDS:
        raise InvalidInput("there is no such integration", field="kind")
    return cast(Integration, import_module(f"chalicelib.integrations.{kind}").INTEGRATION)
