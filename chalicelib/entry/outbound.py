"""Queue -> provider: one message of an agent or a bot, in its conversation's order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Later, Record, each

if TYPE_CHECKING:
    from chalicelib.outbound.service import Wait

blueprint = Blueprint(__name__)


# One record at a time: the conversations do not wait for each other's providers, and within one
# conversation the queue itself holds the order.
@blueprint.on_sqs_message(queue="outbound.fifo", batch_size=1, name="outbound")
def outbound(event: SQSEvent) -> BatchResponse:
    return each("outbound", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import bindings, wiring

    work = json.loads(record["body"])
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    place = {name: work[name] for name in ("account_id", "conversation_id", "seq")}
    if "reaction" in work:
        from chalicelib.outbound import reactions

        wait = reactions.deliver(
            wiring.reaction_ports(), **place, turn=work["reaction"], receives=receives
        )
    else:
        wait = _message(place, receives)
    if wait is not None:
        bindings.hide_outbound(record["receiptHandle"], wait.seconds)
        raise Later(wait.code)


def _message(place: Mapping[str, Any], receives: int) -> Wait | None:
    from chalicelib import wiring
    from chalicelib.outbound import service

    ports = wiring.outbound_ports()
    try:
        return service.deliver(ports, **place, receives=receives)
    except Exception:
        if receives >= service.MAX_RECEIVES:
            service.lost(ports, **place)
        raise


ready("chalicelib.entry.outbound.outbound", "outbound_ports")
