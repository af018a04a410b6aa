"""What an agent does besides writing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Wire


class ReactionRequest(Wire):
    """emoji: one, that the conversation's channel takes."""

    emoji: Annotated[str, Field(min_length=1, max_length=40)]
