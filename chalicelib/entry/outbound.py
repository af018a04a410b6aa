"""Queue -> provider: one message of an agent or a bot, in its conversation's order."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Later, Record, each

blueprint = Blueprint(__name__)


# One record at a time: the conversations do not wait for each other's providers, and within one
# conversation the queue itself holds the order.
@blueprint.on_sqs_message(queue="outbound.fifo", batch_size=1, name="outbound")
def outbound(event: SQSEvent) -> BatchResponse:
    return each("outbound", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import bindings, wiring
    from chalicelib.outbound import service

    work = json.loads(record["body"])
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    place = {name: work[name] for name in ("account_id", "conversation_id", "seq")}
    if "reaction" in work:
        from chalicelib.outbound import reactions

        wait = reactions.deliver(
            wiring.reaction_ports(), **place, turn=work["reaction"], receives=receives
        )
    else:
        wait = service.deliver(wiring.outbound_ports(), **place, receives=receives)
    if wait is not None:
        bindings.hide_outbound(record["receiptHandle"], wait.seconds)
        raise Later(wait.code)


ready("chalicelib.entry.outbound.outbound", "outbound_ports")
