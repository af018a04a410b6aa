"""Queue -> conversations: what a provider told becomes messages and statuses."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


# One record at a time: in a batch, the records behind a poison message of their group would be
# received as often as it, and would follow it to the dead letters.
@blueprint.on_sqs_message(queue="inbound.fifo", batch_size=1, name="inbound")
def inbound(event: SQSEvent) -> BatchResponse:
    return each("inbound", event, _handle)


def _handle(record: Record) -> Any:
    from chalicelib import wiring
    from chalicelib.channels import intake

    intake.take(wiring.delivery_in_ports(), intake.from_record(record["body"]))


ready("chalicelib.entry.inbound.inbound", "delivery_in_ports")
