"""What a channel keeps until it can be read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Wire


class Shelf(Wire):
    """kept: items that were not understood; 100 means as many or more."""

    kept: int


class Received(Wire):
    """raw: what the provider sent of one message, in its own form. cut: it was longer."""

    raw: str
    cut: bool = False


class ReadAgainRequest(Wire):
    client_id: Annotated[str, Field(min_length=8, max_length=64)]
