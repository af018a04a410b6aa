"""The three socket events. Bound in app.py, since Chalice leaves a blueprint's unwrapped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.entry._start import ready
from chalicelib.shared import log
from chalicelib.shared.errors import Unauthenticated

OK = {"statusCode": 200}
REFUSED = {"statusCode": 401}

Event = Mapping[str, Any]


def connect(event: Event) -> dict[str, Any]:
    """401 for a ticket that is missing, unknown, used or too old."""
    from chalicelib import wiring
    from chalicelib.realtime import service

    query = event.get("queryStringParameters") or {}
    try:
        service.connect(
            wiring.realtime_ports(),
            connection_id=_connection(event),
            ticket=query.get("ticket", ""),
        )
    except Unauthenticated:
        log.line("socket.refused")
        return REFUSED
    log.line("socket.opened")
    return OK


def message(event: Event) -> dict[str, Any]:
    """Whatever comes, the answer is 200: a bad frame is logged and dropped."""
    from chalicelib import wiring
    from chalicelib.realtime import service

    kind = service.frame(
        wiring.realtime_ports(), connection_id=_connection(event), body=event.get("body") or ""
    )
    log.line("socket.frame", kind=kind)
    return OK


def disconnect(event: Event) -> dict[str, Any]:
    from chalicelib import wiring
    from chalicelib.realtime import service

    service.disconnect(wiring.realtime_ports(), connection_id=_connection(event))
    log.line("socket.closed")
    return OK


def _connection(event: Event) -> str:
    identifier: str = event["requestContext"]["connectionId"]
    return identifier


for kind in ("connect", "message", "disconnect"):
    ready(f"app.websocket_{kind}", "realtime_ports")
