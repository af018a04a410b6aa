"""Meta's Graph API: how a call is authorised and what an answer holds.

Source: https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.channels.base import Channel, ProviderResponse


@dataclass(frozen=True, slots=True)
class GraphError:
    """code, subcode: None, 0 = not told. transient: Meta says that it will pass."""

    code: int | None = None
    subcode: int = 0
    words: str = ""
    transient: bool = False


def authorization(channel: Channel) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {channel.secrets.get('access_token', '')}"}


def answer(response: ProviderResponse) -> Mapping[str, object]:
    """The object in the body; empty if there is none."""
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def error(body: Mapping[str, object]) -> GraphError:
    """{"error": {"code", "error_subcode", "message", "error_user_msg", "is_transient",
    "error_data": {"details"}}}: the words that say most are taken."""
    told = body.get("error")
    if not isinstance(told, dict):
        return GraphError()
    data = told.get("error_data")
    details = data.get("details", "") if isinstance(data, dict) else ""
    words = str(details or told.get("error_user_msg") or told.get("message", ""))
    return GraphError(
        code=_number(told.get("code")),
        subcode=_number(told.get("error_subcode")) or 0,
        words=words,
        transient=told.get("is_transient") is True,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
