"""Starts each function's first interpreter, so that the first visitor does not wait for it."""

from __future__ import annotations

import contextlib
import json
import urllib.error
import urllib.request
from typing import Any

from infra.local import cloud

_EMPTY_BATCH = (
    *("inbound", "changes", "automation", "index", "jobs", "outbound", "media", "timers"),
    *("events", "deliveries", "mail"),
)


def warm(*, endpoint: str, stack_name: str, api: str) -> None:
    """A request without a token, and batches without records: they change nothing."""
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(f"{api}/me", timeout=30).close()
    functions: Any = cloud.session().client("lambda", endpoint_url=endpoint)
    for name in _EMPTY_BATCH:
        functions.invoke(
            FunctionName=f"{stack_name}-{name}", Payload=json.dumps({"Records": []}).encode()
        )
    ticketless = {
        "requestContext": {"connectionId": "warm", "eventType": "CONNECT", "routeKey": "$connect"}
    }
    functions.invoke(
        FunctionName=f"{stack_name}-websocket-connect", Payload=json.dumps(ticketless).encode()
    )
