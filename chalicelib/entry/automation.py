"""Queue -> what answers by itself: flows, routing, hours, surveys."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


# One record at a time, as `inbound`: what is behind a poison message of its group is not given up.
@blueprint.on_sqs_message(queue="automation.fifo", batch_size=1, name="automation")
def automation(event: SQSEvent) -> BatchResponse:
    return each("automation", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.automation import service
    from chalicelib.automation.model import work_from

    service.handle(wiring.automation_ports(), work_from(json.loads(record["body"])))


ready("chalicelib.entry.automation.automation", "automation_ports")
